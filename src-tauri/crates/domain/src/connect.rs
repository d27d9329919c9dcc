//! What the SDR connected: how X is worked, how Telegram Desktop is worked, which mailbox sends.
//!
//! **Invariant:** no secret in here; passwords, cookies and keys live behind the secrets port under the
//! names in [`secret_name`].

use serde::{Deserialize, Serialize};

use crate::text::{Handle, HandleKind};

/// Names under which secrets are kept.
pub mod secret_name {
    /// Password of the mailbox, for SMTP and IMAP.
    pub const EMAIL_PASSWORD: &str = "email.password";
    /// Session cookies of X.
    pub const X_COOKIES: &str = "x.cookies";
    /// Key of X's official interface that stands for the app alone.
    pub const X_API_KEY: &str = "x.api_key";
    /// Tokens of X's official interface that stand for the human, as JSON; they rotate.
    pub const X_TOKENS: &str = "x.tokens";
    /// Apollo key.
    pub const APOLLO_KEY: &str = "apollo.key";
    /// Key of the hosted language model.
    pub const LLM_KEY: &str = "llm.key";
    /// All of them.
    pub const ALL: [&str; 6] = [EMAIL_PASSWORD, X_COOKIES, X_API_KEY, X_TOKENS, APOLLO_KEY, LLM_KEY];
}

/// Every connection of a project.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Connect {
    /// X.
    pub x: XConnect,
    /// Telegram Desktop.
    pub telegram: TelegramConnect,
    /// The sending mailbox, if any.
    pub email: Option<EmailAccount>,
    /// Whether an Apollo key was given.
    pub apollo: bool,
}

/// How X is worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum XWay {
    /// The app opens the post with the text ready; the human presses the last key.
    #[default]
    Assisted,
    /// The official interface with a key.
    ApiKey,
    /// X's internal interface with the human's session; a risk they acknowledged.
    Session,
}

/// X connection.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct XConnect {
    /// How X is worked.
    pub way: XWay,
    /// Whether the human read and accepted the risk of the internal interface.
    pub risk_acknowledged: bool,
    /// Client id of the human's own app at X, for signing in to the official interface; empty means the
    /// key of the app alone is used, which can read and not write.
    pub client_id: String,
}

/// How Telegram Desktop is worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TelegramMode {
    /// The relayer presses the key itself.
    Automatic,
    /// The relayer opens the chat with the text in its field; the human presses the key.
    #[default]
    Assisted,
}

/// Telegram connection.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TelegramConnect {
    /// Who presses the key.
    pub mode: TelegramMode,
    /// The SDR's own user name: the self-test writes to it, which Telegram shows as Saved Messages.
    pub own_handle: String,
    /// Whether a test message was proved to arrive.
    pub self_test_passed: bool,
}

/// How the connection to a mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    /// TLS from the first byte, usually port 465.
    #[default]
    Tls,
    /// Plain greeting, then TLS, usually port 587.
    Starttls,
    /// No protection; only for a server on this machine.
    None,
}

/// The mailbox that sends.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EmailAccount {
    /// Name beside the address.
    pub from_name: String,
    /// The sending address.
    pub from_address: String,
    /// SMTP server.
    pub smtp_host: String,
    /// SMTP port.
    pub smtp_port: u16,
    /// Protection of the SMTP connection.
    pub security: MailSecurity,
    /// User name; empty means no login.
    pub username: String,
    /// IMAP server; empty means replies are not read.
    pub imap_host: String,
    /// IMAP port.
    pub imap_port: u16,
    /// Postal address under each message, which some countries demand.
    pub postal_address: String,
}

impl EmailAccount {
    /// What is wrong with it, as `(field, sentence)`; empty when it can be used.
    pub fn problems(&self) -> Vec<(&'static str, &'static str)> {
        let mut problems = Vec::new();
        if Handle::parse(HandleKind::Email, &self.from_address).is_err() {
            problems.push(("from_address", "The sending address looks like name@example.com"));
        }
        let host_ok = !self.smtp_host.is_empty()
            && self.smtp_host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
        if !host_ok {
            problems.push(("smtp_host", "Enter the SMTP server, e.g. smtp.example.com"));
        }
        if self.smtp_port == 0 {
            problems.push(("smtp_port", "The SMTP port is usually 465 or 587"));
        }
        let local = matches!(self.smtp_host.as_str(), "localhost" | "127.0.0.1" | "::1");
        if self.security == MailSecurity::None && !local {
            problems.push(("security", "Without TLS the password would be readable; choose TLS or STARTTLS"));
        }
        problems
    }
}

//! E-mail over SMTP: one message, one connection, one verdict.
//!
//! lettre's own `send` runs from MAIL FROM to the final answer in one call, so its errors cannot say
//! whether the text had begun to leave. This room drives lettre's connection step by step instead.
//!
//! **Invariant:** `Arm` is durable before the server is told that a text follows (DATA); until then
//! nothing can have left, whatever fails.
//!
//! **Invariant:** once the text is on its way, only the server's own answer decides. A lost connection
//! or a silence is `Unknown`, because a server may have taken the message without our hearing it.
//!
//! **Invariant:** passwords never travel unencrypted to another machine, and neither passwords nor texts
//! are logged.

mod entry;
mod message;
mod session;
mod verdict;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::connect::EmailAccount;
use sdr_domain::delivery::DeliveryPart;
use sdr_domain::part::{PartEvent, PartState};
use sdr_domain::text::HandleKind;
use sdr_ports::{
    ChannelError, ChannelHealth, ChannelPort, Clock, EgressLedger, JournalError, Outgoing, Receipt, Secret,
    SendJournal,
};

pub use message::opt_out_lines;

use entry::Entry;
use session::{Login, Session};
use verdict::{Phase, Trouble};

/// How long each step may take.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// Finding and reaching the server, with greeting and TLS.
    pub connect: Duration,
    /// One command and its answer.
    pub command: Duration,
    /// The text and the final answer; servers scan for spam here.
    pub content: Duration,
    /// A whole health check.
    pub health: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(20),
            command: Duration::from_secs(30),
            content: Duration::from_mins(2),
            health: Duration::from_secs(10),
        }
    }
}

/// Sends through the SDR's own mailbox.
pub struct EmailChannel {
    account: EmailAccount,
    password: Option<Secret>,
    clock: Arc<dyn Clock>,
    timeouts: Timeouts,
    root_certificate: Option<Vec<u8>>,
    ledger: Option<Arc<dyn EgressLedger>>,
}

impl std::fmt::Debug for EmailChannel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EmailChannel").field("host", &self.account.smtp_host).finish_non_exhaustive()
    }
}

impl EmailChannel {
    /// A channel over this mailbox; what is wrong with the account is said by health and deliver.
    pub fn new(account: EmailAccount, password: Option<Secret>, clock: Arc<dyn Clock>) -> Self {
        let timeouts = Timeouts::default();
        Self { account, password, clock, timeouts, root_certificate: None, ledger: None }
    }

    /// Writes every visit to the server down before it begins; local-only holds here too.
    #[must_use]
    pub fn with_ledger(mut self, ledger: Arc<dyn EgressLedger>) -> Self {
        self.ledger = Some(ledger);
        self
    }

    /// The same with other patience.
    #[must_use]
    pub fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Trusts one more certificate authority (PEM), for a company's own mail server.
    #[must_use]
    pub fn with_root_certificate(mut self, pem: Vec<u8>) -> Self {
        self.root_certificate = Some(pem);
        self
    }

    /// Why it cannot send as it is set up.
    fn unusable(&self) -> Option<String> {
        if let Some((_, sentence)) = self.account.problems().first() {
            return Some(format!("The mailbox is not set up: {sentence}."));
        }
        (!self.account.username.is_empty() && self.password.is_none()).then(|| {
            "There is no password stored for the mailbox. Enter it under Settings, Email.".to_owned()
        })
    }

    async fn open(&self) -> Result<Session, Trouble> {
        let login = match &self.password {
            Some(password) if !self.account.username.is_empty() => {
                Some(Login { user: &self.account.username, password })
            }
            _ => None,
        };
        Session::open(&self.account, login, self.root_certificate.as_deref(), self.timeouts).await
    }

    /// Everything up to the moment before the text.
    async fn approach(&self, mail: &message::Mail) -> Result<Session, Trouble> {
        let mut session = self.open().await?;
        match session.address(mail).await {
            Ok(()) => Ok(session),
            Err(trouble) => {
                session.leave().await;
                Err(trouble)
            }
        }
    }

    async fn send(
        &self,
        message: &Outgoing,
        part: &DeliveryPart,
        journal: &dyn SendJournal,
    ) -> Result<Receipt, ChannelError> {
        let host = &self.account.smtp_host;
        let mail = message::compose(&self.account, message, &part.text, self.clock.now())?;
        let mut entry = match &self.ledger {
            Some(ledger) => Some(Entry::of_send(ledger, host, message, mail.bytes.len()).await?),
            None => None,
        };
        let outcome = self.hand_over(&mail, part, journal).await;
        if let Some(entry) = &mut entry {
            entry.sent(&outcome);
        }
        outcome
    }

    async fn hand_over(
        &self,
        mail: &message::Mail,
        part: &DeliveryPart,
        journal: &dyn SendJournal,
    ) -> Result<Receipt, ChannelError> {
        let host = &self.account.smtp_host;
        let mut session = self.approach(mail).await.map_err(|trouble| trouble.before_text(host))?;
        let note = format!("about to hand the text to {host}");
        if let Err(error) = journal.record(part.number, PartEvent::Arm, &note).await {
            session.leave().await;
            return Err(not_armed(&error));
        }
        if let Err(trouble) = session.announce_text().await {
            session.leave().await;
            return Err(trouble.before_text(host));
        }
        let answer = match session.hand_over(&mail.bytes).await {
            Ok(answer) => answer,
            Err(trouble) => return Err(trouble.after_text(host)),
        };
        let recorded = journal.record(part.number, PartEvent::Accept, &answer).await;
        session.leave().await;
        match recorded {
            Ok(()) => Ok(Receipt { proof: format!("Accepted by {host}: {answer}") }),
            Err(error) => Err(ChannelError::Unknown {
                reason: format!(
                    "{host} accepted the email ({answer}), but this could not be written down: {error}. Answer \"sent\"."
                ),
            }),
        }
    }
}

fn not_armed(error: &JournalError) -> ChannelError {
    let reason = match error {
        JournalError::CalledOff => "The send was called off; the email was not sent.".to_owned(),
        JournalError::Unwritable(_) => {
            format!("The email was not sent, because {error}. Free disk space, then send it again.")
        }
    };
    ChannelError::Held { reason }
}

/// The one part an e-mail has.
fn only_part(message: &Outgoing) -> Result<&DeliveryPart, ChannelError> {
    match message.parts.as_slice() {
        [part] => Ok(part),
        parts => Err(ChannelError::Refused {
            reason: format!("An email has one part, this message has {}. Write it again.", parts.len()),
        }),
    }
}

#[async_trait]
impl ChannelPort for EmailChannel {
    fn channel(&self) -> Channel {
        Channel::Email
    }

    async fn health(&self) -> ChannelHealth {
        let health = |ready, sentence, fix| ChannelHealth {
            channel: Channel::Email,
            mode: Mode::Automatic,
            ready,
            sentence,
            fix,
        };
        if let Some(sentence) = self.unusable() {
            return health(false, sentence, Some("Complete the mailbox under Settings, Email.".to_owned()));
        }
        let host = &self.account.smtp_host;
        let mut entry = match &self.ledger {
            Some(ledger) => match Entry::of_look(ledger, host).await {
                Ok(entry) => Some(entry),
                Err(refusal) => return health(false, refusal.to_string(), None),
            },
            None => None,
        };
        let visit = async {
            let session = self.open().await?;
            let encrypted = session.is_encrypted();
            session.leave().await;
            Ok(encrypted)
        };
        let seen = tokio::time::timeout(self.timeouts.health, visit).await;
        let seen = seen.unwrap_or(Err(Trouble::Silent(Phase::Connect)));
        if let Some(entry) = &mut entry {
            entry.looked(seen.is_ok());
        }
        match seen {
            Ok(encrypted) => {
                let how = if encrypted { " with TLS" } else { " without TLS" };
                let user = &self.account.username;
                let who = if user.is_empty() { String::new() } else { format!(", signed in as {user}") };
                health(true, format!("Connected to {host}{how}{who}."), None)
            }
            Err(trouble) => health(false, trouble.sentence(host), Some(trouble.fix())),
        }
    }

    async fn deliver(&self, message: &Outgoing, journal: &dyn SendJournal) -> Result<Receipt, ChannelError> {
        message.fits(Channel::Email)?;
        let part = only_part(message)?;
        match part.state {
            PartState::Queued => {}
            PartState::Accepted => {
                return Ok(Receipt { proof: "Accepted by the mail server at an earlier attempt".to_owned() });
            }
            PartState::Opening
            | PartState::Bound
            | PartState::Armed
            | PartState::Fired
            | PartState::Held
            | PartState::NotSent
            | PartState::Unknown => {
                return Err(ChannelError::Held {
                    reason: format!(
                        "The email stands at \"{}\" from an earlier attempt. Say first whether it arrived.",
                        part.state.as_str()
                    ),
                });
            }
        }
        if message.recipient.kind() != HandleKind::Email {
            return Err(ChannelError::Refused {
                reason: "The recipient is not an email address.".to_owned(),
            });
        }
        if let Some(reason) = self.unusable() {
            return Err(ChannelError::Held { reason });
        }
        self.send(message, part, journal).await
    }

    async fn prepare(&self, _message: &Outgoing, _part: u16) -> Result<(), ChannelError> {
        Err(ChannelError::Held {
            reason: "Email is sent by the app itself; there is nothing to finish by hand.".to_owned(),
        })
    }
}

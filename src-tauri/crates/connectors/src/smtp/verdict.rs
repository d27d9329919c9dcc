//! What an answer, a silence or a broken connection means for the message.
//!
//! Codes: RFC 5321 (reply codes), RFC 3463 (enhanced codes), Google's and Microsoft's published 4.7.x
//! and 5.7.x policy answers.

use sdr_ports::ChannelError;

/// Pause after a connection that did not come about, seconds.
const UNREACHABLE_SECS: u32 = 60;
/// Pause after an unspecific "later", long enough for greylisting, seconds.
const LATER_SECS: u32 = 15 * 60;
/// Pause after "slow down", seconds.
const RATE_SECS: u32 = 60 * 60;
/// Pause after a used-up quota or a full mailbox, seconds.
const QUOTA_SECS: u32 = 4 * 60 * 60;

/// Where in the conversation something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Name, connection, greeting, TLS.
    Connect,
    /// User name and password.
    Login,
    /// MAIL FROM.
    Sender,
    /// RCPT TO.
    Recipient,
    /// DATA, before the text.
    Announce,
    /// The text and its end.
    Text,
}

/// A reply of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) code: u16,
    text: String,
}

/// Why a step did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The server said no.
    Answer(Phase, Answer),
    /// No connection, or it broke.
    Lost(Phase, String),
    /// Nobody answered in time.
    Silent(Phase),
    /// What came back is no SMTP.
    Garbled(Phase),
    /// TLS failed.
    Untrusted(String),
    /// The server offers no STARTTLS.
    NoEncryption,
    /// The server offers no way to sign in with a password.
    NoLogin,
}

impl Answer {
    /// Bounded and free of control characters: it is shown and stored.
    pub(super) fn new(code: u16, text: &str) -> Self {
        const TEXT_MAX: usize = 300;
        let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let text = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { code, text: text.chars().take(TEXT_MAX).collect() }
    }

    pub(super) fn line(&self) -> String {
        format!("{} {}", self.code, self.text).trim_end().to_owned()
    }

    /// The enhanced status code at the start of the text, e.g. `(5, 7, 26)`.
    fn enhanced(&self) -> Option<(u16, u16, u16)> {
        let mut numbers = self.text.split(' ').next()?.split('.').map(|part| part.parse::<u16>().ok());
        let code = (numbers.next()??, numbers.next()??, numbers.next()??);
        (numbers.next().is_none() && matches!(code.0, 2 | 4 | 5)).then_some(code)
    }
}

impl Trouble {
    /// The verdict while nothing of the text can have left.
    pub(super) fn before_text(&self, host: &str) -> ChannelError {
        match self {
            Self::Answer(phase, answer) => refusal(*phase, answer, host),
            Self::NoEncryption | Self::NoLogin => {
                ChannelError::Held { reason: format!("{} {}", self.sentence(host), self.fix()) }
            }
            Self::Lost(..) | Self::Silent(_) | Self::Garbled(_) | Self::Untrusted(_) => {
                ChannelError::NotSent { reason: self.sentence(host), retry_after_secs: UNREACHABLE_SECS }
            }
        }
    }

    /// The verdict once the text was on its way.
    pub(super) fn after_text(&self, host: &str) -> ChannelError {
        if let Self::Answer(phase, answer) = self
            && (400..600).contains(&answer.code)
        {
            return refusal(*phase, answer, host);
        }
        ChannelError::Unknown {
            reason: format!(
                "{} The text was already on its way, so {host} may have taken it. Look into the sent folder: is the email there?",
                self.sentence(host)
            ),
        }
    }

    /// What happened, in a sentence.
    pub(super) fn sentence(&self, host: &str) -> String {
        match self {
            Self::Answer(Phase::Login, answer) if is_password(answer) => {
                format!("The mail server refused the password ({}).", answer.line())
            }
            Self::Answer(_, answer) => format!("{host} answered: {}.", answer.line()),
            Self::Lost(Phase::Connect, cause) => format!("{host} cannot be reached ({cause})."),
            Self::Lost(..) => format!("The connection to {host} broke."),
            Self::Silent(_) => format!("{host} did not answer in time."),
            Self::Garbled(_) => format!("What {host} answered is not SMTP."),
            Self::Untrusted(cause) => format!("The encrypted connection to {host} failed ({cause})."),
            Self::NoEncryption => format!("{host} offers no encryption (STARTTLS) on this port."),
            Self::NoLogin => format!("{host} offers no sign-in with user name and password."),
        }
    }

    /// What to do about it.
    pub(super) fn fix(&self) -> String {
        let fix = match self {
            Self::Answer(Phase::Login, _) => {
                "Check user name and password. Google and Microsoft want an app password, made in the account's security settings."
            }
            Self::Answer(..) => "Ask the mail provider what the answer means for your account.",
            Self::Lost(..) | Self::Silent(_) => {
                "Check the server name and port, and that this machine is online."
            }
            Self::Garbled(_) => "Check the port: TLS is usually 465, STARTTLS 587.",
            Self::Untrusted(_) => "Check the server name, and the port: TLS is usually 465, STARTTLS 587.",
            Self::NoEncryption => "Choose TLS with port 465, or STARTTLS with port 587.",
            Self::NoLogin => {
                "Choose the provider's submission port (465 or 587), or leave the user name empty if the server needs none."
            }
        };
        fix.to_owned()
    }
}

fn is_password(answer: &Answer) -> bool {
    matches!(answer.code, 500..600)
}

/// Words by which mail servers say that this mailbox sends too much or too fast.
const TOO_MUCH: [&str; 9] = [
    "rate limit",
    "ratelimit",
    "sending rate",
    "unusual rate",
    "message rate",
    "too many",
    "throttl",
    "sending limit",
    "submissionquota",
];

/// Whether the server says that this mailbox sends too much. What is wrong with the recipient's mailbox
/// (4.2.x, 5.2.x) or with the mailbox's standing (5.7.x) is something else.
fn too_much(answer: &Answer) -> bool {
    let text = answer.text.to_ascii_lowercase();
    let says = TOO_MUCH.iter().any(|words| text.contains(words));
    match (answer.code, answer.enhanced()) {
        // Google's "daily user sending limit exceeded"; Google's and others' rate codes.
        (400..600, Some((4 | 5, 4, 5) | (4, 7, 28) | (4, 5, 3))) => true,
        (_, Some((4 | 5, 2, _) | (5, 7, _) | (5, 4, 6))) => false,
        (400..600, _) => says,
        _ => false,
    }
}

fn limited(answer: &Answer, host: &str) -> ChannelError {
    let line = answer.line();
    // A used-up day comes back slowly, a rate within the hour that every rest lasts.
    let day = answer.enhanced().is_some_and(|(_, subject, detail)| (subject, detail) == (4, 5))
        || answer.code == 452
        || answer.text.to_ascii_lowercase().contains("daily");
    let reason = format!(
        "{host} says that this mailbox sends too much ({line}). Not sent yet; e-mail rests and goes on by itself."
    );
    ChannelError::RateLimited { reason, retry_after_secs: day.then_some(QUOTA_SECS) }
}

fn refusal(phase: Phase, answer: &Answer, host: &str) -> ChannelError {
    let line = answer.line();
    match answer.code {
        _ if too_much(answer) => limited(answer, host),
        400..500 => later(answer, host),
        530 | 534 | 535 | 538 => ChannelError::Held {
            reason: format!(
                "The mail server refused the password ({line}). Nothing was sent. Check user name and password under Settings, Email; Google and Microsoft want an app password."
            ),
        },
        500..600 => for_good(phase, answer, host),
        // A reply of no class that refuses, where one was due.
        _ => ChannelError::NotSent {
            reason: format!("{host} answered out of turn: {line}. The email was not sent."),
            retry_after_secs: LATER_SECS,
        },
    }
}

fn later(answer: &Answer, host: &str) -> ChannelError {
    let line = answer.line();
    let (why, retry_after_secs) = match (answer.code, answer.enhanced()) {
        (452, _) | (_, Some((4, 2, 2))) => ("has no room or no quota left for it", QUOTA_SECS),
        (_, Some((4, 7, _) | (4, 2, 1))) | (421, None) => ("wants you to slow down", RATE_SECS),
        _ => ("asks to try again later", LATER_SECS),
    };
    ChannelError::NotSent {
        reason: format!("{host} {why} ({line}). Not sent yet; it will be tried again."),
        retry_after_secs,
    }
}

fn for_good(phase: Phase, answer: &Answer, host: &str) -> ChannelError {
    let line = answer.line();
    match (phase, answer.enhanced()) {
        (_, Some((5, 7, _))) => ChannelError::Held {
            reason: format!(
                "{host} blocks this mailbox or message by its policy ({line}). Nothing was sent. Stop sending, check SPF, DKIM and the account's standing with your mail provider, then try one email."
            ),
        },
        (Phase::Connect | Phase::Login | Phase::Sender, _) => ChannelError::Held {
            reason: format!(
                "{host} does not accept mail from this mailbox ({line}). Nothing was sent. Check the sending address and the account under Settings, Email."
            ),
        },
        (Phase::Recipient, Some((5, 1, _)) | None) => ChannelError::Refused {
            reason: format!("{host} says that this address does not exist ({line}). Correct it at the lead."),
        },
        (Phase::Recipient | Phase::Announce | Phase::Text, _) => ChannelError::Refused {
            reason: format!("{host} refuses this email for good ({line}). Change the text or the address."),
        },
    }
}

#[cfg(test)]
#[path = "verdict/tests.rs"]
mod tests;

//! One connection to a mail server, step by step.

use std::net::Ipv4Addr;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension};
use lettre::transport::smtp::response::Response;
use sdr_domain::connect::{EmailAccount, MailSecurity};
use sdr_ports::Secret;

use super::Timeouts;
use super::message::Mail;
use super::verdict::{Answer, Phase, Trouble};

/// Patience for a goodbye; nothing depends on it.
const GOODBYE: Duration = Duration::from_secs(2);

pub(super) struct Login<'a> {
    pub(super) user: &'a str,
    pub(super) password: &'a Secret,
}

pub(super) struct Session {
    connection: AsyncSmtpConnection,
    timeouts: Timeouts,
}

impl Session {
    /// Connects, greets, encrypts, signs in.
    pub(super) async fn open(
        account: &EmailAccount,
        login: Option<Login<'_>>,
        root: Option<&[u8]>,
        timeouts: Timeouts,
    ) -> Result<Self, Trouble> {
        let connection = within(timeouts.connect, Phase::Connect, connect(account, root, timeouts)).await??;
        let mut session = Self { connection, timeouts };
        if let Some(login) = login
            && let Err(trouble) = session.sign_in(&login).await
        {
            session.leave().await;
            return Err(trouble);
        }
        Ok(session)
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.connection.is_encrypted()
    }

    async fn sign_in(&mut self, login: &Login<'_>) -> Result<(), Trouble> {
        const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];
        if self.connection.server_info().get_auth_mechanism(&MECHANISMS).is_none() {
            return Err(Trouble::NoLogin);
        }
        let credentials = Credentials::new(login.user.to_owned(), login.password.reveal().to_owned());
        let exchange = self.connection.auth(&MECHANISMS, &credentials);
        let answer = within(self.timeouts.command, Phase::Login, exchange).await?;
        answer.map_err(|error| trouble(&error, Phase::Login))?;
        Ok(())
    }

    /// Sender and recipient.
    pub(super) async fn address(&mut self, mail: &Mail) -> Result<(), Trouble> {
        let sender = MailFrom::new(Some(mail.from.clone()), vec![]);
        self.command(sender, Phase::Sender).await?;
        self.command(Rcpt::new(mail.to.clone(), vec![]), Phase::Recipient).await?;
        Ok(())
    }

    /// DATA: from the server's 354 on, it listens to the text.
    pub(super) async fn announce_text(&mut self) -> Result<(), Trouble> {
        let response = self.command(Data, Phase::Announce).await?;
        if response.has_code(354) {
            Ok(())
        } else {
            Err(Trouble::Answer(Phase::Announce, answer_of(&response)))
        }
    }

    /// The text and its end; the server's answer in one line.
    pub(super) async fn hand_over(&mut self, text: &[u8]) -> Result<String, Trouble> {
        let exchange = self.connection.message(text);
        let response = within(self.timeouts.content, Phase::Text, exchange).await?;
        let response = response.map_err(|error| trouble(&error, Phase::Text))?;
        let answer = answer_of(&response);
        // 3xx is no end of a message.
        if answer.code / 100 == 2 { Ok(answer.line()) } else { Err(Trouble::Garbled(Phase::Text)) }
    }

    /// Says goodbye, if the server still listens.
    pub(super) async fn leave(mut self) {
        let goodbye = tokio::time::timeout(GOODBYE, self.connection.quit()).await;
        tracing::debug!(polite = matches!(goodbye, Ok(Ok(_))), "left the mail server");
    }

    async fn command<C: std::fmt::Display>(&mut self, command: C, phase: Phase) -> Result<Response, Trouble> {
        let exchange = self.connection.command(command);
        let answer = within(self.timeouts.command, phase, exchange).await?;
        answer.map_err(|error| trouble(&error, phase))
    }
}

async fn connect(
    account: &EmailAccount,
    root: Option<&[u8]>,
    timeouts: Timeouts,
) -> Result<AsyncSmtpConnection, Trouble> {
    // The greeting ends up in the message's trace; the machine's name is nobody's business.
    let hello = ClientId::Ipv4(Ipv4Addr::LOCALHOST);
    let host = account.smtp_host.trim_start_matches('[').trim_end_matches(']');
    let server = (host, account.smtp_port);
    let direct = match account.security {
        MailSecurity::Tls => Some(tls(host, root)?),
        MailSecurity::Starttls | MailSecurity::None => None,
    };
    let opening = AsyncSmtpConnection::connect_tokio1(server, Some(timeouts.connect), &hello, direct, None);
    let mut connection = opening.await.map_err(|error| trouble(&error, Phase::Connect))?;
    if account.security == MailSecurity::Starttls {
        if !connection.server_info().supports_feature(Extension::StartTls) {
            connection.abort().await;
            return Err(Trouble::NoEncryption);
        }
        let upgrade = connection.starttls(tls(host, root)?, &hello).await;
        upgrade.map_err(|error| trouble(&error, Phase::Connect))?;
    }
    Ok(connection)
}

fn tls(host: &str, root: Option<&[u8]>) -> Result<TlsParameters, Trouble> {
    let failed = |error: &Error| trouble(error, Phase::Connect);
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(pem) = root {
        builder = builder.add_root_certificate(Certificate::from_pem(pem).map_err(|error| failed(&error))?);
    }
    builder.build_rustls().map_err(|error| failed(&error))
}

async fn within<T>(limit: Duration, phase: Phase, work: impl Future<Output = T>) -> Result<T, Trouble> {
    tokio::time::timeout(limit, work).await.map_err(|_| Trouble::Silent(phase))
}

fn answer_of(response: &Response) -> Answer {
    let text: Vec<&str> = response.message().collect();
    Answer::new(response.code().into(), &text.join(" "))
}

/// Sorts lettre's errors by what they prove. An answer of the server is an answer; everything else
/// only says that the conversation broke.
fn trouble(error: &Error, phase: Phase) -> Trouble {
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    if let Some(code) = error.status() {
        return Trouble::Answer(phase, Answer::new(code.into(), &cause));
    }
    if error.is_tls() || cause.contains("certificate") {
        return Trouble::Untrusted(cause);
    }
    if error.is_timeout() {
        return Trouble::Silent(phase);
    }
    if error.is_response() && !cause.contains("incomplete") {
        return Trouble::Garbled(phase);
    }
    Trouble::Lost(phase, cause)
}

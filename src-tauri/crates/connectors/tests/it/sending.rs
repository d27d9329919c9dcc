//! Every way a mail server can answer, and what it means for the message and its journal.

use sdr_domain::connect::MailSecurity;
use sdr_domain::part::{PartEvent, PartState};
use sdr_domain::text::{Handle, HandleKind};
use sdr_ports::{ChannelError, ChannelPort, JournalError, Outgoing, Receipt};

use crate::fake_server::{Act, FakeServer, Script};
use crate::mailbox::{Journal, account, channel, message};

struct Outcome {
    result: Result<Receipt, ChannelError>,
    journal: Vec<&'static str>,
    messages: Vec<String>,
    commands: Vec<String>,
}

async fn send(script: Script, message: Outgoing, journal: Journal, login: bool) -> Outcome {
    let server = FakeServer::start(script).await;
    let mut account = account(server.port, MailSecurity::None);
    if login {
        account.username = "sam".into();
    }
    let result = channel(account, Some("secret")).deliver(&message, &journal).await;
    let seen = server.seen();
    Outcome {
        result,
        journal: journal.words(),
        messages: seen.messages.clone(),
        commands: seen.commands.clone(),
    }
}

async fn sent_by(script: Script) -> Outcome {
    send(script, message("ada@example.com"), Journal::default(), false).await
}

fn kind(result: &Result<Receipt, ChannelError>) -> String {
    match result {
        Ok(_) => "sent".into(),
        Err(ChannelError::NotSent { retry_after_secs, .. }) => format!("not_sent {retry_after_secs}"),
        Err(ChannelError::RateLimited { .. }) => "rate_limited".into(),
        Err(ChannelError::NotNow { .. }) => "not_now".into(),
        Err(ChannelError::Held { .. }) => "held".into(),
        Err(ChannelError::ByHand { .. }) => "by_hand".into(),
        Err(ChannelError::Refused { .. }) => "refused".into(),
        Err(ChannelError::Unknown { .. }) => "unknown".into(),
    }
}

#[tokio::test]
async fn an_accepted_message_carries_its_headers_and_the_servers_words_as_receipt() {
    let outcome = sent_by(Script::default()).await;
    let receipt = outcome.result.unwrap();
    assert_eq!(receipt.proof, "Accepted by 127.0.0.1: 250 2.0.0 Ok: queued as 4F2A");
    assert_eq!(outcome.journal, ["arm", "accept"]);
    let text = &outcome.messages[0];
    for header in [
        "From: \"Sam Rivers\" <sam@example.org>\n",
        "To: \"Ada Lovelace\" <ada@example.com>\n",
        "Subject: Weekly reports\n",
        "Message-ID: <01935a00-0000-7000-8000-000000000001@example.org>\n",
        "Date: Fri, 20 Nov 2026 10:00:00 +0000\n",
        "MIME-Version: 1.0\n",
        "Content-Type: text/plain; charset=utf-8\n",
        "List-Unsubscribe: <mailto:sam@example.org?subject=unsubscribe%2001935a00-0000-7000-8000-000000000001>",
    ] {
        assert!(text.contains(header), "{header} in {text}");
    }
    assert!(!text.contains("In-Reply-To") && !text.contains("List-Unsubscribe-Post"));
    assert!(text.contains("Reply STOP"), "{text}");
    assert!(text.trim_end().ends_with("1 Example Street, 12345 Exampletown"), "{text}");
}

#[tokio::test]
async fn a_follow_up_stays_in_its_thread() {
    let mut follow_up = message("ada@example.com");
    follow_up.thread = vec![
        "first@example.org".into(),
        "<second@example.org>".into(),
        "bad id\r\nBcc: x@example.com".into(),
    ];
    let outcome = send(Script::default(), follow_up, Journal::default(), false).await;
    let text = &outcome.messages[0];
    assert!(text.contains("In-Reply-To: <second@example.org>\n"), "{text}");
    assert!(text.contains("References: <first@example.org> <second@example.org>\n"), "{text}");
    assert!(!text.contains("Bcc"), "{text}");
}

#[tokio::test]
async fn nothing_from_outside_can_add_a_header_or_a_recipient() {
    let mut evil = message("ada@example.com");
    evil.recipient_name = "Ada\r\nBcc: everyone@example.com".into();
    evil.subject = Some("Hi\r\nBcc: all@example.com\r\n\r\nbody".into());
    let outcome = send(Script::default(), evil, Journal::default(), false).await;
    let text = &outcome.messages[0];
    let (headers, _) = text.split_once("\n\n").unwrap();
    assert!(!headers.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{headers}");
    assert_eq!(outcome.commands.iter().filter(|line| line.starts_with("RCPT")).count(), 1);
}

#[tokio::test]
async fn refusals_before_the_text_leave_nothing_and_say_what_to_do() {
    let ok = Script::default;
    let say = Act::Say;
    let cases: Vec<(&str, Script, &str, &[&str])> = vec![
        (
            "greeting 421",
            Script { greeting: say("421 4.7.0 too many connections"), ..ok() },
            "rate_limited",
            &[],
        ),
        ("greeting 554", Script { greeting: say("554 no mail here"), ..ok() }, "held", &[]),
        ("greeting lost", Script { greeting: Act::Close, ..ok() }, "not_sent 60", &[]),
        ("greeting garbage", Script { greeting: say("SSH-2.0-OpenSSH"), ..ok() }, "not_sent 60", &[]),
        ("ehlo 451", Script { ehlo: say("451 later"), ..ok() }, "not_sent 900", &[]),
        ("mail 450", Script { mail: say("450 4.2.1 slow down"), ..ok() }, "not_sent 3600", &[]),
        ("mail 550", Script { mail: say("550 5.1.8 sender rejected"), ..ok() }, "held", &[]),
        ("mail 530", Script { mail: say("530 5.7.0 authentication required"), ..ok() }, "held", &[]),
        ("mail lost", Script { mail: Act::Close, ..ok() }, "not_sent 60", &[]),
        ("rcpt greylisted", Script { rcpt: say("451 4.7.1 greylisted"), ..ok() }, "not_sent 3600", &[]),
        ("rcpt quota", Script { rcpt: say("452 4.2.2 mailbox full"), ..ok() }, "not_sent 14400", &[]),
        ("rcpt unknown", Script { rcpt: say("550 5.1.1 no such user"), ..ok() }, "refused", &[]),
        ("rcpt policy", Script { rcpt: say("554 5.7.1 relay denied"), ..ok() }, "held", &[]),
        ("rcpt silent", Script { rcpt: Act::Silence, ..ok() }, "not_sent 60", &[]),
        ("data 451", Script { data: say("451 4.3.0 later"), ..ok() }, "not_sent 900", &["arm"]),
        ("data 554", Script { data: say("554 5.7.1 blocked"), ..ok() }, "held", &["arm"]),
        ("data 250", Script { data: say("250 what"), ..ok() }, "not_sent 900", &["arm"]),
        ("data lost", Script { data: Act::Close, ..ok() }, "not_sent 60", &["arm"]),
    ];
    for (name, script, verdict, journal) in cases {
        let outcome = sent_by(script).await;
        assert_eq!(kind(&outcome.result), verdict, "{name}: {:?}", outcome.result);
        assert_eq!(outcome.journal, journal, "{name}");
        assert!(outcome.messages.is_empty(), "{name}");
        assert!(outcome.result.unwrap_err().to_string().len() > 20, "{name}");
    }
}

#[tokio::test]
async fn answers_to_the_text_decide_and_anything_else_is_unknown() {
    let ok = Script::default;
    let say = Act::Say;
    let cases = [
        ("451", Script { end: say("451 4.3.0 later"), ..ok() }, "not_sent 900"),
        ("rate", Script { end: say("421 4.7.28 rate limited"), ..ok() }, "rate_limited"),
        ("quota", Script { end: say("452 4.3.1 no space"), ..ok() }, "not_sent 14400"),
        ("spam", Script { end: say("550 5.7.26 unauthenticated"), ..ok() }, "held"),
        ("content", Script { end: say("554 5.6.0 no"), ..ok() }, "refused"),
        ("lost after the dot", Script { end: Act::Close, ..ok() }, "unknown"),
        ("silent after the dot", Script { end: Act::Silence, ..ok() }, "unknown"),
        ("garbage after the dot", Script { end: say("hello"), ..ok() }, "unknown"),
        ("3xx after the dot", Script { end: say("354 more"), ..ok() }, "unknown"),
        ("lost in the text", Script { close_in_text: true, ..ok() }, "unknown"),
    ];
    for (name, script, verdict) in cases {
        let outcome = sent_by(script).await;
        assert_eq!(kind(&outcome.result), verdict, "{name}: {:?}", outcome.result);
        assert_eq!(outcome.journal, ["arm"], "{name}");
    }
}

#[tokio::test]
async fn a_wrong_password_is_held_with_the_way_out() {
    let refused = Script { auth: Act::Say("535 5.7.8 bad credentials"), ..Script::default() };
    let outcome = send(refused.clone(), message("ada@example.com"), Journal::default(), true).await;
    assert_eq!(kind(&outcome.result), "held");
    let reason = outcome.result.unwrap_err().to_string();
    assert!(reason.starts_with("The mail server refused the password (535"), "{reason}");
    assert!(reason.contains("app password") && !reason.contains("secret"), "{reason}");

    let server = FakeServer::start(refused).await;
    let mut mailbox = account(server.port, MailSecurity::None);
    mailbox.username = "sam".into();
    let health = channel(mailbox, Some("wrong")).health().await;
    assert!(!health.ready && health.fix.unwrap().contains("app password"));

    let busy = Script { auth: Act::Say("454 4.7.0 try later"), ..Script::default() };
    let outcome = send(busy, message("ada@example.com"), Journal::default(), true).await;
    assert_eq!(kind(&outcome.result), "not_sent 3600");
    let none = Script { ehlo: Act::Say("250 mx.example.com"), ..Script::default() };
    let outcome = send(none, message("ada@example.com"), Journal::default(), true).await;
    assert_eq!(kind(&outcome.result), "held");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_tried_again_in_a_minute() {
    let port = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap().port()
    };
    let journal = Journal::default();
    let mailbox = channel(account(port, MailSecurity::None), None);
    let result = mailbox.deliver(&message("ada@example.com"), &journal).await;
    assert_eq!(kind(&result), "not_sent 60");
    assert!(journal.words().is_empty());
    let health = mailbox.health().await;
    assert!(!health.ready && health.sentence.contains("cannot be reached"), "{}", health.sentence);
}

#[tokio::test]
async fn encryption_that_cannot_be_had_sends_nothing() {
    let server = FakeServer::start(Script::default()).await;
    for (security, verdict) in [(MailSecurity::Starttls, "held"), (MailSecurity::Tls, "not_sent 60")] {
        let mut mailbox = account(server.port, security);
        mailbox.username = "sam".into();
        let mailbox = channel(mailbox, Some("secret"));
        let result = mailbox.deliver(&message("ada@example.com"), &Journal::default()).await;
        assert_eq!(kind(&result), verdict);
    }
    assert!(!server.seen.lock().unwrap().commands.iter().any(|line| line.starts_with("AUTH")));
    let mut open = account(587, MailSecurity::None);
    open.smtp_host = "smtp.example.com".into();
    let result = channel(open, None).deliver(&message("ada@example.com"), &Journal::default()).await;
    assert_eq!(kind(&result), "held", "no plain connection to another machine");
}

#[tokio::test]
async fn the_journal_has_the_last_word_before_the_text() {
    for error in [JournalError::CalledOff, JournalError::Unwritable("disk full".into())] {
        let journal = Journal { fails: Some((PartEvent::Arm, error)), ..Journal::default() };
        let outcome = send(Script::default(), message("ada@example.com"), journal, false).await;
        assert_eq!(kind(&outcome.result), "held");
        assert!(outcome.messages.is_empty());
        assert!(!outcome.commands.iter().any(|line| line == "DATA"), "{:?}", outcome.commands);
    }
    let lost = Some((PartEvent::Accept, JournalError::Unwritable("disk full".into())));
    let journal = Journal { fails: lost, ..Journal::default() };
    let outcome = send(Script::default(), message("ada@example.com"), journal, false).await;
    assert_eq!(kind(&outcome.result), "unknown");
    assert!(outcome.result.unwrap_err().to_string().contains("Answer \"sent\""));
}

#[tokio::test]
async fn a_part_of_an_earlier_attempt_is_never_sent_again() {
    for state in PartState::ALL.into_iter().filter(|state| *state != PartState::Queued) {
        let mut again = message("ada@example.com");
        again.parts[0].state = state;
        let outcome = send(Script::default(), again, Journal::default(), false).await;
        let verdict = if state == PartState::Accepted { "sent" } else { "held" };
        assert_eq!(kind(&outcome.result), verdict, "{state:?}");
        assert!(outcome.commands.is_empty() && outcome.journal.is_empty());
    }
}

#[tokio::test]
async fn what_cannot_be_a_mail_is_refused_before_anything_is_opened() {
    let mut two = message("ada@example.com");
    two.parts.push(two.parts[0].clone());
    let mut elsewhere = message("ada@example.com");
    elsewhere.recipient = Handle::parse(HandleKind::Telegram, "ada_lovelace").unwrap();
    let mut untitled = message("ada@example.com");
    untitled.subject = Some(" \r\n ".into());
    for (message, verdict) in [(two, "refused"), (elsewhere, "refused"), (untitled, "held")] {
        let outcome = send(Script::default(), message, Journal::default(), false).await;
        assert_eq!(kind(&outcome.result), verdict);
        assert!(outcome.commands.is_empty());
    }
}

#[tokio::test]
async fn health_looks_without_sending_and_assisted_mode_does_not_exist() {
    let server = FakeServer::start(Script::default()).await;
    let mut mailbox = account(server.port, MailSecurity::None);
    mailbox.username = "sam".into();
    let mailbox = channel(mailbox, Some("secret"));
    let health = mailbox.health().await;
    assert!(health.ready, "{}", health.sentence);
    assert_eq!(health.sentence, "Connected to 127.0.0.1 without TLS, signed in as sam.");
    assert_eq!(server.seen().commands, ["EHLO [127.0.0.1]", "AUTH", "QUIT"]);
    let prepared = mailbox.prepare(&message("ada@example.com"), 0).await;
    assert!(matches!(prepared, Err(ChannelError::Held { .. })));
}

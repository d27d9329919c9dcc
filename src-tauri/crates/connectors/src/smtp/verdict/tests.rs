//! Every answer of a mail server gets exactly one verdict.

use super::*;

fn word(error: &ChannelError) -> String {
    match error {
        ChannelError::NotSent { retry_after_secs, .. } => format!("not_sent {retry_after_secs}"),
        ChannelError::RateLimited { retry_after_secs, .. } => match retry_after_secs {
            Some(secs) => format!("rate_limited {secs}"),
            None => "rate_limited".into(),
        },
        ChannelError::NotNow { .. } => "not_now".into(),
        ChannelError::Held { .. } => "held".to_owned(),
        ChannelError::ByHand { .. } => "by_hand".to_owned(),
        ChannelError::Refused { .. } => "refused".to_owned(),
        ChannelError::Unknown { .. } => "unknown".to_owned(),
    }
}

#[test]
fn every_answer_has_one_verdict_in_every_phase() {
    const PHASES: [Phase; 6] =
        [Phase::Connect, Phase::Login, Phase::Sender, Phase::Recipient, Phase::Announce, Phase::Text];
    let table: &[(u16, &str, [&str; 6])] = &[
        (421, "4.3.0 closing", ["not_sent 900"; 6]),
        (421, "Service not available", ["not_sent 3600"; 6]),
        (421, "4.7.28 rate limited", ["rate_limited"; 6]),
        (421, "4.7.0 Our system has detected an unusual rate of mail", ["rate_limited"; 6]),
        (421, "4.7.0 try again later", ["not_sent 3600"; 6]),
        (421, "Too many concurrent SMTP connections", ["rate_limited"; 6]),
        (432, "4.3.2 sender thread limit; submission throttled", ["rate_limited"; 6]),
        (550, "5.4.5 Daily user sending limit exceeded", ["rate_limited 14400"; 6]),
        (550, "Sending limit exceeded for this mailbox", ["rate_limited"; 6]),
        (554, "5.4.6 too many hops", ["held", "held", "held", "refused", "refused", "refused"]),
        (550, "5.7.1 rate limit of a blocked sender", ["held"; 6]),
        (450, "4.2.0 greylisted", ["not_sent 900"; 6]),
        (450, "4.2.1 receiving too fast", ["not_sent 3600"; 6]),
        (450, "4.2.2 mailbox full", ["not_sent 14400"; 6]),
        (450, "4.4.1 later", ["not_sent 900"; 6]),
        (451, "4.7.1 greylisted", ["not_sent 3600"; 6]),
        (452, "4.5.3 too many", ["rate_limited 14400"; 6]),
        (452, "4.3.1 no room", ["not_sent 14400"; 6]),
        (454, "later", ["not_sent 900"; 6]),
        (535, "5.7.8 bad password", ["held"; 6]),
        (534, "5.7.9 app password needed", ["held"; 6]),
        (530, "5.7.0 authentication required", ["held"; 6]),
        (550, "5.1.1 no such user", ["held", "held", "held", "refused", "refused", "refused"]),
        (550, "no such user", ["held", "held", "held", "refused", "refused", "refused"]),
        (550, "5.7.26 unauthenticated", ["held"; 6]),
        (554, "5.7.1 relay access denied", ["held"; 6]),
        (552, "5.2.2 mailbox full", ["held", "held", "held", "refused", "refused", "refused"]),
        (554, "5.6.0 rejected", ["held", "held", "held", "refused", "refused", "refused"]),
        (250, "Ok", ["not_sent 900"; 6]),
    ];
    for (code, text, verdicts) in table {
        for (phase, verdict) in PHASES.into_iter().zip(verdicts) {
            let trouble = Trouble::Answer(phase, Answer::new(*code, text));
            assert_eq!(&word(&trouble.before_text("mx")), verdict, "{code} {text} at {phase:?}");
        }
    }
}

#[test]
fn only_an_answer_settles_a_text_that_was_on_its_way() {
    let later = Trouble::Answer(Phase::Text, Answer::new(451, "4.3.0 later"));
    assert_eq!(word(&later.after_text("mx")), "not_sent 900");
    for trouble in [
        Trouble::Lost(Phase::Text, "reset".into()),
        Trouble::Silent(Phase::Text),
        Trouble::Garbled(Phase::Text),
        Trouble::Untrusted("alert".into()),
        Trouble::Answer(Phase::Text, Answer::new(354, "go on")),
    ] {
        assert_eq!(word(&trouble.after_text("mx")), "unknown", "{trouble:?}");
    }
}

#[test]
fn a_servers_words_are_bounded_and_cannot_break_a_line() {
    let answer = Answer::new(550, &format!("5.1.1 a\r\nb\u{1b}[31m {}", "x".repeat(10_000)));
    assert!(answer.line().chars().count() < 320);
    assert!(!answer.line().contains(['\r', '\n', '\u{1b}']));
    assert_eq!(answer.enhanced(), Some((5, 1, 1)));
    assert_eq!(Answer::new(550, "5.1 x").enhanced(), None);
    assert_eq!(Answer::new(550, "10.0.0.1 blocked").enhanced(), None);
}

#[test]
fn every_trouble_says_what_to_do() {
    for trouble in [
        Trouble::Answer(Phase::Login, Answer::new(535, "5.7.8 no")),
        Trouble::Answer(Phase::Sender, Answer::new(550, "no")),
        Trouble::Lost(Phase::Connect, "refused".into()),
        Trouble::Silent(Phase::Connect),
        Trouble::Garbled(Phase::Connect),
        Trouble::Untrusted("expired".into()),
        Trouble::NoEncryption,
        Trouble::NoLogin,
    ] {
        assert!(trouble.sentence("mx.example.com").ends_with('.'), "{trouble:?}");
        assert!(trouble.fix().ends_with('.'), "{trouble:?}");
    }
}

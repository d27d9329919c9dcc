//! The same against real software: a private Postfix that delivers to a folder, and Postfix' own sink
//! with its fault switches. Started here unless `SDR_TEST_SMTP` names a running one.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use sdr_domain::connect::MailSecurity;
use sdr_ports::{ChannelError, ChannelPort};

use crate::mailbox::{Journal, account, channel, message};

/// A Postfix of our own, or the one the environment names.
struct Postfix {
    values: HashMap<String, String>,
    ours: bool,
}

fn script() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../scripts/smtp-for-tests")
}

impl Postfix {
    fn start() -> Self {
        const NAMES: [&str; 4] = ["SDR_TEST_SMTP", "SDR_TEST_SMTPS", "SDR_TEST_SMTP_CA", "SDR_TEST_MAILDIR"];
        if std::env::var_os("SDR_TEST_SMTP").is_some() {
            let given = NAMES.map(|name| (name.to_owned(), std::env::var(name).expect(name)));
            return Self { values: given.into(), ours: false };
        }
        let output = Command::new(script()).arg("start").stderr(Stdio::inherit()).output().unwrap();
        assert!(output.status.success(), "scripts/smtp-for-tests start failed");
        let lines = String::from_utf8(output.stdout).unwrap();
        let pairs = lines.lines().filter_map(|line| line.split_once('='));
        Self { values: pairs.map(|(name, value)| (name.into(), value.into())).collect(), ours: true }
    }

    fn port(&self, name: &str) -> u16 {
        self.values[name].rsplit(':').next().unwrap().trim_end_matches('/').parse().unwrap()
    }

    /// The one message that holds all of these words; waits for the delivery, which is Postfix' own
    /// work after its answer.
    fn delivered(&self, words: &str) -> String {
        let new = Path::new(&self.values["SDR_TEST_MAILDIR"]).join("new");
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let files = std::fs::read_dir(&new).unwrap().map(|entry| entry.unwrap().path());
            let texts = files.filter_map(|path| std::fs::read(path).ok());
            let texts = texts.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            let found: Vec<String> = texts.filter(|text| text.contains(words)).collect();
            assert!(found.len() <= 1, "arrived {} times", found.len());
            if let Some(text) = found.into_iter().next() {
                return text;
            }
            assert!(Instant::now() < deadline, "{words} did not arrive in {}", new.display());
            std::thread::yield_now();
        }
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        if self.ours {
            let _ = Command::new(script()).arg("stop").arg(&self.values["SDR_TEST_SMTP_DIR"]).status();
        }
    }
}

/// A subject and id of this run, so that a server shared by several runs is fine.
fn marked(to: &str, mark: &str) -> sdr_ports::Outgoing {
    let mut marked = message(to);
    let id = format!("{mark}-{}", std::process::id());
    marked.subject = Some(format!("Weekly reports {id}"));
    marked.message_id = Some(id);
    marked
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_postfix_takes_delivers_and_refuses() {
    let postfix = Postfix::start();
    let ca = std::fs::read(&postfix.values["SDR_TEST_SMTP_CA"]).unwrap();
    for (mark, name, security) in [
        ("plain", "SDR_TEST_SMTP", MailSecurity::None),
        ("starttls", "SDR_TEST_SMTP", MailSecurity::Starttls),
        ("tls", "SDR_TEST_SMTPS", MailSecurity::Tls),
    ] {
        let mailbox = channel(account(postfix.port(name), security), None).with_root_certificate(ca.clone());
        let health = mailbox.health().await;
        assert!(health.ready, "{mark}: {}", health.sentence);
        let journal = Journal::default();
        let receipt = mailbox.deliver(&marked("ada@example.com", mark), &journal).await.unwrap();
        assert!(
            receipt.proof.starts_with("Accepted by 127.0.0.1: 250 2.0.0 Ok: queued as"),
            "{}",
            receipt.proof
        );
        assert_eq!(journal.words(), ["arm", "accept"]);
        let text = postfix.delivered(&format!("Message-ID: <{mark}-{}@example.org>", std::process::id()));
        assert!(text.contains("Delivered-To: ada@example.com"), "{text}");
        assert!(text.contains("=C3=9Cber 40 teams") || text.contains("Über 40 teams"), "{text}");
        assert!(text.contains("Reply STOP and I will not write again."), "{text}");
        assert_eq!(text.contains("ESMTPS"), security != MailSecurity::None, "{text}");
    }
    let mailbox = channel(account(postfix.port("SDR_TEST_SMTP"), MailSecurity::None), None);
    let refused = mailbox.deliver(&marked("nobody@example.com", "nobody"), &Journal::default()).await;
    assert!(matches!(refused, Err(ChannelError::Refused { .. })), "{refused:?}");
    let later = mailbox.deliver(&marked("later@example.com", "later"), &Journal::default()).await;
    assert!(matches!(later, Err(ChannelError::NotSent { retry_after_secs: 900, .. })), "{later:?}");
    let relay = mailbox.deliver(&marked("ada@example.net", "relay"), &Journal::default()).await;
    assert!(matches!(relay, Err(ChannelError::Held { .. })), "{relay:?}");
    // A certificate nobody vouched for.
    let strict = channel(account(postfix.port("SDR_TEST_SMTPS"), MailSecurity::Tls), None);
    let untrusted = strict.deliver(&marked("ada@example.com", "untrusted"), &Journal::default()).await;
    let Err(ChannelError::NotSent { retry_after_secs: 60, reason }) = untrusted else {
        panic!("{untrusted:?}");
    };
    assert!(reason.contains("encrypted connection"), "{reason}");
}

/// `smtp-sink`, killed with the test. A program of the Debian package: macOS brings Postfix without it.
#[cfg(target_os = "linux")]
struct Sink {
    child: std::process::Child,
    port: u16,
}

#[cfg(target_os = "linux")]
impl Sink {
    /// Starts with fault switches (`-q` hangs up at, `-r` answers 450 to, `-f` answers 500 to a command).
    fn start(switches: &[&str]) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let mut command = Command::new("/usr/sbin/smtp-sink");
        // Running as root it insists on a user to become.
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        if status.lines().any(|line| line.starts_with("Uid:\t0\t")) {
            command.args(["-u", "postfix"]);
        }
        let child = command.args(switches).arg(format!("127.0.0.1:{port}")).arg("100").spawn().unwrap();
        let deadline = Instant::now() + Duration::from_secs(10);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < deadline, "smtp-sink does not listen");
            std::thread::yield_now();
        }
        Self { child, port }
    }
}

#[cfg(target_os = "linux")]
impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn postfix_own_sink_with_its_faults_gives_the_right_verdicts() {
    let cases: [(&[&str], &str); 7] = [
        (&[], "sent"),
        (&["-q", "."], "unknown"),
        (&["-q", "data"], "not_sent"),
        (&["-q", "rcpt"], "not_sent"),
        (&["-r", "mail"], "not_sent"),
        (&["-f", "rcpt"], "refused"),
        (&["-r", "."], "not_sent"),
    ];
    for (switches, verdict) in cases {
        let sink = Sink::start(switches);
        let mailbox = channel(account(sink.port, MailSecurity::None), None);
        let result = mailbox.deliver(&message("ada@example.com"), &Journal::default()).await;
        let word = match &result {
            Ok(_) => "sent",
            Err(ChannelError::NotSent { .. }) => "not_sent",
            Err(ChannelError::RateLimited { .. }) => "rate_limited",
            Err(ChannelError::NotNow { .. }) => "not_now",
            Err(ChannelError::Held { .. }) => "held",
            Err(ChannelError::ByHand { .. }) => "by_hand",
            Err(ChannelError::Refused { .. }) => "refused",
            Err(ChannelError::Unknown { .. }) => "unknown",
        };
        assert_eq!(word, verdict, "{switches:?}: {result:?}");
    }
}

//! A mail server that answers by script and refuses what no real one would take: commands out of
//! order, bare line feeds, overlong lines, a second message nobody allowed.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What the server does at one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// Answers with these lines.
    Say(&'static str),
    /// Closes the connection.
    Close,
    /// Never answers.
    Silence,
}

/// Answers for each step.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    pub(crate) greeting: Act,
    pub(crate) ehlo: Act,
    pub(crate) auth: Act,
    pub(crate) mail: Act,
    pub(crate) rcpt: Act,
    pub(crate) data: Act,
    /// After the final dot.
    pub(crate) end: Act,
    /// Closes in the middle of the text, before its end is read.
    pub(crate) close_in_text: bool,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            greeting: Act::Say("220 mx.example.com ESMTP"),
            ehlo: Act::Say("250-mx.example.com\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME"),
            auth: Act::Say("235 2.7.0 welcome"),
            mail: Act::Say("250 2.1.0 Ok"),
            rcpt: Act::Say("250 2.1.5 Ok"),
            data: Act::Say("354 go on"),
            end: Act::Say("250 2.0.0 Ok: queued as 4F2A"),
            close_in_text: false,
        }
    }
}

/// What the server saw.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) commands: Vec<String>,
    pub(crate) messages: Vec<String>,
    pub(crate) faults: Vec<String>,
}

pub(crate) struct FakeServer {
    pub(crate) port: u16,
    pub(crate) seen: Arc<Mutex<Seen>>,
    task: JoinHandle<()>,
}

impl FakeServer {
    pub(crate) async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let log = Arc::clone(&seen);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let talk = Talk { stream: BufReader::new(stream), log: Arc::clone(&log) };
                tokio::spawn(talk.run(script.clone()));
            }
        });
        Self { port, seen, task }
    }

    /// Everything seen so far; fails the test if the client broke the protocol.
    pub(crate) fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        let seen = self.seen.lock().unwrap();
        assert!(seen.faults.is_empty(), "{:?}", seen.faults);
        assert!(seen.messages.len() <= 1, "sent twice");
        seen
    }
}

impl Drop for FakeServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Talk {
    stream: BufReader<TcpStream>,
    log: Arc<Mutex<Seen>>,
}

impl Talk {
    async fn run(mut self, script: Script) {
        let mut expected: &[&str] = &["EHLO"];
        if !self.act(script.greeting).await {
            return;
        }
        while let Some(line) = self.line().await {
            let verb = line.split([' ', '\r', ':']).next().unwrap_or_default().to_uppercase();
            let shown = if verb == "AUTH" { "AUTH" } else { &line };
            self.log.lock().unwrap().commands.push(shown.to_owned());
            if verb == "QUIT" {
                self.act(Act::Say("221 bye")).await;
                return;
            }
            if !expected.contains(&verb.as_str()) {
                self.fault(format!("{verb} where {expected:?} was due"));
            }
            let (act, next): (Act, &[&str]) = match verb.as_str() {
                "EHLO" => (script.ehlo, &["AUTH", "MAIL"]),
                "AUTH" => (script.auth, &["MAIL"]),
                "MAIL" => (script.mail, &["RCPT"]),
                "RCPT" => (script.rcpt, &["DATA"]),
                "DATA" => (script.data, &[]),
                _ => (Act::Say("502 5.5.2 what?"), expected),
            };
            expected = next;
            if !self.act(act).await {
                return;
            }
            if verb == "DATA" && matches!(act, Act::Say(text) if text.starts_with("354")) {
                if script.close_in_text {
                    // Takes the first bytes and hangs up with the rest unread.
                    let mut some = [0; 16];
                    let _ = self.stream.read(&mut some).await;
                    return;
                }
                self.text().await;
                if !self.act(script.end).await {
                    return;
                }
            }
        }
    }

    fn fault(&self, what: String) {
        self.log.lock().unwrap().faults.push(what);
    }

    async fn act(&mut self, act: Act) -> bool {
        match act {
            Act::Say(text) => self.stream.get_mut().write_all(format!("{text}\r\n").as_bytes()).await.is_ok(),
            Act::Close => false,
            Act::Silence => std::future::pending().await,
        }
    }

    async fn line(&mut self) -> Option<String> {
        let mut line = Vec::new();
        let read = self.stream.read_until(b'\n', &mut line).await.ok()?;
        if read == 0 {
            return None;
        }
        if !line.ends_with(b"\r\n") {
            self.fault("a line without CR LF".into());
        }
        if line.len() > 1_000 {
            self.fault("a line of more than 998 characters".into());
        }
        String::from_utf8(line).ok().map(|line| line.trim_end().to_owned())
    }

    async fn text(&mut self) {
        let mut text = String::new();
        while let Some(line) = self.line().await {
            if line == "." {
                self.log.lock().unwrap().messages.push(text);
                return;
            }
            // The client doubles a leading dot.
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
            text.push('\n');
        }
    }
}

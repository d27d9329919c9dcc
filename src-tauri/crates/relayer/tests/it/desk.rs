//! A desktop of its own for each test: Xvfb on a free display, openbox, the stand-in, a human's clipboard.
//!
//! **Invariant:** nothing waits by the clock alone: every wait looks for a condition until a deadline.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sdr_domain::part::{PartEvent, PartState};
use tempfile::TempDir;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{self, AtomEnum, ConnectionExt as _};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use crate::courier::{JOB, Job, Line, Outcome};

/// What the human had copied before.
pub(crate) const COPIED: &str = "the human's own clipboard, ünïcode too 🙂";

const DEADLINE: Duration = Duration::from_mins(1);

pub(crate) struct Desk {
    folder: TempDir,
    display: String,
    x: RustConnection,
    root: u32,
    children: Vec<Child>,
    jobs: std::cell::Cell<u32>,
}

/// A courier under way.
pub(crate) struct Trip {
    child: Child,
    folder: PathBuf,
}

fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + DEADLINE;
    while !condition() {
        assert!(Instant::now() < deadline, "waited too long for {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn standin() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/standin/telegram-desktop")
}

impl Desk {
    /// A desktop with the stand-in running and no chat open.
    pub(crate) fn new() -> Self {
        let mut desk = Self::without_telegram();
        desk.start_telegram();
        desk
    }

    /// A desktop where Telegram has to be started first.
    pub(crate) fn without_telegram() -> Self {
        let mut desk = Self::without_window_manager();
        let openbox = desk.command("openbox").args(["--sm-disable"]).spawn().expect("openbox is installed");
        desk.children.push(openbox);
        let supported = desk.atom("_NET_SUPPORTED");
        until("openbox", || !desk.root_property(supported, AtomEnum::ATOM).is_empty());
        desk.copy_as_human();
        desk
    }

    /// A display and nothing on it.
    pub(crate) fn without_window_manager() -> Self {
        let folder = TempDir::new().unwrap();
        let mut xvfb = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed");
        let mut number = String::new();
        BufReader::new(xvfb.stdout.take().unwrap()).read_line(&mut number).unwrap();
        let display = format!(":{}", number.trim());
        let (x, screen) = x11rb::connect(Some(&display)).unwrap();
        let root = x.setup().roots[screen].root;
        std::fs::create_dir(folder.path().join("state")).unwrap();
        Self { folder, display, x, root, children: vec![xvfb], jobs: std::cell::Cell::new(0) }
    }

    fn atom(&self, name: &str) -> u32 {
        self.x.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom
    }

    fn root_property(&self, name: u32, kind: AtomEnum) -> Vec<u32> {
        let reply = self.x.get_property(false, self.root, name, kind, 0, 4096).unwrap().reply().unwrap();
        reply.value32().map(Iterator::collect).unwrap_or_default()
    }

    /// A program in this desktop's own little world.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        for name in ["WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "XDG_SESSION_ID", "DBUS_SESSION_BUS_ADDRESS"] {
            command.env_remove(name);
        }
        command
            .env("DISPLAY", &self.display)
            .env("HOME", self.folder.path())
            .env("XDG_RUNTIME_DIR", self.folder.path())
            .env("NO_AT_BRIDGE", "1")
            .env("GDK_BACKEND", "x11")
            .env("GTK_IM_MODULE", "gtk-im-context-simple")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    pub(crate) fn start_telegram(&mut self) {
        let ready = self.state("ready");
        if ready.exists() {
            std::fs::remove_file(&ready).unwrap();
        }
        let child = self.command(standin()).arg("--state").arg(self.state("")).spawn().unwrap();
        self.children.push(child);
        let clients = self.atom("_NET_CLIENT_LIST");
        until("the stand-in", || ready.exists() && !self.root_property(clients, AtomEnum::WINDOW).is_empty());
    }

    fn copy_as_human(&mut self) {
        let mut xclip = self
            .command("xclip")
            .args(["-selection", "clipboard", "-in", "-quiet"])
            .stdin(Stdio::piped())
            .spawn()
            .expect("xclip is installed");
        xclip.stdin.take().unwrap().write_all(COPIED.as_bytes()).unwrap();
        self.children.push(xclip);
        until("the clipboard", || self.clipboard() == COPIED);
    }

    pub(crate) fn clipboard(&self) -> String {
        let mut xclip = self.command("xclip");
        let read = xclip.args(["-selection", "clipboard", "-out"]).stdout(Stdio::piped()).output().unwrap();
        String::from_utf8_lossy(&read.stdout).into_owned()
    }

    pub(crate) fn state(&self, name: &str) -> PathBuf {
        self.folder.path().join("state").join(name)
    }

    /// Switches faults of the stand-in.
    pub(crate) fn faults(&self, faults: &serde_json::Value) {
        let half = self.state("faults.half");
        std::fs::write(&half, faults.to_string()).unwrap();
        std::fs::rename(half, self.state("faults.json")).unwrap();
    }

    /// What the stand-in's journal says happened.
    fn journal(&self, wanted: &str) -> Vec<(String, String)> {
        let text = std::fs::read_to_string(self.state("journal.jsonl")).unwrap_or_default();
        let lines = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let word = |line: &serde_json::Value, key: &str| line[key].as_str().unwrap_or_default().to_owned();
        lines.filter(|l| l["event"] == wanted).map(|l| (word(&l, "chat"), word(&l, "text"))).collect()
    }

    /// `(chat, text)` of everything that truly left.
    pub(crate) fn sent(&self) -> Vec<(String, String)> {
        self.journal("sent")
    }

    /// Waits until so many messages truly left.
    pub(crate) fn wait_for_sent(&self, count: usize) {
        until("the message", || self.sent().len() >= count);
    }

    /// Opens a chat, as a human's click would.
    pub(crate) fn open_chat(&self, handle: &str) {
        let before = self.journal("opened").len();
        let link = format!("tg://resolve?domain={handle}");
        let mut opener = self.command(standin());
        assert!(opener.arg("--state").arg(self.state("")).args(["--", &link]).status().unwrap().success());
        until("the chat", || self.journal("opened").len() > before);
    }

    /// Presses and releases a key as another program would.
    pub(crate) fn tap_key(&self) {
        const A: u8 = 38;
        self.fake(xproto::KEY_PRESS_EVENT, A);
        self.fake(xproto::KEY_RELEASE_EVENT, A);
    }

    /// Clicks where the pointer stands.
    pub(crate) fn click(&self) {
        self.fake(xproto::BUTTON_PRESS_EVENT, 1);
        self.fake(xproto::BUTTON_RELEASE_EVENT, 1);
    }

    pub(crate) fn hold_shift(&self, down: bool) {
        const SHIFT: u8 = 50;
        self.fake(if down { xproto::KEY_PRESS_EVENT } else { xproto::KEY_RELEASE_EVENT }, SHIFT);
    }

    fn fake(&self, kind: u8, detail: u8) {
        self.x.xtest_fake_input(kind, detail, 0, self.root, 0, 0, 0).unwrap();
        self.x.sync().unwrap();
    }

    /// A job for the courier on this desktop.
    pub(crate) fn job(&self, handle: &str, parts: &[&str]) -> Job {
        let number = self.jobs.get();
        self.jobs.set(number + 1);
        let folder = self.folder.path().join(format!("courier-{number}"));
        std::fs::create_dir(&folder).unwrap();
        let state = self.state("").to_string_lossy().into_owned();
        let parts = (0_u16..).zip(parts);
        Job {
            command: vec![standin().to_string_lossy().into_owned(), "--state".into(), state],
            handle: handle.into(),
            parts: parts.map(|(number, text)| (number, (*text).to_owned(), PartState::Queued)).collect(),
            folder,
            pins: HashMap::new(),
            stand_at: None,
            wait_at: None,
            open_ms: 8_000,
            only_health: false,
        }
    }

    /// Sends the courier on its way.
    pub(crate) fn start(&self, job: &Job) -> Trip {
        self.start_with(job, &[])
    }

    pub(crate) fn start_with(&self, job: &Job, env: &[(&str, &str)]) -> Trip {
        let path = job.folder.join("job.json");
        std::fs::write(&path, serde_json::to_string(job).unwrap()).unwrap();
        let log = std::fs::File::create(job.folder.join("log.txt")).unwrap();
        let child = self
            .command(std::env::current_exe().unwrap())
            .args(["courier::carries_out_the_job_in_the_environment", "--exact", "--nocapture"])
            .env(JOB, path)
            .envs(env.iter().copied())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        Trip { child, folder: job.folder.clone() }
    }

    /// Carries out a job to its end and checks that the human's clipboard is back.
    pub(crate) fn send(&self, job: &Job) -> Outcome {
        let trip = self.start(job);
        let outcome = trip.outcome();
        assert_eq!(self.clipboard(), COPIED, "the clipboard must be as it was");
        outcome
    }
}

impl Trip {
    pub(crate) fn wait_for_file(&self, name: &str) {
        until(name, || self.folder.join(name).exists());
    }

    pub(crate) fn touch(&self, name: &str) {
        std::fs::write(self.folder.join(name), "").unwrap();
    }

    pub(crate) fn outcome(&self) -> Outcome {
        self.wait_for_file("outcome.json");
        let text = std::fs::read_to_string(self.folder.join("outcome.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// SIGKILL, in the middle of whatever it does.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn events(&self) -> Vec<(u16, PartEvent)> {
        let text = std::fs::read_to_string(self.folder.join("relayer.jsonl")).unwrap_or_default();
        let lines = text.lines().map(|line| serde_json::from_str::<Line>(line).unwrap());
        lines.map(|line| (line.part, line.event)).collect()
    }
}

impl Drop for Trip {
    fn drop(&mut self) {
        // Already gone in most tests.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // A stand-in started by a link is nobody's child any more.
        if let Ok(pid) = std::fs::read_to_string(self.state("ready")) {
            let _ = Command::new("kill").args(["-KILL", pid.trim()]).stderr(Stdio::null()).status();
        }
        for child in self.children.iter_mut().rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

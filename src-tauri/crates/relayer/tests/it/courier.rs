//! The relayer in a process of its own, so that it can be killed and have a display of its own. The
//! desktop tests start this test binary again with a job in the environment.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use sdr_domain::channel::Mode;
use sdr_domain::delivery::DeliveryPart;
use sdr_domain::id::DeliveryId;
use sdr_domain::part::{PartEvent, PartState};
use sdr_domain::text::{Handle, HandleKind};
use sdr_ports::fakes::SeededIds;
use sdr_ports::{ChannelError, ChannelPort, JournalError, Outgoing, Receipt, SendJournal};
use sdr_relayer::{MemoryPins, NamePins, Patience, TelegramConfig, TelegramDesktop, Wiring};
use serde::{Deserialize, Serialize};

/// Where the job stands.
pub(crate) const JOB: &str = "SDR_COURIER_JOB";

/// What the courier is to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Job {
    pub(crate) command: Vec<String>,
    pub(crate) handle: String,
    pub(crate) parts: Vec<(u16, String, PartState)>,
    pub(crate) folder: PathBuf,
    /// Names pinned before.
    pub(crate) pins: HashMap<String, String>,
    /// Stand still for ever after this event of this part was written.
    pub(crate) stand_at: Option<(u16, PartEvent)>,
    /// Wait after this event until the file `go` exists.
    pub(crate) wait_at: Option<PartEvent>,
    pub(crate) open_ms: u64,
    pub(crate) only_health: bool,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// `sent`, `held`, `not_sent`, `unknown`, `refused`, `health`.
    pub(crate) word: String,
    pub(crate) reason: String,
    pub(crate) took_ms: u64,
}

/// One line of the courier's journal.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) part: u16,
    pub(crate) event: PartEvent,
}

/// A journal in a file, synced at each line, true to the machine of a part.
struct FileJournal {
    job: Job,
    states: Mutex<HashMap<u16, PartState>>,
}

impl FileJournal {
    fn write(&self, part: u16, event: PartEvent) -> Result<(), JournalError> {
        let unwritable = |e: String| JournalError::Unwritable(e);
        let mut states = self.states.lock().unwrap();
        let state = states.get(&part).copied().unwrap_or(PartState::Queued);
        states.insert(part, state.apply(event).map_err(|e| unwritable(e.to_string()))?);
        let line = serde_json::to_string(&Line { part, event }).unwrap();
        let path = self.job.folder.join("relayer.jsonl");
        let mut file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .map_err(|e| unwritable(e.to_string()))?;
        writeln!(file, "{line}").and_then(|()| file.sync_all()).map_err(|e| unwritable(e.to_string()))
    }
}

#[async_trait]
impl SendJournal for FileJournal {
    async fn record(&self, part: u16, event: PartEvent, _detail: &str) -> Result<(), JournalError> {
        self.write(part, event)?;
        if self.job.stand_at == Some((part, event)) {
            std::fs::write(self.job.folder.join("standing"), "").unwrap();
            std::future::pending::<()>().await;
        }
        if self.job.wait_at == Some(event) {
            std::fs::write(self.job.folder.join("waiting"), "").unwrap();
            wait_for(&self.job.folder.join("go")).await;
        }
        Ok(())
    }
}

async fn wait_for(file: &Path) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !file.exists() {
        assert!(Instant::now() < deadline, "{} did not appear", file.display());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn carry_out(job: Job) -> Outcome {
    let pins = Arc::new(MemoryPins::default());
    for (handle, name) in &job.pins {
        pins.pin(&Handle::parse(HandleKind::Telegram, handle).unwrap(), name).await;
    }
    let patience = Patience {
        open: Duration::from_millis(job.open_ms),
        between_parts: Duration::ZERO,
        ..Patience::default()
    };
    let config = TelegramConfig {
        command: Some(job.command.clone()),
        mode: Mode::Automatic,
        data_dir: None,
        patience,
    };
    let wiring =
        Wiring { pins, ids: Arc::new(SeededIds::new(u64::from(std::process::id()))), main_thread: None };
    let telegram = TelegramDesktop::new(config, wiring);
    let health = telegram.health().await;
    if job.only_health {
        let word = format!("{} {}", health.mode.as_str(), health.ready);
        return Outcome { word, reason: health.sentence, took_ms: 0 };
    }
    let message = Outgoing {
        action: sdr_domain::action::Action::Message,
        delivery_id: DeliveryId(uuid::Uuid::nil()),
        lead_id: None,
        recipient: Handle::parse(HandleKind::Telegram, &job.handle).unwrap(),
        recipient_name: String::new(),
        subject: None,
        parts: job
            .parts
            .iter()
            .map(|(number, text, state)| DeliveryPart { number: *number, text: text.clone(), state: *state })
            .collect(),
        message_id: None,
        thread: Vec::new(),
        reply_to: None,
    };
    let folder = job.folder.clone();
    let journal = FileJournal { job, states: Mutex::default() };
    let begun = Instant::now();
    let result = telegram.deliver(&message, &journal).await;
    let took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap();
    let (word, reason) = said(result);
    let outcome = Outcome { word: word.into(), reason, took_ms };
    tell(&folder, &outcome);
    // The clipboard's content lives as long as this process: stay until the test has looked.
    wait_for(&folder.join("leave")).await;
    outcome
}

fn said(result: Result<Receipt, ChannelError>) -> (&'static str, String) {
    match result {
        Ok(receipt) => ("sent", receipt.proof),
        Err(ChannelError::Held { reason }) => ("held", reason),
        Err(ChannelError::RateLimited { reason, .. }) => ("rate_limited", reason),
        Err(ChannelError::NotNow { reason, .. } | ChannelError::NotSent { reason, .. }) => {
            ("not_sent", reason)
        }
        Err(ChannelError::Unknown { reason }) => ("unknown", reason),
        Err(ChannelError::ByHand { reason }) => ("by_hand", reason),
        Err(ChannelError::Refused { reason }) => ("refused", reason),
    }
}

/// The whole outcome appears at once: whoever waits for the file reads it as soon as it is there.
fn tell(folder: &Path, outcome: &Outcome) {
    let half = folder.join("outcome.half");
    std::fs::write(&half, serde_json::to_string(outcome).unwrap()).unwrap();
    std::fs::rename(half, folder.join("outcome.json")).unwrap();
}

#[test]
fn carries_out_the_job_in_the_environment() {
    let Some(path) = std::env::var_os(JOB) else { return };
    let job: Job = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let folder = job.folder.clone();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let outcome = runtime.block_on(carry_out(job));
    if !folder.join("outcome.json").exists() {
        tell(&folder, &outcome);
    }
}

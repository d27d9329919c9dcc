//! A whole core on real files: the engine with the real store, the real relayer, the real mail channel.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use sdr_connectors::CsvFiles;
use sdr_domain::Timestamp;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::connect::{Connect, TelegramMode};
use sdr_engine::view::{NewLeadForm, WizardAnswers};
use sdr_engine::{Engine, Parts};
use sdr_ports::fakes::{MemorySecrets, NoServices};
use sdr_ports::{ChannelPort, Channels, Clock, Secret, SystemClock, SystemIds};
use sdr_relayer::{MemoryPins, TelegramConfig, TelegramDesktop, Wiring};
use sdr_storage::{Store, StoreConfig};

/// Channels of a test: Telegram only, handed out as it is.
pub struct OnlyTelegram(pub Arc<dyn ChannelPort>);

#[async_trait]
impl Channels for OnlyTelegram {
    async fn open(&self, channel: Channel, _: &Connect, _: Option<&Secret>) -> Option<Arc<dyn ChannelPort>> {
        (channel == Channel::Telegram).then(|| Arc::clone(&self.0))
    }
}

/// The relayer on this process's display, working Telegram by `command`.
pub fn telegram(command: Vec<String>) -> Arc<TelegramDesktop> {
    let mut config =
        TelegramConfig { command: Some(command), mode: Mode::Automatic, ..TelegramConfig::default() };
    // Nobody else uses this display, so there is no hand to wait for.
    config.patience.quiet = Duration::from_millis(200);
    let wiring =
        Wiring { pins: Arc::new(MemoryPins::default()), ids: Arc::new(SystemIds), main_thread: None };
    Arc::new(TelegramDesktop::new(config, wiring))
}

/// The engine on the workspace in `folder`.
pub async fn engine(
    folder: &Path,
    channels: Arc<dyn Channels>,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Engine> {
    let url = format!("sqlite://{}", folder.join("workspace.sqlite").display());
    let store = Store::open(StoreConfig { url, backup_dir: None, schema: None }, SystemClock.now()).await?;
    Ok(Engine::new(Parts {
        store,
        clock,
        ids: Arc::new(SystemIds),
        secrets: Arc::new(MemorySecrets::default()),
        channels,
        lead_files: Arc::new(CsvFiles),
        llms: Arc::new(NoServices),
        sources: Arc::new(NoServices),
        handles: Arc::new(NoServices),
        mail_domains: Arc::new(NoServices),
        x_account: Arc::new(NoServices),
        uploads: folder.join("uploads"),
    }))
}

/// A finished wizard that really sends, at any hour.
pub fn answers() -> WizardAnswers {
    let mut answers = WizardAnswers { step: 5, ..WizardAnswers::default() };
    answers.company.name = "Tidewater".into();
    answers.company.product_url = "https://tidewater.example".into();
    answers.company.description = "Reporting for logistics teams".into();
    answers.company.problem = "manual reporting in spreadsheets".into();
    answers.icp.keywords = vec!["operations".into(), "logistics".into()];
    answers.icp.queries = vec!["weekly report by hand".into()];
    answers.voice.persona = "Mara".into();
    answers.voice.role = "Founder".into();
    answers.connect.telegram.mode = TelegramMode::Automatic;
    answers.connect.telegram.own_handle = "mara_tidewater".into();
    answers.outreach.dry_run = false;
    answers.outreach.undo_secs = 5;
    answers.outreach.working_hours.start = "00:00".into();
    answers.outreach.working_hours.end = "23:59".into();
    answers.outreach.working_hours.days = (1..=7).collect();
    answers
}

/// Someone who surely is a lead.
pub fn person(telegram: &str) -> NewLeadForm {
    NewLeadForm {
        name: "Priya Nair".into(),
        role: Some("Head of Operations".into()),
        company: Some("Northwind Freight".into()),
        industry: Some("Logistics".into()),
        telegram: Some(telegram.into()),
        post: Some(
            "We still build every weekly report by hand in spreadsheets. How do you automate this?".into(),
        ),
        ..NewLeadForm::default()
    }
}

/// A clock that shows another time and otherwise runs as the real one.
pub struct Shifted(pub jiff::SignedDuration);

#[async_trait]
impl Clock for Shifted {
    fn now(&self) -> Timestamp {
        SystemClock.now().saturating_add(self.0).unwrap_or_default()
    }

    async fn sleep_until(&self, until: Timestamp) {
        SystemClock.sleep_until(until.saturating_sub(self.0).unwrap_or_default()).await;
    }
}

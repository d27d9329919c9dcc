//! From the yes to Telegram: the real engine and the real relayer, with a stop watch on the driver.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use sdr_domain::Timestamp;
use sdr_domain::channel::Mode;
use sdr_domain::delivery::DeliveryState;
use sdr_domain::draft::DraftStatus;
use sdr_engine::Engine;
use sdr_engine::view::{DeliveryDetail, DeliveryEventView, TestOutcome};
use sdr_ports::{Clock, SystemClock, SystemIds};
use sdr_relayer::driver::clipboard::Keepsake;
use sdr_relayer::driver::{self, Driver, DriverError, Front, Input, Stroke, Survey};
use sdr_relayer::{MemoryPins, TelegramConfig, TelegramDesktop, Wiring};
use sdr_storage::DraftFilter;
use sdr_tests::wait::until;
use sdr_tests::workspace::{OnlyTelegram, answers, engine, person};

use crate::{PATIENCE, PEOPLE, RUNS, median, result};

const PARAGRAPHS: [&str; 4] = [
    "Hi Priya, you wrote that you still build every weekly report by hand in spreadsheets.",
    "We build those reports for logistics teams, from the systems they have, every Monday at seven.",
    "Two of our customers got a day a week back in their first month.",
    "Shall I show you what yours would look like?",
];

fn ms(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64() * 1_000.0
}

/// When the relayer first acted on the desktop.
#[derive(Default)]
struct Marks {
    link: Option<Timestamp>,
    key: Option<Timestamp>,
}

/// The real driver with a stop watch.
struct Watched {
    inner: Box<dyn Driver>,
    marks: Arc<Mutex<Marks>>,
}

impl Watched {
    fn mark(&self, of: fn(&mut Marks) -> &mut Option<Timestamp>) {
        let mut marks = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        of(&mut marks).get_or_insert_with(|| SystemClock.now());
    }
}

impl Driver for Watched {
    fn survey(&mut self) -> Result<Survey, DriverError> {
        self.inner.survey()
    }
    fn front(&mut self) -> Result<Option<Front>, DriverError> {
        self.inner.front()
    }
    fn input(&mut self) -> Result<Input, DriverError> {
        self.inner.input()
    }
    fn open_link(&mut self, link: &str) -> Result<(), DriverError> {
        self.mark(|marks| &mut marks.link);
        self.inner.open_link(link)
    }
    fn press(&mut self, stroke: Stroke) -> Result<(), DriverError> {
        self.mark(|marks| &mut marks.key);
        self.inner.press(stroke)
    }
    fn read_clipboard(&mut self) -> Result<Option<String>, DriverError> {
        self.inner.read_clipboard()
    }
    fn write_clipboard(&mut self, text: &str) -> Result<(), DriverError> {
        self.inner.write_clipboard(text)
    }
    fn save_clipboard(&mut self) -> Result<Keepsake, DriverError> {
        self.inner.save_clipboard()
    }
    fn restore_clipboard(&mut self, keepsake: Keepsake) -> Result<(), DriverError> {
        self.inner.restore_clipboard(keepsake)
    }
    fn now(&self) -> Duration {
        self.inner.now()
    }
    fn pause(&mut self, time: Duration) {
        self.inner.pause(time);
    }
    fn tick(&mut self) {
        self.inner.tick();
    }
}

/// The real relayer on this process's display.
fn relayer(command: &[String], marks: &Arc<Mutex<Marks>>) -> TelegramDesktop {
    let mut config = TelegramConfig {
        command: Some(command.to_vec()),
        mode: Mode::Automatic,
        ..TelegramConfig::default()
    };
    // Nobody else uses this display, so there is no hand to wait for.
    config.patience.quiet = Duration::from_millis(200);
    let wiring =
        Wiring { pins: Arc::new(MemoryPins::default()), ids: Arc::new(SystemIds), main_thread: None };
    let system = driver::system(&wiring);
    let marks = Arc::clone(marks);
    let connect = move |config: &TelegramConfig| {
        let inner = system(config)?;
        Ok(Box::new(Watched { inner, marks: Arc::clone(&marks) }) as Box<dyn Driver>)
    };
    TelegramDesktop::with_driver(config, wiring, Arc::new(connect))
}

pub(crate) async fn sending(command: &[String]) -> anyhow::Result<()> {
    let (mut links, mut keys, mut paragraphs) = (vec![], vec![], vec![]);
    for _ in 0..RUNS {
        // A fresh workspace each time: no gap to an earlier message.
        let folder = tempfile::tempdir()?;
        let marks = Arc::new(Mutex::new(Marks::default()));
        let channels = Arc::new(OnlyTelegram(Arc::new(relayer(command, &marks))));
        let engine = engine(folder.path(), channels, Arc::new(SystemClock)).await?;
        engine.finish_setup(answers()).await?;
        let test = engine.telegram_self_test(None).await?;
        anyhow::ensure!(test.outcome == TestOutcome::Ok, "the self-test: {}", test.sentence);
        *marks.lock().unwrap_or_else(PoisonError::into_inner) = Marks::default();
        let (sent, due) = send_one(&engine).await?;
        let marks = marks.lock().unwrap_or_else(PoisonError::into_inner);
        links.push(ms(due, marks.link.context("no link")?));
        keys.push(ms(due, marks.key.context("no key")?));
        // The first paragraph finds another chat open; what is timed is the working of the field.
        paragraphs.extend((1..PARAGRAPHS.len()).filter_map(|part| part_ms(&sent, part)));
    }
    result("approve_to_link_ms", median(links)?, 1);
    result("approve_to_first_key_ms", median(keys)?, 1);
    result("guarded_paragraph_s", median(paragraphs)? / 1_000.0, 3);
    Ok(())
}

/// One approved message on its way with a running worker; the delivery and when it could first go.
async fn send_one(engine: &Engine) -> anyhow::Result<(DeliveryDetail, Timestamp)> {
    let lead = engine.add_lead(person(PEOPLE[0].0)).await?;
    let filter = DraftFilter { status: DraftStatus::Pending, channel: None, q: None };
    let queue = engine.drafts_page(&filter, None, 10).await?;
    let draft = queue.items.iter().find(|row| row.lead_id == lead).context("a pending draft")?;
    let edited = engine.edit_draft(draft.id, None, PARAGRAPHS.join("\n\n")).await?;
    let seen = edited.fingerprint.context("fingerprint")?;
    let worker = engine.start_worker(true);
    let approved = engine.approve(draft.id, &seen, false).await?;
    let sent = until("the message to be sent", PATIENCE, || async {
        let found = engine.delivery(approved.delivery_id).await?.context("delivery")?;
        anyhow::ensure!(
            !matches!(
                found.row.state,
                DeliveryState::Held | DeliveryState::Uncertain | DeliveryState::Failed
            ),
            "{:?}",
            found.row.reason
        );
        Ok((found.row.state == DeliveryState::Sent).then_some(found))
    })
    .await;
    worker.shutdown().await;
    Ok((sent?, approved.undo_until))
}

fn part_ms(sent: &DeliveryDetail, part: usize) -> Option<f64> {
    let at = |word: &str| {
        let of = |e: &&DeliveryEventView| e.part.map(usize::from) == Some(part) && e.event == word;
        sent.events.iter().find(of).map(|event| event.at)
    };
    Some(ms(at("open")?, at("accept")?))
}

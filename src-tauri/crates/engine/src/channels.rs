//! Channels: how each one is, the Telegram self-test, and letting a channel go on after failures.

use jiff::SignedDuration;
use sdr_domain::action::Action;
use sdr_domain::activity::Actor;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::connect::{Connect, TelegramMode, XConnect, XWay};
use sdr_domain::delivery::DeliveryPart;
use sdr_domain::id::DeliveryId;
use sdr_domain::limits::Lane;
use sdr_domain::part::{PartEvent, PartState};
use sdr_domain::project::Project;
use sdr_domain::text::{Handle, HandleKind};
use sdr_ports::{ChannelError, ChannelPort, JournalError, Outgoing, Receipt, SendJournal};

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{ChannelView, TestOutcome, TestResult};

const SELF_TEST: &str = "telegram.self_test";
/// How often a self-test waits for hands off the keyboard.
const SELF_TEST_TRIES: u32 = 8;
const SELF_TEST_TEXT: &str = "SDR Console: this is the self-test. You can delete this message.";

/// How an action on this channel is done with these connections.
pub(crate) fn mode_of(channel: Channel, connect: &Connect) -> Mode {
    match channel {
        Channel::Email => Mode::Automatic,
        Channel::Telegram
            if connect.telegram.mode == TelegramMode::Automatic && connect.telegram.self_test_passed =>
        {
            Mode::Automatic
        }
        Channel::X if works_x_itself(&connect.x) => Mode::Automatic,
        Channel::Telegram | Channel::X | Channel::Linkedin => Mode::Assisted,
    }
}

/// The key of an app alone reads and writes nothing; a sign-in and a session speak for the human.
fn works_x_itself(x: &XConnect) -> bool {
    match x.way {
        XWay::Assisted => false,
        XWay::ApiKey => !x.client_id.is_empty(),
        XWay::Session => x.risk_acknowledged,
    }
}

/// What a channel is mostly for: answers to posts on X, messages elsewhere.
fn message_of(channel: Channel) -> Action {
    if channel == Channel::X { Action::Reply } else { Action::Message }
}

/// The setting that holds until when failures of a channel are forgiven.
pub(crate) fn forgiven_key(channel: Channel) -> String {
    format!("channel.{}.forgiven_at", channel.as_str())
}

/// The self-test is not in the ledger: it goes to the SDR and is asked for by pressing the button.
struct NoJournal;

#[async_trait::async_trait]
impl SendJournal for NoJournal {
    async fn record(&self, _part: u16, _event: PartEvent, _detail: &str) -> Result<(), JournalError> {
        Ok(())
    }
}

impl Engine {
    /// Every channel of the project with its state.
    pub async fn channels(&self) -> Result<Vec<ChannelView>, EngineError> {
        let project = self.need_project().await?;
        let mut views = Vec::new();
        for channel in Channel::ALL_BY_REACH {
            views.push(self.channel_view(channel, &project).await?);
        }
        Ok(views)
    }

    async fn channel_view(&self, channel: Channel, project: &Project) -> Result<ChannelView, EngineError> {
        let gate = self.gate(project.clone()).await?;
        let lane = Lane::new(channel, message_of(channel));
        let now = self.cx.now();
        let health = match self.cx.channels.open(channel, &project.connect, None).await {
            Some(port) => Some(port.health().await),
            None => None,
        };
        let missing = "Not connected.";
        Ok(ChannelView {
            channel,
            mode: mode_of(channel, &project.connect),
            ready: health.as_ref().is_some_and(|h| h.ready),
            sentence: health.as_ref().map_or_else(|| missing.to_owned(), |h| h.sentence.clone()),
            fix: health.map_or_else(|| Some("Enter the account and test it.".to_owned()), |h| h.fix),
            sent_today: gate.used_today(lane, now),
            limit_today: Some(gate.rules.cap_on(lane, &gate.book, now)),
            paused: gate.book.failing(channel),
        })
    }

    /// Lets a channel go on after three failures in a row: the human looked.
    pub async fn resume_channel(&self, channel: Channel) -> Result<ChannelView, EngineError> {
        let project = self.need_project().await?;
        let tx = self.cx.store.begin().await?;
        tx.put_setting(&forgiven_key(channel), &self.cx.now().as_millisecond().into()).await?;
        let about = (Some(project.id), None);
        let detail = format!("{} resumed after failures", channel.name());
        tx.insert_activity(vec![self.cx.activity(
            about,
            Actor::Human,
            "channel.resumed",
            channel.as_str(),
            detail,
        )])
        .await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Channels, channel.as_str());
        self.cx.wake.notify_one();
        self.channel_view(channel, &project).await
    }

    /// Sends one fixed sentence to the SDR's own handle, guarded like any other message. Only after it
    /// was proved to have left may Telegram work without the human's key. `connect` is what is typed in
    /// the wizard, or the project's.
    pub async fn telegram_self_test(&self, connect: Option<&Connect>) -> Result<TestResult, EngineError> {
        let project = self.project().await?;
        let Some(connect) = connect.cloned().or_else(|| project.as_ref().map(|p| p.connect.clone())) else {
            return Err(EngineError::precondition("setup_needed", "Enter your own Telegram handle first."));
        };
        let handle = match Handle::parse(HandleKind::Telegram, &connect.telegram.own_handle) {
            Ok(handle) => handle,
            Err(error) => return Ok(failed(format!("Your own Telegram handle is needed: {error}."))),
        };
        // For this one message, and only for it, the app may press the key before the proof.
        let mut trial = connect.clone();
        trial.telegram.mode = TelegramMode::Automatic;
        trial.telegram.self_test_passed = true;
        let Some(port) = self.cx.channels.open(Channel::Telegram, &trial, None).await else {
            return Ok(failed("Telegram Desktop is not connected.".into()));
        };
        let message = self_test_message(self.cx.id(), handle);
        let result = self.send_self_test(port.as_ref(), &message).await;
        match result {
            Ok(_) => self.self_test_passed(project, &connect.telegram.own_handle).await,
            Err(
                ChannelError::NotSent { reason, .. }
                | ChannelError::RateLimited { reason, .. }
                | ChannelError::NotNow { reason, .. }
                | ChannelError::Held { reason }
                | ChannelError::ByHand { reason }
                | ChannelError::Refused { reason }
                | ChannelError::Unknown { reason },
            ) => Ok(failed(reason)),
        }
    }

    /// Waits for a quiet moment: whoever pressed the button has just used the mouse.
    async fn send_self_test(
        &self,
        port: &dyn ChannelPort,
        message: &Outgoing,
    ) -> Result<Receipt, ChannelError> {
        let _desktop = self.cx.desktop.lock().await;
        let mut tries = 0;
        loop {
            let result = port.deliver(message, &NoJournal).await;
            let Err(ChannelError::NotNow { retry_after_secs, .. }) = &result else { return result };
            tries += 1;
            if tries == SELF_TEST_TRIES {
                return result;
            }
            let pause = SignedDuration::from_secs(i64::from(*retry_after_secs));
            let now = self.cx.clock.now();
            self.cx.clock.sleep_until(now.saturating_add(pause).unwrap_or(now)).await;
        }
    }

    async fn self_test_passed(&self, project: Option<Project>, own: &str) -> Result<TestResult, EngineError> {
        let tx = self.cx.store.begin().await?;
        tx.put_setting(SELF_TEST, &own.into()).await?;
        tx.commit().await?;
        if let Some(mut project) = project
            && project.connect.telegram.own_handle == own
        {
            project.connect.telegram.self_test_passed = true;
            self.store_project(&project, "telegram.self_test", "Telegram self-test passed").await?;
        }
        Ok(TestResult {
            outcome: TestOutcome::Ok,
            sentence: "The test message is in your Saved Messages. Telegram can work automatically.".into(),
            fix: None,
        })
    }

    /// The handle for which the self-test passed.
    pub(crate) async fn self_test_proof(&self) -> Result<Option<String>, EngineError> {
        let kept = self.cx.store.setting(SELF_TEST).await?;
        Ok(kept.and_then(|value| value.as_str().map(str::to_owned)))
    }
}

fn self_test_message(id: DeliveryId, handle: Handle) -> Outgoing {
    Outgoing {
        delivery_id: id,
        lead_id: None,
        action: Action::Message,
        recipient: handle,
        recipient_name: String::new(),
        subject: None,
        parts: vec![DeliveryPart { number: 0, text: SELF_TEST_TEXT.to_owned(), state: PartState::Queued }],
        message_id: None,
        thread: Vec::new(),
        reply_to: None,
    }
}

fn failed(sentence: String) -> TestResult {
    TestResult {
        outcome: TestOutcome::Failed,
        sentence,
        fix: Some("Telegram keeps working by your hand until the self-test passes.".to_owned()),
    }
}

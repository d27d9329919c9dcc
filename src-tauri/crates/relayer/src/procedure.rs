//! The order of things for one message: checklist, then part by part open, bind, arm, fire, prove, with
//! the journal between the steps.
//!
//! ```text
//! checklist -> [open] -> link, read-back -> [bind] -> last check -> [arm] -> check, KEY -> [fire]
//!           -> probe -> [accept]                       [..] = committed and synced before going on
//! ```
//! **Invariant:** when the journal refuses before the key, no key follows; when it refuses after it, the
//! end is unknown.

use sdr_domain::delivery::DeliveryPart;
use sdr_domain::part::{PartEvent, PartState};
use sdr_ports::{ChannelError, JournalError, Outgoing, Receipt, SendJournal};

use crate::binding::Sentinels;
use crate::config::{Patience, Wiring};
use crate::driver::clipboard::Keepsake;
use crate::driver::{Driver, DriverError, Input, NoDriver, Survey};
use crate::hands::Hands;
use crate::hold::Hold;
use crate::link;
use crate::outcome::{Draft, End};
use crate::preflight::{Problem, Then, checklist, first_problem};
use crate::send::{Aim, Bound, Fired, Proof, check, clear_draft, fire, open_and_bind, prove};
use crate::title::Title;

/// One message being worked on.
pub(crate) struct Procedure<'a> {
    pub(crate) hands: &'a Hands,
    pub(crate) wiring: &'a Wiring,
    pub(crate) patience: Patience,
    pub(crate) message: &'a Outgoing,
    pub(crate) journal: &'a dyn SendJournal,
}

/// A message that was not sent to its end.
pub(crate) struct Stopped {
    /// For the engine.
    pub(crate) error: ChannelError,
    /// Whether a link may still take effect later.
    pub(crate) may_open_late: bool,
}

impl Procedure<'_> {
    /// Sends the parts that are not accepted yet, in order; stops at the first that is not accepted.
    pub(crate) async fn run(&self) -> Result<Receipt, Stopped> {
        let mut sent_now = 0_usize;
        let mut chat = None;
        for part in &self.message.parts {
            match part.state {
                PartState::Accepted => continue,
                PartState::Queued => {}
                PartState::Opening
                | PartState::Bound
                | PartState::Armed
                | PartState::Fired
                | PartState::Held
                | PartState::NotSent
                | PartState::Unknown => return Err(unsettled(part)),
            }
            if sent_now > 0 {
                tokio::time::sleep(self.patience.between_parts).await;
            }
            let bound = self.part(part).await.map_err(|end| {
                let may_open_late = matches!(&end, End::Held { hold, .. } if hold.may_open_late());
                Stopped { error: end.into_error(self.message, part), may_open_late }
            })?;
            chat = Some(bound.name);
            sent_now += 1;
        }
        let count = self.message.parts.len();
        let proof = chat.map_or_else(
            || format!("All {count} parts were accepted before."),
            |name| {
                format!("Telegram Desktop took {count} of {count} paragraphs: the field of the chat \"{name}\" emptied after Enter.")
            },
        );
        Ok(Receipt { proof })
    }

    async fn part(&self, part: &DeliveryPart) -> Result<Bound, End> {
        let (survey, input) = self.look().await?;
        let problem = first_problem(checklist(&survey, input, &self.patience));
        if let Some(problem) = problem {
            return Err(End::Problem(problem));
        }
        let aim = self.aim(part, &survey, input).await?;
        let clipboard =
            ClipboardGuard::save(self.hands, input.foreign, &part.text).await.map_err(untouched)?;
        let end = self.guarded(part.number, aim, &survey).await;
        clipboard.restore().await;
        end
    }

    async fn look(&self) -> Result<(Survey, Input), End> {
        let look = |driver: &mut dyn Driver| -> Result<(Survey, Input), DriverError> {
            Ok((driver.survey()?, driver.input()?))
        };
        match self.hands.run(look).await {
            Ok(Ok(seen)) => Ok(seen),
            Ok(Err(error)) => {
                // The display server may have been restarted: the next look connects anew.
                self.hands.reconnect();
                Err(End::Problem(Problem {
                    sentence: format!("The desktop did not answer ({error})."),
                    fix: "It is tried again in half a minute.".into(),
                    then: Then::Wait(30),
                }))
            }
            Err(no) => Err(End::Problem(Problem { sentence: no.sentence, fix: no.fix, then: Then::Ask })),
        }
    }

    async fn aim(&self, part: &DeliveryPart, survey: &Survey, input: Input) -> Result<Aim, End> {
        let mut random = [0_u8; 12];
        self.wiring.ids.bytes(&mut random);
        let word = |bytes: &[u8]| -> String { bytes.iter().map(|b| char::from(b'a' + b % 26)).collect() };
        let links =
            link::links(&self.message.recipient, &part.text, &word(&random[..6])).map_err(End::NoLink)?;
        let app = survey.apps.first();
        Ok(Aim {
            text: part.text.clone(),
            links,
            name: self.wiring.pins.get(&self.message.recipient).await,
            pid: app.map(|app| app.pid),
            title_before: app.and_then(|app| app.title.as_deref()).map(Title::parse),
            foreign: input.foreign,
            patience: self.patience,
            sentinels: Sentinels::new(word(&random[6..])),
        })
    }

    /// From `open` to `accept`.
    async fn guarded(&self, number: u16, mut aim: Aim, survey: &Survey) -> Result<Bound, End> {
        let first_contact = aim.name.is_none();
        self.journal.record(number, PartEvent::Open, "link").await.map_err(|e| untouched(Hold::from(e)))?;
        let opening = self.on_desk(aim, |driver, aim| open_and_bind(driver, aim)).await;
        let bound = match opening {
            Ok((kept, Ok(bound))) => {
                aim = kept;
                bound
            }
            Ok((_, Err(hold))) => return Err(self.hold(number, hold, Draft::Untouched).await),
            Err(no) => return Err(self.hold(number, Hold::from(no), Draft::Untouched).await),
        };
        let version = survey.version.map_or_else(|| "unknown".into(), |v| v.to_string());
        let note = format!(
            "window {:#x} of process {}, title \"{}\", version {version}",
            bound.window, bound.pid, bound.name
        );
        if let Err(error) = self.journal.record(number, PartEvent::Bind, &note).await {
            return Err(self.called_off(number, aim, bound, error).await);
        }
        if first_contact {
            self.wiring.pins.pin(&self.message.recipient, &bound.name).await;
        }
        let kept = bound.clone();
        match self.on_desk(aim, move |driver, aim| check(driver, aim, &kept)).await {
            Ok((kept, Ok(()))) => aim = kept,
            Ok((_, Err(hold))) => return Err(self.hold(number, hold, Draft::Left).await),
            Err(no) => return Err(self.hold(number, Hold::from(no), Draft::Left).await),
        }
        if let Err(error) = self.journal.record(number, PartEvent::Arm, "last check passed").await {
            return Err(self.called_off(number, aim, bound, error).await);
        }
        self.armed(number, aim, bound).await
    }

    /// From the durable `arm` to the end. Nothing in here may be tried twice.
    async fn armed(&self, number: u16, aim: Aim, bound: Bound) -> Result<Bound, End> {
        let mut target = bound.clone();
        let Ok((aim, fired)) = self.on_desk(aim, move |driver, aim| fire(driver, aim, &mut target)).await
        else {
            return Err(self.lose_track(number, "the app's desktop thread stopped").await);
        };
        match fired {
            Fired::Pressed => {}
            Fired::Not(hold) => return Err(self.hold(number, hold, Draft::Left).await),
            Fired::InDoubt(_) => {
                return Err(self.lose_track(number, "the system reported an error at the key").await);
            }
        }
        if let Err(error) = self.journal.record(number, PartEvent::Fire, "key pressed").await {
            tracing::error!(%error, "the key press could not be recorded");
            return Err(End::Unrecorded);
        }
        let target = bound.clone();
        let proof = self.on_desk(aim, move |driver, aim| prove(driver, aim, &target)).await;
        match proof.map_or(Proof::Neither("the app's desktop thread stopped"), |(_, proof)| proof) {
            Proof::Emptied => match self.journal.record(number, PartEvent::Accept, "field emptied").await {
                Ok(()) => Ok(bound),
                Err(error) => {
                    tracing::error!(%error, "an accepted part could not be recorded");
                    Err(End::Unrecorded)
                }
            },
            Proof::TextStands => {
                match self.journal.record(number, PartEvent::FindText, "text still there").await {
                    Ok(()) => Err(End::TextStands),
                    Err(_) => Err(End::Unknown("the record could not be written")),
                }
            }
            Proof::Neither(why) => Err(self.lose_track(number, why).await),
        }
    }

    /// Runs a step on the desktop thread and hands the aim back.
    async fn on_desk<T, F>(&self, mut aim: Aim, step: F) -> Result<(Aim, T), NoDriver>
    where
        T: Send + 'static,
        F: FnOnce(&mut dyn Driver, &mut Aim) -> T + Send + 'static,
    {
        self.hands
            .run(move |driver| {
                let answer = step(driver, &mut aim);
                (aim, answer)
            })
            .await
    }

    async fn hold(&self, number: u16, hold: Hold, draft: Draft) -> End {
        if let Err(error) = self.journal.record(number, PartEvent::Hold, hold.note()).await {
            tracing::warn!(%error, "a held part could not be recorded");
        }
        End::Held { hold, draft }
    }

    /// The journal refused after the text was proved to stand in the field and before the key.
    async fn called_off(&self, number: u16, aim: Aim, bound: Bound, error: JournalError) -> End {
        let cleared = self.on_desk(aim, move |driver, aim| clear_draft(driver, aim, &bound)).await;
        let draft = if matches!(cleared, Ok((_, true))) { Draft::Cleared } else { Draft::Left };
        self.hold(number, Hold::from(error), draft).await
    }

    async fn lose_track(&self, number: u16, why: &'static str) -> End {
        if let Err(error) = self.journal.record(number, PartEvent::LoseTrack, why).await {
            tracing::error!(%error, "an unknown end could not be recorded");
        }
        End::Unknown(why)
    }
}

fn untouched(hold: Hold) -> End {
    End::Held { hold, draft: Draft::Untouched }
}

fn unsettled(part: &DeliveryPart) -> Stopped {
    let reason = format!(
        "Part {} is marked \"{}\" from an earlier try. Look into the chat in Telegram and say whether it is there; \
         the rest waits.",
        part.number + 1,
        part.state.as_str()
    );
    Stopped { error: ChannelError::Held { reason }, may_open_late: false }
}

/// Puts the human's clipboard back, also when the send is dropped half-way.
struct ClipboardGuard<'a> {
    hands: &'a Hands,
    kept: Option<(Keepsake, u64, String)>,
}

impl<'a> ClipboardGuard<'a> {
    async fn save(hands: &'a Hands, foreign: u64, text: &str) -> Result<Self, Hold> {
        let keepsake = hands.run(|driver| driver.save_clipboard()).await??;
        Ok(Self { hands, kept: Some((keepsake, foreign, text.to_owned())) })
    }

    async fn restore(mut self) {
        let Some(kept) = self.kept.take() else { return };
        if self.hands.run(move |driver| put_back(driver, kept)).await.is_err() {
            tracing::warn!("the desktop thread is gone; the clipboard keeps its content");
        }
    }
}

impl Drop for ClipboardGuard<'_> {
    fn drop(&mut self) {
        if let Some(kept) = self.kept.take() {
            self.hands.run_later(move |driver| put_back(driver, kept));
        }
    }
}

/// Restores, unless the human used keyboard or mouse meanwhile and copied something of their own.
fn put_back(driver: &mut dyn Driver, (keepsake, foreign, text): (Keepsake, u64, String)) {
    let attempt = (|| {
        let human_acted = driver.input()?.foreign != foreign;
        let ours = |now: &str| now.starts_with("sdr-") || crate::binding::same_text(&text, now);
        if human_acted && driver.read_clipboard()?.is_some_and(|now| !ours(&now)) {
            return Ok(());
        }
        driver.restore_clipboard(keepsake)
    })();
    if let Err(error) = attempt {
        tracing::warn!(%error, "the clipboard could not be put back");
    }
}

//! The core is killed at every journalled point of a Telegram send and started again: each paragraph
//! arrives exactly once, or stands in front of the human.

use std::path::Path;
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use jiff::SignedDuration;
use sdr_domain::channel::Channel;
use sdr_domain::delivery::DeliveryState;
use sdr_domain::draft::DraftStatus;
use sdr_domain::id::DeliveryId;
use sdr_engine::Engine;
use sdr_engine::view::Settlement;
use sdr_ports::SystemClock;
use sdr_ports::fakes::FakeChannel;
use sdr_storage::DraftFilter;
use sdr_tests::desktop::Desktop;
use sdr_tests::program;
use sdr_tests::standin::Standin;
use sdr_tests::wait::until;
use sdr_tests::workspace::{OnlyTelegram, Shifted, answers, engine, person};

const PARAGRAPHS: [&str; 3] =
    ["First paragraph, with Grüße.", "Second: two lines\nof one thought.", "Third 👋"];

#[tokio::test]
async fn killed_at_every_journalled_point_each_paragraph_arrives_exactly_once() -> anyhow::Result<()> {
    let desktop = Desktop::start().await?;
    for part in [0, 1] {
        for event in ["open", "bind", "arm", "fire", "accept"] {
            let people = [("priya_nair_ops", "Priya Nair"), ("tomas_ops", "Tomas Ops")];
            let standin = Standin::start(&desktop, &people).await?;
            one_death(&desktop, &standin, part, event)
                .await
                .with_context(|| format!("killed after {event} of part {part}"))?;
        }
    }
    Ok(())
}

async fn one_death(desktop: &Desktop, standin: &Standin, part: u16, event: &str) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let id = approved(folder.path()).await?;

    let died = mortal(desktop, standin, folder.path(), Some((part, event)))?;
    anyhow::ensure!(!died.success(), "it should have been killed");
    if matches!(event, "fire" | "accept") {
        // A key that was pressed takes its way without the app; a human looks when it has arrived.
        let arrived = || async { Ok((standin.sent()?.len() > usize::from(part)).then_some(())) };
        until("the paragraph in the chat", Duration::from_secs(30), arrived).await?;
    }
    let after_death = standin.sent()?.len();
    let lived = mortal(desktop, standin, folder.path(), None)?;
    anyhow::ensure!(lived.success(), "it should have come to rest after the restart");

    let engine = observer(folder.path()).await?;
    let state = engine.delivery(id).await?.context("delivery")?.row.state;
    match event {
        "open" | "bind" => anyhow::ensure!(state == DeliveryState::Held, "{state:?}"),
        "arm" | "fire" => anyhow::ensure!(state == DeliveryState::Uncertain, "{state:?}"),
        _ => anyhow::ensure!(state == DeliveryState::Sent, "{state:?}"),
    }
    if event != "accept" {
        anyhow::ensure!(standin.sent()?.len() == after_death, "nothing may leave without the human's word");
    }
    truthful_human(desktop, standin, folder.path(), id).await?;
    let texts: Vec<String> = standin.sent()?.into_iter().map(|(_, text)| text).collect();
    anyhow::ensure!(texts == PARAGRAPHS, "the stand-in swears that this arrived: {texts:?}");
    anyhow::ensure!(standin.sent()?.iter().all(|(chat, _)| chat == "priya_nair_ops"), "wrong chat");
    Ok(())
}

/// Looks into the chat and says what is there, until the message is sent.
async fn truthful_human(
    desktop: &Desktop,
    standin: &Standin,
    folder: &Path,
    id: DeliveryId,
) -> anyhow::Result<()> {
    for _ in 0..4 {
        let engine = observer(folder).await?;
        let row = engine.delivery(id).await?.context("delivery")?.row;
        let arrived = standin.sent()?.len() > row.parts_sent;
        if row.state == DeliveryState::Sent {
            return Ok(());
        }
        if row.state == DeliveryState::Uncertain && arrived {
            engine.settle(id, Settlement::Sent).await?;
        } else {
            if row.state == DeliveryState::Uncertain {
                engine.settle(id, Settlement::NotSent).await?;
            }
            engine.retry(id).await?;
        }
        drop(engine);
        mortal(desktop, standin, folder, None)?;
    }
    anyhow::bail!("the message never came to an end")
}

/// A workspace with one approved message of three paragraphs whose undo window is over.
async fn approved(folder: &Path) -> anyhow::Result<DeliveryId> {
    let channel =
        OnlyTelegram(Arc::new(FakeChannel::new(Channel::Telegram, sdr_domain::channel::Mode::Automatic)));
    // A minute ago, so that nobody has to wait for the undo window.
    let clock = Arc::new(Shifted(SignedDuration::from_secs(-60)));
    let engine = engine(folder, Arc::new(channel), clock).await?;
    engine.finish_setup(answers()).await?;
    engine.telegram_self_test(None).await?;
    let lead = engine.add_lead(person("priya_nair_ops")).await?;
    let filter = DraftFilter { status: DraftStatus::Pending, channel: None, q: None };
    let queue = engine.drafts_page(&filter, None, 10).await?;
    let draft = queue.items.iter().find(|row| row.lead_id == lead).context("a pending draft")?;
    let edited = engine.edit_draft(draft.id, None, PARAGRAPHS.join("\n\n")).await?;
    let seen = edited.fingerprint.context("fingerprint")?;
    Ok(engine.approve(draft.id, &seen, false).await?.delivery_id)
}

/// The engine without a worker and without hands.
async fn observer(folder: &Path) -> anyhow::Result<Engine> {
    let channel = FakeChannel::new(Channel::Telegram, sdr_domain::channel::Mode::Automatic);
    engine(folder, Arc::new(OnlyTelegram(Arc::new(channel))), Arc::new(SystemClock)).await
}

fn mortal(
    desktop: &Desktop,
    standin: &Standin,
    folder: &Path,
    fate: Option<(u16, &str)>,
) -> anyhow::Result<ExitStatus> {
    let mut command = Command::new(program("mortal", "sdr-tests")?);
    command.arg(folder).arg(serde_json::to_string(&standin.command())?).envs(desktop.env());
    if let Some((part, event)) = fate {
        command.arg(part.to_string()).arg(event);
    }
    Ok(command.status()?)
}

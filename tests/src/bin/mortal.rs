//! The core with the real relayer, in a process that kills itself right after a given journal entry.
//!
//! `mortal FOLDER COMMAND_JSON [PART EVENT]`: works on the workspace until nothing is queued, claimed or
//! armed, then ends with 0; with PART and EVENT it dies by SIGKILL as soon as that entry is on disk.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use async_trait::async_trait;
use sdr_domain::channel::Channel;
use sdr_domain::delivery::DeliveryState;
use sdr_domain::part::PartEvent;
use sdr_engine::Engine;
use sdr_ports::{
    ChannelError, ChannelHealth, ChannelPort, JournalError, Outgoing, Receipt, SendJournal, SystemClock,
};
use sdr_storage::DeliveryFilter;
use sdr_tests::wait::until;
use sdr_tests::workspace::{OnlyTelegram, engine, telegram};

/// Where to die.
#[derive(Clone)]
struct Fate {
    part: u16,
    event: String,
}

struct Mortal {
    inner: Arc<dyn ChannelPort>,
    fate: Option<Fate>,
}

struct MortalJournal<'a> {
    inner: &'a dyn SendJournal,
    fate: Option<Fate>,
}

#[async_trait]
impl SendJournal for MortalJournal<'_> {
    async fn record(&self, part: u16, event: PartEvent, detail: &str) -> Result<(), JournalError> {
        self.inner.record(part, event, detail).await?;
        if self.fate.as_ref().is_some_and(|fate| fate.part == part && fate.event == event.as_str()) {
            let me = std::process::id().to_string();
            // SIGKILL leaves no chance to tidy up, like a power cut for this process.
            let _ = Command::new("kill").args(["-9", &me]).status();
            std::future::pending::<()>().await;
        }
        Ok(())
    }
}

#[async_trait]
impl ChannelPort for Mortal {
    fn channel(&self) -> Channel {
        self.inner.channel()
    }
    async fn health(&self) -> ChannelHealth {
        self.inner.health().await
    }
    async fn deliver(&self, message: &Outgoing, journal: &dyn SendJournal) -> Result<Receipt, ChannelError> {
        let journal = MortalJournal { inner: journal, fate: self.fate.clone() };
        self.inner.deliver(message, &journal).await
    }
    async fn prepare(&self, message: &Outgoing, part: u16) -> Result<(), ChannelError> {
        self.inner.prepare(message, part).await
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [folder, command, rest @ ..] = words.as_slice() else {
        anyhow::bail!("mortal FOLDER COMMAND [PART EVENT]")
    };
    let fate = match rest {
        [part, event] => Some(Fate { part: part.parse().context("PART")?, event: event.clone() }),
        _ => None,
    };
    let command: Vec<String> = serde_json::from_str(command)?;
    let channel = Mortal { inner: telegram(command), fate };
    let engine =
        engine(Path::new(folder), Arc::new(OnlyTelegram(Arc::new(channel))), Arc::new(SystemClock)).await?;
    let worker = engine.start_worker(true);
    until("the deliveries to come to rest", Duration::from_mins(2), || at_rest(&engine)).await?;
    worker.shutdown().await;
    Ok(())
}

async fn at_rest(engine: &Engine) -> anyhow::Result<Option<()>> {
    let states = vec![DeliveryState::Queued, DeliveryState::Claimed, DeliveryState::Armed];
    let page = engine.deliveries_page(&DeliveryFilter { states, channel: None }, None, 10).await?;
    Ok(page.items.is_empty().then_some(()))
}

//! The bus: says after each commit what changed, so that screens can look again.
//!
//! **Invariant:** a message carries a topic and an id, never content; whoever missed one reads the store.

use serde::Serialize;
use tokio::sync::broadcast;

/// Which nouns a listener should read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Topic {
    /// Leads and everything shown on them.
    Leads,
    /// Drafts and approvals.
    Drafts,
    /// Deliveries.
    Deliveries,
    /// Runs of the pipeline.
    Runs,
    /// Project and switches.
    Settings,
    /// Connections.
    Channels,
    /// The suppression list.
    Suppressions,
    /// Sources.
    Sources,
    /// Message templates.
    Templates,
    /// Backtests.
    Backtests,
    /// Language models: choice, health, use, downloads.
    Llm,
    /// What leaves the machine.
    Egress,
    /// Sequences and their versions.
    Sequences,
    /// Enrollments: leads going through sequences, and what came back from them.
    Enrollments,
}

/// Something changed and is committed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// What kind of thing.
    pub topic: Topic,
    /// Which one, when it was a single one.
    pub id: Option<String>,
}

/// Tells every listener; a slow one loses old messages, never blocks a writer.
#[derive(Debug, Clone)]
pub struct Bus {
    sender: broadcast::Sender<Changed>,
}

impl Default for Bus {
    fn default() -> Self {
        Self { sender: broadcast::Sender::new(1024) }
    }
}

impl Bus {
    /// Listens from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Changed> {
        self.sender.subscribe()
    }

    /// Announces one thing. Call it after the commit.
    pub fn announce(&self, topic: Topic, id: impl std::fmt::Display + Copy) {
        // No listener is fine: the window may be closed.
        let _ = self.sender.send(Changed { topic, id: Some(id.to_string()) });
    }

    /// Announces many things of one kind.
    pub fn announce_all(&self, topic: Topic) {
        let _ = self.sender.send(Changed { topic, id: None });
    }
}

//! Storing what a run found: many leads, their failures and the run's counts in one transaction.

use sdr_domain::id::DraftId;
use sdr_domain::project::Project;
use sdr_storage::{RunFailure, RunRow};

use super::rules::Worked;
use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;

impl Engine {
    /// Makes results durable together with the counts that hold them; the number of leads stored.
    pub(super) async fn store_worked(
        &self,
        row: &RunRow,
        project: &Project,
        worked: Vec<Worked>,
    ) -> Result<u64, EngineError> {
        let now = self.cx.now();
        let (mut records, mut failures) = (Vec::with_capacity(worked.len()), Vec::new());
        for worked in worked {
            records.extend(worked.record);
            failures.extend(worked.failure.map(|failure| RunFailure {
                lead_id: Some(failure.lead),
                lead_name: None,
                source_id: None,
                stage: failure.stage.as_str().to_owned(),
                reason: failure.reason,
                at: now,
            }));
        }
        let first_drafts: Vec<DraftId> =
            records.iter().filter_map(|record| record.drafts.first()).map(|draft| draft.id).collect();
        let tx = self.cx.store.begin().await?;
        let stored = tx.record_pipeline(records, now).await?;
        tx.insert_run_failures(row.id, &failures).await?;
        tx.update_run(row).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Runs, row.id);
        self.cx.bus.announce_all(Topic::Leads);
        self.cx.bus.announce_all(Topic::Drafts);
        if !project.outreach.approval {
            self.approve_by_policy(&first_drafts).await?;
        }
        Ok(stored)
    }
}

//! Applying a backtest: the project takes what was tried, the leads take what was found.

use sdr_domain::activity::Actor;
use sdr_domain::id::{BacktestId, JudgementId, ScoreId};
use sdr_domain::project::Project;
use sdr_storage::{AppliedFinding, BacktestLead, BacktestRecord};

use super::backtest_view;
use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::BacktestState;

/// Leads in one transaction.
const BATCH: u32 = 500;

impl Engine {
    /// Makes the tried weights, threshold, guidance and profile the project's own, and the findings the
    /// leads' own. Leads that pass now go through the pipeline again with the next run; drafts that were
    /// written to leads which pass no longer stay in the queue for the human.
    pub async fn apply_backtest(&self, id: BacktestId) -> Result<Project, EngineError> {
        let record = self.backtest_record(id).await?;
        let tried = backtest_view(record.clone())?;
        if tried.state != BacktestState::Finished {
            let sentence = "Only a backtest that was tried to its end can be applied.";
            return Err(EngineError::precondition("backtest_unfinished", sentence));
        }
        let mut project = self.need_project().await?;
        project.judging = tried.judging;
        if let Some(icp) = tried.icp {
            project.icp = icp;
        }
        let project = self.save_project(project).await?;
        // The findings follow batch by batch. Each is written as often as it is applied, so a process that
        // dies here leaves a backtest that can be applied again.
        let mut from = 0;
        loop {
            let rows = self.cx.store.backtest_findings(id, from, BATCH).await?;
            let Some(last) = rows.last() else { break };
            from = last.number + 1;
            let findings = rows.into_iter().map(|row| self.finding(row)).collect();
            let tx = self.cx.store.begin().await?;
            tx.apply_findings(findings, self.cx.now()).await?;
            tx.commit().await?;
        }
        let at = self.cx.now();
        let tx = self.cx.store.begin().await?;
        tx.update_backtest(&BacktestRecord { applied_at: Some(at), ..record }).await?;
        let about = (Some(project.id), None);
        tx.insert_activity(vec![self.cx.activity(
            about,
            Actor::Human,
            "backtest.applied",
            id,
            "Backtest applied",
        )])
        .await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Backtests, id);
        self.cx.bus.announce_all(Topic::Leads);
        Ok(project)
    }

    fn finding(&self, row: BacktestLead) -> AppliedFinding {
        AppliedFinding {
            lead_id: row.lead_id,
            again: row.change == "newly_in",
            score: (self.cx.id::<ScoreId>(), row.score),
            judgement: row.judgement.map(|judgement| (self.cx.id::<JudgementId>(), judgement)),
        }
    }
}

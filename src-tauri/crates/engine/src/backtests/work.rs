//! The work of a backtest: leads judged or scored as tried, compared with what is stored, kept as rows.

use std::sync::Arc;

use sdr_domain::id::LeadId;
use sdr_domain::judgement::{Judgement, Verdict};
use sdr_domain::offline_judge::OfflineJudge;
use sdr_domain::project::Project;
use sdr_domain::score::{PostFacts, Score, ScoreInputs, score};
use sdr_storage::{BacktestLead, BacktestRecord, LeadWithPosts};
use tokio::sync::watch;

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{BacktestForm, BacktestSide, BacktestState, BacktestSummary};

/// Leads between two looks at the stop, and between two rows of progress.
const BATCH: usize = 200;

/// What is tried, and what it is compared with.
struct Trial {
    /// The project as it would be.
    tried: Project,
    /// The threshold as it is.
    threshold_now: u8,
    form: BacktestForm,
    judge: OfflineJudge,
}

/// A lead with what is stored about it.
struct Past {
    found: LeadWithPosts,
    judgement: Option<Judgement>,
}

impl Engine {
    pub(super) async fn try_on(
        &self,
        mut record: BacktestRecord,
        project: Project,
        form: BacktestForm,
        leads: Vec<LeadId>,
        stopped: watch::Receiver<bool>,
    ) {
        let ended = self.try_all(&mut record, project, form, &leads, stopped).await;
        let state = match ended {
            Ok(state) => state,
            Err(error) => {
                tracing::error!(%error, backtest.id = %record.id, "the backtest could not go on");
                record.sentence = Some(format!("It could not go on: {error}."));
                BacktestState::Failed
            }
        };
        state.as_str().clone_into(&mut record.state);
        if let Err(error) = self.keep(&record).await {
            tracing::error!(%error, backtest.id = %record.id, "the end of the backtest could not be stored");
        }
    }

    async fn try_all(
        &self,
        record: &mut BacktestRecord,
        project: Project,
        form: BacktestForm,
        leads: &[LeadId],
        stopped: watch::Receiver<bool>,
    ) -> Result<BacktestState, EngineError> {
        let trial = Arc::new(Trial::new(project, form));
        let mut summary = BacktestSummary::default();
        for ids in leads.chunks(BATCH) {
            if *stopped.borrow() {
                return Ok(BacktestState::Stopped);
            }
            let past = self.past(ids).await?;
            let Some(judged) = self.judge_again(&trial, &past, &stopped).await? else {
                return Ok(BacktestState::Stopped);
            };
            let (trial, now, first) = (Arc::clone(&trial), self.cx.now(), record.done);
            let rows = tokio::task::spawn_blocking(move || {
                let pairs = past.into_iter().zip(judged);
                let numbered = (first..).zip(pairs);
                numbered
                    .map(|(number, (past, judged))| trial.row(number, past, judged, now))
                    .collect::<Vec<_>>()
            })
            .await
            .map_err(|_| {
                EngineError::conflict("backtest_broken", "A lead broke the backtest; see the log.")
            })?;
            for row in &rows {
                count(&mut summary, row);
            }
            record.done += ids.len() as u64;
            record.summary = serde_json::to_value(summary).unwrap_or_default();
            record.sentence = Some(sentence(&summary));
            let tx = self.cx.store.begin().await?;
            tx.insert_backtest_rows(record.id, rows.into_iter().map(|(row, ..)| row).collect()).await?;
            tx.update_backtest(record).await?;
            tx.commit().await?;
            self.cx.bus.announce(Topic::Backtests, record.id);
        }
        Ok(BacktestState::Finished)
    }

    async fn past(&self, ids: &[LeadId]) -> Result<Vec<Past>, EngineError> {
        let found = self.cx.store.leads_with_posts(ids).await?;
        let mut past = Vec::with_capacity(found.len());
        for found in found {
            let judgement = self.cx.store.judgement(found.lead.id).await?.map(|row| row.judgement);
            past.push(Past { found, judgement });
        }
        Ok(past)
    }

    /// The judgements as tried, `None` where the stored one stays; nothing at all when it was stopped.
    async fn judge_again(
        &self,
        trial: &Arc<Trial>,
        past: &[Past],
        stopped: &watch::Receiver<bool>,
    ) -> Result<Option<Vec<Option<Judgement>>>, EngineError> {
        if !trial.form.judge_again {
            return Ok(Some(past.iter().map(|_| None).collect()));
        }
        let leads: Vec<&LeadWithPosts> = past.iter().map(|past| &past.found).collect();
        if trial.form.use_llm {
            let judged = self.judge_by_model(&trial.tried, &leads, stopped).await?;
            return Ok(judged.map(|judged| judged.into_iter().map(Some).collect()));
        }
        Ok(Some(leads.iter().map(|found| Some(trial.judge_offline(found))).collect()))
    }

    async fn keep(&self, record: &BacktestRecord) -> Result<(), EngineError> {
        let tx = self.cx.store.begin().await?;
        tx.update_backtest(record).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Backtests, record.id);
        Ok(())
    }
}

impl Trial {
    fn new(mut project: Project, form: BacktestForm) -> Self {
        let threshold_now = project.judging.threshold;
        project.judging = form.judging.clone();
        if let Some(icp) = &form.icp {
            project.icp = icp.clone();
        }
        let judge = OfflineJudge::new(&project.company, &project.icp);
        Self { tried: project, threshold_now, form, judge }
    }

    fn judge_offline(&self, found: &LeadWithPosts) -> Judgement {
        let posts: Vec<&str> = found.posts.iter().map(|post| post.text.as_str()).collect();
        self.judge.judge(&found.lead.profile, &posts)
    }

    fn row(
        &self,
        number: u64,
        past: Past,
        judged: Option<Judgement>,
        now: sdr_domain::Timestamp,
    ) -> (BacktestLead, BacktestSide, BacktestSide) {
        let Past { found, judgement } = past;
        let current = judged.clone().or_else(|| judgement.clone());
        let scored = current.as_ref().map(|judgement| self.score(&found, judgement, now));
        let before = side(judgement.as_ref(), found.lead.score, self.threshold_now);
        let after =
            side(current.as_ref(), scored.as_ref().map(|score| score.total), self.tried.judging.threshold);
        let change = match (before.passes, after.passes) {
            (false, true) => "newly_in",
            (true, false) => "newly_out",
            (true, true) | (false, false) => "same",
        };
        let nothing = Score { total: 0, fit: 0, intent: 0, components: Vec::new() };
        let row = BacktestLead {
            number,
            lead_id: found.lead.id,
            change: change.to_owned(),
            verdict_changed: before.verdict != after.verdict,
            before: serde_json::to_value(&before).unwrap_or_default(),
            after: serde_json::to_value(&after).unwrap_or_default(),
            quote: current.and_then(|judgement| judgement.evidence.into_iter().next()).map(|e| e.quote),
            judgement: judged,
            score: scored.unwrap_or(nothing),
        };
        (row, before, after)
    }

    fn score(&self, found: &LeadWithPosts, judgement: &Judgement, now: sdr_domain::Timestamp) -> Score {
        let posts: Vec<PostFacts> = found.posts.iter().map(PostFacts::from).collect();
        let inputs =
            ScoreInputs { profile: &found.lead.profile, posts: &posts, judgement, icp: &self.tried.icp, now };
        score(&inputs, &self.tried.judging.weights)
    }
}

fn side(judgement: Option<&Judgement>, score: Option<u8>, threshold: u8) -> BacktestSide {
    let verdict = judgement.map(|judgement| judgement.verdict);
    let wanted = verdict.is_some_and(|verdict| verdict != Verdict::Irrelevant);
    BacktestSide {
        verdict,
        score,
        passes: wanted && score.unwrap_or(0) >= threshold,
        mode: judgement.map(|judgement| judgement.mode),
    }
}

fn count(summary: &mut BacktestSummary, (row, before, after): &(BacktestLead, BacktestSide, BacktestSide)) {
    let one = u64::from;
    summary.newly_in += one(row.change == "newly_in");
    summary.newly_out += one(row.change == "newly_out");
    summary.verdict_changed += one(row.verdict_changed);
    summary.same += one(row.change == "same" && !row.verdict_changed);
    summary.score_up += one(after.score > before.score);
    summary.score_down += one(after.score < before.score);
    summary.passing_before += one(before.passes);
    summary.passing_after += one(after.passes);
}

fn sentence(summary: &BacktestSummary) -> String {
    let BacktestSummary { newly_in, newly_out, passing_before, passing_after, .. } = summary;
    if *newly_in == 0 && *newly_out == 0 {
        return format!("The same {passing_before} leads would be written to.");
    }
    format!(
        "{passing_after} leads would be written to instead of {passing_before}: {newly_in} more, {newly_out} fewer."
    )
}

//! Backtests on the wire.

use jiff::Timestamp;
use sdr_engine::{BacktestOnly, view};
use serde::Deserialize;
use uuid::Uuid;

use crate::dto::project::{Icp, Judging};
use crate::dto::wire::Wire;
use crate::dto::words::{JudgeMode, Verdict};

words! {
    /// Where a backtest stands.
    BacktestState = view::BacktestState {
        Running = "running", Finished = "finished", Stopped = "stopped", Failed = "failed",
    }
}

wire! {
    /// What would change, in numbers of leads.
    out BacktestSummary = view::BacktestSummary {
        /// Neither verdict nor passing changes.
        same: u64,
        newly_in: u64, newly_out: u64, verdict_changed: u64, score_up: u64, score_down: u64,
        passing_before: u64, passing_after: u64,
    }
}

wire! {
    /// Other judging, tried on past leads.
    out Backtest = view::Backtest {
        id: Uuid, name: String, state: BacktestState, created_at: Timestamp, applied_at: Option<Timestamp>,
        judging: Judging, judge_again: bool, use_llm: bool, icp: Option<Icp>, done: u64, total: u64,
        summary: BacktestSummary, sentence: Option<String>,
    }
}

wire! {
    /// One lead, before or after.
    out BacktestSide = view::BacktestSide {
        verdict: Option<Verdict>,
        #[schema(value_type = Option<u32>)]
        score: Option<u8>,
        /// Whether they would be written to.
        passes: bool,
        mode: Option<JudgeMode>,
    }
}

wire! {
    /// One lead, side by side.
    out BacktestRow = view::BacktestRow {
        lead_id: Uuid, name: String, company: Option<String>, before: BacktestSide, after: BacktestSide,
        quote: Option<String>,
    }
}

/// What to try.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct BacktestForm {
    pub(crate) name: String,
    pub(crate) judging: Judging,
    /// Another customer profile; needs `judge_again`.
    pub(crate) icp: Option<Icp>,
    /// Judge again, or only score again.
    pub(crate) judge_again: bool,
    /// By the language model, or offline.
    pub(crate) use_llm: bool,
    /// How many past leads, newest first.
    #[schema(minimum = 1, maximum = 100_000)]
    pub(crate) leads: u32,
}

impl Wire<view::BacktestForm> for BacktestForm {
    fn wire(self) -> view::BacktestForm {
        view::BacktestForm {
            name: self.name,
            judging: self.judging.wire(),
            icp: self.icp.map(Wire::wire),
            judge_again: self.judge_again,
            use_llm: self.use_llm,
            leads: self.leads,
        }
    }
}

words! {
    /// Which rows of a backtest.
    RowsOnly = BacktestOnly {
        All = "all", NewlyIn = "newly_in", NewlyOut = "newly_out", VerdictChanged = "verdict_changed",
    }
}

/// Which rows.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RowsQuery {
    /// All of them when left out.
    #[param(inline)]
    pub(crate) only: Option<RowsOnly>,
}

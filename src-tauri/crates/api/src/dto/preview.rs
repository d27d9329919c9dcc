//! The next days on the wire.

use jiff::Timestamp;
use sdr_domain::id::SequenceId;
use sdr_engine::preview as engine;
use sdr_engine::view;
use serde::Deserialize;
use uuid::Uuid;

use crate::dto::enrollment::ReasonCount;
use crate::dto::project::Outreach;
use crate::dto::wire::Wire;
use crate::dto::words::{Action, Channel, Mode};

words! {
    /// What an item of the preview is.
    PreviewKind = view::PreviewKind { Act = "act", Approval = "approval", End = "end" }
}

wire! {
    /// One thing that will happen.
    out PreviewItem = view::PreviewItem {
        at: Timestamp,
        /// When it would have happened without limits and windows.
        wanted_at: Timestamp,
        kind: PreviewKind, lead_id: Uuid, lead_name: String,
        /// Null for a message approved outside of a sequence.
        sequence_id: Option<Uuid>,
        sequence_name: Option<String>, step: Option<String>,
        /// The step in words, or why it ends.
        label: String,
        channel: Option<Channel>, action: Option<Action>, mode: Option<Mode>,
        /// The limit or window that delayed it most.
        delayed_by: Option<String>,
        /// What was taken for granted.
        assumed: Option<String>,
    }
}

wire! {
    /// One local day.
    out PreviewDay = view::PreviewDay {
        /// `YYYY-MM-DD` in the SDR's zone.
        date: String,
        acts: u32, telegram: u32, x: u32, email: u32, linkedin: u32, approvals: u32, ends: u32,
        /// Why nothing goes by itself that day.
        closed: Option<String>,
    }
}

impl Wire<ReasonCount> for view::PreviewWaiting {
    fn wire(self) -> ReasonCount {
        ReasonCount { reason: self.reason, count: self.count.into() }
    }
}

wire! {
    /// The next days.
    out Preview = view::Preview {
        from: Timestamp, to: Timestamp, time_zone: String, items: Vec<PreviewItem>, days: Vec<PreviewDay>,
        acts: u32, approvals: u32, ends: u32,
        /// What waits for a human at the end of it.
        waiting: Vec<ReasonCount>,
        /// When the last enrollment ends, where all of them do.
        finish_at: Option<Timestamp>,
        /// Enrollments that have not ended by then.
        unfinished: u32,
        sentence: String,
    }
}

wire! {
    /// An act that moves when a setting changes.
    out PreviewMove = view::PreviewMove {
        lead_name: String, label: String,
        /// Null when it does not go within these days.
        before: Option<Timestamp>,
        after: Option<Timestamp>,
    }
}

wire! {
    /// The next days with and without a changed setting.
    out PreviewDiff = view::PreviewDiff {
        before: Vec<PreviewDay>, after: Vec<PreviewDay>, acts_before: u32, acts_after: u32,
        finish_before: Option<Timestamp>, finish_after: Option<Timestamp>,
        /// The first acts that move.
        moved: Vec<PreviewMove>,
        /// How many move in all.
        moved_count: u32,
        sentence: String,
    }
}

/// Which days, and what is taken for granted.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct PreviewOrder {
    /// Only this sequence is shown; the others still use up the limits.
    pub(crate) sequence_id: Option<Uuid>,
    /// Local days from today on, 1 to 60; 14 when left out.
    #[schema(minimum = 1, maximum = 60)]
    pub(crate) days: Option<u32>,
    /// Whether every yes that is asked for comes at once; left out it does not come.
    pub(crate) assume_approval: Option<bool>,
    /// Settings to try; the saved ones when left out.
    pub(crate) outreach: Option<Outreach>,
}

impl Wire<engine::PreviewOrder> for PreviewOrder {
    fn wire(self) -> engine::PreviewOrder {
        let Self { sequence_id, days, assume_approval, outreach } = self;
        engine::PreviewOrder {
            sequence: sequence_id.map(SequenceId),
            days,
            assume_approval: assume_approval.unwrap_or_default(),
            outreach: outreach.wire(),
        }
    }
}

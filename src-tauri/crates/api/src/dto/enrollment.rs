//! Enrollments on the wire: where leads are in their sequences, and putting them in.

use jiff::Timestamp;
use sdr_domain as domain;
use sdr_domain::id::{EnrollmentId, LeadId, SequenceId};
use sdr_engine::{EnrollmentFilter, LeadFilter, LeadSort, view};
use serde::Deserialize;
use uuid::Uuid;

use crate::dto::sequence::{EndReason, StepKind};
use crate::dto::wire::Wire;
use crate::dto::words::{LeadStatus, Verdict};
use crate::problem::Problem;

words! {
    /// Where an enrollment stands.
    EnrollmentState = domain::enrollment::EnrollmentState {
        Active = "active", WaitingApproval = "waiting_approval", Paused = "paused", Completed = "completed",
        Exited = "exited",
    }
}

words! {
    /// Who or what made an enrollment rest.
    PausedBy = domain::enrollment::PausedBy {
        Human = "human", Company = "company", OutOfOffice = "out_of_office", Trouble = "trouble",
    }
}

words! {
    /// What became of one step.
    Outcome = domain::enrollment::Outcome {
        ToWrite = "to_write", ToApprove = "to_approve", Queued = "queued", Done = "done", Yes = "yes", No = "no",
        Skipped = "skipped", Rejected = "rejected", Canceled = "canceled",
    }
}

wire! {
    /// A lead going through a sequence.
    out EnrollmentRow = view::EnrollmentRow {
        id: Uuid, sequence_id: Uuid, sequence_name: String, lead_id: Uuid, lead_name: String,
        company: Option<String>, state: EnrollmentState,
        /// Number of the version the lead is on.
        version: u32,
        /// The step that is next, or under way; null when it is over.
        step: Option<String>,
        step_label: Option<String>,
        /// How many steps it has begun.
        visit: u32,
        /// When the next step is due; null while it waits for something that is not time.
        due_at: Option<Timestamp>,
        /// What it waits for, or why it is over, in plain words.
        why: String,
        paused_by: Option<PausedBy>,
        /// When it goes on by itself.
        resume_at: Option<Timestamp>,
        end_reason: Option<EndReason>,
        enrolled_at: Timestamp, ended_at: Option<Timestamp>,
    }
}

wire! {
    /// One step as it went.
    out ExecutionView = view::ExecutionView {
        /// The how-manieth step, from 0.
        visit: u32,
        step: String, label: String, kind: StepKind, outcome: Outcome,
        /// Why it was passed over, or what stands in the way.
        reason: Option<String>,
        delivery_id: Option<Uuid>, draft_id: Option<Uuid>,
        started_at: Timestamp, finished_at: Option<Timestamp>,
    }
}

wire! {
    /// A step that comes if nobody responds.
    out StepAhead = view::StepAhead {
        step: String, label: String,
        /// Not before this instant, where that is known.
        at: Option<Timestamp>,
    }
}

wire! {
    /// An enrollment with what was and what comes.
    out EnrollmentDetail = view::EnrollmentDetail {
        row: EnrollmentRow, executions: Vec<ExecutionView>, ahead: Vec<StepAhead>,
    }
}

wire! {
    /// What a pause, a resume or an exit reached.
    out Moved = view::Moved { count: u64, sentence: String }
}

wire! {
    /// What moving leads to another version did.
    out MovedOver = view::MovedOver {
        moved: u64,
        /// Leads whose step is gone in that version; they stay where they are.
        stayed: u64,
        sentence: String,
    }
}

/// How many for one reason.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(crate) struct ReasonCount {
    pub(crate) reason: String,
    pub(crate) count: u64,
}

impl<Number: Into<u64>> Wire<ReasonCount> for (String, Number) {
    fn wire(self) -> ReasonCount {
        ReasonCount { reason: self.0, count: self.1.into() }
    }
}

wire! {
    /// What enrolling these people would mean.
    out EnrollEstimate = view::EnrollEstimate {
        /// How many would be enrolled.
        count: u64,
        /// Who would be left out, and why.
        skipped: Vec<ReasonCount>,
        /// When the first of their acts goes.
        first_at: Option<Timestamp>,
        /// When the last of them is through, where that is foreseeable.
        finish_at: Option<Timestamp>,
        acts: u32, approvals: u32,
        /// What makes most of them wait longest.
        limited_by: Option<String>,
        sentence: String,
    }
}

wire! {
    /// What enrolling did.
    #[expect(clippy::struct_field_names, reason = "the count has the name people know it by")]
    out Enrolled = view::Enrolled { enrolled: u64, skipped: Vec<ReasonCount>, sentence: String }
}

/// Who is to be enrolled: leads by their ids, or every lead of a list; what is left out narrows nothing.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct EnrollWho {
    /// These leads; nothing else may narrow them.
    pub(crate) lead_ids: Option<Vec<Uuid>>,
    /// Only leads that score at least this, 0 to 100.
    #[schema(value_type = Option<u32>, maximum = 100)]
    pub(crate) min_score: Option<u8>,
    pub(crate) verdict: Option<Verdict>,
    pub(crate) status: Option<LeadStatus>,
    /// Words to find in name, company or role.
    pub(crate) q: Option<String>,
    /// The explicit yes to people who were written to before.
    pub(crate) again: Option<bool>,
}

impl EnrollWho {
    /// Who is meant and whether people may be written to again, or why that cannot be said.
    pub(crate) fn choice(self) -> Result<(view::EnrollWho, bool), Problem> {
        let Self { lead_ids, min_score, verdict, status, q, again } = self;
        let again = again.unwrap_or_default();
        let narrowed = min_score.is_some() || verdict.is_some() || status.is_some() || q.is_some();
        match lead_ids {
            Some(_) if narrowed => {
                Err(Problem::invalid_field("lead_ids", "Name the leads or describe them, not both."))
            }
            Some(ids) if ids.is_empty() => {
                Err(Problem::invalid_field("lead_ids", "Choose at least one lead."))
            }
            Some(ids) => Ok((view::EnrollWho::Leads(ids.into_iter().map(LeadId).collect()), again)),
            None => {
                let (status, verdict) = (status.wire(), verdict.wire());
                let leads = LeadFilter { status, verdict, q, source: None, sort: LeadSort::Score };
                Ok((view::EnrollWho::Filter { leads, min_score }, again))
            }
        }
    }
}

/// To which version leads are moved.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct MoveRequest {
    pub(crate) version_id: Uuid,
}

/// Which enrollments are meant; exactly one of these.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct Scope {
    pub(crate) lead_id: Option<Uuid>,
    /// A company's name; everybody there is meant.
    pub(crate) company: Option<String>,
    pub(crate) sequence_id: Option<Uuid>,
    pub(crate) enrollment_id: Option<Uuid>,
    /// Everybody in every sequence; only true says so.
    pub(crate) all: Option<bool>,
}

/// Enrollments to pause, to resume or to end.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct ScopeRequest {
    pub(crate) scope: Scope,
}

impl Scope {
    /// The one thing that is meant.
    pub(crate) fn reach(self) -> Result<view::Scope, Problem> {
        let Self { lead_id, company, sequence_id, enrollment_id, all } = self;
        let named = [
            lead_id.map(|id| view::Scope::Lead(LeadId(id))),
            company.map(view::Scope::Company),
            sequence_id.map(|id| view::Scope::Sequence(SequenceId(id))),
            enrollment_id.map(|id| view::Scope::Enrollment(EnrollmentId(id))),
            all.filter(|all| *all).map(|_| view::Scope::All),
        ];
        let mut named = named.into_iter().flatten();
        match (named.next(), named.next()) {
            (Some(scope), None) => Ok(scope),
            (None, _) | (Some(_), Some(_)) => Err(Problem::invalid_field(
                "scope",
                "Name exactly one of lead_id, company, sequence_id, enrollment_id and all.",
            )),
        }
    }
}

/// Which enrollments.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EnrollmentQuery {
    /// Id of a sequence.
    pub(crate) sequence: Option<String>,
    #[param(inline)]
    pub(crate) state: Option<EnrollmentState>,
    /// Key of the step they are at.
    pub(crate) step: Option<String>,
    /// Words to find in name or company.
    pub(crate) q: Option<String>,
}

impl EnrollmentQuery {
    /// The filter, or what is wrong with the sequence's id.
    pub(crate) fn filter(self) -> Result<EnrollmentFilter, Problem> {
        let wrong = |_| Problem::invalid_field("sequence", "This is not the id of a sequence.");
        Ok(EnrollmentFilter {
            sequence: self.sequence.map(|id| id.parse().map_err(wrong)).transpose()?,
            state: self.state.wire(),
            step: self.step.wire(),
            q: self.q,
        })
    }
}

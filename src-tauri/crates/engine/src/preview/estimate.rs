//! What enrolling people would mean, before they are.

use std::collections::{HashMap, HashSet};

use sdr_domain::Timestamp;
use sdr_domain::enrollment::{Enrollment, EnrollmentState};
use sdr_domain::id::{EnrollmentId, LeadId};
use sdr_domain::limits::WaitReason;
use sdr_domain::preview::{Order, Preview as Course, What};
use sdr_domain::sequence::Sequence;

use super::Span;
use super::words::{count, day_words};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::EnrollEstimate;

/// Virtual days looked ahead at most.
const DAYS: u32 = 180;

impl Engine {
    /// How long these people would take among everybody who is enrolled already, if every yes comes at once.
    pub(crate) async fn estimate(
        &self,
        sequence: &Sequence,
        leads: &[LeadId],
        skipped: Vec<(String, u64)>,
    ) -> Result<EnrollEstimate, EngineError> {
        let project = self.need_project().await?;
        let version = self.cx.store.sequence_version(sequence.version_id).await?;
        let version = version.ok_or(EngineError::NotFound { what: "version" })?;
        let now = self.cx.now();
        let first = version.steps.first();
        let delay = first.map_or(0, |step| i64::from(step.delay_minutes) * 60);
        let due_at = now.saturating_add(jiff::SignedDuration::from_secs(delay)).unwrap_or(now);
        let would_be = leads.iter().map(|lead| Enrollment {
            id: self.cx.id(),
            project_id: project.id,
            sequence_id: sequence.id,
            version_id: version.id,
            lead_id: *lead,
            company_key: None,
            state: EnrollmentState::Active,
            step: first.map(|step| step.key.clone()),
            visit: 0,
            due_at: Some(due_at),
            awaits: None,
            paused_by: None,
            resume_at: None,
            end_reason: None,
            again: false,
            enrolled_at: now,
            updated_at: now,
            ended_at: None,
        });
        let would_be: Vec<Enrollment> = would_be.collect();
        let ids: HashSet<EnrollmentId> = would_be.iter().map(|enrollment| enrollment.id).collect();
        let standing = self.standing(&project, would_be).await?;
        let span = Span::of(now, DAYS, standing.rules.calendar.zone().clone());
        let order = Order { until: span.until, assume_approval: true, only: None };
        let course = sdr_domain::preview::preview(standing, order);
        Ok(summed(&course, &ids, skipped, &span))
    }
}

/// What the course holds for them.
fn summed(
    course: &Course,
    ids: &HashSet<EnrollmentId>,
    skipped: Vec<(String, u64)>,
    span: &Span,
) -> EnrollEstimate {
    let theirs = course.items.iter().filter(|item| item.enrollment_id.is_some_and(|id| ids.contains(&id)));
    let (mut acts, mut approvals, mut ends) = (0, 0, 0);
    let (mut first_at, mut finish_at): (Option<Timestamp>, Option<Timestamp>) = (None, None);
    let mut delays: HashMap<WaitReason, i64> = HashMap::new();
    for item in theirs {
        match item.what {
            What::Approval { .. } => approvals += 1,
            What::End(_) => {
                ends += 1;
                finish_at = finish_at.max(Some(item.at));
            }
            What::Act { delayed_by, .. } => {
                acts += 1;
                first_at = Some(first_at.map_or(item.at, |at| at.min(item.at)));
                if let Some(reason) = delayed_by {
                    let waited = item.at.as_second() - item.wanted_at.as_second();
                    *delays.entry(reason).or_default() += waited;
                }
            }
        }
    }
    let finish_at = finish_at.filter(|_| ends == ids.len());
    let limited_by = delays.into_iter().max_by_key(|(reason, waited)| (*waited, *reason));
    let limited_by = limited_by.map(|(reason, _)| reason.sentence().to_owned());
    let sentence = sentence(ids.len(), acts, approvals, finish_at, span);
    EnrollEstimate {
        count: ids.len() as u64,
        skipped,
        first_at,
        finish_at,
        acts,
        approvals,
        limited_by,
        sentence,
    }
}

fn sentence(people: usize, acts: u32, approvals: u32, finish: Option<Timestamp>, span: &Span) -> String {
    let people = u32::try_from(people).unwrap_or(u32::MAX);
    if people == 0 {
        return "Nobody would be enrolled.".to_owned();
    }
    let finish = match finish {
        Some(at) if approvals > 0 => {
            format!("If you approve at once, the last one is through on {}.", day_words(at, span))
        }
        Some(at) => format!("The last one is through on {}.", day_words(at, span)),
        None => format!("Not everybody is through within {DAYS} days."),
    };
    let asked = match approvals {
        0 => String::new(),
        approvals => format!(", {} asked for", count(approvals, "approval is", "approvals are")),
    };
    let (people, acts) = (count(people, "lead", "leads"), count(acts, "act", "acts"));
    format!("{people}: {acts} to be done{asked}. {finish}")
}

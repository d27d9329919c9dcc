//! What enrolling people would mean, before they are.

use std::collections::{HashMap, HashSet};

use sdr_domain::Timestamp;
use sdr_domain::enrollment::Enrollment;
use sdr_domain::id::{EnrollmentId, SequenceId};
use sdr_domain::limits::WaitReason;
use sdr_domain::preview::{Order, Preview as Course, What};

use super::Span;
use super::words::{count, day_words};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::sequences::{Strictness, enrollment};
use crate::view::{EnrollEstimate, EnrollWho};

/// Virtual days looked ahead at most.
const DAYS: u32 = 180;

impl Engine {
    /// What enrolling these people would mean: how many of them, and how long they take among everybody who is
    /// enrolled already, if every yes comes at once. `again` is as in [`Engine::enroll`].
    pub async fn enroll_estimate(
        &self,
        id: SequenceId,
        who: &EnrollWho,
        again: bool,
    ) -> Result<EnrollEstimate, EngineError> {
        let project = self.need_project().await?;
        let (sequence, version) = self.open_sequence(id).await?;
        let chosen = self.choose(&sequence, &version, who, Strictness::Human { again }).await?;
        let now = self.cx.now();
        let way = (&sequence, version.as_ref());
        let would_be = chosen.leads.iter().map(|lead| enrollment(self.cx.id(), lead, way, again, now));
        let would_be: Vec<Enrollment> = would_be.collect();
        let ids: HashSet<EnrollmentId> = would_be.iter().map(|enrollment| enrollment.id).collect();
        let standing = self.standing(&project, would_be).await?;
        let span = Span::of(now, DAYS, standing.rules.calendar.zone().clone());
        let order = Order { until: span.until, assume_approval: true, only: None };
        let course = sdr_domain::preview::preview(standing, order);
        let skipped = chosen.skipped.into_iter().map(|(reason, count)| (reason.to_owned(), count));
        Ok(summed(&course, &ids, skipped.collect(), &span))
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

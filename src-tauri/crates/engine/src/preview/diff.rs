//! What a changed setting moves.

use std::collections::HashMap;

use sdr_domain::Timestamp;
use sdr_domain::id::{EnrollmentId, LeadId};
use sdr_domain::preview::{Item, Preview as Course, What};
use sdr_domain::project::Project;
use sdr_domain::sequence::StepKey;

use super::Span;
use super::standing::limit_rules;
use super::words::{count, day_words, days};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{PreviewDay, PreviewDiff, PreviewMove};

/// Moves shown; the rest is counted.
const SHOWN: usize = 100;

/// One act in either course: whose, which step, the how-manieth time.
type Act = (LeadId, Option<EnrollmentId>, Option<StepKey>, u32);

impl Engine {
    /// Both courses side by side.
    pub(crate) async fn compared(
        &self,
        (project, before, span): (&Project, Course, &Span),
        (changed, after, span_after): (&Project, Course, &Span),
    ) -> Result<PreviewDiff, EngineError> {
        let days_before = days(&before, span, &limit_rules(&project.outreach)?.calendar);
        let days_after = days(&after, span_after, &limit_rules(&changed.outreach)?.calendar);
        let acts = |days: &[PreviewDay]| days.iter().map(|day| day.acts).sum::<u32>();
        let (acts_before, acts_after) = (acts(&days_before), acts(&days_after));
        let moves = moves(&before, &after);
        let shown: Vec<Item> = moves.iter().take(SHOWN).map(|(item, ..)| (*item).clone()).collect();
        let names = self.names(project, &shown).await?;
        let moved = moves.iter().take(SHOWN).map(|(item, before, after)| PreviewMove {
            lead_name: names.lead(item.lead_id),
            label: names.label(item),
            before: *before,
            after: *after,
        });
        let moved = moved.collect();
        let moved_count = u32::try_from(moves.len()).unwrap_or(u32::MAX);
        let finish = (before.finish_at, after.finish_at);
        let sentence = sentence((acts_before, acts_after), moved_count, finish, span);
        Ok(PreviewDiff {
            before: days_before,
            after: days_after,
            acts_before,
            acts_after,
            finish_before: before.finish_at,
            finish_after: after.finish_at,
            moved,
            moved_count,
            sentence,
        })
    }
}

fn acts(course: &Course) -> Vec<(Act, &Item)> {
    let mut times: HashMap<(LeadId, Option<EnrollmentId>, Option<&StepKey>), u32> = HashMap::new();
    let acts = course.items.iter().filter(|item| matches!(item.what, What::Act { .. }));
    acts.map(|item| {
        let time = times.entry((item.lead_id, item.enrollment_id, item.step.as_ref())).or_default();
        *time += 1;
        ((item.lead_id, item.enrollment_id, item.step.clone(), *time), item)
    })
    .collect()
}

/// Acts that go at another time, or only in one of the courses; the earliest first.
fn moves<'a>(before: &'a Course, after: &'a Course) -> Vec<(&'a Item, Option<Timestamp>, Option<Timestamp>)> {
    let mut later: HashMap<Act, &Item> = acts(after).into_iter().collect();
    let mut moves = Vec::new();
    for (act, item) in acts(before) {
        let then = later.remove(&act).map(|item| item.at);
        if then != Some(item.at) {
            moves.push((item, Some(item.at), then));
        }
    }
    moves.extend(later.into_values().map(|item| (item, None, Some(item.at))));
    moves.sort_by_key(|(item, before, after)| (before.or(*after), item.lead_id));
    moves
}

fn sentence(
    (before, after): (u32, u32),
    moved: u32,
    finish: (Option<Timestamp>, Option<Timestamp>),
    span: &Span,
) -> String {
    if moved == 0 {
        return format!("Nothing changes within these {} days.", span.days);
    }
    let acts = if before == after {
        format!("As many acts go in these {} days ({after})", span.days)
    } else {
        format!("{} instead of {before} in these {} days", count(after, "act goes", "acts go"), span.days)
    };
    let finish = match finish {
        (Some(before), Some(after)) if before != after => format!(
            " The last lead is through on {} instead of {}.",
            day_words(after, span),
            day_words(before, span)
        ),
        (None, Some(after)) => format!(" Everybody would be through by {}.", day_words(after, span)),
        (Some(_), None) => " Not everybody would be through by then any more.".to_owned(),
        (Some(_), Some(_)) | (None, None) => String::new(),
    };
    format!("{acts}; {} to another time.{finish}", count(moved, "moves", "move"))
}

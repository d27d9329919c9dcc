//! Names and words for what the virtual clock brought.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use sdr_domain::Timestamp;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::id::{LeadId, SequenceId, SequenceVersionId};
use sdr_domain::limits::{Calendar, WaitReason};
use sdr_domain::preview::{Item, Preview as Course, What};
use sdr_domain::project::Project;
use sdr_domain::sequence::Steps;

use super::Span;
use super::standing::limit_rules;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{Preview, PreviewDay, PreviewItem, PreviewKind, PreviewWaiting};

/// What items are called.
pub(crate) struct Names {
    leads: HashMap<LeadId, String>,
    sequences: HashMap<SequenceId, String>,
    versions: HashMap<SequenceVersionId, Steps>,
}

impl Names {
    pub(crate) fn lead(&self, id: LeadId) -> String {
        self.leads.get(&id).cloned().unwrap_or_default()
    }

    /// What a human reads: the step, else the act, or why it ends.
    pub(crate) fn label(&self, item: &Item) -> String {
        let steps = item.version_id.and_then(|id| self.versions.get(&id));
        let step = steps.zip(item.step.as_ref()).and_then(|(steps, key)| steps.get(key));
        match item.what {
            What::End(reason) => reason.sentence().to_owned(),
            What::Act { channel, action, .. } | What::Approval { channel, action } => {
                step.map_or_else(|| action.label(channel).to_owned(), sdr_domain::sequence::Step::label)
            }
        }
    }

    fn view(&self, item: &Item) -> PreviewItem {
        let (kind, lane, by_hand, delayed_by) = match item.what {
            What::Act { channel, action, by_hand, delayed_by } => {
                (PreviewKind::Act, Some((channel, action)), Some(by_hand), delayed_by)
            }
            What::Approval { channel, action } => {
                (PreviewKind::Approval, Some((channel, action)), None, None)
            }
            What::End(_) => (PreviewKind::End, None, None, None),
        };
        PreviewItem {
            at: item.at,
            wanted_at: item.wanted_at,
            kind,
            lead_id: item.lead_id,
            lead_name: self.lead(item.lead_id),
            sequence_id: item.sequence_id,
            sequence_name: item.sequence_id.and_then(|id| self.sequences.get(&id)).cloned(),
            step: item.step.as_ref().map(|step| step.as_str().to_owned()),
            label: self.label(item),
            channel: lane.map(|(channel, _)| channel),
            action: lane.map(|(_, action)| action),
            mode: by_hand.map(|by_hand| if by_hand { Mode::Assisted } else { Mode::Automatic }),
            delayed_by: delayed_by.map(|reason| reason.sentence().to_owned()),
            assumed: item.assumed.sentence().map(str::to_owned),
        }
    }
}

impl Engine {
    /// The names of everybody and everything these items are about.
    pub(crate) async fn names(&self, project: &Project, items: &[Item]) -> Result<Names, EngineError> {
        let store = &self.cx.store;
        let leads: HashSet<LeadId> = items.iter().map(|item| item.lead_id).collect();
        let leads: Vec<LeadId> = leads.into_iter().collect();
        let sequences = store.sequences(project.id).await?.into_iter();
        let names = Names {
            leads: store.lead_names(&leads).await?,
            sequences: sequences.map(|sequence| (sequence.id, sequence.name)).collect(),
            versions: self.steps_of(items.iter().filter_map(|item| item.version_id)).await?,
        };
        Ok(names)
    }

    /// The course as the calendar and the list show it.
    pub(crate) async fn told(
        &self,
        project: &Project,
        course: Course,
        span: &Span,
    ) -> Result<Preview, EngineError> {
        let names = self.names(project, &course.items).await?;
        let days = days(&course, span, &limit_rules(&project.outreach)?.calendar);
        let sum = |of: fn(&PreviewDay) -> u32| days.iter().map(of).sum::<u32>();
        let (acts, approvals, ends) = (sum(|day| day.acts), sum(|day| day.approvals), sum(|day| day.ends));
        let waiting = course
            .resting
            .iter()
            .map(|(rest, count)| PreviewWaiting { reason: rest.sentence().to_owned(), count: *count });
        let mut sentence = sentence((acts, approvals, ends), &course, span);
        if project.outreach.dry_run {
            sentence.push_str(" Dry run is on: this is what would leave with dry run off.");
        }
        if self.is_paused().await? {
            sentence.push_str(" Sending is paused: this holds once you let it go on.");
        }
        Ok(Preview {
            from: span.from,
            to: span.until,
            time_zone: project.outreach.working_hours.time_zone.clone(),
            items: course.items.iter().map(|item| names.view(item)).collect(),
            acts,
            approvals,
            ends,
            waiting: waiting.collect(),
            finish_at: course.finish_at,
            unfinished: course.unfinished,
            sentence,
            days,
        })
    }
}

/// Day by day.
pub(crate) fn days(course: &Course, span: &Span, calendar: &Calendar) -> Vec<PreviewDay> {
    let mut days: Vec<PreviewDay> = (0..span.days)
        .map(|ahead| {
            let date = span.first.saturating_add(jiff::Span::new().days(i64::from(ahead)));
            PreviewDay {
                date: date.to_string(),
                acts: 0,
                telegram: 0,
                x: 0,
                email: 0,
                linkedin: 0,
                approvals: 0,
                ends: 0,
                closed: closed(calendar, date),
            }
        })
        .collect();
    for item in &course.items {
        let Some(day) = span.day(item.at).and_then(|day| days.get_mut(day)) else { continue };
        match item.what {
            What::Approval { .. } => day.approvals += 1,
            What::End(_) => day.ends += 1,
            What::Act { channel, .. } => {
                day.acts += 1;
                match channel {
                    Channel::Telegram => day.telegram += 1,
                    Channel::X => day.x += 1,
                    Channel::Email => day.email += 1,
                    Channel::Linkedin => day.linkedin += 1,
                }
            }
        }
    }
    days
}

/// Why nothing goes by itself on a date: "Saturday", "Holiday", "Vacation".
fn closed(calendar: &Calendar, date: Date) -> Option<String> {
    let word = match calendar.day_off(date)? {
        WaitReason::Holiday => "Holiday".to_owned(),
        WaitReason::Vacation => "Vacation".to_owned(),
        WaitReason::Paused
        | WaitReason::UndoWindow
        | WaitReason::RetryLater
        | WaitReason::WorkingHours
        | WaitReason::LeadHours
        | WaitReason::NoCommonHours
        | WaitReason::MinuteCap
        | WaitReason::HourCap
        | WaitReason::ChannelCap
        | WaitReason::Ramp
        | WaitReason::TotalCap
        | WaitReason::Gap
        | WaitReason::CoolDown
        | WaitReason::ChannelFailing
        | WaitReason::YourTurn
        | WaitReason::UncertainFirst
        | WaitReason::DryRun
        | WaitReason::EnrollmentPaused => date.strftime("%A").to_string(),
    };
    Some(word)
}

fn sentence((acts, approvals, ends): (u32, u32, u32), course: &Course, span: &Span) -> String {
    if acts + approvals + ends == 0 {
        let waiting: u32 = course.resting.iter().map(|(_, count)| count).sum();
        return match (course.unfinished, waiting) {
            (0, 0) => "Nothing is planned: nobody is enrolled and nothing is approved.".to_owned(),
            (_, 0) => format!("Nothing goes within these {} days.", span.days),
            (_, waiting) => format!("Nothing goes by itself: {} for you.", count(waiting, "waits", "wait")),
        };
    }
    let mut parts = vec![format!("{} go out", count(acts, "act", "acts"))];
    if acts == 1 {
        parts = vec!["1 act goes out".to_owned()];
    }
    if approvals > 0 {
        parts.push(format!("{} asked for", count(approvals, "approval is", "approvals are")));
    }
    if ends > 0 {
        parts.push(format!("{} through", count(ends, "lead is", "leads are")));
    }
    let finish = match course.finish_at {
        Some(at) => format!(" The last one is through on {}.", day_words(at, span)),
        None if course.unfinished > 0 => {
            format!(" {} still under way after that.", count(course.unfinished, "lead is", "leads are"))
        }
        None => String::new(),
    };
    format!("In these {} days {}.{finish}", span.days, listed(&parts))
}

/// "a, b and c".
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// "1 lead is", "12 leads are".
pub(crate) fn count(number: u32, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// "Tuesday, 8 December".
pub(crate) fn day_words(at: Timestamp, span: &Span) -> String {
    at.to_zoned(span.zone.clone()).strftime("%A, %-d %B").to_string()
}

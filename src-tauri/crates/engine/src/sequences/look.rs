//! Enrollments as screens read them: where a lead stands, and in plain words why.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::delivery::{Delivery, DeliveryState};
use sdr_domain::draft::DraftStatus;
use sdr_domain::enrollment::{Awaits, Enrollment, EnrollmentState, Execution, PausedBy};
use sdr_domain::id::{EnrollmentId, LeadId, SequenceId};
use sdr_domain::sequence::{SequenceVersion, Step, StepKind, Steps};
use sdr_storage::EnrollmentFilter;

use crate::drafts::{local_time, zone_of};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{EnrollmentDetail, EnrollmentRow, ExecutionView, Page, StepAhead};

/// Steps shown ahead.
const AHEAD: usize = 12;

impl Engine {
    /// One page of enrollments, newest first.
    pub async fn enrollments_page(
        &self,
        filter: &EnrollmentFilter,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<EnrollmentRow>, EngineError> {
        let page = self.cx.store.enrollments_page(filter, cursor, limit).await?;
        let rows = page.rows.into_iter().map(|row| (row.enrollment, row.lead_name, row.company)).collect();
        Ok(Page { items: self.enrollment_rows(rows).await?, next: page.next, total: page.total })
    }

    /// One enrollment with what was and what comes.
    pub async fn enrollment(&self, id: EnrollmentId) -> Result<Option<EnrollmentDetail>, EngineError> {
        match self.cx.store.enrollment(id).await? {
            Some(enrollment) => Ok(Some(self.enrollment_detail(enrollment).await?)),
            None => Ok(None),
        }
    }

    /// A lead's place in every sequence it is or was in, newest first.
    pub async fn enrollments_of_lead(&self, lead: LeadId) -> Result<Vec<EnrollmentDetail>, EngineError> {
        let mut details = Vec::new();
        for enrollment in self.cx.store.enrollments_of_lead(lead).await? {
            details.push(self.enrollment_detail(enrollment).await?);
        }
        Ok(details)
    }

    async fn enrollment_detail(&self, enrollment: Enrollment) -> Result<EnrollmentDetail, EngineError> {
        let lead = self.cx.store.lead(enrollment.lead_id).await?;
        let lead = lead.ok_or(EngineError::NotFound { what: "lead" })?;
        let version = self.version(enrollment.version_id).await?;
        let executions = self.cx.store.executions(enrollment.id).await?;
        let mut views = Vec::with_capacity(executions.len());
        for execution in executions {
            views.push(self.execution_view(execution).await?);
        }
        let ahead = ahead(&version.steps, &enrollment);
        let named = vec![(enrollment, lead.profile.name, lead.profile.company)];
        let row = self.enrollment_rows(named).await?.pop();
        let row = row.ok_or(EngineError::NotFound { what: "enrollment" })?;
        Ok(EnrollmentDetail { row, executions: views, ahead })
    }

    async fn execution_view(&self, execution: Execution) -> Result<ExecutionView, EngineError> {
        let version = self.version(execution.version_id).await?;
        let label = version.steps.get(&execution.step).map_or_else(|| execution.step.0.clone(), Step::label);
        let drafts = match execution.choice_id {
            Some(choice) => self.cx.store.choice(choice).await?,
            None => Vec::new(),
        };
        // The phrasing that was chosen, else the first.
        let chosen = drafts.iter().find(|draft| draft.status == DraftStatus::Approved).or(drafts.first());
        Ok(ExecutionView {
            visit: execution.visit,
            step: execution.step,
            label,
            kind: execution.kind,
            outcome: execution.outcome,
            reason: execution.reason,
            delivery_id: execution.delivery_id,
            draft_id: chosen.map(|draft| draft.id),
            started_at: execution.started_at,
            finished_at: execution.finished_at,
        })
    }

    async fn enrollment_rows(
        &self,
        named: Vec<(Enrollment, String, Option<String>)>,
    ) -> Result<Vec<EnrollmentRow>, EngineError> {
        let mut names: HashMap<SequenceId, String> = HashMap::new();
        let mut rows = Vec::with_capacity(named.len());
        for (enrollment, lead_name, company) in named {
            let version = self.version(enrollment.version_id).await?;
            if let Entry::Vacant(vacant) = names.entry(enrollment.sequence_id) {
                let sequence = self.cx.store.sequence(enrollment.sequence_id).await?;
                vacant.insert(sequence.map(|s| s.name).unwrap_or_default());
            }
            let sequence_name = names.get(&enrollment.sequence_id).cloned().unwrap_or_default();
            let why = self.why(&enrollment, company.as_deref()).await?;
            rows.push(enrollment_row(enrollment, &version, (sequence_name, lead_name, company, why)));
        }
        Ok(rows)
    }

    /// What it waits for, or why it is over.
    async fn why(&self, enrollment: &Enrollment, company: Option<&str>) -> Result<String, EngineError> {
        match enrollment.state {
            EnrollmentState::Completed | EnrollmentState::Exited => {
                Ok(enrollment.end_reason.map_or("Over", |reason| reason.sentence()).to_owned())
            }
            EnrollmentState::WaitingApproval => Ok("Waits for your yes".to_owned()),
            EnrollmentState::Paused => self.why_paused(enrollment, company).await,
            EnrollmentState::Active => match enrollment.awaits {
                Some(Awaits::Words) => Ok("Its message is being written".to_owned()),
                Some(Awaits::Approval) => Ok("Waits for your yes".to_owned()),
                Some(Awaits::Delivery) => self.why_not_sent(enrollment).await,
                None => match enrollment.due_at.filter(|due| *due > self.cx.now()) {
                    Some(due) => Ok(format!("Due {}", self.local(due).await?)),
                    None if self.is_paused().await? => Ok("Due now; sending is paused".to_owned()),
                    None => Ok("Due now".to_owned()),
                },
            },
        }
    }

    async fn why_paused(
        &self,
        enrollment: &Enrollment,
        company: Option<&str>,
    ) -> Result<String, EngineError> {
        Ok(match enrollment.paused_by {
            Some(PausedBy::Human) | None => "Paused by you".to_owned(),
            Some(PausedBy::OutOfOffice) => match enrollment.resume_at {
                Some(back) => format!("Paused: away until {}", self.local_day(back).await?),
                None => "Paused: away; resume it when they are back".to_owned(),
            },
            Some(PausedBy::Company) => {
                let key = enrollment.company_key.as_deref().unwrap_or_default();
                match self.cx.store.colleague_who_replied(key, enrollment.lead_id).await? {
                    Some((name, Some(at))) => format!("Paused: {name} at {at} replied"),
                    Some((name, None)) => format!("Paused: {name} replied"),
                    None => format!("Paused: a colleague at {} replied", company.unwrap_or("the company")),
                }
            }
            Some(PausedBy::Trouble) => {
                let executions = self.cx.store.executions(enrollment.id).await?;
                let reason = executions.into_iter().rev().find_map(|execution| execution.reason);
                format!("Paused: {}", reason.unwrap_or_else(|| "something must be looked at".to_owned()))
            }
        })
    }

    /// The delivery's own reason.
    async fn why_not_sent(&self, enrollment: &Enrollment) -> Result<String, EngineError> {
        let executions = self.cx.store.executions(enrollment.id).await?;
        let id = executions.last().and_then(|execution| execution.delivery_id);
        let delivery = match id {
            Some(id) => self.cx.store.delivery(id).await?,
            None => None,
        };
        let Some(delivery) = delivery else { return Ok("On its way".to_owned()) };
        let row = self.one_row(&delivery).await?;
        let at = match row.next_at.filter(|at| *at > self.cx.now()) {
            Some(at) => format!(": {}", self.local(at).await?),
            None => String::new(),
        };
        Ok(match row.waits_for {
            Some(waits) => format!("{waits}{at}"),
            None => stands(&delivery).to_owned(),
        })
    }

    async fn local(&self, at: Timestamp) -> Result<String, EngineError> {
        Ok(local_time(&self.need_project().await?, at))
    }

    async fn local_day(&self, at: Timestamp) -> Result<String, EngineError> {
        let zone = zone_of(&self.need_project().await?);
        Ok(at.to_zoned(zone).strftime("%Y-%m-%d").to_string())
    }
}

fn stands(delivery: &Delivery) -> &'static str {
    match delivery.state {
        DeliveryState::Queued | DeliveryState::Claimed => "About to go",
        DeliveryState::Armed => "Going out at this moment",
        DeliveryState::Sent => "Sent",
        DeliveryState::Failed => "The service refused it; look at Deliveries",
        DeliveryState::Uncertain => "It may or may not have left; settle it under Deliveries",
        DeliveryState::Canceled => "Called back",
        DeliveryState::Held => "It is held; look at Deliveries",
    }
}

fn enrollment_row(
    enrollment: Enrollment,
    version: &SequenceVersion,
    (sequence_name, lead_name, company, why): (String, String, Option<String>, String),
) -> EnrollmentRow {
    let step_label = enrollment.step.as_ref().and_then(|key| version.steps.get(key)).map(Step::label);
    EnrollmentRow {
        id: enrollment.id,
        sequence_id: enrollment.sequence_id,
        sequence_name,
        lead_id: enrollment.lead_id,
        lead_name,
        company,
        state: enrollment.state,
        version: version.number,
        step: enrollment.step,
        step_label,
        visit: enrollment.visit,
        due_at: enrollment.due_at,
        why,
        paused_by: enrollment.paused_by,
        resume_at: enrollment.resume_at,
        end_reason: enrollment.end_reason,
        enrolled_at: enrollment.enrolled_at,
        ended_at: enrollment.ended_at,
    }
}

/// The steps that come if nobody responds, with their earliest times as far as nothing but time lies between.
fn ahead(steps: &Steps, enrollment: &Enrollment) -> Vec<StepAhead> {
    let mut ahead = Vec::new();
    let mut at = enrollment.due_at.filter(|_| enrollment.awaits.is_none());
    let mut step = enrollment.step.as_ref().and_then(|key| steps.get(key));
    // What is under way is the last of the steps begun.
    let mut under_way = enrollment.awaits.is_some();
    while let Some(now) = step.filter(|_| ahead.len() < AHEAD) {
        if !under_way {
            ahead.push(StepAhead { step: now.key.clone(), label: now.label(), at });
        }
        under_way = false;
        let next = if now.kind == StepKind::CheckResponse { now.no.as_ref() } else { now.next.as_ref() };
        step = next.and_then(|key| steps.get(key));
        // When an act is done is the limits' to say; the preview knows.
        let delay = step.map_or(0, |step| i64::from(step.delay_minutes) * 60);
        at = at.filter(|_| now.act().is_none());
        at = at.and_then(|at| at.checked_add(SignedDuration::from_secs(delay)).ok());
    }
    ahead
}

//! What a human's word on a step's message and the outcome of its delivery do to the enrollment.
//!
//! **Invariant:** each of these is part of the transaction that writes the word or the outcome, and the
//! enrollment is locked before the delivery.

use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::delivery::{Delivery, DeliveryState};
use sdr_domain::enrollment::{
    Awaits, EndReason, Enrollment, EnrollmentEvent, Execution, Outcome, Then, leave,
};
use sdr_domain::id::DeliveryId;
use sdr_domain::lead::LeadStatus;
use sdr_domain::project::Project;
use sdr_domain::sequence::Step;
use sdr_storage::{EnrollmentScope, StoreError, Tx};
use uuid::Uuid;

use super::place;
use crate::engine::Engine;
use crate::error::EngineError;

/// The step a message is of.
pub(crate) struct OfStep {
    pub(crate) enrollment: Enrollment,
    pub(crate) execution: Execution,
    pub(crate) step: Step,
}

impl OfStep {
    /// How its act is done, and the pause before it.
    pub(crate) fn way(&self, project: &Project, (action, channel): (Action, Channel)) -> (Mode, u32) {
        let mode = place::step_mode(&self.step, channel, &project.connect);
        (mode, place::step_gap(&project.outreach, (action, channel), &self.execution))
    }
}

impl Engine {
    /// The step a message was written for, while something can still become of it.
    pub(crate) async fn step_of_choice(&self, choice: Uuid) -> Result<Option<OfStep>, EngineError> {
        let store = &self.cx.store;
        let Some(execution) = store.execution_of_choice(choice).await? else { return Ok(None) };
        if !execution.outcome.is_open() {
            return Ok(None);
        }
        let Some(enrollment) = store.enrollment(execution.enrollment_id).await? else { return Ok(None) };
        let version = self.version(execution.version_id).await?;
        let step = version.steps.get(&execution.step).cloned();
        let live = enrollment.state.is_live();
        Ok(step.filter(|_| live).map(|step| OfStep { enrollment, execution, step }))
    }

    /// The step a delivery carries out.
    pub(crate) async fn step_of_delivery(&self, id: DeliveryId) -> Result<Option<Step>, EngineError> {
        let Some(execution) = self.cx.store.execution_of_delivery(id).await? else { return Ok(None) };
        Ok(self.version(execution.version_id).await?.steps.get(&execution.step).cloned())
    }

    /// The yes came: the step waits for its delivery.
    pub(crate) async fn approve_step(
        &self,
        tx: &Tx,
        of: &OfStep,
        delivery: &Delivery,
    ) -> Result<(), EngineError> {
        let gone =
            || EngineError::conflict("not_pending", "Its sequence is over; this message was not sent.");
        let at = delivery.created_at;
        let mut enrollment = tx.enrollment(of.enrollment.id).await?.ok_or_else(gone)?;
        let open = tx.open_execution(enrollment.id, of.execution.visit).await?;
        let mut execution = open.filter(|open| open.outcome == Outcome::ToApprove).ok_or_else(gone)?;
        enrollment.state = enrollment.state.apply(EnrollmentEvent::Approve)?;
        (enrollment.awaits, enrollment.updated_at) = (Some(Awaits::Delivery), at);
        (execution.outcome, execution.delivery_id) = (Outcome::Queued, Some(delivery.id));
        execution.reason = None;
        tx.update_executions(&[execution]).await?;
        tx.update_enrollments(&[enrollment]).await?;
        Ok(())
    }

    /// The yes was taken back: the step waits for one again.
    pub(crate) async fn withdraw_step(
        &self,
        tx: &Tx,
        delivery: &Delivery,
        at: Timestamp,
    ) -> Result<(), EngineError> {
        let Some(id) = delivery.enrollment_id else { return Ok(()) };
        let Some(mut enrollment) = tx.enrollment(id).await?.filter(|e| e.state.is_live()) else {
            return Ok(());
        };
        let Some(mut execution) = tx.execution_of_delivery(delivery.id).await? else { return Ok(()) };
        enrollment.state = enrollment.state.apply(EnrollmentEvent::Withdraw)?;
        (enrollment.awaits, enrollment.updated_at) = (Some(Awaits::Approval), at);
        (execution.outcome, execution.delivery_id) = (Outcome::ToApprove, None);
        tx.update_executions(&[execution]).await?;
        tx.update_enrollments(&[enrollment]).await?;
        Ok(())
    }

    /// A human said no: the sequence is over for this lead.
    pub(crate) async fn reject_step(&self, tx: &Tx, choice: Uuid, at: Timestamp) -> Result<(), EngineError> {
        let Some(mut execution) = tx.execution_of_choice(choice).await? else { return Ok(()) };
        let Some(mut enrollment) = tx.enrollment(execution.enrollment_id).await? else { return Ok(()) };
        if execution.outcome != Outcome::ToApprove || !enrollment.state.is_live() {
            return Ok(());
        }
        place::end(&mut enrollment, EndReason::Rejected, at)?;
        (execution.outcome, execution.finished_at) = (Outcome::Rejected, Some(at));
        tx.update_executions(&[execution]).await?;
        tx.update_enrollments(&[enrollment]).await?;
        Ok(())
    }

    /// The no was taken back: the step waits for a yes again, unless the lead has answered or been enrolled
    /// anew since.
    pub(crate) async fn reopen_step(&self, tx: &Tx, choice: Uuid, at: Timestamp) -> Result<(), EngineError> {
        let Some(mut execution) = tx.execution_of_choice(choice).await? else { return Ok(()) };
        let Some(mut enrollment) = tx.enrollment(execution.enrollment_id).await? else { return Ok(()) };
        let rejected = execution.outcome == Outcome::Rejected
            && enrollment.end_reason == Some(EndReason::Rejected)
            && enrollment.visit == execution.visit + 1;
        let live = tx.live_in(&EnrollmentScope::Lead(enrollment.lead_id)).await?;
        let anew = live.iter().any(|other| other.sequence_id == enrollment.sequence_id);
        let lead = tx.lead(enrollment.lead_id).await?;
        let stopped = lead.is_none_or(|l| matches!(l.status, LeadStatus::Replied | LeadStatus::Suppressed));
        if !rejected || anew || stopped {
            return Ok(());
        }
        enrollment.state = enrollment.state.apply(EnrollmentEvent::Reopen)?;
        enrollment.step = Some(execution.step.clone());
        (enrollment.awaits, enrollment.updated_at) = (Some(Awaits::Approval), at);
        (enrollment.end_reason, enrollment.ended_at) = (None, None);
        (execution.outcome, execution.finished_at) = (Outcome::ToApprove, None);
        tx.update_executions(&[execution]).await?;
        tx.update_enrollments(&[enrollment]).await?;
        Ok(())
    }

    /// A new message takes the place of others: the step that waited for one of them waits for it now.
    /// Further steps that lose theirs are written anew.
    pub(crate) async fn replace_message(
        &self,
        tx: &Tx,
        instead_of: &[Uuid],
        choice: Uuid,
        at: Timestamp,
    ) -> Result<(), EngineError> {
        let mut linked = false;
        for old in instead_of {
            let Some(mut execution) = tx.execution_of_choice(*old).await? else { continue };
            let Some(mut enrollment) = tx.enrollment(execution.enrollment_id).await? else { continue };
            if execution.outcome != Outcome::ToApprove || !enrollment.state.is_live() {
                continue;
            }
            execution.choice_id = Some(choice);
            if linked {
                (execution.choice_id, execution.outcome) = (None, Outcome::ToWrite);
                enrollment.state = enrollment.state.apply(EnrollmentEvent::Approve)?;
                (enrollment.awaits, enrollment.updated_at) = (Some(Awaits::Words), at);
                tx.update_enrollments(&[enrollment]).await?;
            }
            linked = true;
            tx.update_executions(&[execution]).await?;
        }
        Ok(())
    }

    /// A step's delivery came to its end: the step is done and the next one known, or the sequence is over.
    pub(crate) async fn settle_step(
        &self,
        tx: &Tx,
        mut enrollment: Enrollment,
        after: &Delivery,
    ) -> Result<(), EngineError> {
        let now = self.cx.now();
        let Some(mut execution) = tx.execution_of_delivery(after.id).await? else { return Ok(()) };
        if !execution.outcome.is_open() {
            return Ok(());
        }
        execution.finished_at = Some(now);
        let under_way = enrollment.state.is_live() && enrollment.visit == execution.visit + 1;
        if after.state == DeliveryState::Sent {
            execution.outcome = Outcome::Done;
            let sent_at = after.sent_at.unwrap_or(now);
            let version = self.version(enrollment.version_id).await?;
            let then = version.steps.get(&execution.step).map_or(Then::End(EndReason::Done), |step| {
                leave(&version.steps, step, Outcome::Done, sent_at)
            });
            if under_way {
                place::advance(&mut enrollment, &[], &then, now)?;
            }
        } else {
            (execution.outcome, execution.reason) = (Outcome::Canceled, after.reason.clone());
            if under_way {
                let reason = self.why_canceled(tx, &enrollment).await?;
                place::end(&mut enrollment, reason, now)?;
            }
        }
        tx.update_executions(&[execution]).await?;
        if under_way {
            tx.update_enrollments(&[enrollment]).await?;
        }
        Ok(())
    }

    /// The gate calls back what a reply or the suppression list forbids; else it was a human.
    async fn why_canceled(&self, tx: &Tx, enrollment: &Enrollment) -> Result<EndReason, StoreError> {
        let asked = (enrollment.id, enrollment.lead_id, enrollment.enrolled_at);
        let facts = tx.facts_of(&[asked]).await?.remove(&enrollment.id).unwrap_or_default();
        let lead = tx.lead(enrollment.lead_id).await?;
        let replied = lead.is_some_and(|lead| lead.status == LeadStatus::Replied);
        Ok(match (facts.suppressed, facts.facts.replied || replied) {
            (true, _) => EndReason::Suppressed,
            (false, true) => EndReason::Replied,
            (false, false) => EndReason::Canceled,
        })
    }
}

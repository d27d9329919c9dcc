//! Where an enrollment goes next, worked out without a store: ticks, outcomes and replies all move it by these.

use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::connect::Connect;
use sdr_domain::enrollment::{
    Awaits, EndReason, Enrollment, EnrollmentEvent, Execution, Outcome, PausedBy, Then, Visited, derived_id,
    seed,
};
use sdr_domain::limits::draw_gap;
use sdr_domain::project::Outreach;
use sdr_domain::sequence::{Step, StepKey};
use sdr_domain::transition::InvalidTransition;

use crate::channels::mode_of;

/// The record of a step that was begun.
pub(super) fn execution(enrollment: &Enrollment, visited: &Visited, at: Timestamp) -> Execution {
    Execution {
        id: derived_id(enrollment.id, visited.visit, "execution", at),
        enrollment_id: enrollment.id,
        visit: visited.visit,
        sequence_id: enrollment.sequence_id,
        version_id: enrollment.version_id,
        step: visited.step.clone(),
        kind: visited.kind,
        outcome: visited.outcome,
        choice_id: None,
        delivery_id: None,
        reason: visited.reason.map(str::to_owned),
        started_at: at,
        finished_at: (!visited.outcome.is_open()).then_some(at),
    }
}

/// Takes over steps that were begun, and goes where they lead.
pub(super) fn advance(
    enrollment: &mut Enrollment,
    visited: &[Visited],
    then: &Then,
    at: Timestamp,
) -> Result<(), InvalidTransition> {
    enrollment.visit = visited.last().map_or(enrollment.visit, |last| last.visit + 1);
    match (then, visited.last()) {
        (Then::Later { step, due_at }, _) => later(enrollment, step, *due_at, at),
        (Then::Act, Some(last)) => under_way(enrollment, &last.step, last.outcome, at),
        (Then::Act, None) => Ok(()),
        (Then::End(reason), _) => end(enrollment, *reason, at),
    }
}

/// The next step is known, and when it is due.
pub(super) fn later(
    enrollment: &mut Enrollment,
    step: &StepKey,
    due_at: Timestamp,
    at: Timestamp,
) -> Result<(), InvalidTransition> {
    enrollment.state = enrollment.state.apply(EnrollmentEvent::Advance)?;
    enrollment.step = Some(step.clone());
    enrollment.due_at = Some(due_at);
    enrollment.awaits = None;
    enrollment.updated_at = at;
    Ok(())
}

/// A step is being done in the world; `outcome` says what it waits for.
pub(super) fn under_way(
    enrollment: &mut Enrollment,
    step: &StepKey,
    outcome: Outcome,
    at: Timestamp,
) -> Result<(), InvalidTransition> {
    let (event, awaits) = match outcome {
        Outcome::ToWrite => (EnrollmentEvent::Advance, Some(Awaits::Words)),
        Outcome::ToApprove => (EnrollmentEvent::AskApproval, Some(Awaits::Approval)),
        Outcome::Queued => (EnrollmentEvent::Advance, Some(Awaits::Delivery)),
        Outcome::Done
        | Outcome::Yes
        | Outcome::No
        | Outcome::Skipped
        | Outcome::Rejected
        | Outcome::Canceled => (EnrollmentEvent::Advance, None),
    };
    enrollment.state = enrollment.state.apply(event)?;
    enrollment.step = Some(step.clone());
    enrollment.due_at = None;
    enrollment.awaits = awaits;
    enrollment.updated_at = at;
    Ok(())
}

/// It is over.
pub(super) fn end(
    enrollment: &mut Enrollment,
    reason: EndReason,
    at: Timestamp,
) -> Result<(), InvalidTransition> {
    let event = match reason {
        EndReason::Done => EnrollmentEvent::Finish,
        EndReason::Rejected => EnrollmentEvent::Reject,
        EndReason::Cold
        | EndReason::Replied
        | EndReason::Bounced
        | EndReason::OptedOut
        | EndReason::Suppressed
        | EndReason::Canceled
        | EndReason::Human => EnrollmentEvent::Exit,
    };
    enrollment.state = enrollment.state.apply(event)?;
    (enrollment.step, enrollment.due_at, enrollment.awaits) = (None, None, None);
    (enrollment.paused_by, enrollment.resume_at) = (None, None);
    enrollment.end_reason = Some(reason);
    enrollment.ended_at = Some(at);
    enrollment.updated_at = at;
    Ok(())
}

/// It rests.
pub(super) fn pause(
    enrollment: &mut Enrollment,
    by: PausedBy,
    resume_at: Option<Timestamp>,
    at: Timestamp,
) -> Result<(), InvalidTransition> {
    enrollment.state = enrollment.state.apply(EnrollmentEvent::Pause)?;
    enrollment.paused_by = Some(by);
    enrollment.resume_at = resume_at;
    enrollment.updated_at = at;
    Ok(())
}

/// It goes on where it was; what became due meanwhile is due now.
pub(super) fn resume(enrollment: &mut Enrollment, at: Timestamp) -> Result<(), InvalidTransition> {
    enrollment.state = enrollment.state.apply(enrollment.resumed())?;
    (enrollment.paused_by, enrollment.resume_at) = (None, None);
    enrollment.due_at = enrollment.due_at.map(|due| due.max(at));
    enrollment.updated_at = at;
    Ok(())
}

/// How a step's act is done: by hand where the step says so or the connection knows no other way.
pub(crate) fn step_mode(step: &Step, channel: Channel, connect: &Connect) -> Mode {
    match step.mode {
        Mode::Automatic => mode_of(channel, connect),
        Mode::Assisted | Mode::Forbidden => Mode::Assisted,
    }
}

/// The pause before a step's act on its channel. Drawn from the step, so that the preview knows it too.
pub(crate) fn step_gap(outreach: &Outreach, (action, channel): (Action, Channel), of: &Execution) -> u32 {
    draw_gap(&outreach.pace(channel, action), seed(of.enrollment_id, of.visit))
}

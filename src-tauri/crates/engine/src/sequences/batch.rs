//! What a batch of enrollments comes to at one instant, gathered and then written in grouped statements.

use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::activity::{Activity, Actor};
use sdr_domain::approval::StandingYes;
use sdr_domain::channel::Channel;
use sdr_domain::delivery::{Delivery, Queueing, StepAct};
use sdr_domain::draft::{Draft, DraftStatus, Variant, WrittenBy};
use sdr_domain::enrollment::{
    EndReason, Enrollment, EnrollmentState, Execution, Outcome, PausedBy, Walk, derived_id, leave, on_reply,
    walk,
};
use sdr_domain::id::LeadId;
use sdr_domain::lead::Temperature;
use sdr_domain::project::Project;
use sdr_domain::sequence::{SequenceVersion, Step};
use sdr_domain::transition::InvalidTransition;
use sdr_storage::{LeadFacts, Tx};
use uuid::Uuid;

use super::place;
use crate::bus::Topic;
use crate::context::Context;
use crate::error::EngineError;

/// Everything a batch writes.
pub(super) struct Batch<'a> {
    cx: &'a Context,
    project: &'a Project,
    now: Timestamp,
    enrollments: Vec<Enrollment>,
    executions: Vec<Execution>,
    deliveries: Vec<Delivery>,
    drafts: Vec<Draft>,
    warm: Vec<LeadId>,
    cold: Vec<LeadId>,
    activity: Vec<Activity>,
}

impl<'a> Batch<'a> {
    pub(super) fn new(cx: &'a Context, project: &'a Project, now: Timestamp) -> Self {
        Self {
            cx,
            project,
            now,
            enrollments: Vec::new(),
            executions: Vec::new(),
            deliveries: Vec::new(),
            drafts: Vec::new(),
            warm: Vec::new(),
            cold: Vec::new(),
            activity: Vec::new(),
        }
    }

    /// Works out what becomes of an enrollment whose time has come.
    pub(super) fn take(&mut self, enrollment: Enrollment, version: &SequenceVersion, known: &LeadFacts) {
        let mut after = enrollment.clone();
        if let Err(refused) = self.decide(&mut after, version, known) {
            // It could only come from steps of elsewhere; resting it keeps the others going.
            tracing::error!(%refused, enrollment = %enrollment.id, "an enrollment could not go on");
            after = enrollment;
            (after.state, after.paused_by) = (EnrollmentState::Paused, Some(PausedBy::Trouble));
            (after.resume_at, after.updated_at) = (None, self.now);
        }
        self.enrollments.push(after);
    }

    fn decide(
        &mut self,
        enrollment: &mut Enrollment,
        version: &SequenceVersion,
        known: &LeadFacts,
    ) -> Result<(), InvalidTransition> {
        if enrollment.state == EnrollmentState::Paused {
            place::resume(enrollment, self.now)?;
            if enrollment.wake_at().is_none_or(|at| at > self.now) {
                return Ok(());
            }
        }
        if known.suppressed {
            place::end(enrollment, EndReason::Suppressed, self.now)?;
            self.note_end(enrollment);
            return Ok(());
        }
        let Some(key) = enrollment.step.clone() else {
            return place::end(enrollment, EndReason::Done, self.now);
        };
        let walk = if known.facts.replied {
            on_reply(&version.steps, Some(&key), enrollment.visit)
        } else {
            walk(&version.steps, &key, enrollment.visit, self.now, known.facts)
        };
        self.follow(enrollment, version, known, &walk)
    }

    /// Takes over a walk: its steps, what it marks and tells, and where it leads.
    pub(super) fn follow(
        &mut self,
        enrollment: &mut Enrollment,
        version: &SequenceVersion,
        known: &LeadFacts,
        walk: &Walk,
    ) -> Result<(), InvalidTransition> {
        self.mark(enrollment, walk);
        let mut then = walk.then.clone();
        for visited in &walk.visited {
            let mut execution = place::execution(enrollment, visited, self.now);
            if visited.outcome.is_open()
                && let Some(step) = version.steps.get(&visited.step)
            {
                self.begin(&mut execution, enrollment, step, known);
                if !execution.outcome.is_open() {
                    then = leave(&version.steps, step, execution.outcome, self.now);
                }
            }
            self.executions.push(execution);
        }
        place::advance(enrollment, &walk.visited, &then, self.now)?;
        self.note_end(enrollment);
        Ok(())
    }

    /// Begins an act without words: it goes to the ledger, or into the queue for a yes. In dry run it is done
    /// at once. Words are another pass's work.
    fn begin(&mut self, execution: &mut Execution, enrollment: &Enrollment, step: &Step, known: &LeadFacts) {
        let Some((action, channel)) = step.act().filter(|(action, _)| !action.has_words()) else { return };
        let recipient = known.handles.iter().find(|handle| handle.kind() == channel.into());
        let post = known.next_post.clone().filter(|_| action == Action::Like);
        let yes = StandingYes::of(execution.version_id, step);
        let (Some(recipient), Some(yes)) = (recipient, yes) else {
            return self.ask(execution, enrollment, (action, channel), post);
        };
        let outreach = &self.project.outreach;
        let act = StepAct {
            execution_id: execution.id,
            project_id: enrollment.project_id,
            lead_id: enrollment.lead_id,
            recipient: recipient.clone(),
            post,
        };
        let how = Queueing {
            id: derived_id(enrollment.id, execution.visit, "delivery", self.now),
            enrollment_id: Some(enrollment.id),
            mode: place::step_mode(step, channel, &self.project.connect),
            dry_run: outreach.dry_run,
            eligible_at: self.now,
            gap_secs: place::step_gap(outreach, (action, channel), execution),
            at: self.now,
        };
        let delivery = Delivery::queue_step(&yes, act, how);
        execution.delivery_id = Some(delivery.id);
        if delivery.dry_run {
            (execution.outcome, execution.finished_at) = (Outcome::Done, Some(self.now));
            let detail = format!("Dry run: would have been done on {}", channel.name());
            self.tell(enrollment, "delivery.dry_run", delivery.id, detail);
        }
        self.deliveries.push(delivery);
    }

    /// An act without words that waits for a yes is a draft without words.
    fn ask(
        &mut self,
        execution: &mut Execution,
        enrollment: &Enrollment,
        (action, channel): (Action, Channel),
        post: Option<String>,
    ) {
        let choice_id: Uuid = derived_id(enrollment.id, execution.visit, "choice", self.now);
        execution.choice_id = Some(choice_id);
        self.drafts.push(Draft {
            id: derived_id(enrollment.id, execution.visit, "draft", self.now),
            project_id: enrollment.project_id,
            lead_id: enrollment.lead_id,
            choice_id,
            channel,
            action,
            variant: Variant::A,
            subject: None,
            body: String::new(),
            machine_subject: None,
            machine_body: String::new(),
            written_by: WrittenBy::Offline,
            note: None,
            reply_to: post,
            status: DraftStatus::Pending,
            created_at: self.now,
            updated_at: self.now,
        });
    }

    fn mark(&mut self, enrollment: &Enrollment, walk: &Walk) {
        let lead = enrollment.lead_id;
        match walk.temperature {
            Some(Temperature::Warm) => {
                self.warm.push(lead);
                self.tell(enrollment, "lead.warm", lead, "Marked warm by a sequence");
            }
            Some(Temperature::Cold) => {
                self.cold.push(lead);
                self.tell(enrollment, "lead.cold", lead, "Marked cold by a sequence");
            }
            None => {}
        }
        for notice in &walk.notices {
            self.tell(enrollment, "sequence.notice", lead, notice.clone());
        }
    }

    pub(super) fn note_end(&mut self, enrollment: &Enrollment) {
        if let Some(reason) = enrollment.end_reason.filter(|_| !enrollment.state.is_live()) {
            let detail = format!("Sequence over: {}", reason.sentence());
            self.tell(enrollment, "sequence.over", enrollment.sequence_id, detail);
        }
    }

    fn tell(
        &mut self,
        enrollment: &Enrollment,
        kind: &str,
        subject: impl std::fmt::Display + Copy,
        detail: impl Into<String>,
    ) {
        let about = (Some(enrollment.project_id), Some(enrollment.lead_id));
        self.activity.push(self.cx.activity(about, Actor::App, kind, subject, detail));
    }

    /// Whether a step marked somebody warm.
    pub(super) fn marks_warm(&self) -> bool {
        !self.warm.is_empty()
    }

    /// An enrollment that was worked out outside of [`Batch::take`].
    pub(super) fn keep(&mut self, enrollment: Enrollment) {
        self.enrollments.push(enrollment);
    }

    /// Writes it all; what changed, for the bus.
    pub(super) async fn write(self, tx: &Tx) -> Result<Vec<Topic>, EngineError> {
        let mut news = Vec::new();
        if !self.drafts.is_empty() {
            tx.insert_drafts(self.drafts).await?;
            news.push(Topic::Drafts);
        }
        tx.insert_executions(self.executions).await?;
        tx.update_enrollments(&self.enrollments).await?;
        if !self.deliveries.is_empty() {
            tx.insert_dry_runs(&self.deliveries, self.now).await?;
            news.push(Topic::Deliveries);
        }
        for (leads, temperature) in [(&self.warm, Temperature::Warm), (&self.cold, Temperature::Cold)] {
            if !leads.is_empty() {
                tx.set_temperature(leads, temperature, self.now).await?;
                news.push(Topic::Leads);
            }
        }
        tx.insert_activity(self.activity).await?;
        Ok(news)
    }
}

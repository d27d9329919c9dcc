//! Stores the messages of steps, many in one transaction, and gives the yes where a step asks for none.

use std::collections::HashMap;

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::activity::{Activity, Actor};
use sdr_domain::approval::{ApprovedDraft, Approver};
use sdr_domain::delivery::{Delivery, Queueing};
use sdr_domain::draft::{Draft, DraftStatus, Variant};
use sdr_domain::enrollment::{EndReason, Enrollment, Execution, Outcome, PausedBy};
use sdr_domain::id::LeadId;
use sdr_domain::lead::{Lead, LeadStatus};
use sdr_domain::project::Project;
use sdr_domain::sequence::Step;
use sdr_storage::Tx;
use uuid::Uuid;

use super::place;
use super::write::{Composed, Words};
use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;

/// Everything one pass of writing changes.
#[derive(Default)]
struct Sheet {
    enrollments: Vec<Enrollment>,
    executions: Vec<Execution>,
    drafts: Vec<Draft>,
    replaced: Vec<Uuid>,
    approved: Vec<ApprovedDraft>,
    deliveries: Vec<Delivery>,
    /// Leads nobody had written to yet.
    first: Vec<LeadId>,
    activity: Vec<Activity>,
}

/// Where leads stand that were judged and not written to.
const WAITED: [LeadStatus; 3] = [LeadStatus::Qualified, LeadStatus::Disqualified, LeadStatus::Enriched];

impl Sheet {
    fn keep(&mut self, enrollment: Enrollment, execution: Execution) {
        self.enrollments.push(enrollment);
        self.executions.push(execution);
    }
}

impl Engine {
    pub(super) async fn store_composed(
        &self,
        project: &Project,
        composed: Vec<Composed>,
    ) -> Result<(), EngineError> {
        let ids: Vec<_> = composed.iter().map(|one| one.of.enrollment.id).collect();
        let tx = self.cx.store.begin().await?;
        let live = tx.live_among(&ids).await?;
        let mut live: HashMap<_, _> = live.into_iter().map(|e| (e.id, e)).collect();
        let open = tx.open_executions(&ids).await?;
        let mut open: HashMap<_, _> = open.into_iter().map(|x| ((x.enrollment_id, x.visit), x)).collect();
        let mut sheet = Sheet::default();
        for one in composed {
            let (id, visit) = (one.of.enrollment.id, one.of.execution.visit);
            let Some(enrollment) = live.remove(&id) else { continue };
            let Some(execution) = open.remove(&(id, visit)) else { continue };
            // Somebody was quicker, or it rests since.
            let taken = |choice: Uuid| sheet.executions.iter().any(|other| other.choice_id == Some(choice));
            let adopts = matches!(one.words, Words::Adopted(_));
            let free = !adopts || one.words.first().is_some_and(|first| !taken(first.choice_id));
            let waits = execution.outcome == Outcome::ToWrite && enrollment.paused_by.is_none() && free;
            if waits && self.stands(&tx, &one.words).await? {
                self.fill(&tx, &mut sheet, project, (enrollment, execution), one).await?;
            }
        }
        self.write_sheet(&tx, sheet).await?;
        tx.commit().await?;
        for topic in [Topic::Drafts, Topic::Deliveries, Topic::Enrollments, Topic::Leads] {
            self.cx.bus.announce_all(topic);
        }
        Ok(())
    }

    /// Whether an adopted message still waits; one that does not is looked for anew.
    async fn stands(&self, tx: &Tx, words: &Words) -> Result<bool, EngineError> {
        let Words::Adopted(_) = words else { return Ok(true) };
        let Some(first) = words.first() else { return Ok(false) };
        let now = tx.draft(first.id).await?;
        Ok(now.is_some_and(|now| now.status == DraftStatus::Pending && now.body == first.body))
    }

    async fn fill(
        &self,
        tx: &Tx,
        sheet: &mut Sheet,
        project: &Project,
        (mut enrollment, mut execution): (Enrollment, Execution),
        mut one: Composed,
    ) -> Result<(), EngineError> {
        let now = self.cx.now();
        match std::mem::replace(&mut one.words, Words::Barred) {
            Words::Barred => {
                place::end(&mut enrollment, EndReason::Suppressed, now)?;
                (execution.outcome, execution.finished_at) = (Outcome::Canceled, Some(now));
                execution.reason = Some(EndReason::Suppressed.sentence().to_owned());
                sheet.keep(enrollment, execution);
                Ok(())
            }
            Words::Trouble(reason) => {
                place::pause(&mut enrollment, PausedBy::Trouble, None, now)?;
                let detail = format!("A sequence rests: {reason}");
                execution.reason = Some(reason);
                let about = (Some(enrollment.project_id), Some(enrollment.lead_id));
                let row = self.cx.activity(about, Actor::App, "sequence.trouble", enrollment.id, detail);
                sheet.activity.push(row);
                sheet.keep(enrollment, execution);
                Ok(())
            }
            Words::Adopted(drafts) => {
                self.line_up((tx, sheet), project, (enrollment, execution), &one, (drafts, true)).await
            }
            Words::Written(drafts, replaced) => {
                sheet.replaced.extend(replaced);
                self.line_up((tx, sheet), project, (enrollment, execution), &one, (drafts, false)).await
            }
        }
    }

    /// The step's message waits for a yes, or has it already. `adopted` ones are stored.
    async fn line_up(
        &self,
        (tx, sheet): (&Tx, &mut Sheet),
        project: &Project,
        (mut enrollment, mut execution): (Enrollment, Execution),
        one: &Composed,
        (mut drafts, adopted): (Vec<Draft>, bool),
    ) -> Result<(), EngineError> {
        let now = self.cx.now();
        let waiting =
            drafts.iter().position(|draft| draft.status == DraftStatus::Pending).unwrap_or_default();
        execution.choice_id = drafts.first().map(|draft| draft.choice_id);
        execution.reason.clone_from(&one.blocked);
        let asks = one.of.step.approval || one.blocked.is_some();
        let approved = match (&one.lead, drafts.get(waiting)) {
            (Some(lead), Some(draft)) if !asks => self.yes(draft, lead, now),
            (Some(_) | None, _) => None,
        };
        execution.outcome = if approved.is_some() { Outcome::Queued } else { Outcome::ToApprove };
        if let Some(approved) = approved {
            let delivery = self.queue(project, &one.of.step, &enrollment, &execution, &approved);
            self.settle_drafts(tx, &mut drafts, waiting, adopted).await?;
            execution.delivery_id = Some(delivery.id);
            let about = (Some(enrollment.project_id), Some(enrollment.lead_id));
            let detail = format!("Approved for {}: its step asks for no yes", delivery.channel.name());
            let draft = approved.approval().draft_id;
            sheet.activity.push(self.cx.activity(about, Actor::App, "draft.approved", draft, detail));
            sheet.approved.push(approved);
            sheet.deliveries.push(delivery);
        }
        place::under_way(&mut enrollment, &execution.step, execution.outcome, now)?;
        if !adopted {
            let lead = one.lead.as_ref().filter(|lead| WAITED.contains(&lead.status));
            sheet.first.extend(lead.map(|lead| lead.id));
            sheet.drafts.extend(drafts);
        }
        sheet.keep(enrollment, execution);
        Ok(())
    }

    fn yes(&self, draft: &Draft, lead: &Lead, at: Timestamp) -> Option<ApprovedDraft> {
        let recipient = lead.handle(draft.channel.into())?;
        let seen = draft.fingerprint(recipient);
        draft.approve(&seen, Some(recipient), Approver::Policy, self.cx.id(), at).ok()
    }

    fn queue(
        &self,
        project: &Project,
        step: &Step,
        enrollment: &Enrollment,
        execution: &Execution,
        approved: &ApprovedDraft,
    ) -> Delivery {
        let at = self.cx.now();
        let undo = SignedDuration::from_secs(i64::from(project.outreach.undo_secs));
        let channel = approved.channel();
        let how = Queueing {
            id: self.cx.id(),
            enrollment_id: Some(enrollment.id),
            mode: place::step_mode(step, channel, &project.connect),
            dry_run: project.outreach.dry_run,
            eligible_at: at.saturating_add(undo).unwrap_or(at),
            gap_secs: place::step_gap(&project.outreach, (approved.action(), channel), execution),
            at,
        };
        Delivery::queue(approved, how)
    }

    /// The approved phrasing is approved, the others are superseded.
    async fn settle_drafts(
        &self,
        tx: &Tx,
        drafts: &mut [Draft],
        waiting: usize,
        stored: bool,
    ) -> Result<(), EngineError> {
        let now = self.cx.now();
        for (n, draft) in drafts.iter_mut().enumerate() {
            let status = if n == waiting { DraftStatus::Approved } else { DraftStatus::Superseded };
            if draft.status == DraftStatus::Pending {
                if stored {
                    tx.set_draft_status(&[draft.id], DraftStatus::Pending, status, now).await?;
                }
                draft.status = status;
            }
        }
        Ok(())
    }

    async fn write_sheet(&self, tx: &Tx, sheet: Sheet) -> Result<(), EngineError> {
        let now = self.cx.now();
        tx.supersede_choices(&sheet.replaced, now).await?;
        let said = sheet.drafts.iter().filter(|draft| draft.variant == Variant::A).map(|draft| {
            let about = (Some(draft.project_id), Some(draft.lead_id));
            let detail = format!("Written for {}, by a sequence", draft.channel.name());
            self.cx.activity(about, Actor::App, "draft.written", draft.id, detail)
        });
        let mut activity: Vec<Activity> = said.collect();
        activity.extend(sheet.activity);
        tx.insert_drafts(sheet.drafts).await?;
        for approved in &sheet.approved {
            tx.insert_approval(approved.approval()).await?;
        }
        tx.insert_deliveries(&sheet.deliveries).await?;
        if !sheet.first.is_empty() {
            tx.set_lead_status(&sheet.first, LeadStatus::Messaged, now).await?;
        }
        tx.update_executions(&sheet.executions).await?;
        tx.update_enrollments(&sheet.enrollments).await?;
        tx.insert_activity(activity).await?;
        Ok(())
    }
}

//! Yes, no, undo, edit, rewrite: what a human does with a draft.
//!
//! **Invariant:** a yes is bound to the fingerprint of what was seen. The yes, the draft's new state and
//! the queued delivery are one transaction.

use jiff::SignedDuration;
use sdr_domain::activity::Actor;
use sdr_domain::approval::{ApprovalError, ApprovedDraft, Approver};
use sdr_domain::channel::Channel;
use sdr_domain::compose::check_limits;
use sdr_domain::delivery::{Delivery, DeliveryEvent, DeliveryState, Queueing, Ticket};
use sdr_domain::draft::{Draft, DraftStatus, Fingerprint, paragraphs};
use sdr_domain::enrollment::Enrollment;
use sdr_domain::id::{ApprovalId, DraftId};
use sdr_domain::lead::Lead;
use sdr_domain::project::Project;
use sdr_domain::suppression::keys_for;
use sdr_storage::DeliveryChange;

use crate::bus::Topic;
use crate::channels::mode_of;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::sequences::OfStep;
use crate::view::{ApprovalResult, ApprovedMany, DraftRow, DraftVariant, Refusal};

impl Engine {
    /// Says yes to exactly the text with this fingerprint and queues it behind the undo window. `again`
    /// is the explicit yes to a second first message to the same person.
    pub async fn approve(
        &self,
        id: DraftId,
        seen: &Fingerprint,
        again: bool,
    ) -> Result<ApprovalResult, EngineError> {
        self.approve_as(Approver::Human, id, seen, again).await
    }

    async fn approve_as(
        &self,
        approver: Approver,
        id: DraftId,
        seen: &Fingerprint,
        again: bool,
    ) -> Result<ApprovalResult, EngineError> {
        let project = self.need_project().await?;
        let (draft, lead) = self.draft_and_lead(id).await?;
        let of = self.step_of_choice(draft.choice_id).await?;
        if let Some((code, sentence)) = self.block(&draft, &lead, again).await? {
            return Err(EngineError::precondition(code, sentence));
        }
        let at = self.cx.now();
        let recipient = lead.handle(draft.channel.into());
        let approved = draft
            .approve(seen, recipient, approver, self.cx.id::<ApprovalId>(), at)
            .map_err(|refused| refusal(&refused))?;
        let delivery = Delivery::queue(&approved, self.queueing(&project, &draft, of.as_ref()));
        self.record_yes(&draft, &approved, &delivery, of.as_ref()).await?;
        self.say_changed(&draft, &delivery);
        Ok(ApprovalResult {
            approval_id: approved.approval().id,
            delivery_id: delivery.id,
            draft_id: draft.id,
            undo_until: delivery.eligible_at,
            sentence: self.after_yes(&project, &delivery).await?,
        })
    }

    /// Approves several drafts that were each opened before.
    pub async fn approve_many(&self, items: &[(DraftId, Fingerprint)]) -> Result<ApprovedMany, EngineError> {
        let ids: Vec<DraftId> = items.iter().map(|(id, _)| *id).collect();
        let opened = self.cx.store.drafts_opened(&ids).await?;
        let mut outcome = ApprovedMany { approved: Vec::new(), refused: Vec::new() };
        for (id, seen) in items {
            let result = if opened.contains(id) {
                self.approve(*id, seen, false).await
            } else {
                Err(EngineError::precondition("not_opened", "Open this draft and read it first."))
            };
            match result {
                Ok(approved) => outcome.approved.push(approved),
                Err(EngineError::Store(error)) => return Err(error.into()),
                Err(error) => outcome.refused.push(Refusal { id: *id, reason: error.to_string() }),
            }
        }
        Ok(outcome)
    }

    /// The project's standing yes, for fresh drafts of a run while "ask me before every message" is off.
    /// A draft that may not be approved stays in the queue for the human.
    pub(crate) async fn approve_by_policy(&self, drafts: &[DraftId]) -> Result<(), EngineError> {
        for id in drafts {
            let (draft, lead) = self.draft_and_lead(*id).await?;
            let Some(seen) = lead.handle(draft.channel.into()).map(|handle| draft.fingerprint(handle)) else {
                continue;
            };
            match self.approve_as(Approver::Policy, *id, &seen, false).await {
                Ok(_) | Err(EngineError::Conflict { .. } | EngineError::Precondition { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Why a yes is refused at this instant: `(code, sentence)`.
    pub(crate) async fn block(
        &self,
        draft: &Draft,
        lead: &Lead,
        again: bool,
    ) -> Result<Option<(&'static str, String)>, EngineError> {
        let of = self.step_of_choice(draft.choice_id).await?;
        self.block_within(draft, lead, of.as_ref().map(|of| &of.enrollment), again).await
    }

    /// The same for a message of an enrollment: its own follow-ups are no second first message.
    pub(crate) async fn block_within(
        &self,
        draft: &Draft,
        lead: &Lead,
        within: Option<&Enrollment>,
        again: bool,
    ) -> Result<Option<(&'static str, String)>, EngineError> {
        let again = again || !draft.action.has_words() || within.is_some_and(|within| within.again);
        let store = &self.cx.store;
        if lead.handle(draft.channel.into()).is_none() {
            let sentence =
                format!("{} has no {} address. Add one first.", lead.profile.name, draft.channel.name());
            return Ok(Some(("no_recipient", sentence)));
        }
        if !store.suppressed(&keys_for(Some(lead.id), &lead.handles)).await?.is_empty() {
            return Ok(Some(("suppressed", "This person is on your suppression list.".into())));
        }
        if let Err(exceeded) = check_limits(draft.channel, draft.subject.as_deref(), &draft.body) {
            return Ok(Some(("limit_exceeded", format!("{exceeded}. Shorten it first."))));
        }
        if store.open_uncertain(lead.id).await? {
            let sentence = "An earlier message to this person may or may not have arrived. Settle it first.";
            return Ok(Some(("uncertain_open", sentence.into())));
        }
        if !again && let Some(at) = store.contacted_besides(lead.id, within.map(|e| e.id)).await? {
            let date = at.strftime("%Y-%m-%d");
            let sentence =
                format!("You already wrote to this person on {date}. Send a second first message?");
            return Ok(Some(("already_contacted", sentence)));
        }
        Ok(None)
    }

    fn queueing(&self, project: &Project, draft: &Draft, of: Option<&OfStep>) -> Queueing {
        let channel = draft.channel;
        let at = self.cx.now();
        let undo = SignedDuration::from_secs(i64::from(project.outreach.undo_secs));
        let (mode, gap_secs) = if let Some(of) = of {
            of.way(project, (draft.action, channel))
        } else {
            let (shortest, longest) = project.outreach.pace(channel, draft.action).gap_range();
            (mode_of(channel, &project.connect), self.cx.ids.between(shortest, longest))
        };
        Queueing {
            id: self.cx.id(),
            enrollment_id: of.map(|of| of.enrollment.id),
            mode,
            dry_run: project.outreach.dry_run,
            eligible_at: at.saturating_add(undo).unwrap_or(at),
            gap_secs,
            at,
        }
    }

    fn say_changed(&self, draft: &Draft, delivery: &Delivery) {
        self.cx.bus.announce(Topic::Drafts, draft.id);
        self.cx.bus.announce(Topic::Deliveries, delivery.id);
        if let Some(enrollment) = delivery.enrollment_id {
            self.cx.bus.announce(Topic::Enrollments, enrollment);
        }
        self.cx.wake.notify_one();
    }

    async fn record_yes(
        &self,
        draft: &Draft,
        approved: &ApprovedDraft,
        delivery: &Delivery,
        of: Option<&OfStep>,
    ) -> Result<(), EngineError> {
        let at = delivery.created_at;
        let siblings: Vec<DraftId> = self
            .cx
            .store
            .choice(draft.choice_id)
            .await?
            .iter()
            .filter(|d| d.id != draft.id)
            .map(|d| d.id)
            .collect();
        let tx = self.cx.store.begin().await?;
        if let Some(of) = of {
            self.approve_step(&tx, of, delivery).await?;
        }
        // Compare-and-set on status and words: two yeses at once give one delivery, a change in between none.
        if !tx.set_draft_status(&[draft.id], DraftStatus::Pending, DraftStatus::Approved, at).await? {
            return Err(refusal(&ApprovalError::NotPending(DraftStatus::Approved)));
        }
        let same =
            tx.draft(draft.id).await?.is_some_and(|d| d.body == draft.body && d.subject == draft.subject);
        if !same {
            return Err(refusal(&ApprovalError::Changed));
        }
        tx.set_draft_status(&siblings, DraftStatus::Pending, DraftStatus::Superseded, at).await?;
        tx.insert_approval(approved.approval()).await?;
        tx.insert_delivery(delivery).await?;
        let about = (Some(draft.project_id), Some(draft.lead_id));
        let (actor, detail) = match approved.approval().approver {
            Approver::Human => (Actor::Human, format!("Approved for {}", draft.channel.name())),
            Approver::Policy => {
                (Actor::App, format!("Approved for {}: you switched asking off", draft.channel.name()))
            }
        };
        tx.insert_activity(vec![self.cx.activity(about, actor, "draft.approved", draft.id, detail)]).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a yes back within the undo window: the delivery is canceled, the drafts wait again.
    pub async fn undo_approval(&self, id: ApprovalId) -> Result<DraftRow, EngineError> {
        let store = &self.cx.store;
        let approval = store.approval(id).await?.ok_or(EngineError::NotFound { what: "approval" })?;
        let draft = store.draft(approval.draft_id).await?.ok_or(EngineError::NotFound { what: "draft" })?;
        let deliveries = store.deliveries_of_lead(draft.lead_id).await?;
        let delivery = deliveries
            .into_iter()
            .find(|d| matches!(d.ticket, Ticket::Draft { approval_id, .. } if approval_id == id));
        let delivery = delivery.ok_or(EngineError::NotFound { what: "delivery" })?;
        let at = self.cx.now();
        if delivery.state != DeliveryState::Queued || delivery.parts_sent() > 0 {
            return Err(EngineError::conflict(
                "too_late",
                "It is too late to undo: the message is already on its way.",
            ));
        }
        let siblings: Vec<DraftId> =
            store.choice(draft.choice_id).await?.iter().filter(|d| d.id != draft.id).map(|d| d.id).collect();
        let tx = store.begin().await?;
        self.withdraw_step(&tx, &delivery, at).await?;
        let change =
            DeliveryChange { reason: Some(Some("You took it back".into())), ..DeliveryChange::default() };
        tx.apply_delivery(delivery.id, DeliveryEvent::Cancel, change, at).await?;
        tx.revoke_approval(id, at).await?;
        tx.set_draft_status(&[draft.id], DraftStatus::Approved, DraftStatus::Pending, at).await?;
        tx.set_draft_status(&siblings, DraftStatus::Superseded, DraftStatus::Pending, at).await?;
        let about = (Some(draft.project_id), Some(draft.lead_id));
        tx.insert_activity(vec![self.cx.activity(
            about,
            Actor::Human,
            "draft.undone",
            draft.id,
            "Approval taken back",
        )])
        .await?;
        tx.commit().await?;
        self.say_changed(&draft, &delivery);
        self.draft_row(draft.id).await
    }

    /// Replaces the words of a draft that waits; the machine's own words are kept beside them.
    pub async fn edit_draft(
        &self,
        id: DraftId,
        subject: Option<String>,
        body: String,
    ) -> Result<DraftVariant, EngineError> {
        let (draft, lead) = self.draft_and_lead(id).await?;
        if draft.status != DraftStatus::Pending {
            return Err(refusal(&ApprovalError::NotPending(draft.status)));
        }
        if paragraphs(&body).is_empty() {
            return Err(EngineError::invalid("body", "The message is empty."));
        }
        let subject = match draft.channel {
            Channel::Email => Some(subject.unwrap_or_default().replace(['\r', '\n'], " ").trim().to_owned()),
            Channel::Telegram | Channel::X | Channel::Linkedin => None,
        };
        if subject.as_deref() == Some("") {
            return Err(EngineError::invalid("subject", "An e-mail needs a subject."));
        }
        let tx = self.cx.store.begin().await?;
        tx.update_draft_text(id, subject.as_deref(), &body, self.cx.now()).await?;
        let about = (Some(draft.project_id), Some(draft.lead_id));
        tx.insert_activity(vec![self.cx.activity(about, Actor::Human, "draft.edited", id, "Draft edited")])
            .await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Drafts, id);
        let changed = self.cx.store.draft(id).await?.ok_or(EngineError::NotFound { what: "draft" })?;
        Ok(crate::drafts::variant(&changed, &lead))
    }

    /// Says no, with a reason; all variants of the choice go.
    pub async fn reject_draft(&self, id: DraftId, reason: &str) -> Result<DraftRow, EngineError> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(EngineError::invalid(
                "reason",
                "Say in a word why, so that the next drafts get better.",
            ));
        }
        let detail = format!("Rejected: {}", reason.chars().take(200).collect::<String>());
        self.turn_choice(id, (DraftStatus::Pending, DraftStatus::Rejected), ("draft.rejected", detail)).await
    }

    /// Takes a no back.
    pub async fn restore_draft(&self, id: DraftId) -> Result<DraftRow, EngineError> {
        let turn = (DraftStatus::Rejected, DraftStatus::Pending);
        self.turn_choice(id, turn, ("draft.restored", "Rejection taken back".into())).await
    }

    async fn turn_choice(
        &self,
        id: DraftId,
        (from, to): (DraftStatus, DraftStatus),
        (kind, detail): (&str, String),
    ) -> Result<DraftRow, EngineError> {
        let draft = self.cx.store.draft(id).await?.ok_or(EngineError::NotFound { what: "draft" })?;
        if draft.status != from {
            return Err(refusal(&ApprovalError::NotPending(draft.status)));
        }
        let all = self.cx.store.choice(draft.choice_id).await?;
        let ids: Vec<DraftId> = all.iter().filter(|d| d.status == from).map(|d| d.id).collect();
        let tx = self.cx.store.begin().await?;
        if to == DraftStatus::Rejected {
            self.reject_step(&tx, draft.choice_id, self.cx.now()).await?;
        } else {
            self.reopen_step(&tx, draft.choice_id, self.cx.now()).await?;
        }
        tx.set_draft_status(&ids, from, to, self.cx.now()).await?;
        let about = (Some(draft.project_id), Some(draft.lead_id));
        tx.insert_activity(vec![self.cx.activity(about, Actor::Human, kind, id, detail)]).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Drafts, id);
        self.cx.bus.announce_all(Topic::Enrollments);
        self.draft_row(id).await
    }

    pub(crate) async fn draft_and_lead(&self, id: DraftId) -> Result<(Draft, Lead), EngineError> {
        let draft = self.cx.store.draft(id).await?.ok_or(EngineError::NotFound { what: "draft" })?;
        let lead = self.cx.store.lead(draft.lead_id).await?.ok_or(EngineError::NotFound { what: "lead" })?;
        Ok((draft, lead))
    }
}

/// A refused yes as the caller is told.
pub(crate) fn refusal(refused: &ApprovalError) -> EngineError {
    let sentence = format!("{refused}.");
    match refused {
        ApprovalError::Changed => EngineError::conflict("draft_changed", sentence),
        ApprovalError::NotPending(_) => EngineError::conflict("not_pending", sentence),
        ApprovalError::NoRecipient(_) => EngineError::precondition("no_recipient", sentence),
        ApprovalError::Empty => EngineError::precondition("empty", sentence),
    }
}

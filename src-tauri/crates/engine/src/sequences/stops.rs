//! Stops: what comes back from a lead ends their sequences everywhere, and lets colleagues rest.
//!
//! **Invariant:** the reply, the end of every sequence of the lead and the messages called back are one
//! transaction. A message that may be leaving at that instant is left to its outcome.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use sdr_domain::Timestamp;
use sdr_domain::activity::Actor;
use sdr_domain::enrollment::{EndReason, Enrollment, Outcome, PausedBy, on_reply};
use sdr_domain::id::{DeliveryId, LeadId};
use sdr_domain::lead::{Lead, LeadStatus, Temperature};
use sdr_domain::reply::{Reply, ReplyKind};
use sdr_storage::{EnrollmentScope, LeadFacts, Tx};

use super::batch::Batch;
use super::place;
use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{ReplyForm, ReplyResult, ReplyView};

/// What a stop did.
#[derive(Default)]
pub(super) struct Stopped {
    pub(super) ended: u64,
    pub(super) canceled: Vec<DeliveryId>,
    /// Whether a step marked the lead warm already.
    warmed: bool,
}

impl Engine {
    /// Notes down what came back from a lead, and stops what has to stop.
    pub async fn record_reply(&self, id: LeadId, form: ReplyForm) -> Result<ReplyResult, EngineError> {
        let lead = self.cx.store.lead(id).await?.ok_or(EngineError::NotFound { what: "lead" })?;
        let reply = self.read_reply(&lead, form)?;
        let now = self.cx.now();
        let tx = self.cx.store.begin().await?;
        // Locked first, like everywhere: enrollments before deliveries.
        let live = tx.live_in(&EnrollmentScope::Lead(id)).await?;
        tx.insert_reply(&reply).await?;
        let (mut stopped, mut colleagues) = (Stopped::default(), 0);
        match reply.kind {
            ReplyKind::Engagement => self.warm(&tx, &lead).await?,
            ReplyKind::OutOfOffice => stopped.ended = self.rest_until_back(&tx, live, reply.back_at).await?,
            ReplyKind::Bounce => {
                stopped = self.end_all(&tx, live, EndReason::Bounced).await?;
                if matches!(lead.status, LeadStatus::Messaged | LeadStatus::Sent) {
                    tx.set_lead_status(&[id], LeadStatus::Failed, now).await?;
                }
            }
            ReplyKind::Reply => {
                stopped = self.end_all(&tx, live, EndReason::Replied).await?;
                self.stop_lead(&tx, id, "They replied; write to them yourself.", &mut stopped).await?;
                if lead.status != LeadStatus::Suppressed {
                    tx.set_lead_status(&[id], LeadStatus::Replied, now).await?;
                }
                if !stopped.warmed {
                    self.warm(&tx, &lead).await?;
                }
                colleagues = self.rest_colleagues(&tx, &lead).await?;
            }
            ReplyKind::OptOut => {
                stopped = self.end_all(&tx, live, EndReason::OptedOut).await?;
                self.stop_lead(&tx, id, "They asked not to be written to.", &mut stopped).await?;
                self.bar(&tx, &lead, "They asked not to be written to").await?;
            }
        }
        let about = (Some(lead.project_id), Some(id));
        let detail = format!("{} by {}", what(reply.kind), reply.channel.name());
        let row = self.cx.activity(about, Actor::Human, "reply.received", reply.id, detail);
        tx.insert_activity(vec![row]).await?;
        tx.commit().await?;
        self.say_stopped(id);
        let result = ReplyResult {
            sentence: sentence(&reply, &stopped, colleagues),
            reply: ReplyView::from(reply),
            stopped: stopped.ended,
            paused_colleagues: colleagues,
            canceled: stopped.canceled.len() as u64,
        };
        Ok(result)
    }

    /// Everything that came back from a lead, newest first.
    pub async fn replies_of_lead(&self, id: LeadId) -> Result<Vec<ReplyView>, EngineError> {
        let replies = self.cx.store.replies_of_lead(id).await?;
        Ok(replies.into_iter().map(ReplyView::from).collect())
    }

    fn read_reply(&self, lead: &Lead, form: ReplyForm) -> Result<Reply, EngineError> {
        let now = self.cx.now();
        let away = form.kind == ReplyKind::OutOfOffice;
        let back_at = form.back_at.filter(|_| away);
        if back_at.is_some_and(|back| back <= now) {
            return Err(EngineError::invalid("back_at", "Choose the day they are back; it must be ahead."));
        }
        let note = form.note.map(|note| note.trim().chars().take(2_000).collect::<String>());
        Ok(Reply {
            id: self.cx.id(),
            project_id: lead.project_id,
            lead_id: lead.id,
            channel: form.channel,
            kind: form.kind,
            note: note.filter(|note| !note.is_empty()),
            back_at,
            at: form.at.unwrap_or(now).min(now),
            created_at: now,
        })
    }

    /// Ends live enrollments, locked in this transaction: open steps are closed, their messages called back
    /// or taken out of the queue. After a reply the next check says yes at once.
    pub(super) async fn end_all(
        &self,
        tx: &Tx,
        live: Vec<Enrollment>,
        reason: EndReason,
    ) -> Result<Stopped, EngineError> {
        if live.is_empty() {
            return Ok(Stopped::default());
        }
        let now = self.cx.now();
        let ids: Vec<_> = live.iter().map(|enrollment| enrollment.id).collect();
        let mut open = tx.open_executions(&ids).await?;
        let deliveries: Vec<DeliveryId> = open.iter().filter_map(|execution| execution.delivery_id).collect();
        let canceled = tx.cancel_deliveries(&deliveries, reason.sentence(), now).await?;
        let choices: Vec<_> = open.iter().filter_map(|execution| execution.choice_id).collect();
        tx.supersede_choices(&choices, now).await?;
        // What may be leaving settles its own step later.
        open.retain(|execution| execution.delivery_id.is_none_or(|id| canceled.contains(&id)));
        for execution in &mut open {
            execution.outcome = Outcome::Canceled;
            execution.reason = Some(reason.sentence().to_owned());
            execution.finished_at = Some(now);
        }
        tx.update_executions(&open).await?;
        let project = self.need_project().await?;
        let mut batch = Batch::new(&self.cx, &project, now);
        let ended = live.len() as u64;
        for mut enrollment in live {
            if reason == EndReason::Replied {
                let version = self.version(enrollment.version_id).await?;
                let walk = on_reply(&version.steps, enrollment.step.as_ref(), enrollment.visit);
                batch.follow(&mut enrollment, &version, &LeadFacts::default(), &walk)?;
            } else {
                place::end(&mut enrollment, reason, now)?;
                batch.note_end(&enrollment);
            }
            batch.keep(enrollment);
        }
        let warmed = batch.marks_warm();
        batch.write(tx).await?;
        Ok(Stopped { ended, canceled, warmed })
    }

    /// Calls back whatever else is on its way to a lead, of sequences and besides them.
    pub(super) async fn stop_lead(
        &self,
        tx: &Tx,
        lead: LeadId,
        why: &str,
        stopped: &mut Stopped,
    ) -> Result<(), EngineError> {
        let now = self.cx.now();
        stopped.canceled.extend(tx.cancel_deliveries_of_lead(lead, why, now).await?);
        tx.supersede_drafts_of_lead(lead, now).await?;
        Ok(())
    }

    async fn warm(&self, tx: &Tx, lead: &Lead) -> Result<(), EngineError> {
        if lead.temperature == Temperature::Warm {
            return Ok(());
        }
        tx.set_temperature(&[lead.id], Temperature::Warm, self.cx.now()).await?;
        let about = (Some(lead.project_id), Some(lead.id));
        let row = self.cx.activity(about, Actor::App, "lead.warm", lead.id, "Warm: something came back");
        tx.insert_activity(vec![row]).await?;
        Ok(())
    }

    /// An automatic answer is no reply: the lead's sequences rest until they are back.
    async fn rest_until_back(
        &self,
        tx: &Tx,
        live: Vec<Enrollment>,
        back_at: Option<Timestamp>,
    ) -> Result<u64, EngineError> {
        let mut resting = Vec::new();
        for mut enrollment in live {
            let away = matches!(enrollment.paused_by, None | Some(PausedBy::OutOfOffice));
            if away {
                place::pause(&mut enrollment, PausedBy::OutOfOffice, back_at, self.cx.now())?;
                resting.push(enrollment);
            }
        }
        tx.update_enrollments(&resting).await?;
        Ok(resting.len() as u64)
    }

    /// Colleagues at the same company rest until a human looks, unless their sequence says otherwise.
    async fn rest_colleagues(&self, tx: &Tx, lead: &Lead) -> Result<u64, EngineError> {
        let Some(key) = sdr_domain::lead::company_key(&lead.profile) else { return Ok(0) };
        let mut asks = HashMap::new();
        let mut resting = Vec::new();
        for mut enrollment in tx.live_in(&EnrollmentScope::Company(key)).await? {
            if enrollment.lead_id == lead.id || enrollment.paused_by.is_some() {
                continue;
            }
            if let Entry::Vacant(vacant) = asks.entry(enrollment.sequence_id) {
                let sequence = self.cx.store.sequence(enrollment.sequence_id).await?;
                vacant.insert(sequence.is_some_and(|sequence| sequence.settings.pause_company));
            }
            let pauses = asks.get(&enrollment.sequence_id).copied().unwrap_or_default();
            if pauses {
                place::pause(&mut enrollment, PausedBy::Company, None, self.cx.now())?;
                resting.push(enrollment);
            }
        }
        tx.update_enrollments(&resting).await?;
        Ok(resting.len() as u64)
    }

    pub(super) fn say_stopped(&self, lead: LeadId) {
        self.cx.bus.announce(Topic::Leads, lead);
        for topic in [Topic::Enrollments, Topic::Deliveries, Topic::Drafts] {
            self.cx.bus.announce_all(topic);
        }
        self.cx.wake.notify_one();
    }
}

fn what(kind: ReplyKind) -> &'static str {
    match kind {
        ReplyKind::Reply => "Replied",
        ReplyKind::Engagement => "Showed interest",
        ReplyKind::OutOfOffice => "Out of office",
        ReplyKind::Bounce => "Bounced",
        ReplyKind::OptOut => "Asked not to be written to",
    }
}

fn sentence(reply: &Reply, stopped: &Stopped, colleagues: u64) -> String {
    let count = |n: u64, one: &str, many: &str| match n {
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    };
    let sequences = count(stopped.ended, "sequence", "sequences");
    let rest = if stopped.ended == 1 { "rests" } else { "rest" };
    let mut parts = match reply.kind {
        ReplyKind::Engagement => return "Noted. Their sequences go on.".to_owned(),
        ReplyKind::OutOfOffice if stopped.ended == 0 => return "Noted. Nothing had to rest.".to_owned(),
        ReplyKind::OutOfOffice if reply.back_at.is_none() => {
            return format!("{sequences} {rest} until you resume.");
        }
        ReplyKind::OutOfOffice => return format!("{sequences} {rest} until they are back."),
        ReplyKind::Reply | ReplyKind::Bounce | ReplyKind::OptOut => vec![format!("{sequences} stopped")],
    };
    if !stopped.canceled.is_empty() {
        parts.push(format!("{} called back", count(stopped.canceled.len() as u64, "message", "messages")));
    }
    if colleagues > 0 {
        parts.push(format!("{} paused", count(colleagues, "colleague's sequence", "colleagues' sequences")));
    }
    format!("{}.", parts.join(", "))
}

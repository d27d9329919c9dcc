//! Checks of handles: does a Telegram name exist, does a mail domain take mail.
//!
//! One lead is looked at while somebody waits; many wait in a queue that is worked off gently in the
//! background, ends with the process, and may be filled again at any time.
//!
//! **Invariant:** nobody on the suppression list is looked up.
//!
//! **Invariant:** nothing is written to a handle under which surely nobody is reached; what cannot be said
//! keeps nobody from being written to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use sdr_domain::channel::Channel;
use sdr_domain::handle_finding::Finding;
use sdr_domain::id::LeadId;
use sdr_domain::lead::{Lead, LeadStatus};
use sdr_domain::suppression::keys_for;
use sdr_domain::text::{Handle, HandleKind};
use sdr_storage::{HandleCheckRow, LeadWithPosts};

use crate::bus::Topic;
use crate::context::Context;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::HandleCheckView;

/// Leads looked up together; each batch asks for two known names first.
const BATCH: usize = 20;
/// Leads that may wait.
const MOST_WAITING: usize = 10_000;

/// Leads that wait to be looked up.
#[derive(Default)]
pub(crate) struct Waiting {
    state: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    leads: VecDeque<LeadId>,
    working: bool,
}

impl Waiting {
    fn locked(&self) -> std::sync::MutexGuard<'_, Queue> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds leads that do not wait yet; how many, and whether somebody has to begin working.
    fn add(&self, leads: Vec<LeadId>) -> (u64, bool) {
        let mut queue = self.locked();
        let mut added = 0;
        for lead in leads {
            if queue.leads.len() < MOST_WAITING && !queue.leads.contains(&lead) {
                queue.leads.push_back(lead);
                added += 1;
            }
        }
        let begin = added > 0 && !queue.working;
        queue.working |= begin;
        (added, begin)
    }

    /// The next batch; an empty one ends the work.
    fn take(&self) -> Vec<LeadId> {
        let mut queue = self.locked();
        let most = queue.leads.len().min(BATCH);
        let batch: Vec<LeadId> = queue.leads.drain(..most).collect();
        queue.working = !batch.is_empty();
        batch
    }
}

impl Engine {
    /// Looks at a lead's Telegram handle and mail domain now.
    pub async fn check_lead(&self, id: LeadId) -> Result<Vec<HandleCheckView>, EngineError> {
        let lead = self.cx.store.lead(id).await?.ok_or(EngineError::NotFound { what: "lead" })?;
        if self.is_barred(&lead).await? {
            return Err(EngineError::precondition(
                "suppressed",
                "This person is on your suppression list, so nothing is looked up about them.",
            ));
        }
        let found = self.look_up(&[lead]).await?;
        Ok(found.iter().map(check_view).collect())
    }

    /// Queues leads to be looked at in the background; how many were not waiting yet.
    pub async fn queue_handle_checks(&self, leads: Vec<LeadId>) -> Result<u64, EngineError> {
        let known = self.cx.store.leads(&leads).await?;
        let has_handle = |lead: &Lead| {
            let handle = |kind| lead.handle(kind).is_some();
            handle(HandleKind::Telegram) || handle(HandleKind::Email)
        };
        let known =
            known.into_iter().filter(|lead| lead.status != LeadStatus::Suppressed && has_handle(lead));
        let (added, begin) = self.cx.checks.add(known.map(|lead| lead.id).collect());
        if begin {
            tokio::spawn(work_off(Arc::downgrade(&self.cx)));
        }
        Ok(added)
    }

    /// Leaves out the handles of these leads under which surely nobody is reached, so that nothing is written
    /// to them. Ask about suppression before, with every handle.
    pub(crate) async fn drop_unreachable(&self, leads: &mut [LeadWithPosts]) -> Result<(), EngineError> {
        let ids: Vec<LeadId> = leads.iter().map(|found| found.lead.id).collect();
        let unreachable = self.cx.store.unreachable(&ids).await?;
        for found in leads {
            if let Some(kinds) = unreachable.get(&found.lead.id) {
                found.lead.handles.retain(|handle| !kinds.contains(&handle.kind()));
            }
        }
        Ok(())
    }

    /// Why nobody is reached under the handle of a lead for this channel, where that is sure.
    pub(crate) async fn why_unreachable(
        &self,
        lead: LeadId,
        channel: Channel,
    ) -> Result<Option<String>, EngineError> {
        let checks = self.cx.store.handle_checks(lead).await?;
        let found = checks.iter().find(|check| check.handle.kind().channel() == channel);
        Ok(found.filter(|check| check.finding.ok() == Some(false)).map(|check| check.finding.sentence()))
    }

    /// What is known of a lead's handles.
    pub(crate) async fn checks_of(&self, lead: LeadId) -> Result<Vec<HandleCheckView>, EngineError> {
        Ok(self.cx.store.handle_checks(lead).await?.iter().map(check_view).collect())
    }

    async fn is_barred(&self, lead: &Lead) -> Result<bool, EngineError> {
        let keys = keys_for(Some(lead.id), &lead.handles);
        let listed = !self.cx.store.suppressed(&keys).await?.is_empty();
        Ok(listed || lead.status == LeadStatus::Suppressed)
    }

    /// Looks the handles of these leads up, keeps what was found and announces it.
    async fn look_up(&self, leads: &[Lead]) -> Result<Vec<HandleCheckRow>, EngineError> {
        let of = |kind: HandleKind| -> Vec<(Handle, LeadId)> {
            leads.iter().filter_map(|lead| Some((lead.handle(kind)?.clone(), lead.id))).collect()
        };
        let mut found: Vec<(Handle, LeadId, Finding)> = Vec::new();
        let names = of(HandleKind::Telegram);
        if !names.is_empty() {
            let findings = self.cx.handles.check(&names).await;
            let told = names.into_iter().zip(findings);
            found.extend(told.map(|((name, lead), finding)| (name, lead, Finding::Telegram { finding })));
        }
        for (address, lead) in of(HandleKind::Email) {
            let Some(domain) = address.email_domain() else { continue };
            let finding = self.cx.mail_domains.check(domain, &[lead]).await;
            found.push((address, lead, Finding::Email { finding }));
        }
        let at = self.cx.now();
        let row = |(handle, lead_id, finding)| HandleCheckRow { lead_id, handle, finding, at };
        let rows: Vec<HandleCheckRow> = found.into_iter().map(row).collect();
        let tx = self.cx.store.begin().await?;
        for row in &rows {
            tx.put_handle_check(row).await?;
        }
        tx.commit().await?;
        for lead in leads {
            self.cx.bus.announce(Topic::Leads, lead.id);
        }
        Ok(rows)
    }

    async fn look_up_batch(&self, ids: &[LeadId]) -> Result<(), EngineError> {
        let mut leads = Vec::with_capacity(ids.len());
        // Somebody may have been suppressed while they waited.
        for lead in self.cx.store.leads(ids).await? {
            if !self.is_barred(&lead).await? {
                leads.push(lead);
            }
        }
        self.look_up(&leads).await.map(drop)
    }
}

/// Works the queue off, batch by batch, for as long as there is an engine.
async fn work_off(context: Weak<Context>) {
    while let Some(cx) = context.upgrade() {
        let batch = cx.checks.take();
        if batch.is_empty() {
            return;
        }
        if let Err(error) = (Engine { cx }).look_up_batch(&batch).await {
            tracing::warn!(%error, "handles could not be looked up");
        }
    }
}

fn check_view(row: &HandleCheckRow) -> HandleCheckView {
    HandleCheckView {
        kind: row.handle.kind().channel(),
        value: row.handle.value().to_owned(),
        ok: row.finding.ok(),
        sentence: row.finding.sentence(),
        at: row.at,
    }
}

//! The suppression list ends sequences at once, however somebody gets onto it.

use sdr_domain::enrollment::EndReason;
use sdr_domain::id::{LeadId, SuppressionId};
use sdr_domain::lead::{Lead, LeadStatus};
use sdr_domain::suppression::{Suppression, SuppressionKind};
use sdr_storage::{EnrollmentScope, Tx};

use crate::engine::Engine;
use crate::error::EngineError;

impl Engine {
    /// Puts a person on the list: the person and every handle.
    pub(crate) async fn bar(&self, tx: &Tx, lead: &Lead, reason: &str) -> Result<(), EngineError> {
        let now = self.cx.now();
        let rule = |kind, value| Suppression {
            id: self.cx.id::<SuppressionId>(),
            kind,
            value,
            reason: reason.trim().chars().take(200).collect(),
            created_at: now,
        };
        let mut rules = vec![rule(SuppressionKind::Person, lead.id.to_string())];
        rules.extend(lead.handles.iter().map(|h| rule(h.kind().into(), h.value().to_owned())));
        tx.insert_suppressions(rules).await?;
        // Their drafts leave the queue; taken off the list again, the person gets fresh ones by a rewrite.
        tx.supersede_drafts_of_lead(lead.id, now).await?;
        tx.set_lead_status(&[lead.id], LeadStatus::Suppressed, now).await?;
        Ok(())
    }

    /// Ends whatever a lead goes through.
    pub(crate) async fn end_sequences_of(
        &self,
        tx: &Tx,
        lead: LeadId,
        reason: EndReason,
    ) -> Result<u64, EngineError> {
        let live = tx.live_in(&EnrollmentScope::Lead(lead)).await?;
        Ok(self.end_all(tx, live, reason).await?.ended)
    }

    /// Ends the live enrollments of everybody a rule is about; their number.
    pub(crate) async fn end_barred(&self, tx: &Tx, rule: &Suppression) -> Result<u64, EngineError> {
        let ids = tx.enrollments_barred_by(rule.kind, &rule.value).await?;
        let live = tx.live_among(&ids).await?;
        Ok(self.end_all(tx, live, EndReason::Suppressed).await?.ended)
    }
}

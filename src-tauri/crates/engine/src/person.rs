//! One person's rights: a copy of everything kept about them, and being erased.

use sdr_domain::activity::Actor;
use sdr_domain::delivery::DeliveryState;
use sdr_domain::id::{LeadId, SuppressionId};
use sdr_domain::lead::Lead;
use sdr_domain::suppression::{Suppression, keys_for};
use sdr_storage::StoreError;
use serde_json::json;

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{Erased, PersonFile};

impl Engine {
    /// Everything kept about a person as JSON, table by table; the file goes to whoever asked for it, and no
    /// row of it is about anybody else.
    pub async fn person_file(&self, id: LeadId) -> Result<PersonFile, EngineError> {
        let tables = self.cx.store.person(id).await?.ok_or(EngineError::NotFound { what: "lead" })?;
        let file = json!({
            "what": "Everything SDR Console keeps about this person",
            "made_at": self.cx.now().to_string(),
            "tables": tables,
        });
        let bytes = serde_json::to_vec_pretty(&file)
            .map_err(|error| EngineError::invalid("person", error.to_string()))?;
        let tx = self.cx.store.begin().await?;
        let about = (None, Some(id));
        let row = self.cx.activity(about, Actor::Human, "lead.exported", id, "A copy of everything was made");
        tx.insert_activity(vec![row]).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Leads, id);
        Ok(PersonFile { bytes })
    }

    /// Erases a person with everything that names them; with `suppress` their addresses go on the suppression
    /// list first, so that no later import brings them back. Refused while a message to them is under way.
    pub async fn erase_person(&self, id: LeadId, suppress: bool) -> Result<Erased, EngineError> {
        let lead = self.cx.store.lead(id).await?.ok_or(EngineError::NotFound { what: "lead" })?;
        let deliveries = self.cx.store.deliveries_of_lead(id).await?;
        let sent = deliveries.iter().filter(|d| d.state == DeliveryState::Sent && !d.dry_run).count();
        let requests: u64 = self.cx.store.egress_of_lead(id).await?.iter().map(|host| host.requests).sum();
        let tx = self.cx.store.begin().await?;
        if suppress {
            tx.insert_suppressions(self.rules_for(&lead)).await?;
        }
        match tx.delete_lead(id, self.cx.now()).await {
            Ok(true) => {}
            Ok(false) => return Err(EngineError::NotFound { what: "lead" }),
            Err(StoreError::InFlight) => {
                return Err(EngineError::precondition(
                    "in_flight",
                    "A message to this person is under way, or it is not known whether it arrived. Settle it first, then erase them.",
                ));
            }
            Err(error) => return Err(error.into()),
        }
        let keys = keys_for(None, &lead.handles);
        let rules = tx.suppressed(&keys).await?.len();
        let detail = "A person was erased with everything about them";
        let row = self.cx.activity((None, None), Actor::Human, "lead.erased", id, detail);
        tx.insert_activity(vec![row]).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Leads, id);
        for topic in [Topic::Drafts, Topic::Deliveries, Topic::Suppressions, Topic::Egress] {
            self.cx.bus.announce_all(topic);
        }
        self.cx.wake.notify_one();
        let sentence = format!("{} was erased.", lead.profile.name);
        Ok(Erased { sentence, kept: kept(sent, requests, rules) })
    }

    fn rules_for(&self, lead: &Lead) -> Vec<Suppression> {
        let rule = |handle: &sdr_domain::text::Handle| Suppression {
            id: self.cx.id::<SuppressionId>(),
            kind: handle.kind().into(),
            value: handle.value().to_owned(),
            reason: "Asked to be erased".to_owned(),
            created_at: self.cx.now(),
        };
        lead.handles.iter().map(rule).collect()
    }
}

/// What stays and why, in sentences.
fn kept(sent: usize, requests: u64, rules: usize) -> Vec<String> {
    let many =
        |n: u64, one: &str, more: &str| if n == 1 { format!("one {one}") } else { format!("{n} {more}") };
    let mut kept = Vec::new();
    if sent > 0 {
        let messages = many(sent as u64, "message", "messages");
        kept.push(format!(
            "The count of {messages} sent, without name, address or text: the daily limits are counted from it."
        ));
    }
    if requests > 0 {
        let entries = many(requests, "entry", "entries");
        kept.push(format!(
            "In the egress ledger {entries} on what went to which service, without the person. What the services keep is theirs to erase."
        ));
    }
    if rules > 0 {
        let rules = many(rules as u64, "rule", "rules");
        kept.push(format!("On the suppression list {rules}, so that the person is never contacted again."));
    }
    kept.push("Backups made before today still hold the person until you delete them.".to_owned());
    kept
}

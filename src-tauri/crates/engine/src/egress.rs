//! What leaves the machine: the ledger as it is read, the local-only switch, the answer for one person.
//!
//! Entries are written where requests are made; nothing here adds one.

use sdr_domain::activity::Actor;
use sdr_domain::id::LeadId;
use sdr_storage::EgressFilter;

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{EgressRow, EgressSummary, LeadEgress, Page};

impl Engine {
    /// One page of the ledger, newest first.
    pub async fn egress_page(
        &self,
        filter: &EgressFilter,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<EgressRow>, EngineError> {
        let page = self.cx.store.egress_page(filter, cursor, limit).await?;
        Ok(Page { items: page.rows, next: page.next, total: page.total })
    }

    /// Every host something went to, with the switch.
    pub async fn egress_summary(&self) -> Result<EgressSummary, EngineError> {
        let local_only = self.cx.store.local_only().await?;
        Ok(EgressSummary { local_only, hosts: self.cx.store.egress_hosts().await? })
    }

    /// Switches local-only. While it is on nothing is asked outside this machine and no email leaves it; what
    /// is on its way already comes to its end.
    pub async fn set_local_only(&self, on: bool) -> Result<EgressSummary, EngineError> {
        let tx = self.cx.store.begin().await?;
        if tx.local_only().await? != on {
            tx.set_local_only(on).await?;
            let detail = if on { "Local-only switched on" } else { "Local-only switched off" };
            let row = self.cx.activity((None, None), Actor::Human, "egress.local_only", "local-only", detail);
            tx.insert_activity(vec![row]).await?;
            tx.commit().await?;
            self.cx.bus.announce_all(Topic::Egress);
            self.cx.bus.announce_all(Topic::Settings);
            self.cx.wake.notify_one();
        }
        self.egress_summary().await
    }

    /// Who has seen data of this person.
    pub async fn lead_egress(&self, id: LeadId) -> Result<LeadEgress, EngineError> {
        let lead = self.cx.store.lead(id).await?.ok_or(EngineError::NotFound { what: "lead" })?;
        let hosts = self.cx.store.egress_of_lead(id).await?;
        let far = hosts.iter().filter(|host| host.leaves_machine).count();
        let near = hosts.len() - far;
        let name = &lead.profile.name;
        let mut sentence = match far {
            0 => format!("No service has seen data of {name}."),
            1 => format!("One service has seen data of {name}."),
            far => format!("{far} services have seen data of {name}."),
        };
        if near > 0 {
            sentence.push_str(" A model on this machine has read it too.");
        }
        Ok(LeadEgress { sentence, hosts })
    }
}

//! The suppression list and the audit log.

use sdr_domain::activity::Actor;
use sdr_domain::id::SuppressionId;
use sdr_domain::suppression::{Suppression, SuppressionKind};
use sdr_domain::text::{Handle, HandleKind};

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{ActivityView, Page};

impl Engine {
    /// One page of the list, newest first.
    pub async fn suppressions_page(
        &self,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<Suppression>, EngineError> {
        let page = self.cx.store.suppressions_page(cursor, limit).await?;
        Ok(Page { items: page.rows, next: page.next, total: page.total })
    }

    /// Adds a rule. It holds at import, draft, approve and send from this instant on.
    pub async fn add_suppression(
        &self,
        kind: SuppressionKind,
        value: &str,
        reason: &str,
    ) -> Result<Suppression, EngineError> {
        let rule = Suppression {
            id: self.cx.id::<SuppressionId>(),
            kind,
            value: normal_value(kind, value)?,
            reason: reason.trim().chars().take(200).collect(),
            created_at: self.cx.now(),
        };
        self.store_rule(&rule, None).await?;
        Ok(rule)
    }

    pub(crate) async fn store_rule(
        &self,
        rule: &Suppression,
        lead: Option<sdr_domain::id::LeadId>,
    ) -> Result<(), EngineError> {
        let tx = self.cx.store.begin().await?;
        let ended = self.end_barred(&tx, rule).await?;
        let added = tx.insert_suppressions(vec![rule.clone()]).await?;
        let detail = format!("Suppressed one {}", rule.kind.as_str());
        let row = self.cx.activity((None, lead), Actor::Human, "suppression.added", rule.id, detail);
        tx.insert_activity(vec![row]).await?;
        tx.commit().await?;
        if added == 0 && lead.is_none() {
            return Err(EngineError::conflict("already_suppressed", "This is on the list already."));
        }
        self.cx.bus.announce(Topic::Suppressions, rule.id);
        if ended > 0 {
            for topic in [Topic::Enrollments, Topic::Drafts, Topic::Deliveries] {
                self.cx.bus.announce_all(topic);
            }
        }
        Ok(())
    }

    /// Takes a rule off the list.
    pub async fn remove_suppression(&self, id: SuppressionId) -> Result<(), EngineError> {
        let tx = self.cx.store.begin().await?;
        if !tx.delete_suppression(id).await? {
            return Err(EngineError::NotFound { what: "suppression" });
        }
        let row =
            self.cx.activity((None, None), Actor::Human, "suppression.removed", id, "Taken off the list");
        tx.insert_activity(vec![row]).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Suppressions, id);
        Ok(())
    }

    /// One page of the audit log, newest first.
    pub async fn activity_page(
        &self,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<ActivityView>, EngineError> {
        let page = self.cx.store.activity_page(cursor, limit).await?;
        let items = page.rows.into_iter().map(crate::leads::activity_view).collect();
        Ok(Page { items, next: page.next, total: page.total })
    }
}

/// The form in which handles and domains are compared.
fn normal_value(kind: SuppressionKind, value: &str) -> Result<String, EngineError> {
    let handle = |kind| {
        Handle::parse(kind, value)
            .map(|handle| handle.value().to_owned())
            .map_err(|error| EngineError::invalid("value", format!("{error}.")))
    };
    match kind {
        SuppressionKind::X => handle(HandleKind::X),
        SuppressionKind::Telegram => handle(HandleKind::Telegram),
        SuppressionKind::Email => handle(HandleKind::Email),
        SuppressionKind::Linkedin => handle(HandleKind::Linkedin),
        SuppressionKind::Domain => {
            let domain = value.trim().trim_start_matches('@').to_lowercase();
            // A domain is right when an address on it would be.
            Handle::parse(HandleKind::Email, &format!("name@{domain}"))
                .map(|_| domain)
                .map_err(|_| EngineError::invalid("value", "A domain looks like example.com."))
        }
        SuppressionKind::Person => value
            .trim()
            .parse::<sdr_domain::id::LeadId>()
            .map(|id| id.to_string())
            .map_err(|_| EngineError::invalid("value", "Choose the person from the lead list.")),
    }
}

//! The ledger read: what is in flight, who was written to, and its pages.

use std::collections::HashMap;

use sdr_domain::Timestamp;
use sdr_domain::channel::Channel;
use sdr_domain::delivery::{Delivery, DeliveryState};
use sdr_domain::id::LeadId;
use sea_orm::ConnectionTrait;

use super::with_parts;
use crate::error::StoreError;
use crate::page::{Cursor, Page, Part};
use crate::sql::{Row, Sql, ms};
use crate::store::Store;
use crate::tx::Tx;

const LIST: &str = "deliveries";

/// Which deliveries are listed, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeliveryFilter {
    /// Only these states; all when empty.
    pub states: Vec<DeliveryState>,
    /// Only this channel.
    pub channel: Option<Channel>,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRow {
    /// The delivery with its parts.
    pub delivery: Delivery,
    /// The lead's name.
    pub lead_name: String,
}

impl Tx {
    /// See [`Store::contacted`].
    pub async fn contacted(&self, lead: LeadId) -> Result<Option<Timestamp>, StoreError> {
        contacted(self.on(), lead).await
    }

    /// See [`Store::open_uncertain`].
    pub async fn open_uncertain(&self, lead: LeadId) -> Result<bool, StoreError> {
        open_uncertain(self.on(), lead).await
    }
}

impl Store {
    /// A page of the ledger, newest first.
    pub async fn deliveries_page(
        &self,
        filter: &DeliveryFilter,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<DeliveryRow>, StoreError> {
        let after = cursor.map(|text| Cursor::read(text, LIST, "u")).transpose()?;
        let total = filter.narrow(Sql::new("SELECT COUNT(*) FROM deliveries d WHERE d.erased = FALSE"));
        let total = total.count(self.reader()).await?;
        let mut sql = filter.narrow(Sql::new(
            "SELECT d.*, COALESCE(l.name, '') AS lead_name FROM deliveries d LEFT JOIN leads l ON l.id = d.lead_id
             WHERE d.erased = FALSE",
        ));
        for part in after.into_iter().flatten() {
            sql = sql.push(" AND d.id < ?").bind(part);
        }
        let rows =
            sql.push(" ORDER BY d.id DESC LIMIT ?").bind(i64::from(limit) + 1).all(self.reader()).await?;
        let names: Vec<String> =
            rows.iter().map(|row| Row::new("leads", row).get("lead_name")).collect::<Result<_, _>>()?;
        let deliveries = with_parts(self.reader(), &rows).await?;
        let rows = deliveries.into_iter().zip(names);
        let rows = rows.map(|(delivery, lead_name)| DeliveryRow { delivery, lead_name }).collect();
        Ok(Page::cut(rows, limit, total, |row: &DeliveryRow| {
            Cursor::new(LIST, vec![Part::Id(row.delivery.id.0)])
        }))
    }

    /// When the next queued delivery may be looked at; in the past when one is due.
    pub async fn next_eligible_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql =
            "SELECT id, eligible_at FROM deliveries WHERE state = 'queued' ORDER BY eligible_at LIMIT 1";
        let row = Sql::new(sql).one(self.reader()).await?;
        row.map(|row| Row::new("deliveries", &row).time("eligible_at")).transpose()
    }

    /// When the next queued delivery that is not due yet becomes due.
    pub async fn next_eligible_after(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT id, eligible_at FROM deliveries WHERE state = 'queued' AND eligible_at > ?
            ORDER BY eligible_at LIMIT 1";
        let row = Sql::new(sql).bind(ms(now)).one(self.reader()).await?;
        row.map(|row| Row::new("deliveries", &row).time("eligible_at")).transpose()
    }

    /// Deliveries some worker holds or held when it died: claimed or armed.
    pub async fn in_flight(&self) -> Result<Vec<Delivery>, StoreError> {
        let sql = "SELECT * FROM deliveries WHERE state IN ('claimed', 'armed') ORDER BY id";
        let rows = Sql::new(sql).all(self.reader()).await?;
        with_parts(self.reader(), &rows).await
    }

    /// How many deliveries stand in each state; a state nothing stands in is missing.
    pub async fn delivery_counts(&self) -> Result<HashMap<DeliveryState, u64>, StoreError> {
        let sql = "SELECT state, COUNT(*) AS n FROM deliveries WHERE erased = FALSE GROUP BY state";
        let rows = Sql::new(sql).all(self.reader()).await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("deliveries", row);
                Ok((row.word("state")?, row.int("n")?))
            })
            .collect()
    }

    /// Real messages proved to have left since then.
    pub async fn sent_since(&self, since: Timestamp) -> Result<u64, StoreError> {
        let sql = "SELECT COUNT(*) FROM deliveries WHERE state = 'sent' AND dry_run = FALSE AND sent_at >= ?";
        Sql::new(sql).bind(ms(since)).count(self.reader()).await
    }

    /// Whether nobody knows if some message to this person left.
    pub async fn open_uncertain(&self, lead: LeadId) -> Result<bool, StoreError> {
        open_uncertain(self.reader(), lead).await
    }

    /// When this person was last written to for real, or is about to be: any delivery that left, may have
    /// left or is on its way, or of which a part left.
    pub async fn contacted(&self, lead: LeadId) -> Result<Option<Timestamp>, StoreError> {
        contacted(self.reader(), lead).await
    }
}

impl DeliveryFilter {
    fn narrow(&self, mut sql: Sql) -> Sql {
        if !self.states.is_empty() {
            sql = sql.push(" AND d.state IN ").list(self.states.iter().map(|state| state.as_str()));
        }
        if let Some(channel) = self.channel {
            sql = sql.push(" AND d.channel = ?").bind(channel.as_str());
        }
        sql
    }
}

async fn open_uncertain(on: &impl ConnectionTrait, lead: LeadId) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM deliveries WHERE lead_id = ? AND state = 'uncertain' LIMIT 1";
    Ok(Sql::new(sql).bind(lead.0).one(on).await?.is_some())
}

async fn contacted(on: &impl ConnectionTrait, lead: LeadId) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT MAX(COALESCE(d.acted_at, d.created_at)) AS at FROM deliveries d
        WHERE d.lead_id = ? AND d.dry_run = FALSE AND (
            d.state IN ('queued', 'claimed', 'armed', 'sent', 'uncertain')
            OR EXISTS (SELECT 1 FROM delivery_parts p WHERE p.delivery_id = d.id AND p.state = 'accepted'))";
    let row = Sql::new(sql).bind(lead.0).one(on).await?;
    Ok(row.map(|row| Row::new("deliveries", &row).opt_time("at")).transpose()?.flatten())
}

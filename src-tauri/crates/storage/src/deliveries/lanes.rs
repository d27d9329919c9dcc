//! Deliveries in the order of their lanes: what is next, and what cannot go for a reason of its own.
//!
//! **Invariant:** a lane never waits for another. What cannot go by itself at all, because its enrollment
//! rests, a message to the same person is unsettled or a human's hand is needed, is in no lane.

use std::collections::HashMap;

use sdr_domain::Timestamp;
use sdr_domain::channel::Mode;
use sdr_domain::delivery::Delivery;
use sdr_domain::id::{DeliveryId, LeadId};
use sdr_domain::limits::Lane;
use sea_orm::QueryResult;

use super::with_parts;
use crate::error::StoreError;
use crate::sql::{MOST_KEYS, Row, Sql, ms};
use crate::store::Store;

/// A delivery in its lane, with the place on the lead's profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneHead {
    /// The delivery with its parts.
    pub delivery: Delivery,
    /// Where the lead is, as they say.
    pub location: Option<String>,
}

/// A place in a lane's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LaneKey {
    /// When it became due.
    pub eligible_at: Timestamp,
    /// Whom it goes to.
    pub lead_id: LeadId,
    /// Itself.
    pub id: DeliveryId,
}

impl LaneKey {
    /// The place of a delivery.
    pub fn of(delivery: &Delivery) -> Self {
        Self { eligible_at: delivery.eligible_at, lead_id: delivery.lead_id, id: delivery.id }
    }
}

/// What holds a delivery beside the limits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Its enrollment or its sequence rests, or is over.
    pub paused: bool,
    /// Nobody knows whether another message to the same person left.
    pub uncertain: bool,
    /// Where the lead is, as they say.
    pub location: Option<String>,
}

const FROM: &str = "FROM deliveries d
    LEFT JOIN leads l ON l.id = d.lead_id
    LEFT JOIN enrollments e ON e.id = d.enrollment_id
    LEFT JOIN sequences s ON s.id = e.sequence_id";
/// Its enrollment, if it has one, goes on.
const RUNS: &str =
    "(d.enrollment_id IS NULL OR (e.state IN ('active', 'waiting_approval') AND s.state <> 'paused'))";
const CERTAIN: &str =
    "NOT EXISTS (SELECT 1 FROM deliveries u WHERE u.lead_id = d.lead_id AND u.state = 'uncertain')";
const DUE: &str = "d.state = 'queued' AND d.eligible_at <= ?";
const ORDER: &str = " ORDER BY d.eligible_at, d.lead_id, d.id LIMIT ?";

impl Store {
    /// The first due deliveries of every lane, by [`LaneKey`].
    pub async fn lane_heads(
        &self,
        now: Timestamp,
        per_lane: u32,
    ) -> Result<Vec<(Lane, Vec<LaneHead>)>, StoreError> {
        let mut lanes = Vec::new();
        for lane in Lane::ALL {
            let heads = self.lane_page(lane, now, None, per_lane).await?;
            if !heads.is_empty() {
                lanes.push((lane, heads));
            }
        }
        Ok(lanes)
    }

    /// Due deliveries of one lane that the app performs by itself, from behind `after` on.
    pub async fn lane_page(
        &self,
        lane: Lane,
        now: Timestamp,
        after: Option<LaneKey>,
        limit: u32,
    ) -> Result<Vec<LaneHead>, StoreError> {
        let sql = format!(
            "SELECT d.*, l.location AS lead_location {FROM}
             WHERE {DUE} AND {RUNS} AND {CERTAIN} AND d.channel = ? AND d.action = ? AND d.mode = ? AND d.dry_run = FALSE"
        );
        let mut sql = Sql::new(sql)
            .bind(ms(now))
            .bind(lane.channel.as_str())
            .bind(lane.action.as_str())
            .bind(Mode::Automatic.as_str());
        if let Some(key) = after {
            sql = sql
                .push(" AND (d.eligible_at, d.lead_id, d.id) > (?, ?, ?)")
                .bind(ms(key.eligible_at))
                .bind(key.lead_id.0)
                .bind(key.id.0);
        }
        self.heads(&sql.push(ORDER).bind(i64::from(limit)).all(self.reader()).await?).await
    }

    /// Due deliveries that no limit holds: dry runs, and messages of which a part has left already.
    pub async fn free_heads(&self, now: Timestamp, limit: u32) -> Result<Vec<LaneHead>, StoreError> {
        let sql = format!(
            "SELECT d.*, l.location AS lead_location {FROM}
             WHERE (d.dry_run = TRUE OR d.acted_at IS NOT NULL) AND {DUE} AND {RUNS} AND {CERTAIN} AND (d.dry_run = TRUE
                OR (d.mode = 'automatic' AND EXISTS (SELECT 1 FROM delivery_parts p
                    WHERE p.delivery_id = d.id AND p.state = 'accepted')))"
        );
        let sql = Sql::new(sql).bind(ms(now)).push(ORDER).bind(i64::from(limit));
        self.heads(&sql.all(self.reader()).await?).await
    }

    async fn heads(&self, rows: &[QueryResult]) -> Result<Vec<LaneHead>, StoreError> {
        let places: Vec<Option<String>> =
            rows.iter().map(|row| Row::new("leads", row).get("lead_location")).collect::<Result<_, _>>()?;
        let deliveries = with_parts(self.reader(), rows).await?;
        let heads = deliveries.into_iter().zip(places);
        Ok(heads.map(|(delivery, location)| LaneHead { delivery, location }).collect())
    }

    /// Queued deliveries that a human's hand, a limit or only time holds, the first to become due first: those
    /// the app performs itself, or those that wait for the hand.
    pub async fn waiting(&self, by_hand: bool, limit: u32) -> Result<Vec<(LaneHead, String)>, StoreError> {
        let mode = if by_hand {
            "d.mode <> 'automatic' AND d.dry_run = FALSE"
        } else {
            "(d.mode = 'automatic' OR d.dry_run = TRUE)"
        };
        let sql = format!(
            "SELECT d.*, l.location AS lead_location, COALESCE(l.name, '') AS lead_name {FROM}
             WHERE d.state = 'queued' AND {mode} AND {RUNS} ORDER BY d.eligible_at, d.lead_id, d.id LIMIT ?"
        );
        let rows = Sql::new(sql).bind(i64::from(limit)).all(self.reader()).await?;
        let names: Vec<String> =
            rows.iter().map(|row| Row::new("leads", row).get("lead_name")).collect::<Result<_, _>>()?;
        Ok(self.heads(&rows).await?.into_iter().zip(names).collect())
    }

    /// How many queued deliveries each lane has, and how many of them rest with their sequence.
    pub async fn queued_by_lane(&self) -> Result<HashMap<Lane, (u64, u64)>, StoreError> {
        let sql = format!(
            "SELECT d.channel, d.action, COUNT(*) AS n,
                CAST(SUM(CASE WHEN {RUNS} THEN 0 ELSE 1 END) AS BIGINT) AS resting
             {FROM} WHERE d.state = 'queued' GROUP BY d.channel, d.action"
        );
        let rows = Sql::new(sql).all(self.reader()).await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("deliveries", row);
                let lane = Lane::new(row.word("channel")?, row.word("action")?);
                Ok((lane, (row.int("n")?, row.int("resting")?)))
            })
            .collect()
    }

    /// What holds these deliveries beside the limits.
    pub async fn standings(&self, ids: &[DeliveryId]) -> Result<HashMap<DeliveryId, Standing>, StoreError> {
        let mut found = HashMap::with_capacity(ids.len());
        for part in ids.chunks(MOST_KEYS) {
            let sql = format!(
                "SELECT d.id, l.location AS lead_location,
                    CASE WHEN {RUNS} THEN 0 ELSE 1 END AS paused,
                    CASE WHEN EXISTS (SELECT 1 FROM deliveries u WHERE u.lead_id = d.lead_id AND u.id <> d.id
                        AND u.state = 'uncertain') THEN 1 ELSE 0 END AS uncertain
                 {FROM} WHERE d.id IN "
            );
            for row in Sql::new(sql).list(part.iter().map(|id| id.0)).all(self.reader()).await? {
                let row = Row::new("deliveries", &row);
                let standing = Standing {
                    paused: row.get::<i32>("paused")? != 0,
                    uncertain: row.get::<i32>("uncertain")? != 0,
                    location: row.get("lead_location")?,
                };
                found.insert(row.id("id")?, standing);
            }
        }
        Ok(found)
    }
}

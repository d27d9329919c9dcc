//! What counts against the limits, read from the ledger into a [`Book`], and what is written beside it: acts
//! of the human's own hand and rests that a service asked for.

use std::collections::HashMap;

use jiff::civil::Date;
use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::channel::Channel;
use sdr_domain::id::{CooldownId, DeliveryId, LeadId, ManualActId};
use sdr_domain::limits::{Act, Book, CoolDown, FAILURES_BEFORE_PAUSE, Lane, LimitRules};
use sea_orm::ConnectionTrait;

use crate::error::StoreError;
use crate::sql::{Row, Sql, ms};
use crate::store::Store;
use crate::tx::Tx;

/// Deliveries that left, may be leaving or may have left; of one that is put off or called back, a part did.
const COUNTS: &str = "d.dry_run = FALSE AND (d.state IN ('armed', 'sent', 'uncertain')
    OR EXISTS (SELECT 1 FROM delivery_parts p WHERE p.delivery_id = d.id AND p.state = 'accepted'))";
/// Names every channel, so that the index by channel and time is used for all of them.
const CHANNELS: &str = "('telegram', 'x', 'email', 'linkedin')";
/// Offsets of time zones are whole quarters of an hour.
const QUARTER_MS: i64 = 900_000;
/// Quarters of the longest day, clocks put back.
const QUARTERS_A_DAY: u32 = 100;

/// Something the SDR did by hand outside the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManualActRow {
    /// Names it.
    pub id: ManualActId,
    /// Where.
    pub channel: Channel,
    /// What.
    pub action: Action,
    /// To whom, if that was said.
    pub lead_id: Option<LeadId>,
    /// How many times.
    pub count: u32,
    /// When.
    pub at: Timestamp,
    /// When it was written down.
    pub created_at: Timestamp,
}

/// A service said that it was too much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CooldownRow {
    /// Names it.
    pub id: CooldownId,
    /// The rest itself.
    pub rest: CoolDown,
    /// What was sent when it was said.
    pub delivery_id: Option<DeliveryId>,
    /// What was said.
    pub reason: String,
}

impl Tx {
    /// Makes a channel, or one kind of act on it, rest.
    pub async fn insert_cooldown(&self, row: &CooldownRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO cooldowns (id, channel, action, delivery_id, reason, until_at, at)
            VALUES (?, ?, ?, ?, ?, ?, ?)";
        Sql::new(sql)
            .bind(row.id.0)
            .bind(row.rest.channel.as_str())
            .bind(row.rest.action.map(Action::as_str))
            .bind(row.delivery_id.map(|id| id.0))
            .bind(row.reason.as_str())
            .bind(ms(row.rest.until))
            .bind(ms(row.rest.at))
            .run(self.on())
            .await
            .map(drop)
    }

    /// Writes down what the human did outside the app.
    pub async fn insert_manual_act(&self, act: &ManualActRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO manual_acts (id, channel, action, lead_id, count, at, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)";
        Sql::new(sql)
            .bind(act.id.0)
            .bind(act.channel.as_str())
            .bind(act.action.as_str())
            .bind(act.lead_id.map(|id| id.0))
            .bind(i64::from(act.count))
            .bind(ms(act.at))
            .bind(ms(act.created_at))
            .run(self.on())
            .await
            .map(drop)
    }

    /// Keeps other processes from reading a book to claim by until this transaction ends: two that looked at
    /// the same time would both find the last place free. SQLite has one writer anyway.
    pub async fn lock_limits(&self) -> Result<(), StoreError> {
        if !self.is_sqlite() {
            let sql = "SELECT pg_advisory_xact_lock(hashtext(current_schema()), 4)";
            Sql::new(sql).run(self.on()).await?;
        }
        Ok(())
    }

    /// See [`Store::book`].
    pub async fn book(
        &self,
        rules: &LimitRules,
        now: Timestamp,
        forgiven: &[(Channel, Timestamp)],
    ) -> Result<Book, StoreError> {
        book(self.on(), rules, now, forgiven).await
    }
}

impl Store {
    /// Everything that counts against the limits at this instant. Dry runs never do; what may have left does.
    /// Failures in a row count from the time at which a human told their channel to go on.
    pub async fn book(
        &self,
        rules: &LimitRules,
        now: Timestamp,
        forgiven: &[(Channel, Timestamp)],
    ) -> Result<Book, StoreError> {
        book(self.reader(), rules, now, forgiven).await
    }

    /// What the human did outside the app since then, by lane.
    pub async fn manual_acts_since(&self, since: Timestamp) -> Result<HashMap<Lane, u32>, StoreError> {
        let sql = "SELECT channel, action, CAST(SUM(count) AS BIGINT) AS n FROM manual_acts WHERE at >= ?
            GROUP BY channel, action";
        let rows = Sql::new(sql).bind(ms(since)).all(self.reader()).await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("manual_acts", row);
                Ok((Lane::new(row.word("channel")?, row.word("action")?), row.int("n")?))
            })
            .collect()
    }
}

async fn book(
    on: &impl ConnectionTrait,
    rules: &LimitRules,
    now: Timestamp,
    forgiven: &[(Channel, Timestamp)],
) -> Result<Book, StoreError> {
    let midnight = rules.calendar.day(now).start;
    let mut book = rules.empty_book(now);
    record_acts(on, &mut book, midnight.min(now.saturating_sub(rules.memory()).unwrap_or(midnight))).await?;
    let sql = "SELECT channel, action, until_at, at FROM cooldowns WHERE until_at > ?";
    for row in Sql::new(sql).bind(ms(now)).all(on).await? {
        let row = Row::new("cooldowns", &row);
        book.cool_down(CoolDown {
            channel: row.word("channel")?,
            action: row.opt_word("action")?,
            at: row.time("at")?,
            until: row.time("until_at")?,
        });
    }
    count_failures(on, &mut book, forgiven).await?;
    for lane in Lane::ALL {
        let days = rules.pace(lane).days_to_grow();
        if days > 0 {
            book.set_days_before(lane, days_used(on, lane, midnight, rules, days).await?);
        }
    }
    Ok(book)
}

/// What may be leaving counts as well: a delivery that some worker has claimed.
async fn record_acts(on: &impl ConnectionTrait, book: &mut Book, from: Timestamp) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT d.channel, d.action, d.acted_at AS at, 1 AS n FROM deliveries d
            WHERE d.channel IN {CHANNELS} AND d.acted_at >= ? AND {COUNTS}
         UNION ALL SELECT d.channel, d.action, d.updated_at AS at, 1 AS n FROM deliveries d
            WHERE d.state = 'claimed' AND d.dry_run = FALSE
         UNION ALL SELECT channel, action, at, count AS n FROM manual_acts WHERE at >= ? ORDER BY at"
    );
    for row in Sql::new(sql).bind(ms(from)).bind(ms(from)).all(on).await? {
        let row = Row::new("deliveries", &row);
        let act = Act { channel: row.word("channel")?, action: row.word("action")?, at: row.time("at")? };
        for _ in 0..row.get::<i64>("n")? {
            book.record(act);
        }
    }
    Ok(())
}

/// Failures at the end of each channel's ledger; more than make it rest are not told apart.
async fn count_failures(
    on: &impl ConnectionTrait,
    book: &mut Book,
    forgiven: &[(Channel, Timestamp)],
) -> Result<(), StoreError> {
    let mut sql = Sql::new("");
    for (n, channel) in Channel::ALL.into_iter().enumerate() {
        let since = forgiven.iter().filter(|(one, _)| *one == channel).map(|(_, at)| ms(*at)).max();
        sql = sql
            .push(if n == 0 { "" } else { " UNION ALL " })
            .push(
                "SELECT channel FROM (SELECT f.channel FROM deliveries f WHERE f.channel = ?
                    AND f.state = 'failed' AND f.dry_run = FALSE AND f.updated_at > ?
                    AND f.updated_at > COALESCE((SELECT s.updated_at FROM deliveries s WHERE s.channel = ?
                        AND s.state = 'sent' AND s.dry_run = FALSE ORDER BY s.updated_at DESC LIMIT 1), 0)
                    LIMIT ?) AS f",
            )
            .bind(channel.as_str())
            .bind(since.unwrap_or(0))
            .bind(channel.as_str())
            .bind(i64::from(FAILURES_BEFORE_PAUSE));
    }
    let mut failed: HashMap<Channel, u32> = HashMap::new();
    for row in sql.all(on).await? {
        *failed.entry(Row::new("deliveries", &row).word("channel")?).or_default() += 1;
    }
    for (channel, times) in failed {
        book.set_failures(channel, times);
    }
    Ok(())
}

/// On how many local days before `midnight` the lane was used, as far as its ramp asks.
async fn days_used(
    on: &impl ConnectionTrait,
    lane: Lane,
    midnight: Timestamp,
    rules: &LimitRules,
    most: u32,
) -> Result<u32, StoreError> {
    let sql = format!(
        "SELECT DISTINCT at FROM (
            SELECT d.acted_at / {QUARTER_MS} AS at FROM deliveries d
                WHERE d.channel = ? AND d.action = ? AND d.acted_at IS NOT NULL AND d.acted_at < ? AND {COUNTS}
            UNION SELECT at / {QUARTER_MS} AS at FROM manual_acts WHERE channel = ? AND action = ? AND at < ?
         ) AS acts ORDER BY at LIMIT ?"
    );
    let mut sql = Sql::new(sql);
    for _ in 0..2 {
        sql = sql.bind(lane.channel.as_str()).bind(lane.action.as_str()).bind(ms(midnight));
    }
    let quarters = sql.bind(i64::from(most.saturating_mul(QUARTERS_A_DAY))).all(on).await?;
    let mut days: Vec<Date> = Vec::new();
    for row in &quarters {
        let quarter: i64 = Row::new("deliveries", row).get("at")?;
        let at = Timestamp::from_millisecond(quarter.saturating_mul(QUARTER_MS)).unwrap_or(Timestamp::MIN);
        let date = at.to_zoned(rules.calendar.zone().clone()).date();
        if days.last() != Some(&date) {
            days.push(date);
        }
    }
    Ok(u32::try_from(days.len()).unwrap_or(u32::MAX))
}

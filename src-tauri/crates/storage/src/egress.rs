//! The egress ledger: entries begun and ended in groups, sums by host, and what of one person went where.
//!
//! **Invariant:** numbers grow in the order of the commits; one group at a time hands them out.
//!
//! **Invariant:** sums by host are written in the transaction of the entries they sum up.

use std::collections::BTreeMap;

use sdr_domain::Timestamp;
use sdr_domain::egress::EgressPurpose;
use sdr_domain::id::LeadId;
use sea_orm::Value;

use crate::error::StoreError;
use crate::page::{Cursor, Page, Part};
use crate::sql::{MOST_VALUES, Row, Sql, insert_many, ms};
use crate::store::Store;
use crate::tx::Tx;

const LIST: &str = "egress";
const LOCAL_ONLY: &str = "egress.local_only";

/// One request before it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EgressBegin {
    /// When.
    pub at: Timestamp,
    /// Host name without port.
    pub host: String,
    /// What for.
    pub purpose: EgressPurpose,
    /// `GET`, `SMTP`, …
    pub method: String,
    /// Kinds of data in it.
    pub fields: Vec<String>,
    /// Whose data.
    pub about: Vec<LeadId>,
    /// Bytes of body.
    pub bytes_out: u64,
    /// False for this machine's own addresses.
    pub leaves_machine: bool,
    /// It did not go, because local-only was on.
    pub refused: bool,
}

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EgressEnd {
    /// The entry's number.
    pub id: i64,
    /// `200`, `timed out`, …
    pub outcome: String,
    /// Bytes of body read.
    pub bytes_in: u64,
}

/// One entry as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EgressRow {
    /// Its number.
    pub id: i64,
    /// When it began.
    pub at: Timestamp,
    /// Host name without port.
    pub host: String,
    /// What for.
    pub purpose: EgressPurpose,
    /// `GET`, `SMTP`, …
    pub method: String,
    /// Kinds of data in it.
    pub fields: Vec<String>,
    /// How many people's data.
    pub people: u64,
    /// Bytes of body sent.
    pub bytes_out: u64,
    /// Bytes of body read, once it ended.
    pub bytes_in: Option<u64>,
    /// How it ended; `None` while it is under way or when the process died over it.
    pub outcome: Option<String>,
    /// False for this machine's own addresses.
    pub leaves_machine: bool,
}

/// What went to one host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EgressHostRow {
    /// Host name without port.
    pub host: String,
    /// Whether it is another machine.
    pub leaves_machine: bool,
    /// What for.
    pub purposes: Vec<EgressPurpose>,
    /// Requests that went.
    pub requests: u64,
    /// Requests that local-only held back.
    pub refused: u64,
    /// People known here whose data went there.
    pub people: u64,
    /// Bytes of body sent.
    pub bytes_out: u64,
    /// The newest request.
    pub last_at: Timestamp,
}

/// What of one person went to one host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EgressOfLeadRow {
    /// Host name without port.
    pub host: String,
    /// Whether it is another machine.
    pub leaves_machine: bool,
    /// What for.
    pub purposes: Vec<EgressPurpose>,
    /// Kinds of data, each once.
    pub fields: Vec<String>,
    /// How many requests.
    pub requests: u64,
    /// The oldest.
    pub first_at: Timestamp,
    /// The newest.
    pub last_at: Timestamp,
}

/// Which entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EgressFilter {
    /// Of this host.
    pub host: Option<String>,
    /// For this.
    pub purpose: Option<EgressPurpose>,
    /// With this person's data.
    pub lead: Option<LeadId>,
}

/// What a group adds to one line of the overview.
#[derive(Default)]
struct Sum {
    went: u64,
    refused: u64,
    bytes: u64,
    last: i64,
}

fn number(count: u64) -> Value {
    i64::try_from(count).unwrap_or(i64::MAX).into()
}

impl Tx {
    /// Whether only this machine may be asked, as of this transaction.
    pub async fn local_only(&self) -> Result<bool, StoreError> {
        let sql = "SELECT value FROM settings WHERE key = ?";
        let row = Sql::new(sql).bind(LOCAL_ONLY).one(self.on()).await?;
        Ok(row.map(|row| Row::new("settings", &row).json("value")).transpose()?.unwrap_or(false))
    }

    /// Switches local-only.
    pub async fn set_local_only(&self, on: bool) -> Result<(), StoreError> {
        self.put_setting(LOCAL_ONLY, &on.into()).await
    }

    /// Writes entries down; the first one's number, the others follow.
    pub async fn begin_egress(&self, entries: &[EgressBegin]) -> Result<i64, StoreError> {
        if !self.is_sqlite() {
            // Readers go on; other processes wait with their own entries.
            Sql::new("LOCK TABLE egress IN EXCLUSIVE MODE").run(self.on()).await?;
        }
        let sql = "SELECT COALESCE(MAX(id), 0) AS id FROM egress";
        let row = Sql::new(sql).one(self.on()).await?;
        let last: i64 = row.map(|row| Row::new("egress", &row).get("id")).transpose()?.unwrap_or(0);
        let numbered = || (last + 1..).zip(entries);
        let rows = numbered().map(|(id, entry)| {
            let outcome = entry.refused.then(|| "refused: local-only".to_owned());
            let fields = serde_json::json!(entry.fields).to_string();
            [
                id.into(),
                ms(entry.at).into(),
                entry.host.clone().into(),
                entry.purpose.as_str().into(),
                entry.method.clone().into(),
                fields.into(),
                number(entry.about.len() as u64),
                number(entry.bytes_out),
                outcome.into(),
                entry.leaves_machine.into(),
            ]
        });
        let into =
            "egress (id, at, host, purpose, method, fields, people, bytes_out, outcome, leaves_machine)";
        insert_many(self.on(), into, rows.collect(), "").await?;
        let people = numbered().filter(|(_, entry)| !entry.refused).flat_map(|(id, entry)| {
            entry.about.iter().map(move |lead| [lead.0.into(), id.into(), entry.host.clone().into()])
        });
        self.egress_people(people.collect()).await?;
        self.egress_hosts(entries).await?;
        Ok(last + 1)
    }

    /// Whose data the entries carry; people who are not known (any more) are left out.
    async fn egress_people(&self, people: Vec<[Value; 3]>) -> Result<(), StoreError> {
        for part in people.chunks(MOST_VALUES / 3) {
            let sql = Sql::new("WITH v (lead_id, entry, host) AS (VALUES ").tuples(part.to_vec()).push(
                ") INSERT INTO egress_people (lead_id, entry, host)
                    SELECT DISTINCT v.lead_id, v.entry, v.host FROM v
                    WHERE EXISTS (SELECT 1 FROM leads WHERE leads.id = v.lead_id)",
            );
            sql.run(self.on()).await?;
        }
        Ok(())
    }

    async fn egress_hosts(&self, entries: &[EgressBegin]) -> Result<(), StoreError> {
        let mut sums: BTreeMap<(&str, &str, bool), Sum> = BTreeMap::new();
        for entry in entries {
            let key = (entry.host.as_str(), entry.purpose.as_str(), entry.leaves_machine);
            let sum = sums.entry(key).or_default();
            if entry.refused {
                sum.refused += 1;
            } else {
                sum.went += 1;
                sum.bytes += entry.bytes_out;
            }
            sum.last = sum.last.max(ms(entry.at));
        }
        let rows = sums.into_iter().map(|((host, purpose, leaves), sum)| {
            let counts = [sum.went, sum.refused, sum.bytes].map(number);
            let [went, refused, bytes] = counts;
            [host.into(), purpose.into(), leaves.into(), went, refused, bytes, sum.last.into()]
        });
        let into = "egress_hosts (host, purpose, leaves_machine, requests, refused, bytes_out, last_at)";
        let tail = " ON CONFLICT (host, purpose, leaves_machine) DO UPDATE SET
            requests = egress_hosts.requests + excluded.requests, refused = egress_hosts.refused + excluded.refused,
            bytes_out = egress_hosts.bytes_out + excluded.bytes_out, last_at = excluded.last_at";
        insert_many(self.on(), into, rows.collect(), tail).await.map(drop)
    }

    /// Adds how requests ended.
    pub async fn end_egress(&self, ends: &[EgressEnd]) -> Result<(), StoreError> {
        for part in ends.chunks(MOST_VALUES / 3) {
            let rows =
                part.iter().map(|end| [end.id.into(), end.outcome.clone().into(), number(end.bytes_in)]);
            let sql = Sql::new("WITH v (id, outcome, bytes_in) AS (VALUES ").tuples(rows.collect()).push(
                ") UPDATE egress SET outcome = v.outcome, bytes_in = v.bytes_in FROM v WHERE egress.id = v.id",
            );
            sql.run(self.on()).await?;
        }
        Ok(())
    }
}

impl Store {
    /// Whether only this machine may be asked.
    pub async fn local_only(&self) -> Result<bool, StoreError> {
        Ok(self.setting(LOCAL_ONLY).await?.is_some_and(|value| value == true))
    }

    /// Entries, newest first.
    pub async fn egress_page(
        &self,
        filter: &EgressFilter,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<EgressRow>, StoreError> {
        let total = filtered("SELECT COUNT(*) FROM egress", filter).count(self.reader()).await?;
        let mut sql = filtered("SELECT * FROM egress", filter);
        if let Some(cursor) = cursor {
            for part in Cursor::read(cursor, LIST, "i")? {
                sql = sql.push(" AND id < ?").bind(part);
            }
        }
        let sql = sql.push(" ORDER BY id DESC LIMIT ?").bind(i64::from(limit) + 1);
        let rows = sql.all(self.reader()).await?;
        let rows = rows.iter().map(|row| read(Row::new("egress", row))).collect::<Result<_, _>>()?;
        Ok(Page::cut(rows, limit, total, |row: &EgressRow| Cursor::new(LIST, vec![Part::Int(row.id)])))
    }

    /// Every host, the latest first.
    pub async fn egress_hosts(&self) -> Result<Vec<EgressHostRow>, StoreError> {
        let sql = "SELECT host, COUNT(DISTINCT lead_id) AS people FROM egress_people GROUP BY host";
        let mut people: BTreeMap<String, u64> = BTreeMap::new();
        for row in Sql::new(sql).all(self.reader()).await? {
            let row = Row::new("egress_people", &row);
            people.insert(row.get("host")?, row.int("people")?);
        }
        let sql = "SELECT * FROM egress_hosts ORDER BY host, leaves_machine, purpose";
        let mut hosts: Vec<EgressHostRow> = Vec::new();
        for row in Sql::new(sql).all(self.reader()).await? {
            let row = Row::new("egress_hosts", &row);
            let (host, leaves_machine): (String, bool) = (row.get("host")?, row.get("leaves_machine")?);
            let (requests, refused, bytes): (u64, u64, u64) =
                (row.int("requests")?, row.int("refused")?, row.int("bytes_out")?);
            let (purpose, last_at) = (row.word("purpose")?, row.time("last_at")?);
            match hosts.last_mut().filter(|last| last.host == host && last.leaves_machine == leaves_machine) {
                Some(last) => {
                    last.purposes.push(purpose);
                    last.requests += requests;
                    last.refused += refused;
                    last.bytes_out += bytes;
                    last.last_at = last.last_at.max(last_at);
                }
                None => hosts.push(EgressHostRow {
                    people: people.get(&host).copied().unwrap_or_default(),
                    host,
                    leaves_machine,
                    purposes: vec![purpose],
                    requests,
                    refused,
                    bytes_out: bytes,
                    last_at,
                }),
            }
        }
        hosts.sort_by_key(|host| std::cmp::Reverse(host.last_at));
        Ok(hosts)
    }

    /// What of one person went where, the latest first.
    pub async fn egress_of_lead(&self, lead: LeadId) -> Result<Vec<EgressOfLeadRow>, StoreError> {
        let sql = "SELECT e.host, e.leaves_machine, e.purpose, e.fields, COUNT(*) AS requests,
                MIN(e.at) AS first_at, MAX(e.at) AS last_at
            FROM egress_people p JOIN egress e ON e.id = p.entry WHERE p.lead_id = ?
            GROUP BY e.host, e.leaves_machine, e.purpose, e.fields
            ORDER BY e.host, e.leaves_machine, e.purpose, e.fields";
        let mut hosts: Vec<EgressOfLeadRow> = Vec::new();
        for row in Sql::new(sql).bind(lead.0).all(self.reader()).await? {
            let row = Row::new("egress", &row);
            let (host, leaves_machine): (String, bool) = (row.get("host")?, row.get("leaves_machine")?);
            let (first_at, last_at) = (row.time("first_at")?, row.time("last_at")?);
            if hosts.last().is_none_or(|last| last.host != host || last.leaves_machine != leaves_machine) {
                let (purposes, fields) = (Vec::new(), Vec::new());
                hosts.push(EgressOfLeadRow {
                    host,
                    leaves_machine,
                    purposes,
                    fields,
                    requests: 0,
                    first_at,
                    last_at,
                });
            }
            let Some(entry) = hosts.last_mut() else { continue };
            let purpose = row.word("purpose")?;
            entry.purposes.extend((!entry.purposes.contains(&purpose)).then_some(purpose));
            for field in row.json::<Vec<String>>("fields")? {
                entry.fields.extend((!entry.fields.contains(&field)).then_some(field));
            }
            entry.requests += row.int::<u64>("requests")?;
            entry.first_at = entry.first_at.min(first_at);
            entry.last_at = entry.last_at.max(last_at);
        }
        hosts.sort_by_key(|host| std::cmp::Reverse(host.last_at));
        Ok(hosts)
    }
}

fn filtered(select: &str, filter: &EgressFilter) -> Sql {
    let mut sql = Sql::new(select).push(" WHERE 1 = 1");
    if let Some(host) = &filter.host {
        sql = sql.push(" AND host = ?").bind(host.as_str());
    }
    if let Some(purpose) = filter.purpose {
        sql = sql.push(" AND purpose = ?").bind(purpose.as_str());
    }
    if let Some(lead) = filter.lead {
        sql = sql.push(" AND id IN (SELECT entry FROM egress_people WHERE lead_id = ?)").bind(lead.0);
    }
    sql
}

fn read(row: Row<'_>) -> Result<EgressRow, StoreError> {
    Ok(EgressRow {
        id: row.get("id")?,
        at: row.time("at")?,
        host: row.get("host")?,
        purpose: row.word("purpose")?,
        method: row.get("method")?,
        fields: row.json("fields")?,
        people: row.int("people")?,
        bytes_out: row.int("bytes_out")?,
        bytes_in: row.opt_int("bytes_in")?,
        outcome: row.get("outcome")?,
        leaves_machine: row.get("leaves_machine")?,
    })
}

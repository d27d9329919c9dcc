//! Leads: one at a time, their status, and how one is erased. Lists are in `page`, imports in `import`.

pub(crate) mod import;
mod join;
mod merges;
mod page;
mod undo;

use std::collections::HashMap;

use sdr_domain::Timestamp;
use sdr_domain::channel::Channel;
use sdr_domain::id::LeadId;
use sdr_domain::lead::{Lead, LeadStatus, Profile};
use sdr_domain::text::Handle;
use sea_orm::ConnectionTrait;
use serde::Deserialize as _;
use serde::de::value::MapDeserializer;

pub use import::ImportOutcome;
pub use merges::{MergeRow, UndoRefused};
pub use page::{LeadFilter, LeadPage, LeadRow, LeadSort};

use crate::error::StoreError;
use crate::sql::{MOST_KEYS, Row, Sql, ms};
use crate::store::Store;
use crate::tx::Tx;

impl Tx {
    /// One lead, seen from inside this transaction.
    pub async fn lead(&self, id: LeadId) -> Result<Option<Lead>, StoreError> {
        Ok(by_ids(self.on(), &[id]).await?.pop())
    }

    /// Moves leads to a status; the number that exist.
    pub async fn set_lead_status(
        &self,
        ids: &[LeadId],
        status: LeadStatus,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        self.touch_leads();
        let mut changed = 0;
        for part in ids.chunks(MOST_KEYS) {
            let sql = Sql::new("UPDATE leads SET status = ?, updated_at = ? WHERE id IN ")
                .bind(status.as_str())
                .bind(ms(at));
            changed += sql.list(part.iter().map(|id| id.0)).run(self.on()).await?;
        }
        Ok(changed)
    }

    /// Erases a person: the lead with all its posts, findings, drafts, enrollments and replies. Its deliveries
    /// stay in the ledger without recipient and words, what had not left is canceled, and the log forgets whom
    /// it was about. Refused with [`StoreError::InFlight`] while a message may be leaving. `false`: no such
    /// lead.
    pub async fn delete_lead(&self, id: LeadId, at: Timestamp) -> Result<bool, StoreError> {
        crate::deliveries::erase_of_lead(self, id, at).await?;
        let sql = "UPDATE activity SET lead_id = NULL, subject_id = NULL, detail = '' WHERE lead_id = ?";
        Sql::new(sql).bind(id.0).run(self.on()).await?;
        let sql = "UPDATE run_items SET lead_id = NULL, reason = '' WHERE lead_id = ?";
        Sql::new(sql).bind(id.0).run(self.on()).await?;
        // What was done by hand still counts against the limits.
        let sql = "UPDATE manual_acts SET lead_id = NULL WHERE lead_id = ?";
        Sql::new(sql).bind(id.0).run(self.on()).await?;
        self.touch_leads();
        Ok(Sql::new("DELETE FROM leads WHERE id = ?").bind(id.0).run(self.on()).await? > 0)
    }
}

impl Store {
    /// One lead.
    pub async fn lead(&self, id: LeadId) -> Result<Option<Lead>, StoreError> {
        Ok(by_ids(self.reader(), &[id]).await?.pop())
    }

    /// Many leads, in the order of their arrival; missing ones are left out.
    pub async fn leads(&self, ids: &[LeadId]) -> Result<Vec<Lead>, StoreError> {
        by_ids(self.reader(), ids).await
    }

    /// How many leads stand in each status; a status nobody stands in is missing.
    pub async fn lead_counts(&self) -> Result<HashMap<LeadStatus, u64>, StoreError> {
        let sql = "SELECT status, COUNT(*) AS n FROM leads GROUP BY status";
        let rows = Sql::new(sql).all(self.reader()).await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("leads", row);
                Ok((row.word("status")?, row.int("n")?))
            })
            .collect()
    }
}

/// Leads with their handles in two statements a thousand.
pub(crate) async fn by_ids(on: &impl ConnectionTrait, ids: &[LeadId]) -> Result<Vec<Lead>, StoreError> {
    let mut leads = Vec::with_capacity(ids.len());
    for part in ids.chunks(MOST_KEYS) {
        let sql = Sql::new("SELECT * FROM leads WHERE id IN ").list(part.iter().map(|id| id.0));
        let rows = sql.push(" ORDER BY seq").all(on).await?;
        let mut handles = handles_of(on, part).await?;
        for row in &rows {
            let row = Row::new("leads", row);
            let id = row.id("id")?;
            leads.push(read(row, handles.remove(&id).unwrap_or_default())?);
        }
    }
    Ok(leads)
}

/// The handles of many leads, each lead's in the order of [`sdr_domain::text::HandleKind`].
pub(crate) async fn handles_of(
    on: &impl ConnectionTrait,
    ids: &[LeadId],
) -> Result<HashMap<LeadId, Vec<Handle>>, StoreError> {
    let sql = Sql::new("SELECT lead_id, kind, value FROM lead_handles WHERE spare = FALSE AND lead_id IN ");
    let rows = sql.list(ids.iter().map(|id| id.0)).all(on).await?;
    let mut handles: HashMap<LeadId, Vec<Handle>> = HashMap::new();
    for row in &rows {
        let row = Row::new("lead_handles", row);
        handles.entry(row.id("lead_id")?).or_default().push(handle(row, "kind", "value")?);
    }
    for of_lead in handles.values_mut() {
        of_lead.sort();
    }
    Ok(handles)
}

/// A stored handle.
pub(crate) fn handle(row: Row<'_>, kind: &'static str, value: &'static str) -> Result<Handle, StoreError> {
    row.check(kind, stored_handle(&row.get::<String>(kind)?, &row.get::<String>(value)?))
}

/// A stored handle is in its normal form already; parsing it again could only refuse what was accepted.
pub(crate) fn stored_handle(kind: &str, value: &str) -> Option<Handle> {
    let fields = [("kind", kind), ("value", value)].into_iter();
    Handle::deserialize(MapDeserializer::<_, serde::de::value::Error>::new(fields)).ok()
}

/// One bit a channel, in the order of [`Channel::ALL`].
pub(crate) fn channel_mask(handles: &[Handle]) -> i64 {
    let bit = |channel: Channel| Channel::ALL.iter().position(|c| *c == channel).unwrap_or_default();
    handles.iter().fold(0, |mask, handle| mask | 1 << bit(handle.kind().channel()))
}

pub(crate) fn channels_of(mask: i64) -> Vec<Channel> {
    Channel::ALL.into_iter().enumerate().filter(|(bit, _)| mask & (1 << bit) != 0).map(|(_, c)| c).collect()
}

/// -1 is stored until a lead is scored.
pub(crate) fn score(row: Row<'_>, column: &'static str) -> Result<Option<u8>, StoreError> {
    match row.get::<i64>(column)? {
        -1 => Ok(None),
        score => row.check(column, u8::try_from(score).ok().filter(|s| *s <= 100)).map(Some),
    }
}

/// Lower-case words of letters and digits: what names are sorted and searched by.
pub(crate) fn fold(text: &str) -> String {
    // Circled letters count as letters for us and as symbols for SQLite's tokenizer.
    let word =
        |c: char| c.is_alphanumeric() && !matches!(c, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}');
    let mut out = String::with_capacity(text.len());
    for piece in text.split(|c| !word(c)).filter(|piece| !piece.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(piece.chars().flat_map(char::to_lowercase));
    }
    out
}

/// Begins with a space, so that ` word` finds beginnings of words.
pub(crate) fn search_text(profile: &Profile) -> String {
    let parts = [Some(&profile.name), profile.company.as_ref(), profile.role.as_ref()];
    let text = parts.into_iter().flatten().map(|part| fold(part)).collect::<Vec<_>>().join(" ");
    format!(" {text}")
}

pub(crate) fn read(row: Row<'_>, handles: Vec<Handle>) -> Result<Lead, StoreError> {
    Ok(Lead {
        id: row.id("id")?,
        project_id: row.id("project_id")?,
        source_id: row.id("source_id")?,
        profile: read_profile(row)?,
        handles,
        status: row.word("status")?,
        temperature: row.word("temperature")?,
        score: score(row, "score")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
    })
}

pub(crate) fn read_profile(row: Row<'_>) -> Result<Profile, StoreError> {
    Ok(Profile {
        name: row.get("name")?,
        role: row.get("role")?,
        company: row.get("company")?,
        industry: row.get("industry")?,
        bio: row.get("bio")?,
        location: row.get("location")?,
        website: row.get("website")?,
        language: row.get("language")?,
        followers: row.opt_int("followers")?,
        company_size: row.opt_int("company_size")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searching_sees_small_words_only() {
        assert_eq!(fold("  Dr. Ada-Marie  O'Neil (VP) "), "dr ada marie o neil vp");
        assert_eq!(fold("ÄÖÜ ⓐ ß"), "äöü ß");
        assert_eq!(fold("\u{1f}%_"), "");
    }
}

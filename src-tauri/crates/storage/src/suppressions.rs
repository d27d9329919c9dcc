//! Suppressions: who is never to be contacted.

use std::collections::HashSet;

use sdr_domain::id::SuppressionId;
use sdr_domain::suppression::{Suppression, SuppressionKind};
use sea_orm::ConnectionTrait;

use crate::error::StoreError;
use crate::page::{Cursor, Page, Part};
use crate::sql::{MOST_KEYS, Row, Sql, insert_many, ms};
use crate::store::Store;
use crate::tx::Tx;

const LIST: &str = "suppressions";

impl Tx {
    /// Adds rules; the number that were not on the list yet.
    pub async fn insert_suppressions(&self, rules: Vec<Suppression>) -> Result<usize, StoreError> {
        let rows = rules.into_iter().map(|rule| {
            [
                rule.id.0.into(),
                rule.kind.as_str().into(),
                rule.value.into(),
                rule.reason.into(),
                ms(rule.created_at).into(),
            ]
        });
        let into = "suppressions (id, kind, value, reason, created_at)";
        let added = insert_many(self.on(), into, rows.collect(), " ON CONFLICT DO NOTHING").await?;
        Ok(usize::try_from(added).unwrap_or(usize::MAX))
    }

    /// Takes a rule off the list; whether it was on it.
    pub async fn delete_suppression(&self, id: SuppressionId) -> Result<bool, StoreError> {
        Ok(Sql::new("DELETE FROM suppressions WHERE id = ?").bind(id.0).run(self.on()).await? > 0)
    }

    /// Which of these keys are on the list, seen from inside this transaction.
    pub async fn suppressed(
        &self,
        keys: &[(SuppressionKind, String)],
    ) -> Result<HashSet<(SuppressionKind, String)>, StoreError> {
        suppressed(self.on(), keys).await
    }
}

impl Store {
    /// Which of these keys are on the list.
    pub async fn suppressed(
        &self,
        keys: &[(SuppressionKind, String)],
    ) -> Result<HashSet<(SuppressionKind, String)>, StoreError> {
        suppressed(self.reader(), keys).await
    }

    /// The list, newest first.
    pub async fn suppressions_page(
        &self,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<Suppression>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM suppressions");
        if let Some(cursor) = cursor {
            for part in Cursor::read(cursor, LIST, "u")? {
                sql = sql.push(" WHERE id < ?").bind(part);
            }
        }
        let sql = sql.push(" ORDER BY id DESC LIMIT ?").bind(i64::from(limit) + 1);
        let rows = sql.all(self.reader()).await?;
        let rows = rows.iter().map(|row| read(Row::new("suppressions", row))).collect::<Result<_, _>>()?;
        let total = Sql::new("SELECT COUNT(*) FROM suppressions").count(self.reader()).await?;
        Ok(Page::cut(rows, limit, total, |rule: &Suppression| Cursor::new(LIST, vec![Part::Id(rule.id.0)])))
    }
}

/// The kinds that are on the list at all. Most lists are short and know few kinds; an import asks about
/// thousands of keys of every kind. One seek a kind, however long the list is.
pub(crate) async fn kinds_used(on: &impl ConnectionTrait) -> Result<Vec<SuppressionKind>, StoreError> {
    let kinds = SuppressionKind::ALL.into_iter().map(|kind| [kind.as_str().into()]).collect();
    let sql = Sql::new("WITH v (kind) AS (VALUES ").tuples::<1>(kinds);
    let sql =
        sql.push(") SELECT v.kind FROM v WHERE EXISTS (SELECT 1 FROM suppressions s WHERE s.kind = v.kind)");
    sql.all(on).await?.iter().map(|row| Row::new("suppressions", row).word("kind")).collect()
}

pub(crate) async fn suppressed(
    on: &impl ConnectionTrait,
    keys: &[(SuppressionKind, String)],
) -> Result<HashSet<(SuppressionKind, String)>, StoreError> {
    let mut found = HashSet::new();
    for kind in kinds_used(on).await? {
        let values = keys.iter().filter(|(k, _)| *k == kind).map(|(_, value)| value.as_str());
        let mut values: Vec<&str> = values.collect();
        values.sort_unstable();
        values.dedup();
        for part in values.chunks(MOST_KEYS) {
            let sql =
                Sql::new("SELECT value FROM suppressions WHERE kind = ? AND value IN ").bind(kind.as_str());
            for row in sql.list(part.iter().copied()).all(on).await? {
                found.insert((kind, Row::new("suppressions", &row).get("value")?));
            }
        }
    }
    Ok(found)
}

fn read(row: Row<'_>) -> Result<Suppression, StoreError> {
    Ok(Suppression {
        id: row.id("id")?,
        kind: row.word("kind")?,
        value: row.get("value")?,
        reason: row.get("reason")?,
        created_at: row.time("created_at")?,
    })
}

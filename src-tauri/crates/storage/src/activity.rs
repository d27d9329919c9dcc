//! Activity: the append-only audit log.

use sdr_domain::activity::{Activity, Actor};
use sdr_domain::id::LeadId;

use crate::error::StoreError;
use crate::page::{Cursor, Page, Part};
use crate::sql::{Row, Sql, insert_many, ms};
use crate::store::Store;
use crate::tx::Tx;

const LIST: &str = "activity";

/// One page of the log.
pub type ActivityPage = Page<Activity>;

impl Tx {
    /// Appends to the log.
    pub async fn insert_activity(&self, rows: Vec<Activity>) -> Result<(), StoreError> {
        let rows = rows.into_iter().map(|row| {
            [
                row.id.0.into(),
                row.project_id.map(|id| id.0).into(),
                row.lead_id.map(|id| id.0).into(),
                row.actor.as_str().into(),
                row.kind.into(),
                row.subject_id.into(),
                row.detail.into(),
                ms(row.at).into(),
            ]
        });
        let into = "activity (id, project_id, lead_id, actor, kind, subject_id, detail, at)";
        insert_many(self.on(), into, rows.collect(), "").await.map(drop)
    }
}

impl Store {
    /// What happened to one lead, newest first.
    pub async fn activity_of_lead(&self, lead: LeadId, limit: u32) -> Result<Vec<Activity>, StoreError> {
        let sql = "SELECT * FROM activity WHERE lead_id = ? ORDER BY seq DESC LIMIT ?";
        let rows = Sql::new(sql).bind(lead.0).bind(i64::from(limit)).all(self.reader()).await?;
        rows.iter().map(|row| Ok(read(Row::new("activity", row))?.1)).collect()
    }

    /// The whole log, newest first.
    pub async fn activity_page(&self, cursor: Option<&str>, limit: u32) -> Result<ActivityPage, StoreError> {
        let mut sql = Sql::new("SELECT * FROM activity");
        if let Some(cursor) = cursor {
            for part in Cursor::read(cursor, LIST, "i")? {
                sql = sql.push(" WHERE seq < ?").bind(part);
            }
        }
        let sql = sql.push(" ORDER BY seq DESC LIMIT ?").bind(i64::from(limit) + 1);
        let rows = sql.all(self.reader()).await?;
        let rows: Vec<(i64, Activity)> =
            rows.iter().map(|row| read(Row::new("activity", row))).collect::<Result<_, _>>()?;
        // Rows are never deleted and numbered without gaps but for undone writes: the greatest number is
        // as good as a count and costs nothing.
        let total = Sql::new("SELECT COALESCE(MAX(seq), 0) FROM activity").count(self.reader()).await?;
        let page = Page::cut(rows, limit, total, |(seq, _)| Cursor::new(LIST, vec![Part::Int(*seq)]));
        let rows = page.rows.into_iter().map(|(_, row)| row).collect();
        Ok(Page { rows, next: page.next, total: page.total })
    }
}

fn read(row: Row<'_>) -> Result<(i64, Activity), StoreError> {
    let actor = match row.get::<String>("actor")?.as_str() {
        "human" => Some(Actor::Human),
        "app" => Some(Actor::App),
        _ => None,
    };
    let project: Option<uuid::Uuid> = row.get("project_id")?;
    let lead: Option<uuid::Uuid> = row.get("lead_id")?;
    let activity = Activity {
        id: row.id("id")?,
        project_id: project.map(Into::into),
        lead_id: lead.map(Into::into),
        actor: row.check("actor", actor)?,
        kind: row.get("kind")?,
        subject_id: row.get("subject_id")?,
        detail: row.get("detail")?,
        at: row.time("at")?,
    };
    Ok((row.get("seq")?, activity))
}

//! Replies: what came back from leads.

use std::collections::HashMap;

use sdr_domain::Timestamp;
use sdr_domain::id::LeadId;
use sdr_domain::reply::{Reply, ReplyKind};

use crate::error::StoreError;
use crate::sql::{MOST_KEYS, Row, Sql, ms, opt_ms};
use crate::store::Store;
use crate::tx::Tx;

impl Tx {
    /// Keeps what came back.
    pub async fn insert_reply(&self, reply: &Reply) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO replies (id, project_id, lead_id, channel, kind, note, back_at, at, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        Sql::new(sql)
            .bind(reply.id.0)
            .bind(reply.project_id.0)
            .bind(reply.lead_id.0)
            .bind(reply.channel.as_str())
            .bind(reply.kind.as_str())
            .bind(reply.note.as_deref())
            .bind(opt_ms(reply.back_at))
            .bind(ms(reply.at))
            .bind(ms(reply.created_at))
            .run(self.on())
            .await
            .map(drop)
    }
}

impl Store {
    /// Everything that came back from a lead, newest first.
    pub async fn replies_of_lead(&self, lead: LeadId) -> Result<Vec<Reply>, StoreError> {
        let sql = "SELECT * FROM replies WHERE lead_id = ? ORDER BY at DESC, id DESC";
        let rows = Sql::new(sql).bind(lead.0).all(self.reader()).await?;
        rows.iter().map(|row| read(Row::new("replies", row))).collect()
    }

    /// How many people's answers came since then; signs of interest and machines do not count.
    pub async fn replies_since(&self, at: Timestamp) -> Result<u64, StoreError> {
        let sql = "SELECT COUNT(*) FROM replies WHERE at >= ? AND kind IN ('reply', 'opt_out')";
        Sql::new(sql).bind(ms(at)).count(self.reader()).await
    }

    /// Which of these leads let something of these kinds come back since then, and when last.
    pub async fn replied_since(
        &self,
        leads: &[LeadId],
        kinds: &[ReplyKind],
        at: Timestamp,
    ) -> Result<HashMap<LeadId, Timestamp>, StoreError> {
        let mut found = HashMap::new();
        for part in leads.chunks(MOST_KEYS) {
            let sql = Sql::new("SELECT lead_id, MAX(at) AS at FROM replies WHERE at >= ? AND kind IN ");
            let sql = sql.bind(ms(at)).list(kinds.iter().map(|kind| kind.as_str()));
            let sql = sql.push(" AND lead_id IN ").list(part.iter().map(|id| id.0));
            for row in sql.push(" GROUP BY lead_id").all(self.reader()).await? {
                let row = Row::new("replies", &row);
                found.insert(row.id("lead_id")?, row.time("at")?);
            }
        }
        Ok(found)
    }
}

fn read(row: Row<'_>) -> Result<Reply, StoreError> {
    Ok(Reply {
        id: row.id("id")?,
        project_id: row.id("project_id")?,
        lead_id: row.id("lead_id")?,
        channel: row.word("channel")?,
        kind: row.word("kind")?,
        note: row.get("note")?,
        back_at: row.opt_time("back_at")?,
        at: row.time("at")?,
        created_at: row.time("created_at")?,
    })
}

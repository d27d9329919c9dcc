//! Approvals: the record of a yes.

use sdr_domain::Timestamp;
use sdr_domain::approval::{Approval, Approver};
use sdr_domain::draft::Fingerprint;
use sdr_domain::id::ApprovalId;
use sea_orm::ConnectionTrait;

use crate::error::StoreError;
use crate::sql::{Row, Sql, ms, opt_ms};
use crate::store::Store;
use crate::tx::Tx;

impl Tx {
    /// Stores a yes.
    pub async fn insert_approval(&self, approval: &Approval) -> Result<(), StoreError> {
        let sql = "INSERT INTO approvals (id, draft_id, fingerprint, approver, approved_at, revoked_at)
            VALUES (?, ?, ?, ?, ?, ?)";
        Sql::new(sql)
            .bind(approval.id.0)
            .bind(approval.draft_id.0)
            .bind(approval.fingerprint.as_str())
            .bind(approval.approver.as_str())
            .bind(ms(approval.approved_at))
            .bind(opt_ms(approval.revoked_at))
            .run(self.on())
            .await
            .map(drop)
    }

    /// One yes, seen from inside this transaction.
    pub async fn approval(&self, id: ApprovalId) -> Result<Option<Approval>, StoreError> {
        one(self.on(), id).await
    }

    /// Takes a yes back; `false` when it was taken back before or does not exist.
    pub async fn revoke_approval(&self, id: ApprovalId, at: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE approvals SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL";
        Ok(Sql::new(sql).bind(ms(at)).bind(id.0).run(self.on()).await? > 0)
    }
}

impl Store {
    /// One yes.
    pub async fn approval(&self, id: ApprovalId) -> Result<Option<Approval>, StoreError> {
        one(self.reader(), id).await
    }
}

async fn one(on: &impl ConnectionTrait, id: ApprovalId) -> Result<Option<Approval>, StoreError> {
    let row = Sql::new("SELECT * FROM approvals WHERE id = ?").bind(id.0).one(on).await?;
    row.map(|row| read(Row::new("approvals", &row))).transpose()
}

fn read(row: Row<'_>) -> Result<Approval, StoreError> {
    let approver = match row.get::<String>("approver")?.as_str() {
        "human" => Some(Approver::Human),
        "policy" => Some(Approver::Policy),
        _ => None,
    };
    Ok(Approval {
        id: row.id("id")?,
        draft_id: row.id("draft_id")?,
        fingerprint: Fingerprint::from_hex(&row.get::<String>("fingerprint")?),
        approver: row.check("approver", approver)?,
        approved_at: row.time("approved_at")?,
        revoked_at: row.opt_time("revoked_at")?,
    })
}

//! A write transaction. What it may do is said by the noun files; here is how it ends.
//!
//! **Invariant:** nothing is visible to readers before [`Tx::commit`], everything after it.

use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};

use crate::error::StoreError;
use crate::store::Store;

/// An open write transaction; dropping it undoes everything done through it.
pub struct Tx {
    transaction: DatabaseTransaction,
    store: Store,
    leads_touched: AtomicBool,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").finish_non_exhaustive()
    }
}

impl Tx {
    pub(crate) fn new(transaction: DatabaseTransaction, store: Store) -> Self {
        Self { transaction, store, leads_touched: AtomicBool::new(false) }
    }

    /// Makes everything durable: on SQLite it returns after the disk has it.
    pub async fn commit(self) -> Result<(), StoreError> {
        let inner = &self.store.inner;
        self.transaction.commit().await.map_err(|e| StoreError::from_db(e, &inner.place))?;
        if self.leads_touched.load(Ordering::Acquire) {
            inner.leads_revision.fetch_add(1, Ordering::AcqRel);
        }
        inner.revision.fetch_add(1, Ordering::AcqRel);
        Ok(())
    }

    /// The same for what no kept page shows, so that pages stay valid: the egress ledger is written to many
    /// times a second while a run asks a model.
    pub async fn commit_unseen(self) -> Result<(), StoreError> {
        let place = &self.store.inner.place;
        self.transaction.commit().await.map_err(|e| StoreError::from_db(e, place))
    }

    /// Undoes everything and waits until it is undone.
    pub async fn rollback(self) -> Result<(), StoreError> {
        Ok(self.transaction.rollback().await?)
    }

    pub(crate) fn on(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        self.transaction.get_database_backend() == DbBackend::Sqlite
    }

    /// Lead counts that were remembered no longer hold once this commits.
    pub(crate) fn touch_leads(&self) {
        self.leads_touched.store(true, Ordering::Release);
    }
}

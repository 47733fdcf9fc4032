//! The port `AuditTrail` over rows, with what entries say in words sealed.

use async_trait::async_trait;
use proofing::ports::{AuditChain, AuditQuery, AuditTrail, Audited, StoreError};
use verification::audit::AuditEntry;

use super::audit;
use super::store::SealedStore;

#[async_trait]
impl AuditTrail for SealedStore {
    async fn append(&self, entry: AuditEntry) -> Result<(), StoreError> {
        let key = match entry.verification {
            Some(id) => Some(self.sealer.key(id).await?.ok_or(StoreError::Conflict)?),
            None => None,
        };
        let record = audit::seal(&self.sealer, key.as_deref(), &entry)?;
        self.rows.append_audit(record).await
    }

    async fn audited(&self, query: AuditQuery) -> Result<Vec<Audited>, StoreError> {
        let stored = self.rows.audited(query).await?;
        let ids = stored.iter().filter(|it| it.record.sealed.is_some());
        let ids: Vec<_> = ids.filter_map(|it| it.record.entry.verification).collect();
        let keys = self.sealer.keys_of(ids).await?;
        let opened = stored.into_iter();
        opened
            .map(|one| audit::open(&self.sealer, &keys, one))
            .collect()
    }

    async fn verify_audit(&self) -> Result<AuditChain, StoreError> {
        self.rows.verify_audit().await
    }
}

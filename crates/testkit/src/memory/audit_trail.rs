//! Implements the port of the audit trail in memory.

use async_trait::async_trait;
use proofing::ports::{AuditChain, AuditQuery, AuditTrail, Audited, StoreError};
use verification::audit::AuditEntry;

use super::MemoryStore;
use super::rows::Row;

#[async_trait]
impl AuditTrail for MemoryStore {
    async fn append(&self, entry: AuditEntry) -> Result<(), StoreError> {
        self.change(|world| {
            if let Some(id) = entry.verification
                && world.rows.of(id).is_none_or(Row::is_forgotten)
            {
                return Err(StoreError::Conflict);
            }
            world.audit.append(entry);
            Ok(())
        })
    }

    async fn audited(&self, query: AuditQuery) -> Result<Vec<Audited>, StoreError> {
        Ok(self.lock().audit.list(&query))
    }

    async fn verify_audit(&self) -> Result<AuditChain, StoreError> {
        let world = self.lock();
        Ok(AuditChain {
            entries: world.audit.len(),
            head: world.audit.head(),
            broken_at: None,
        })
    }
}

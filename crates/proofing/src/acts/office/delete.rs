//! Deletes a verification from the back office.

use verification::audit::{AuditAct, AuditContent};
use verification::staff::Permission;
use verification::{Personal, Tombstone, VerificationId};

use crate::acts::audit::About;
use crate::error::Error;
use crate::ports::StoreError;
use crate::{App, Principal};

impl App {
    /// Deletes a verification, with a comment that must name nobody, because it outlives the
    /// verification. The business is told `request.deleted`.
    pub async fn delete_verification(
        &self,
        by: Principal,
        id: VerificationId,
        comment: Personal,
    ) -> Result<Tombstone, Error> {
        loop {
            let stored = self.live(id).await?;
            by.must_have(Permission::Delete, Some(stored.value.account))?;
            let member = self.acting_member(by).await?;
            let account = self.account_of(&stored.value).await?;
            let about = About::verification(account.id, id);
            let content = AuditContent::because(Some(comment.clone()));
            let entry = self.audit_entry(by, AuditAct::Delete, about, content)?;
            match self
                .forget_stored(&account, *stored, vec![entry], member)
                .await
            {
                Err(Error::Store(StoreError::Conflict)) => {}
                done => return done,
            }
        }
    }
}

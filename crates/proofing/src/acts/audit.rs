//! The audit trail: who did what. Entries are written by the acts that they are about.

use verification::audit::{Actor, AuditAct, AuditContent, AuditEntry};
use verification::staff::Permission;
use verification::{AccountId, AuditId, VerificationId};

use crate::error::Error;
use crate::ports::{AuditChain, AuditQuery, Audited};
use crate::{App, Principal};

impl App {
    /// Returns a page of the audit trail, newest first. Staff of one account see the entries of
    /// that account.
    pub async fn audit_trail(
        &self,
        by: Principal,
        query: AuditQuery,
    ) -> Result<Vec<Audited>, Error> {
        let own = match by {
            Principal::Staff(authority) => authority.account,
            _ => None,
        };
        let account = query.account.or(own);
        by.must_have(Permission::ReadAudit, account)?;
        let query = AuditQuery { account, ..query };
        Ok(self.ports.audit.audited(query).await?)
    }

    /// Follows the chain of the whole trail.
    pub async fn verify_audit(&self, by: Principal) -> Result<AuditChain, Error> {
        by.must_have(Permission::ReadAudit, None)?;
        Ok(self.ports.audit.verify_audit().await?)
    }

    /// Records that the audit trail was read with the content of its entries, before it is shown.
    pub async fn record_audit_read(&self, by: Principal, what: &str) -> Result<(), Error> {
        let account = match by {
            Principal::Staff(authority) => authority.account,
            _ => None,
        };
        by.must_have(Permission::ReadAudit, account)?;
        let content = AuditContent::default().with("what", what);
        let about = About {
            account,
            verification: None,
        };
        self.record(by, AuditAct::ReadAudit, about, content).await
    }

    /// Writes an entry about something that is shown and changes nothing. If this fails, nothing
    /// may be shown.
    pub(crate) async fn record(
        &self,
        by: Principal,
        act: AuditAct,
        about: About,
        content: AuditContent,
    ) -> Result<(), Error> {
        let entry = self.audit_entry(by, act, about, content)?;
        Ok(self.ports.audit.append(entry).await?)
    }

    /// Creates an entry for the change of an act.
    pub(crate) fn audit_entry(
        &self,
        by: Principal,
        act: AuditAct,
        about: About,
        content: AuditContent,
    ) -> Result<AuditEntry, Error> {
        let now = self.now();
        let About {
            account,
            verification,
        } = about;
        Ok(AuditEntry {
            id: AuditId::new(self.ordered(now)),
            at: now,
            by: actor(by)?,
            act,
            account,
            verification,
            content,
        })
    }
}

/// What an entry is about.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct About {
    pub(crate) account: Option<AccountId>,
    pub(crate) verification: Option<VerificationId>,
}

impl About {
    /// Returns what an entry about a verification is about.
    pub(crate) const fn verification(account: AccountId, id: VerificationId) -> Self {
        Self {
            account: Some(account),
            verification: Some(id),
        }
    }
}

/// Businesses and applicants do nothing that the trail records.
const fn actor(by: Principal) -> Result<Actor, Error> {
    match by {
        Principal::Operator => Ok(Actor::Operator),
        Principal::Server => Ok(Actor::Server),
        Principal::Staff(authority) => Ok(Actor::Staff(authority.member, authority.role)),
        Principal::Account(_) | Principal::Applicant(_) => Err(Error::Forbidden),
    }
}

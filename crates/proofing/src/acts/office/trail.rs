//! Shows the audit trail to staff: with masked words, or with what its entries say, for a reason.

use verification::audit::{AuditAct, AuditContent};
use verification::{AccountId, Personal};

use crate::acts::audit::About;
use crate::error::Error;
use crate::ports::{AuditQuery, Audited};
use crate::{App, Principal};

/// The maximum number of entries on a page.
const MOST: usize = 200;

/// A page of the audit trail.
#[derive(Debug, Clone)]
pub struct TrailPage {
    /// The entries, newest first.
    pub entries: Vec<TrailEntry>,
    /// The number before which the next page continues, or `None` if there is none.
    pub next: Option<u64>,
}

/// An entry as it is shown.
#[derive(Debug, Clone)]
pub struct TrailEntry {
    /// The entry. Where it is masked, its content is empty.
    pub audited: Audited,
    /// Whether it says something that is not shown.
    pub is_masked: bool,
}

impl App {
    /// Returns a page of the audit trail, newest first, up to the limit of the query and 200
    /// entries. Staff of one account see the entries of that account. Without a reason, what
    /// entries say in words is masked. With one, it is shown after an entry with the reason, which
    /// is never erased and must name nobody.
    ///
    /// # Errors
    /// If the reason is blank, or the entry about it cannot be written, nothing is shown. Another
    /// account is not found.
    pub async fn trail_in_office(
        &self,
        by: Principal,
        query: AuditQuery,
        reason: Option<Personal>,
    ) -> Result<TrailPage, Error> {
        let account = query.account;
        let limit = query.limit.min(MOST);
        let query = AuditQuery {
            limit: limit + 1,
            ..query
        };
        if reason.as_ref().is_some_and(Personal::is_blank) {
            return Err(Error::ReasonNeeded);
        }
        let mut found = self.audit_trail(by, query).await?;
        let are_more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| are_more).map(|last| last.number);
        let is_masked = reason.is_none();
        if reason.is_some() {
            self.record_trail_shown(by, account, reason, &found).await?;
        }
        let entries = found.into_iter().map(|audited| mask(audited, is_masked));
        Ok(TrailPage {
            entries: entries.collect(),
            next,
        })
    }

    /// Records which part of the trail is shown, and why.
    async fn record_trail_shown(
        &self,
        by: Principal,
        account: Option<AccountId>,
        reason: Option<Personal>,
        shown: &[Audited],
    ) -> Result<(), Error> {
        let own = match by {
            Principal::Staff(authority) => authority.account,
            _ => None,
        };
        let about = About {
            account: account.or(own),
            verification: None,
        };
        let mut content = AuditContent::because(reason).with("what", "page");
        if let (Some(newest), Some(oldest)) = (shown.first(), shown.last()) {
            content = content
                .with("newest", newest.number.to_string())
                .with("oldest", oldest.number.to_string());
        }
        self.record(by, AuditAct::ReadAudit, about, content).await
    }
}

/// Removes what an entry says, if it is to be masked.
fn mask(mut audited: Audited, is_masked: bool) -> TrailEntry {
    let is_masked = is_masked && !audited.entry.content.is_empty();
    if is_masked {
        audited.entry.content = AuditContent::default();
    }
    TrailEntry { audited, is_masked }
}

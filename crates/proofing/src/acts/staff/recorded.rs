//! The entries of the audit trail about members of staff.
//!
//! Nothing ever erases what they say, so they name members by their IDs, and contain neither names
//! nor addresses.

use jiff::SignedDuration;
use verification::AccountId;
use verification::audit::{AuditAct, AuditContent, AuditEntry};
use verification::request::Email;
use verification::staff::{ATTEMPTS_KEPT, Appointment, Member};

use crate::acts::audit::About;
use crate::error::Error;
use crate::staff::StaffRefusal;
use crate::staff::attempts::{Attempt, before};
use crate::{App, Principal};

/// How long wrong proofs of one kind, for one name and from one address, are told by one entry.
const BURST: SignedDuration = SignedDuration::from_mins(15);

impl App {
    /// Creates the entry about what somebody does to a member.
    pub(super) fn member_entry(
        &self,
        by: Principal,
        act: AuditAct,
        member: &Member,
        content: AuditContent,
    ) -> Result<AuditEntry, Error> {
        let is_oneself = matches!(by, Principal::Staff(authority) if authority.member == member.id);
        let content = if is_oneself {
            content
        } else {
            content.with("member", member.id.to_string())
        };
        let about = About {
            account: member.appointment.account,
            verification: None,
        };
        self.audit_entry(by, act, about, content)
    }

    /// Creates the entry about an appointment. If it moves a member from one account to another, it
    /// concerns more than one, so staff of a single account do not see it.
    pub(super) fn appointment_entry(
        &self,
        by: Principal,
        old: Appointment,
        member: &Member,
    ) -> Result<AuditEntry, Error> {
        let new = member.appointment;
        let mut content = AuditContent::default()
            .with("old_role", old.role.word())
            .with("new_role", new.role.word());
        let has_moved = old.account != new.account;
        if has_moved {
            content = content
                .with("old_account", account(old.account))
                .with("new_account", account(new.account));
        }
        let entry = self.member_entry(by, AuditAct::Appoint, member, content)?;
        let account = entry.account.filter(|_| !has_moved);
        Ok(AuditEntry { account, ..entry })
    }

    /// Records that a proof was wrong: the first one of a kind, for a name and from an address, and
    /// the next one a quarter of an hour later. Whoever guesses therefore cannot fill the trail.
    /// For a name that nobody has, nothing is recorded, after as many changes of the store.
    pub(super) async fn record_wrong_proof(
        &self,
        by: Principal,
        act: AuditAct,
        (name, member): (&Email, Option<&Member>),
        attempt: &Attempt,
    ) -> Result<(), StaffRefusal> {
        let parts: [&[u8]; 3] = [
            act.word().as_bytes(),
            name.as_str().as_bytes(),
            &attempt.place,
        ];
        let keys = vec![self.settings.link_key.staff("recorded proofs", &parts)];
        let now = self.now();
        let store = &self.ports.staff;
        let forget = before(now, ATTEMPTS_KEPT);
        let is_recorded = store
            .count_attempt(keys.clone(), now, forget, |_| BURST)
            .await?
            .is_some();
        match member {
            _ if is_recorded => {}
            Some(member) => {
                let entry = self.member_entry(by, act, member, place(attempt))?;
                self.ports.audit.append(entry).await?;
            }
            None => store.excuse_attempt(keys).await?,
        }
        Ok(())
    }
}

/// Returns what an entry says of the address from which somebody came.
pub(super) fn place(attempt: &Attempt) -> AuditContent {
    let word = if attempt.is_known_place {
        "known"
    } else {
        "new"
    };
    AuditContent::default().with("place", word)
}

/// Returns the ID of an account, or what is said of all of them.
fn account(id: Option<AccountId>) -> String {
    id.map_or_else(|| "every".to_owned(), |id| id.to_string())
}

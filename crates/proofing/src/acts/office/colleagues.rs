//! Finds out to whom a case can be handed over.

use verification::AccountId;
use verification::staff::{Authority, Member, Permission, Standing};

use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Returns the other members of staff who can decide cases of an account, the earliest first.
    pub async fn case_colleagues(
        &self,
        by: Principal,
        account: AccountId,
    ) -> Result<Vec<Member>, Error> {
        by.must_have(Permission::Decide, Some(account))?;
        let oneself = match by {
            Principal::Staff(authority) => Some(authority.member),
            _ => None,
        };
        let mut members = self.ports.staff.members().await?;
        members.retain(|member| {
            member.standing() == Standing::Active
                && Some(member.id) != oneself
                && may_decide(member.authority(), account)
        });
        Ok(members)
    }
}

/// Returns true if somebody may decide cases of an account.
pub(super) fn may_decide(authority: Authority, account: AccountId) -> bool {
    let colleague = Principal::Staff(authority);
    colleague
        .must_have(Permission::Decide, Some(account))
        .is_ok()
}

//! The accounts that staff work for, by name.

use verification::AccountId;

use crate::staff::StaffRefusal;
use crate::{App, Error, Principal};

impl App {
    /// Returns the IDs and names of the accounts that a member of staff works for, or of all for
    /// the operator. Their settings and keys are not for everybody.
    pub async fn staff_accounts(
        &self,
        by: Principal,
    ) -> Result<Vec<(AccountId, String)>, StaffRefusal> {
        let authority = match by {
            Principal::Operator => None,
            Principal::Staff(authority) => Some(authority),
            _ => return Err(Error::Forbidden.into()),
        };
        let reaches = |id| authority.is_none_or(|authority| authority.reaches(id));
        let accounts = self.ports.store.accounts().await?;
        let own = accounts.into_iter().filter(|account| reaches(account.id));
        Ok(own.map(|account| (account.id, account.name)).collect())
    }
}

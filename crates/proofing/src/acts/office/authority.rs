//! Asks whether a member of staff still is what they were when they asked for something.

use verification::StaffId;

use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Returns the version of the member of staff who acts, for the change that the act makes. If
    /// they are changed before that change is stored, it is a conflict, and this is asked again.
    ///
    /// # Errors
    /// They were disabled, or appointed to another role or account, after they had asked.
    pub(crate) async fn acting_member(
        &self,
        by: Principal,
    ) -> Result<Option<(StaffId, u64)>, Error> {
        let Principal::Staff(authority) = by else {
            return Ok(None);
        };
        let found = self.ports.staff.member(authority.member).await?;
        let found = found.filter(|it| it.value.is_enabled && it.value.authority() == authority);
        let found = found.ok_or(Error::Forbidden)?;
        Ok(Some((authority.member, found.version)))
    }
}

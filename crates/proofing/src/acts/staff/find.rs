//! Finds members of staff.

use verification::StaffId;
use verification::staff::{Member, Permission};

use crate::ports::Stored;
use crate::staff::StaffRefusal;
use crate::{App, Error, Principal};

impl App {
    /// Returns the members of staff whom somebody may manage, the earliest first. For staff of one
    /// account, these are its own.
    pub async fn members(&self, by: Principal) -> Result<Vec<Member>, StaffRefusal> {
        let own = match by {
            Principal::Staff(authority) => authority.account,
            _ => None,
        };
        by.must_have(Permission::ManageStaff, own)?;
        let mut members = self.ports.staff.members().await?;
        members.retain(|member| own.is_none() || member.appointment.account == own);
        Ok(members)
    }

    /// Returns a member of staff whom somebody may manage.
    pub async fn managed_member(
        &self,
        by: Principal,
        id: StaffId,
    ) -> Result<Stored<Member>, StaffRefusal> {
        // Whoever manages nobody does not learn who exists.
        let own = match by {
            Principal::Staff(authority) => authority.account,
            _ => None,
        };
        by.must_have(Permission::ManageStaff, own)?;
        let found = self.ports.staff.member(id).await?;
        let found = found.ok_or(Error::NotFound)?;
        match by.must_have(Permission::ManageStaff, found.value.appointment.account) {
            Ok(()) => Ok(found),
            Err(_) => Err(Error::NotFound.into()),
        }
    }
}

//! Finds members of staff.

use std::collections::HashMap;

use verification::staff::{Member, Permission};
use verification::{Personal, StaffId};

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

    /// Returns the names of those whom somebody works with, by their IDs: for staff of one account,
    /// these are its own, and for everybody else all.
    pub async fn colleagues(&self, by: Principal) -> Result<HashMap<StaffId, Personal>, Error> {
        let own = match by {
            Principal::Operator => None,
            Principal::Staff(authority) => authority.account,
            Principal::Account(_) | Principal::Applicant(_) | Principal::Server => {
                return Err(Error::Forbidden);
            }
        };
        let members = self.ports.staff.members().await?.into_iter();
        let known = members.filter(|member| own.is_none() || member.appointment.account == own);
        Ok(known.map(|member| (member.id, member.name)).collect())
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

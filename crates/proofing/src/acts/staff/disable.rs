//! Disables a member of staff, or enables them again.

use verification::StaffId;
use verification::audit::{AuditAct, AuditContent};
use verification::staff::{Member, NotAppointed};

use super::invite::appointed_by;
use crate::ports::{MemberChange, Stored};
use crate::staff::StaffRefusal;
use crate::{App, Principal};

impl App {
    /// Disables a member, whose sessions end at once, or enables them again.
    pub async fn set_member_enabled(
        &self,
        by: Principal,
        id: StaffId,
        is_enabled: bool,
    ) -> Result<Member, StaffRefusal> {
        let found = self.manageable(by, id).await?;
        if found.value.is_enabled == is_enabled {
            return Ok(found.value);
        }
        let member = found.value.enabled(is_enabled);
        let act = if is_enabled {
            AuditAct::EnableMember
        } else {
            AuditAct::DisableMember
        };
        let audit = self.member_entry(by, act, &member, AuditContent::default())?;
        let change = MemberChange {
            audit: Some(audit),
            ..MemberChange::of(Stored {
                value: member.clone(),
                version: found.version,
            })
        };
        self.ports.staff.change_member(change).await?;
        Ok(member)
    }
}

impl App {
    /// Returns a member whom somebody may change: not themselves, and nobody above them. There is
    /// therefore always an administrator left who can sign in.
    pub(super) async fn manageable(
        &self,
        by: Principal,
        id: StaffId,
    ) -> Result<Stored<Member>, StaffRefusal> {
        let found = self.managed_member(by, id).await?;
        if matches!(by, Principal::Staff(authority) if authority.member == id) {
            return Err(NotAppointed::Oneself.into());
        }
        appointed_by(by, found.value.appointment)?;
        Ok(found)
    }
}

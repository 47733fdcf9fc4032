//! Ends all sessions of a member of staff.

use verification::StaffId;
use verification::audit::{AuditAct, AuditContent};
use verification::staff::Member;

use super::invite::appointed_by;
use crate::ports::{MemberChange, Stored};
use crate::staff::StaffRefusal;
use crate::{App, Principal};

impl App {
    /// Ends all sessions of a member at once, in whatever browsers they are.
    pub async fn end_sessions(&self, by: Principal, id: StaffId) -> Result<Member, StaffRefusal> {
        let found = self.managed_member(by, id).await?;
        appointed_by(by, found.value.appointment)?;
        let member = found.value.signed_out();
        let content = AuditContent::default();
        let audit = self.member_entry(by, AuditAct::EndSessions, &member, content)?;
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

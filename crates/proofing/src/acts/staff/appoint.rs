//! Appoints a member of staff to another role.

use verification::StaffId;
use verification::staff::{Appointment, Member};

use super::invite::appointed_by;
use crate::ports::{MemberChange, Stored};
use crate::staff::StaffRefusal;
use crate::{App, Principal};

impl App {
    /// Appoints a member to another role, with effect from their next request. Their sessions end.
    pub async fn appoint(
        &self,
        by: Principal,
        id: StaffId,
        appointment: Appointment,
    ) -> Result<Member, StaffRefusal> {
        let found = self.manageable(by, id).await?;
        let appointment = appointed_by(by, appointment)?;
        if found.value.appointment == appointment {
            return Ok(found.value);
        }
        let old = found.value.appointment;
        let member = found.value.appointed(appointment);
        let change = MemberChange {
            audit: Some(self.appointment_entry(by, old, &member)?),
            ..MemberChange::of(Stored {
                value: member.clone(),
                version: found.version,
            })
        };
        self.ports.staff.change_member(change).await?;
        Ok(member)
    }
}

//! Hands a case over to somebody else.

use verification::audit::{AuditAct, AuditContent};
use verification::review::ReviewRefused;
use verification::staff::{Member, Permission, Standing};
use verification::{StaffId, Verification, VerificationId};

use super::change::Acted;
use super::colleagues::may_decide;
use super::reviewer::{reviewer, staff};
use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Hands a case over to another member of staff, for whom it is held.
    ///
    /// # Errors
    /// [`Error::NotFound`] if nobody has this ID who can sign in and decide the case.
    pub async fn hand_over_case(
        &self,
        by: Principal,
        id: VerificationId,
        fence: u64,
        to: StaffId,
    ) -> Result<Verification, Error> {
        let reviewer = reviewer(by)?;
        let found = self.ports.staff.member(to).await?;
        let done = self.act_in_office(by, Permission::Decide, id, |account, verification, now| {
            let colleague = found.as_ref().map(|stored| &stored.value);
            let colleague = colleague
                .filter(|member| member.standing() == Standing::Active)
                .map(Member::authority)
                .filter(|authority| may_decide(*authority, account.id))
                .ok_or(Error::NotFound)?;
            let step = verification
                .hand_over_case(reviewer, fence, staff(colleague), now)
                .map_err(|refused: ReviewRefused| Error::from(refused))?;
            Ok::<_, Error>(Acted {
                step,
                act: AuditAct::HandOverCase,
                content: AuditContent::default().with("to", to.to_string()),
            })
        });
        Ok(done.await?.value)
    }
}

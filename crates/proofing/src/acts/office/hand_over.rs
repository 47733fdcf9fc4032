//! Hands a case over to somebody else.

use verification::audit::{AuditAct, AuditContent};
use verification::review::ReviewRefused;
use verification::staff::{Authority, Permission};
use verification::{Verification, VerificationId};

use super::change::Acted;
use super::reviewer::{reviewer, staff};
use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Hands a case over to another member of staff, for whom it is held. They have to be able to
    /// decide it.
    pub async fn hand_over_case(
        &self,
        by: Principal,
        id: VerificationId,
        fence: u64,
        to: Authority,
    ) -> Result<Verification, Error> {
        let reviewer = reviewer(by)?;
        let done = self.act_in_office(by, Permission::Decide, id, |account, verification, now| {
            Principal::Staff(to).must_have(Permission::Decide, Some(account.id))?;
            let step = verification
                .hand_over_case(reviewer, fence, staff(to), now)
                .map_err(|refused: ReviewRefused| Error::from(refused))?;
            Ok::<_, Error>(Acted {
                step,
                act: AuditAct::HandOverCase,
                content: AuditContent::default().with("to", to.member.to_string()),
            })
        });
        Ok(done.await?.value)
    }
}

//! Takes a case from the queue, exclusively and for a while.

use jiff::Timestamp;
use verification::audit::{AuditAct, AuditContent};
use verification::review::ReviewRefused;
use verification::staff::Permission;
use verification::{AccountId, Verification, VerificationId};

use super::change::Acted;
use super::reviewer::reviewer;
use crate::error::Error;
use crate::ports::ReviewQuery;
use crate::{App, Principal};

/// How many cases are looked at in one go, so that several reviewers who ask at the same moment
/// find one each.
const BATCH: usize = 16;

/// How often the queue is read again because others took everything that was in it.
const ROUNDS: usize = 64;

/// A case that was taken.
#[derive(Debug, Clone, PartialEq)]
pub struct TakenCase {
    /// The verification.
    pub verification: Verification,
    /// The number to bring along with every act on the case.
    pub fence: u64,
    /// Until when the case is held.
    pub until: Timestamp,
}

impl App {
    /// Takes the case that waits longest among those that this reviewer may take, of one account or
    /// of all that they reach. Returns `None` if there is none.
    pub async fn take_next_case(
        &self,
        by: Principal,
        account: Option<AccountId>,
    ) -> Result<Option<TakenCase>, Error> {
        let own = match by {
            Principal::Staff(authority) => authority.account,
            _ => None,
        };
        let account = account.or(own);
        by.must_have(Permission::Decide, account)?;
        let reviewer = reviewer(by)?;
        for _ in 0..ROUNDS {
            let query = ReviewQuery {
                account,
                next_for: Some((reviewer, self.now())),
                limit: BATCH,
            };
            let waiting = self.ports.store.review_queue(query).await?;
            if waiting.is_empty() {
                return Ok(None);
            }
            for id in waiting {
                match self.take_case(by, id).await {
                    Ok(taken) => return Ok(Some(taken)),
                    // Somebody else was faster.
                    Err(Error::NotFound | Error::Review(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(None)
    }

    /// Takes this case, or holds it longer if the reviewer has it already.
    pub async fn take_case(&self, by: Principal, id: VerificationId) -> Result<TakenCase, Error> {
        let reviewer = reviewer(by)?;
        let taken = self.act_in_office(by, Permission::Decide, id, |_, verification, now| {
            Ok::<_, ReviewRefused>(Acted {
                step: verification.take_case(reviewer, now)?,
                act: AuditAct::TakeCase,
                content: AuditContent::default(),
            })
        });
        let verification = taken.await?.value;
        let task = verification.review_task();
        let lease = task.lease.ok_or(Error::NotFound)?;
        Ok(TakenCase {
            verification,
            fence: task.fence,
            until: lease.until,
        })
    }
}

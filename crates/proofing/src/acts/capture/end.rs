//! The ends that a person or a business makes: giving up, trying again, leaving it, closing.

use verification::{Verification, VerificationId};

use super::Visit;
use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// The person gives up.
    pub async fn give_in(&self, by: Principal, id: VerificationId) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let moved = self
            .change_by(by, id, Vec::new(), Verification::cancel)
            .await?;
        self.seen(moved).await
    }

    /// After an automatic decline: the person tries again.
    pub async fn try_again(&self, by: Principal, id: VerificationId) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let moved = self
            .change_by(by, id, Vec::new(), |verification, now| {
                verification.try_again(now)
            })
            .await?;
        self.seen(moved).await
    }

    /// After an automatic decline: the person leaves it at that.
    pub async fn leave_it(&self, by: Principal, id: VerificationId) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let moved = self
            .change_by(by, id, Vec::new(), |verification, now| {
                verification.leave_it(now)
            })
            .await?;
        self.seen(moved).await
    }

    /// The business closes a transaction whose evidence it handed in itself: what is there is
    /// examined.
    pub async fn end(&self, by: Principal, id: VerificationId) -> Result<Verification, Error> {
        by.must_be_business()?;
        let moved = self.change_by(by, id, Vec::new(), Verification::end);
        Ok(moved.await?.value)
    }
}

//! The ends that a person or a business chooses: giving up, trying again, accepting a decline,
//! closing.

use verification::{Verification, VerificationId};

use super::Visit;
use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Records that the person gives up.
    pub async fn give_in(&self, by: Principal, id: VerificationId) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let moved = self
            .change_by(by, id, Vec::new(), Verification::cancel)
            .await?;
        self.seen(moved).await
    }

    /// Lets the person try again after an automatic decline.
    pub async fn try_again(&self, by: Principal, id: VerificationId) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let moved = self
            .change_by(by, id, Vec::new(), |verification, now| {
                verification.try_again(now)
            })
            .await?;
        self.seen(moved).await
    }

    /// Records that the person does not try again after an automatic decline.
    pub async fn leave_it(&self, by: Principal, id: VerificationId) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let moved = self
            .change_by(by, id, Vec::new(), |verification, now| {
                verification.leave_it(now)
            })
            .await?;
        self.seen(moved).await
    }

    /// Closes a transaction whose evidence the business submitted itself, and examines what there
    /// is.
    pub async fn end(&self, by: Principal, id: VerificationId) -> Result<Verification, Error> {
        by.must_be_business()?;
        let moved = self.change_by(by, id, Vec::new(), Verification::end);
        Ok(moved.await?.value)
    }
}

//! Customers who are enrolled: lists and forgets them.

use jiff::Timestamp;
use verification::VerificationId;
use verification::request::CustomerName;

use crate::error::Error;
use crate::{App, Principal};

/// A customer whose face is enrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolledCustomer {
    /// The business's name for the customer.
    pub customer: CustomerName,
    /// The verification whose selfie was enrolled.
    pub verification: VerificationId,
    /// When it was enrolled.
    pub at: Timestamp,
}

impl App {
    /// Returns the enrolled customers of the account with a name, oldest first.
    pub async fn enrolled_customers(
        &self,
        by: Principal,
        account: &str,
    ) -> Result<Vec<EnrolledCustomer>, Error> {
        by.must_operate()?;
        let account = self.account_named(account).await?;
        let enrolled = self.ports.store.enrolments(account.id).await?.into_iter();
        let enrolled = enrolled.map(|enrolment| EnrolledCustomer {
            customer: enrolment.customer.clone(),
            verification: enrolment.verification,
            at: enrolment.at,
        });
        Ok(enrolled.collect())
    }

    /// Forgets the face that a customer of the account with a name enrolled: its key is destroyed.
    /// Returns false if nobody is enrolled.
    pub async fn forget_customer(
        &self,
        by: Principal,
        account: &str,
        customer: &CustomerName,
    ) -> Result<bool, Error> {
        by.must_operate()?;
        let account = self.account_named(account).await?;
        let forgotten = self.ports.store.forget_enrolment(account.id, customer);
        Ok(forgotten.await?)
    }
}

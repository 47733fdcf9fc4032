//! Finds verifications of all accounts, for those who look after the server.

use verification::VerificationId;

use crate::error::Error;
use crate::ports::{Found, Listed, VerificationQuery};
use crate::{App, Principal};

impl App {
    /// Returns the verifications that a query asks for, of any account.
    pub async fn search(
        &self,
        by: Principal,
        query: VerificationQuery,
    ) -> Result<Vec<Listed>, Error> {
        by.must_operate()?;
        Ok(self.ports.store.verifications(query).await?)
    }

    /// Returns how many of the oldest verifications a filter may not find yet, because their search
    /// terms are still being made.
    pub async fn not_yet_searchable(&self, by: Principal) -> Result<u64, Error> {
        by.must_look_after()?;
        Ok(self.ports.store.not_yet_searchable().await?)
    }

    /// Returns the verification with an ID, whichever account it belongs to.
    pub async fn find_by_id(&self, by: Principal, id: VerificationId) -> Result<Found, Error> {
        by.must_operate()?;
        self.ports.store.by_id(id).await?.ok_or(Error::NotFound)
    }
}

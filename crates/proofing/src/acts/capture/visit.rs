//! Visits: takes the holder of a link to the page where the person is.

use std::sync::Arc;

use verification::account::Account;
use verification::capture::CapturePage;
use verification::{TransactionId, Verification, VerificationId};

use crate::error::Error;
use crate::ports::{Found, Stored};
use crate::{App, Principal};

/// A verification as the holder of its link sees it.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The verification.
    pub verification: Verification,
    /// The account it belongs to.
    pub account: Arc<Account>,
    /// The page on which the person is.
    pub page: CapturePage,
    /// The version of the stored value, for an act that continues from it.
    version: u64,
}

impl Visit {
    /// Returns the visitor as a principal.
    pub const fn principal(&self) -> Principal {
        Principal::Applicant(self.verification.id)
    }

    /// Returns the verification as it was read.
    pub(crate) fn stored(&self) -> Box<Stored<Verification>> {
        Box::new(Stored {
            value: self.verification.clone(),
            version: self.version,
        })
    }
}

impl App {
    /// Returns the visit for the token of a link. It is not found if the token opens nothing, or
    /// the verification was deleted or has no pages.
    pub async fn visit(&self, token: &str) -> Result<Visit, Error> {
        let id = match self.settings.link_key.open_link(token) {
            Some(id) => id,
            None => self.by_transaction_token(token).await?,
        };
        self.visit_of(Principal::Applicant(id), id).await
    }

    /// Returns the visit of a verification.
    pub async fn visit_of(&self, by: Principal, id: VerificationId) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let Some(Found::Live(stored)) = self.ports.store.by_id(id).await? else {
            return Err(Error::NotFound);
        };
        self.seen(stored).await
    }

    /// Returns the visit after an act, as the person now sees it.
    pub(crate) async fn seen(&self, stored: Box<Stored<Verification>>) -> Result<Visit, Error> {
        if !stored.value.request.has_pages() {
            return Err(Error::NotFound);
        }
        let account = self.account_of(&stored.value).await?;
        let Stored {
            value: verification,
            version,
        } = *stored;
        Ok(Visit {
            account,
            page: verification.page(self.now()),
            verification,
            version,
        })
    }

    /// An account may choose that the transaction ID opens the link, as in the protocol's own
    /// samples.
    async fn by_transaction_token(&self, token: &str) -> Result<VerificationId, Error> {
        let transaction = token
            .parse()
            .map(TransactionId)
            .map_err(|_| Error::NotFound)?;
        match self.ports.store.by_any_transaction(transaction).await? {
            Some(Found::Live(stored)) if stored.value.capture.id_opens_link => Ok(stored.value.id),
            _ => Err(Error::NotFound),
        }
    }
}

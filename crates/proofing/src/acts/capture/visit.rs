//! Visit: who holds a link comes to the page where the person is.

use std::sync::Arc;

use verification::account::Account;
use verification::capture::CapturePage;
use verification::{TransactionId, Verification, VerificationId};

use crate::error::Error;
use crate::ports::{Found, Stored};
use crate::{App, Principal};

/// A verification as the holder of its link meets it.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The verification.
    pub verification: Verification,
    /// Whose it is.
    pub account: Arc<Account>,
    /// Where the person is.
    pub page: CapturePage,
    /// Which of its values it is, for an act that goes on from here.
    version: u64,
}

impl Visit {
    /// The one who visits.
    pub const fn principal(&self) -> Principal {
        Principal::Applicant(self.verification.id)
    }

    /// The verification as it was read.
    pub(crate) fn stored(&self) -> Box<Stored<Verification>> {
        Box::new(Stored {
            value: self.verification.clone(),
            version: self.version,
        })
    }
}

impl App {
    /// The visit of a link's token. A token that opens nothing, and a verification that is
    /// forgotten or has no pages, are not found.
    pub async fn visit(&self, token: &str) -> Result<Visit, Error> {
        let id = match self.settings.link_key.open_link(token) {
            Some(id) => id,
            None => self.by_transaction_token(token).await?,
        };
        self.visit_of(Principal::Applicant(id), id).await
    }

    /// The visit of a verification.
    pub async fn visit_of(&self, by: Principal, id: VerificationId) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let Some(Found::Live(stored)) = self.ports.store.by_id(id).await? else {
            return Err(Error::NotFound);
        };
        self.seen(stored).await
    }

    /// How a verification looks to the person after an act.
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

    /// Accounts may want the transaction id to open the link, as the protocol's own samples show
    /// it.
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

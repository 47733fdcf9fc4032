//! A selfie that is taken elsewhere.

use verification::Verification;
use verification::request::HttpUrl;

use crate::error::Error;
use crate::ports::SelfiePage;
use crate::{App, Principal, Subject};

impl App {
    /// Records that the business asks for the page on which the selfie is taken, and returns the
    /// address that an outside service gives for it. If such a service is set up and gives none, or
    /// if there is no page at all, status event 1630 says so.
    pub async fn start_selfie(
        &self,
        by: Principal,
        verification: &Verification,
    ) -> Result<(Verification, Option<HttpUrl>), Error> {
        by.must_be_business()?;
        by.must_be_concerned(Subject::from(verification))?;
        // Nobody outside is asked about a transaction that is over.
        verification.clone().start_selfie(true, self.now())?;
        let page = self.ports.selfie_pages.page(verification.transaction).await;
        let (address, has_page) = match page {
            SelfiePage::NoService => (None, verification.request.has_pages()),
            SelfiePage::Missing => (None, false),
            SelfiePage::At(address) => (Some(address), true),
        };
        let moved = self.change_by(by, verification.id, Vec::new(), |verification, now| {
            verification.start_selfie(has_page, now)
        });
        Ok((moved.await?.value, address))
    }
}

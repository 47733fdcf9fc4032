//! Events: what the browser tells, and that a page fetched what it has to ask for.

use verification::Service;
use verification::VerificationId;
use verification::capture::{OutOfStep, Raised};
use verification::request::DocumentType;

use super::Visit;
use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// A page fetches what it has to ask for (1105, 1140 to 1143), while the link lives.
    pub async fn fetch_config(&self, by: Principal, id: VerificationId) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let moved = self
            .change_by(by, id, Vec::new(), |verification, now| {
                verification.fetch_config(now).map_err(OutOfStep::from)
            })
            .await?;
        self.seen(moved).await
    }

    /// The browser tells what happened in it, in order.
    pub async fn raise(
        &self,
        by: Principal,
        id: VerificationId,
        events: &[Raised],
    ) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let moved = self
            .change_by(by, id, Vec::new(), |verification, now| {
                verification.raise(events, now)
            })
            .await?;
        self.seen(moved).await
    }

    /// The person says which type a document is.
    pub async fn choose(
        &self,
        by: Principal,
        id: VerificationId,
        service: Service,
        kind: DocumentType,
    ) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let moved = self
            .change_by(by, id, Vec::new(), |verification, now| {
                verification.choose(service, kind, now)
            })
            .await?;
        self.seen(moved).await
    }

    /// The person speaks another language: a BCP 47 tag.
    pub async fn speak(
        &self,
        by: Principal,
        id: VerificationId,
        language: &str,
    ) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let moved = self
            .change_by(by, id, Vec::new(), |verification, _| {
                Ok::<_, OutOfStep>(verification.speak(language.to_owned()))
            })
            .await?;
        self.seen(moved).await
    }
}

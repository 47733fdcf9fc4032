//! Events that the browser reports, and requests of a page for what it has to ask for.

use verification::Service;
use verification::VerificationId;
use verification::capture::{OutOfStep, Raised};
use verification::request::DocumentType;

use super::Visit;
use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Records that a page fetches its requirements (1105, 1140 to 1143), unless the link has
    /// expired.
    pub async fn fetch_config(&self, by: Principal, id: VerificationId) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let moved = self
            .change_by(by, id, Vec::new(), |verification, now| {
                verification.fetch_config(now).map_err(OutOfStep::from)
            })
            .await?;
        self.seen(moved).await
    }

    /// Records events that the browser reports, in order.
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

    /// Records the document type that the person chose.
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

    /// Changes the person's language to this BCP 47 tag.
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

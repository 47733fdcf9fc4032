//! Consent: records that a person agreed to a text, together with the text.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use verification::VerificationId;
use verification::capture::ConsentRecord;
use verification::journal::Browser;

use super::Visit;
use crate::error::Error;
use crate::{App, Principal};

/// A text as the server showed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// The exact text.
    pub text: String,
    /// Its version.
    pub version: String,
    /// Its language, a BCP 47 tag.
    pub language: String,
}

impl Agreed {
    fn at(&self, now: Timestamp) -> ConsentRecord {
        ConsentRecord {
            sha256: hex::encode(Sha256::digest(self.text.as_bytes())),
            text: self.text.clone(),
            version: self.version.clone(),
            language: self.language.clone(),
            at: now,
        }
    }
}

impl App {
    /// Records that the person agrees to the terms before the start.
    pub async fn accept_terms(
        &self,
        by: Principal,
        id: VerificationId,
        text: &Agreed,
        browser: &Browser,
    ) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let moved = self
            .change_by(by, id, Vec::new(), |verification, now| {
                verification.accept_terms(text.at(now), browser.clone(), now)
            })
            .await?;
        self.seen(moved).await
    }

    /// Records that the person agrees to biometrics (1520).
    pub async fn accept_biometrics(
        &self,
        by: Principal,
        id: VerificationId,
        text: &Agreed,
        browser: &Browser,
    ) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let moved = self
            .change_by(by, id, Vec::new(), |verification, now| {
                verification.accept_biometrics(text.at(now), browser.clone(), now)
            })
            .await?;
        self.seen(moved).await
    }

    /// Records that the person refuses biometrics (1515).
    pub async fn refuse_biometrics(
        &self,
        by: Principal,
        id: VerificationId,
        browser: &Browser,
    ) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let moved = self
            .change_by(by, id, Vec::new(), |verification, now| {
                verification.refuse_biometrics(browser.clone(), now)
            })
            .await?;
        self.seen(moved).await
    }
}

//! The pictures that results return.

use verification::Verification;
use verification::request::EvidenceSlot;

use crate::error::Error;
use crate::{App, Principal, Subject};

impl App {
    /// Returns the submitted pictures, if the transaction was started with that option.
    pub async fn images_to_return(
        &self,
        by: Principal,
        verification: &Verification,
    ) -> Result<Vec<(EvidenceSlot, Vec<u8>)>, Error> {
        by.must_be_concerned(Subject::from(verification))?;
        if !returns_images(verification) {
            return Ok(Vec::new());
        }
        let mut images = Vec::new();
        for evidence in self.ports.store.evidence(verification.id).await? {
            let content = self.ports.vault.get(verification.id, evidence.digest);
            images.push((evidence.slot, content.await?));
        }
        Ok(images)
    }

    /// Returns their total size in bytes, so that memory can be reserved before they are fetched.
    pub async fn size_to_return(
        &self,
        by: Principal,
        verification: &Verification,
    ) -> Result<u64, Error> {
        by.must_be_concerned(Subject::from(verification))?;
        if !returns_images(verification) {
            return Ok(0);
        }
        let evidence = self.ports.store.evidence(verification.id).await?;
        Ok(evidence.iter().map(|evidence| evidence.size).sum())
    }
}

fn returns_images(verification: &Verification) -> bool {
    let terms = verification.request.capture.as_ref();
    terms.is_some_and(|terms| terms.return_images)
}

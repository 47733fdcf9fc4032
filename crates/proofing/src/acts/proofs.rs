//! Hands out a proof to the holder of a token for it.

use verification::VerificationId;
use verification::request::{EvidenceSlot, MediaType};

use crate::error::Error;
use crate::ports::EvidenceRef;
use crate::{App, Principal, Subject};

impl App {
    /// Returns the names of a verification's pictures.
    pub async fn evidence(
        &self,
        by: Principal,
        subject: Subject,
    ) -> Result<Vec<EvidenceRef>, Error> {
        by.must_be_concerned(subject)?;
        Ok(self.ports.store.evidence(subject.id()).await?)
    }

    /// Returns a token that opens a verification's proofs for 15 minutes.
    pub fn proof_token(&self, by: Principal, subject: Subject) -> Result<String, Error> {
        by.must_be_concerned(subject)?;
        Ok(self.settings.link_key.proof_token(subject.id(), self.now()))
    }

    /// Returns the file of a proof. It is not found if the token is expired or foreign, or the
    /// picture does not exist.
    pub async fn proof(
        &self,
        id: VerificationId,
        slot: EvidenceSlot,
        token: &str,
    ) -> Result<(MediaType, Vec<u8>), Error> {
        let named = self.opened(id, slot, token).await?;
        Ok((named.media, self.ports.vault.get(id, named.digest).await?))
    }

    /// Returns the size of a proof in bytes if the token opens it, so that memory can be reserved
    /// before it is fetched.
    pub async fn proof_size(
        &self,
        id: VerificationId,
        slot: EvidenceSlot,
        token: &str,
    ) -> Result<u64, Error> {
        Ok(self.opened(id, slot, token).await?.size)
    }

    /// Returns true if nothing is left of the proofs that a token opened.
    pub async fn proofs_are_gone(&self, id: VerificationId, token: &str) -> bool {
        if !self.settings.link_key.opens_proofs(id, token, self.now()) {
            return false;
        }
        let left = self.ports.store.evidence(id).await;
        left.is_ok_and(|left| left.is_empty())
    }

    async fn opened(
        &self,
        id: VerificationId,
        slot: EvidenceSlot,
        token: &str,
    ) -> Result<EvidenceRef, Error> {
        if !self.settings.link_key.opens_proofs(id, token, self.now()) {
            return Err(Error::NotFound);
        }
        let evidence = self.ports.store.evidence(id).await?;
        evidence
            .into_iter()
            .find(|evidence| evidence.slot == slot)
            .ok_or(Error::NotFound)
    }
}

//! Hand out a proof to whoever holds a token for it.

use verification::VerificationId;
use verification::request::{EvidenceSlot, MediaType};

use crate::error::Error;
use crate::ports::EvidenceRef;
use crate::{App, Principal, Subject};

impl App {
    /// The pictures of a verification, by name.
    pub async fn evidence(
        &self,
        by: Principal,
        subject: Subject,
    ) -> Result<Vec<EvidenceRef>, Error> {
        by.must_be_concerned(subject)?;
        Ok(self.ports.store.evidence(subject.id()).await?)
    }

    /// A token that opens a verification's proofs for 15 minutes.
    pub fn proof_token(&self, by: Principal, subject: Subject) -> Result<String, Error> {
        by.must_be_concerned(subject)?;
        Ok(self.settings.link_key.proof_token(subject.id(), self.now()))
    }

    /// The file of a proof. A dead or foreign token is not found, like a picture that is not there.
    pub async fn proof(
        &self,
        id: VerificationId,
        slot: EvidenceSlot,
        token: &str,
    ) -> Result<(MediaType, Vec<u8>), Error> {
        let named = self.opened(id, slot, token).await?;
        Ok((named.media, self.ports.vault.get(id, named.digest).await?))
    }

    /// How large a proof is in bytes, for whoever may have it: what to make room for before it is
    /// fetched.
    pub async fn proof_size(
        &self,
        id: VerificationId,
        slot: EvidenceSlot,
        token: &str,
    ) -> Result<u64, Error> {
        Ok(self.opened(id, slot, token).await?.size)
    }

    /// Whether nothing is left of the proofs that a token opened.
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

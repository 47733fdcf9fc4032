//! Hand out a proof to whoever holds a token for it.

use verification::VerificationId;
use verification::request::{EvidenceSlot, MediaType};

use crate::Desk;
use crate::error::Error;
use crate::ports::EvidenceRef;

impl Desk {
    /// The pictures of a verification, by name.
    pub async fn evidence(&self, id: VerificationId) -> Result<Vec<EvidenceRef>, Error> {
        Ok(self.ports.store.evidence(id).await?)
    }

    /// A token that opens a verification's proofs for 15 minutes.
    pub fn proof_token(&self, id: VerificationId) -> String {
        self.settings.link_key.proof_token(id, self.now())
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

    /// How large a proof is in bytes, for whoever may have it: what to make room for before it is fetched.
    pub async fn proof_size(
        &self,
        id: VerificationId,
        slot: EvidenceSlot,
        token: &str,
    ) -> Result<u64, Error> {
        Ok(self.opened(id, slot, token).await?.size)
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

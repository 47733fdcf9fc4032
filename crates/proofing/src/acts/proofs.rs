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
        if !self.settings.link_key.opens_proofs(id, token, self.now()) {
            return Err(Error::NotFound);
        }
        let evidence = self.ports.store.evidence(id).await?;
        let named = evidence
            .into_iter()
            .find(|evidence| evidence.slot == slot)
            .ok_or(Error::NotFound)?;
        Ok((named.media, self.ports.vault.get(id, named.digest).await?))
    }
}

//! Shows the operator personal data, and records that it was shown.

use verification::stage::Refused;
use verification::{Verification, VerificationId};

use crate::error::Error;
use crate::ports::EvidenceRef;
use crate::{App, Principal};

impl App {
    /// Returns a verification whose personal data the operator is about to see. The journal records
    /// it first, for accounts that want this server's own status events.
    pub async fn view(&self, by: Principal, id: VerificationId) -> Result<Verification, Error> {
        by.must_operate()?;
        self.record_view(by, id, "data").await
    }

    /// Returns the pictures of a verification, which the operator is about to save. The journal
    /// records it first, as in [`view`](Self::view).
    pub async fn view_pictures(
        &self,
        by: Principal,
        id: VerificationId,
    ) -> Result<Vec<(EvidenceRef, Vec<u8>)>, Error> {
        by.must_operate()?;
        self.record_view(by, id, "pictures").await?;
        let mut pictures = Vec::new();
        for named in self.ports.store.evidence(id).await? {
            let content = self.ports.vault.get(id, named.digest).await?;
            pictures.push((named, content));
        }
        Ok(pictures)
    }

    async fn record_view(
        &self,
        by: Principal,
        id: VerificationId,
        what: &str,
    ) -> Result<Verification, Error> {
        self.act(by, id, |verification, now| {
            Ok::<_, Refused>(verification.viewed(what, now))
        })
        .await
    }
}

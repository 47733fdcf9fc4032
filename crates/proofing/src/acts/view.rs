//! Shows the operator personal data, and records that it was shown.

use verification::audit::{AuditAct, AuditContent};
use verification::stage::Refused;
use verification::{Verification, VerificationId};

use super::audit::About;
use crate::error::Error;
use crate::ports::EvidenceRef;
use crate::{App, Principal};

impl App {
    /// Returns a verification whose personal data the operator is about to see. The audit trail
    /// records it first, and so does the journal, for accounts that want this server's own status
    /// events.
    pub async fn view(&self, by: Principal, id: VerificationId) -> Result<Verification, Error> {
        by.must_operate()?;
        self.record_view(by, id, AuditAct::ViewData, "data").await
    }

    /// Returns the pictures of a verification, which the operator is about to save. It is recorded
    /// first, as in [`view`](Self::view).
    pub async fn view_pictures(
        &self,
        by: Principal,
        id: VerificationId,
    ) -> Result<Vec<(EvidenceRef, Vec<u8>)>, Error> {
        by.must_operate()?;
        self.record_view(by, id, AuditAct::ViewPictures, "pictures")
            .await?;
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
        act: AuditAct,
        what: &str,
    ) -> Result<Verification, Error> {
        let account = self.live(id).await?.value.account;
        let about = About::verification(account, id);
        self.record(by, act, about, AuditContent::default()).await?;
        self.act(by, id, |verification, now| {
            Ok::<_, Refused>(verification.viewed(what, now))
        })
        .await
    }
}

//! Examine the evidence and decide. Idempotent: a verification that is decided stays as it is.

use std::sync::Arc;

use verification::account::Account;
use verification::policy;
use verification::reading::Examination;
use verification::rules::today;
use verification::stage::StageName;
use verification::{Verification, VerificationId};

use crate::Desk;
use crate::desk::{Moved, finishing};
use crate::error::Error;
use crate::ports::{Found, JobLease, Picture, StoreError, Stored};

impl Desk {
    /// Examines and decides; `None` if the verification is gone.
    ///
    /// `lease` is the job that this completes, `pictures` what is still in memory from the opening.
    pub async fn examine(
        &self,
        id: VerificationId,
        lease: Option<&JobLease>,
        pictures: Option<Vec<Picture>>,
    ) -> Result<Option<Verification>, Error> {
        let Some(Found::Live(stored)) = self.ports.store.by_id(id).await? else {
            return Ok(None);
        };
        if !is_due(&stored.value) {
            return Ok(Some(stored.value));
        }
        let account = self.account_of(&stored.value).await?;
        let pictures = match pictures {
            Some(pictures) => pictures,
            None => self.pictures(id).await?,
        };
        let examination = self
            .ports
            .examiner
            .examine(&stored.value.request, pictures, self.now())
            .await;
        self.judge(&account, *stored, &examination, lease).await
    }

    /// Decides a verification whose examination broke down too often: nothing was examined.
    pub(crate) async fn decide_unexamined(
        &self,
        id: VerificationId,
        lease: &JobLease,
    ) -> Result<(), Error> {
        let Some(Found::Live(stored)) = self.ports.store.by_id(id).await? else {
            return Ok(());
        };
        if !is_due(&stored.value) {
            return Ok(());
        }
        let account = self.account_of(&stored.value).await?;
        tracing::error!(verification.id = %id, job.tries = lease.tries, "decided without an examination");
        self.judge(&account, *stored, &Examination::default(), Some(lease))
            .await
            .map(drop)
    }

    /// Stores the decision. What the browser tells while the pictures are examined is no reason to lose it:
    /// the same examination then decides the verification as it is by now.
    async fn judge(
        &self,
        account: &Account,
        stored: Stored<Verification>,
        examination: &Examination,
        lease: Option<&JobLease>,
    ) -> Result<Option<Verification>, Error> {
        let mut stored = stored;
        loop {
            let now = self.now();
            let outcome = policy::judge(&stored.value.request, examination, today(now));
            let Stored { value, version } = stored;
            let id = value.id;
            let step = value.decide(outcome, now)?;
            let decided = step.next;
            let moved = Moved::Updated(Box::new(Stored {
                value: decided.clone(),
                version,
            }));
            let change = finishing(self.change(account, moved, step.effects, now), lease);
            match self.apply(change).await {
                Ok(()) => return Ok(Some(decided)),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
            let Some(Found::Live(again)) = self.ports.store.by_id(id).await? else {
                return Ok(None);
            };
            // Another worker was faster, or has the lease by now: what it decides stands.
            if !is_due(&again.value) || again.version == version {
                return Ok(Some(again.value));
            }
            stored = *again;
        }
    }

    pub(crate) async fn pictures(&self, id: VerificationId) -> Result<Vec<Picture>, Error> {
        let mut pictures = Vec::new();
        for evidence in self.ports.store.evidence(id).await? {
            let content = self.ports.vault.get(id, evidence.digest).await?;
            pictures.push(Picture {
                slot: evidence.slot,
                media: evidence.media,
                content: Arc::from(content),
                decoded: None,
            });
        }
        Ok(pictures)
    }

    pub(crate) async fn account_of(
        &self,
        verification: &Verification,
    ) -> Result<Arc<Account>, Error> {
        self.ports
            .store
            .account(verification.account)
            .await?
            .ok_or(Error::NotFound)
    }
}

/// True while the verification waits for its examination.
fn is_due(verification: &Verification) -> bool {
    matches!(
        verification.stage.name(),
        StageName::Received | StageName::Processing
    )
}

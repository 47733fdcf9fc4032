//! Examines the evidence and decides. It is idempotent: a verification that was decided stays as it
//! is.

use std::sync::Arc;

use tracing::{Instrument, info_span};
use verification::account::Account;
use verification::policy;
use verification::reading::Examination;
use verification::rules::today;
use verification::stage::StageName;
use verification::{Verification, VerificationId};

use super::duplicates::Searched;
use crate::App;
use crate::app::finishing;
use crate::error::Error;
use crate::ports::{
    Change, EvidenceRef, Found, JobLease, KeptExamination, Picture, StoreError, Stored,
};
use crate::transition::Transition;

impl App {
    /// Examines and decides. Returns `None` if the verification is gone.
    ///
    /// `lease` is the job that this completes; `pictures` are those still in memory from the
    /// opening.
    pub(crate) async fn examine(
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
        let examination = match pictures {
            Some(pictures) => self.read(&stored.value, pictures).await?,
            None => self.examined_of(&stored.value).await?,
        };
        self.judge(&account, *stored, Ok(&examination), lease).await
    }

    /// Returns the reading of a verification's stored pictures: the one that a form showed if there
    /// was one, otherwise a new one, which is not stored yet.
    async fn examined_of(&self, verification: &Verification) -> Result<Examination, Error> {
        let evidence = self.ports.store.evidence(verification.id).await?;
        match self.kept(verification.id, &evidence).await? {
            Some(kept) => Ok(kept),
            None => self.read_stored(verification, &evidence).await,
        }
    }

    /// Does the same and keeps a new reading. Everybody who asks about these pictures from now on,
    /// on any server, gets this reading, and the verdict rests on it.
    pub(crate) async fn examined_for_good(
        &self,
        verification: &Verification,
    ) -> Result<Examination, Error> {
        let id = verification.id;
        let evidence = self.ports.store.evidence(id).await?;
        if let Some(kept) = self.kept(id, &evidence).await? {
            return Ok(kept);
        }
        let examination = self.read_stored(verification, &evidence).await?;
        let read = KeptExamination::new(examination, &evidence);
        match self.ports.store.keep_examination(id, read.clone()).await {
            // It was deleted in the meantime.
            Err(StoreError::Conflict) => return Err(Error::NotFound),
            kept => kept?,
        }
        // Somebody else may just have been shown another reading of the same pictures.
        let kept = self.kept(id, &evidence).await?;
        Ok(kept.unwrap_or(read.examination))
    }

    /// Returns the reading that is kept of a verification, if it rests on these pictures.
    async fn kept(
        &self,
        id: VerificationId,
        evidence: &[EvidenceRef],
    ) -> Result<Option<Examination>, Error> {
        let kept = self.ports.store.examination(id).await?;
        let kept = kept.filter(|kept| kept.rests_on(evidence));
        Ok(kept.map(|kept| kept.examination))
    }

    async fn read_stored(
        &self,
        verification: &Verification,
        evidence: &[EvidenceRef],
    ) -> Result<Examination, Error> {
        let pictures = self.pictures(verification.id, evidence).await?;
        self.read(verification, pictures).await
    }

    async fn read(
        &self,
        verification: &Verification,
        pictures: Vec<Picture>,
    ) -> Result<Examination, Error> {
        let examiner = &self.ports.examiner;
        let span = info_span!("examination", verification.id = %verification.id);
        let examined = examiner.examine(&verification.request, pictures, self.now());
        Ok(examined.instrument(span).await?)
    }

    /// Decides a verification whose examination broke down too often. Nothing was examined, so it
    /// is left to a reviewer or declined with `BNFD03`. `lease` is the job that this completes.
    pub(crate) async fn decide_unexamined(
        &self,
        id: VerificationId,
        lease: Option<&JobLease>,
        why: Unexamined,
    ) -> Result<(), Error> {
        let Some(Found::Live(stored)) = self.ports.store.by_id(id).await? else {
            return Ok(());
        };
        if !is_due(&stored.value) {
            return Ok(());
        }
        let account = self.account_of(&stored.value).await?;
        let files = files(&self.ports.store.evidence(id).await?);
        tracing::error!(verification.id = %id, ?why, files, "decided without an examination");
        self.judge(&account, *stored, Err(why), lease)
            .await
            .map(drop)
    }

    /// Stores the decision. If the browser reported something during the examination, the decision
    /// is not lost: the same examination then decides the current value of the verification.
    async fn judge(
        &self,
        account: &Account,
        stored: Stored<Verification>,
        examination: Result<&Examination, Unexamined>,
        lease: Option<&JobLease>,
    ) -> Result<Option<Verification>, Error> {
        let mut stored = stored;
        let authentication = self.authentication(&stored.value, examination.is_ok());
        let authentication = authentication.await?;
        loop {
            // Whether duplicates are searched for may have changed since the first attempt.
            let current = self.account_of(&stored.value).await?;
            let searched = self.search_duplicates(&current, &stored.value, examination.ok());
            let searched = searched.await?;
            let now = self.now();
            let Stored { mut value, version } = stored;
            let outcome = match examination {
                Ok(examination) => {
                    let phone = Some(&value.capture.phone);
                    policy::judge_with_phone(&value.request, examination, phone, today(now))
                }
                Err(why) => {
                    if why == Unexamined::Crashed {
                        value.capture.end_retries();
                    }
                    let phone = &value.capture.phone;
                    policy::judge_unexamined(&value.request, phone, today(now))
                }
            };
            let outcome = match &authentication {
                Some(came) => policy::with_authentication(outcome, &value.request, came),
                None => outcome,
            };
            let outcome = policy::with_turns(outcome, value.capture.turns.record.as_ref());
            let outcome = match &searched {
                Some(Searched { search, .. }) => policy::with_duplicates(outcome, search),
                None => outcome,
            };
            let id = value.id;
            let step = value.decide(outcome, now)?;
            let decided = step.next;
            let is_final = decided.stage.name().is_completed()
                || matches!(decided.stage.name(), StageName::InReview);
            let fingerprint = searched.and_then(|searched| searched.fingerprint);
            let next = Transition::updated(decided.clone(), version);
            let change = Change {
                // Of pictures that are asked for again, nothing is kept.
                fingerprint: fingerprint.filter(|_| is_final),
                ..self.change(account, next, step.effects, now)
            };
            let is_outdated = match self.apply(finishing(change, lease)).await {
                Ok(()) => return Ok(Some(decided)),
                Err(StoreError::Conflict) => false,
                Err(StoreError::Outdated) => true,
                Err(error) => return Err(error.into()),
            };
            let Some(Found::Live(again)) = self.ports.store.by_id(id).await? else {
                return Ok(None);
            };
            // Another worker was faster, or has the lease by now, so its decision stands.
            if !is_due(&again.value) || (again.version == version && !is_outdated) {
                return Ok(Some(again.value));
            }
            stored = *again;
        }
    }

    async fn pictures(
        &self,
        id: VerificationId,
        evidence: &[EvidenceRef],
    ) -> Result<Vec<Picture>, Error> {
        let mut pictures = Vec::with_capacity(evidence.len());
        for evidence in evidence {
            let content = self.ports.vault.get(id, evidence.digest).await?;
            pictures.push(Picture {
                slot: evidence.slot,
                media: evidence.media,
                content: content.into(),
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

/// The reason why there is no examination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unexamined {
    /// The maximum number of attempts was reached.
    BrokeDown,
    /// The server died during the attempts.
    Crashed,
}

/// Returns the files by their slots and names in the vault, which reveal nothing about the person.
fn files(evidence: &[EvidenceRef]) -> String {
    let names: Vec<String> = evidence
        .iter()
        .map(|file| format!("{} ({}, {} bytes)", file.slot, file.digest, file.size))
        .collect();
    names.join(", ")
}

/// Returns true while the verification waits for its examination.
fn is_due(verification: &Verification) -> bool {
    matches!(
        verification.stage.name(),
        StageName::Received | StageName::Processing
    )
}

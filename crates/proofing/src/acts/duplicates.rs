//! Looks for other customers of the account with the same document or the same selfie.

use verification::Verification;
use verification::account::Account;
use verification::duplicates::{self, DuplicateSearch, Sought};
use verification::reading::Examination;
use verification::request::Reference;

use crate::App;
use crate::error::Error;
use crate::ports::{FingerprintQuery, Fingerprints, Found, NewFingerprint, StoreError};

/// The most references that are reported of each kind. A document that more customers have is no
/// news any more.
const MOST_REFERENCES: usize = 10;

/// The result of a search, and what is kept for later ones.
pub(super) struct Searched {
    pub(super) search: DuplicateSearch,
    /// The fingerprint to store with the decision, unless nothing could be searched.
    pub(super) fingerprint: Option<NewFingerprint>,
}

impl App {
    /// Looks for duplicates if the request asks for it. Without an examination there is nothing to
    /// look for.
    pub(super) async fn search_duplicates(
        &self,
        account: &Account,
        verification: &Verification,
        examination: Option<&Examination>,
    ) -> Result<Option<Searched>, Error> {
        if !duplicates::is_sought(&verification.request) {
            return Ok(None);
        }
        let not_made = Searched {
            search: DuplicateSearch::not_made(),
            fingerprint: None,
        };
        let Some(examination) = examination.filter(|_| account.settings.searches_duplicates) else {
            return Ok(Some(not_made));
        };
        let sought = Sought::of(&verification.request, examination);
        let query = FingerprintQuery {
            account: account.id,
            except: verification.id,
            documents: sought.documents.clone(),
            selfie: sought.selfie.clone(),
        };
        let found = match self.ports.store.find_alike(query).await {
            Ok(Fingerprints::Searched(found)) => found,
            Ok(Fingerprints::NotKept) => return Ok(Some(not_made)),
            // An answer without a search would look as if nobody had been found.
            Err(StoreError::Unsealable(why)) => {
                tracing::error!(account.id = %account.id, why, "the key for duplicates is lost; set --duplicates no, then yes");
                return Ok(Some(not_made));
            }
            Err(error) => return Err(error.into()),
        };
        let search = DuplicateSearch {
            documents: self.others(verification, found.documents).await?,
            selfies: self.others(verification, found.selfies).await?,
            lacking: sought.lacking.clone(),
        };
        Ok(Some(Searched {
            search,
            fingerprint: Some(NewFingerprint {
                fingerprint: sought.fingerprint(),
                newest: found.newest,
            }),
        }))
    }

    /// Returns the references of those that are of other customers than this one.
    async fn others(
        &self,
        verification: &Verification,
        found: Vec<verification::VerificationId>,
    ) -> Result<Vec<Reference>, Error> {
        let mut others = Vec::new();
        for id in found {
            let Some(Found::Live(other)) = self.ports.store.by_id(id).await? else {
                continue;
            };
            if !duplicates::is_same_customer(&verification.request, &other.value.request) {
                others.push(other.value.request.reference);
            }
            if others.len() >= MOST_REFERENCES {
                break;
            }
        }
        Ok(others)
    }
}

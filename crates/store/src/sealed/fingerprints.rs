//! By what people are found again: hashes of documents under a key that follows from the account's,
//! and hashes of selfies that are sealed under it.
//!
//! A document is found by an index, because its hash is either equal or not. Two hashes of one
//! selfie are only similar, which no keyed hash preserves, so every sealed one of the account is
//! opened and compared. Accounts have keys of their own, so nothing of one is like anything of
//! another.

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use proofing::ports::{
    FingerprintMatches, FingerprintQuery, Fingerprints, NewFingerprint, StoreError,
};
use sha2::Sha256;
use uuid::Builder;
use verification::duplicates::DocumentIdentity;
use verification::reading::PictureTrace;
use verification::{AccountId, VerificationId};
use zeroize::Zeroizing;

use crate::blocking::blocking;
use crate::codec::{self, Traced};
use crate::ports::{FingerprintRecord, KeyId, Rows, SelfieQuery, SelfieRecord};
use crate::seal::{KEY_GONE, Key, Sealer, places};

/// The number of sealed hashes that are read at a time.
const PAGE: usize = 4_096;

/// The number of an account's newest selfies that are compared; older ones are not found any more.
const MOST_SELFIES: usize = 500_000;

/// The key of an account, and its ID.
type AccountKey = (KeyId, Arc<Key>);

/// Returns the key of an account whose customers are searched, or `None` if they are not.
///
/// # Errors
/// Returns [`KEY_GONE`] if the key was lost, so that nobody takes it for an empty search.
async fn account_key(
    rows: &dyn Rows,
    sealer: &Sealer,
    account: AccountId,
) -> Result<Option<AccountKey>, StoreError> {
    let Some(id) = rows.account_key(account).await? else {
        return Ok(None);
    };
    let key = sealer.key(id).await?.ok_or(KEY_GONE)?;
    Ok(Some((id, key)))
}

/// Makes the key of an account that has none. What was written under a key that is lost goes.
pub(super) async fn keep(
    rows: &dyn Rows,
    sealer: &Sealer,
    account: AccountId,
) -> Result<(), StoreError> {
    match account_key(rows, sealer, account).await {
        Ok(Some(_)) => return Ok(()),
        Ok(None) => {}
        Err(StoreError::Unsealable(_)) => rows.forget_fingerprints(account).await?,
        Err(error) => return Err(error),
    }
    let id = KeyId::new(Builder::from_random_bytes(sealer.random()).into_uuid());
    let (_, wrapped) = sealer.new_key(id)?;
    rows.add_account_key(account, id, wrapped).await
}

/// Finds what is like that which is sought.
pub(super) async fn find(
    rows: &dyn Rows,
    sealer: &Sealer,
    query: FingerprintQuery,
) -> Result<Fingerprints, StoreError> {
    let (account, except) = (query.account, query.except);
    let Some((_, key)) = account_key(rows, sealer, account).await? else {
        return Ok(Fingerprints::NotKept);
    };
    let hashes = hashes(&key, &query.documents);
    let (newest, documents) = rows.documents(account, except, hashes).await?;
    let selfies = match query.selfie {
        Some(trace) => selfies(rows, &key, account, except, trace).await?,
        None => Vec::new(),
    };
    Ok(Fingerprints::Searched(FingerprintMatches {
        documents,
        selfies,
        newest,
    }))
}

/// Compares a selfie with those of an account, the newest first.
async fn selfies(
    rows: &dyn Rows,
    key: &Arc<Key>,
    account: AccountId,
    except: VerificationId,
    trace: PictureTrace,
) -> Result<Vec<VerificationId>, StoreError> {
    let trace = Arc::new(trace);
    let mut found = Vec::new();
    let mut before = None;
    let mut left = MOST_SELFIES;
    while left > 0 {
        let limit = left.min(PAGE);
        let query = SelfieQuery {
            account,
            except,
            before,
            limit,
        };
        let page = rows.selfies(query).await?;
        before = page.last().map(|record| record.place);
        let is_last = page.len() < limit;
        let (key, trace) = (Arc::clone(key), Arc::clone(&trace));
        // Thousands are opened at a time, so that is done on a thread that may block.
        let alike = blocking(move || alike(&key, &trace, &page)).await?;
        found.extend(alike);
        if is_last {
            break;
        }
        left -= limit;
    }
    Ok(found)
}

/// Returns the verifications whose selfie is a copy of the one that is looked for.
fn alike(
    key: &Key,
    trace: &PictureTrace,
    page: &[SelfieRecord],
) -> Result<Vec<VerificationId>, StoreError> {
    let mut found = Vec::new();
    for SelfieRecord { id, sealed, .. } in page {
        let plain = Sealer::open(key, &places::selfie(*id), sealed)?;
        let Traced { selfie } = codec::decode(&plain, id)?;
        if trace.is_copy_of(selfie) {
            found.push(*id);
        }
    }
    Ok(found)
}

/// Seals the fingerprint of a verification.
pub(super) async fn seal(
    rows: &dyn Rows,
    sealer: &Sealer,
    (account, id): (AccountId, VerificationId),
    new: &NewFingerprint,
) -> Result<FingerprintRecord, StoreError> {
    // Whoever searched had the key, so it was given up since.
    let key = account_key(rows, sealer, account).await?;
    let (key_id, key) = key.ok_or(StoreError::Outdated)?;
    let seal = |selfie| {
        let plain = codec::encode(&Traced { selfie }, id)?;
        sealer.seal(&key, &places::selfie(id), &plain)
    };
    Ok(FingerprintRecord {
        account,
        key: key_id,
        documents: hashes(&key, &new.fingerprint.documents),
        selfie: new.fingerprint.selfie.map(seal).transpose()?,
        newest: new.newest,
    })
}

/// Hashes the identities of documents.
fn hashes(key: &Key, documents: &[DocumentIdentity]) -> Vec<[u8; 32]> {
    let documents = documents.iter();
    documents
        .map(|document| key.hash("document", document.reveal()))
        .collect()
}

impl Key {
    /// Hashes a text with a key that follows from this one, for this purpose alone: HMAC-SHA256
    /// twice.
    fn hash(&self, purpose: &str, text: &str) -> [u8; 32] {
        let purposed = Zeroizing::new(mac(self.reveal(), purpose));
        mac(purposed.as_slice(), text)
    }
}

/// HMAC-SHA256 with a key of 32 bytes, which is padded with zeros to the block of 64.
fn mac(key: &[u8], text: &str) -> [u8; 32] {
    let mut block = Zeroizing::new([0; 64]);
    block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    let mut mac = <Hmac<Sha256> as KeyInit>::new((&*block).into());
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use testkit::SeededEntropy;

    use super::*;

    #[test]
    fn hashes_of_two_accounts_cannot_be_joined() {
        let entropy = SeededEntropy::new(1);
        let (one, other) = (Key::random(&entropy), Key::random(&entropy));
        let hash = |key: &Key| key.hash("document", "US/S1234567/1990-02-28");
        assert_eq!(hash(&one), hash(&one));
        assert_ne!(hash(&one), hash(&other));
        assert_ne!(hash(&one), one.hash("customer", "US/S1234567/1990-02-28"));
        assert_ne!(hash(&one), one.hash("document", "US/S1234568/1990-02-28"));
    }
}

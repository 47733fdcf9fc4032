//! The sealer: seals and opens values under the keys of their verifications, wherever the wrapped
//! keys are stored.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use proofing::ports::StoreError;
use verification::request::CustomerName;
use verification::{AccountId, VerificationId};
use zeroize::Zeroizing;

use super::cipher::{self, Key};
use super::keyring::{Keyring, Moment};
use crate::ports::{KeyId, KeyObserver, OpeningKey, WrappedKey, WrappedKeys};

/// Either the verification was just deleted, or the keys do not belong to these data.
pub(crate) const KEY_GONE: StoreError = StoreError::Unsealable("the verification's key is gone");

/// Seals values and opens them. It finds the keys, and makes those of new verifications.
pub(crate) struct Sealer {
    keyring: Arc<Keyring>,
    keys: Arc<dyn WrappedKeys>,
}

/// The key of a verification that is being opened.
pub(crate) struct NewKey {
    /// The key.
    pub(crate) key: Arc<Key>,
    /// How it is stored.
    pub(crate) stored: OpeningKey,
    /// When it was read or made.
    since: Moment,
}

impl Sealer {
    pub(crate) fn new(keyring: Arc<Keyring>, keys: Arc<dyn WrappedKeys>) -> Self {
        Self { keyring, keys }
    }

    /// Returns the storage of the wrapped keys.
    pub(crate) fn keys(&self) -> &dyn WrappedKeys {
        &*self.keys
    }

    /// Returns the key of a verification, or with another ID; `None` if there never was one or it
    /// was destroyed.
    pub(crate) async fn key(
        &self,
        id: impl Into<KeyId> + Send,
    ) -> Result<Option<Arc<Key>>, StoreError> {
        let id = id.into();
        if let Some(key) = self.keyring.cached(id) {
            return Ok(Some(key));
        }
        let since = self.keyring.moment();
        let Some(wrapped) = self.keys.find(vec![id]).await?.pop().flatten() else {
            return Ok(None);
        };
        let key = self.keyring.unwrap(id, &wrapped)?;
        self.keyring.keep(id, &key, since);
        Ok(Some(key))
    }

    /// Returns the key of a verification that was not deleted.
    ///
    /// # Errors
    /// Returns [`KEY_GONE`] if there is none.
    pub(crate) async fn living_key(&self, id: VerificationId) -> Result<Arc<Key>, StoreError> {
        self.key(id).await?.ok_or(KEY_GONE)
    }

    /// Returns the keys of several verifications. Those that have none, or whose key does not
    /// unwrap, are left out.
    pub(crate) async fn keys_of(
        &self,
        ids: impl IntoIterator<Item = VerificationId> + Send,
    ) -> Result<HashMap<VerificationId, Arc<Key>>, StoreError> {
        let mut found = HashMap::new();
        let mut unknown = Vec::new();
        for id in ids {
            match self.keyring.cached(id.into()) {
                Some(key) => {
                    found.insert(id, key);
                }
                None => unknown.push(id),
            }
        }
        if unknown.is_empty() {
            return Ok(found);
        }
        let since = self.keyring.moment();
        let ids = unknown.iter().map(|id| KeyId::from(*id)).collect();
        let wrapped = self.keys.find(ids).await?;
        for (id, wrapped) in unknown.into_iter().zip(wrapped) {
            let Some(wrapped) = wrapped else { continue };
            match self.keyring.unwrap(id.into(), &wrapped) {
                Ok(key) => {
                    self.keyring.keep(id.into(), &key, since);
                    found.insert(id, key);
                }
                Err(StoreError::Unsealable(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    /// Returns the key for sealing a picture, and stores one if there is none. It is on disk when
    /// this returns.
    ///
    /// # Errors
    /// Returns [`KEY_GONE`] for a deleted verification.
    pub(crate) async fn key_for_pictures(
        &self,
        id: VerificationId,
    ) -> Result<Arc<Key>, StoreError> {
        if let Some(key) = self.keyring.cached(id.into()) {
            return Ok(key);
        }
        let since = self.keyring.moment();
        let (made, offered) = self.keyring.make(id.into())?;
        let stored = self.keys.add(id, offered.clone()).await?;
        let key = match stored.ok_or(KEY_GONE)? {
            stored if stored == offered => made,
            stored => self.keyring.unwrap(id.into(), &stored)?,
        };
        self.keyring.keep(id.into(), &key, since);
        Ok(key)
    }

    /// Returns the key for sealing a new verification: the one that its pictures are sealed under,
    /// or a new one that has to be stored with it.
    pub(crate) async fn key_for_opening(&self, id: VerificationId) -> Result<NewKey, StoreError> {
        let since = self.keyring.moment();
        let (key, stored) = if let Some(key) = self.key(id).await? {
            (key, OpeningKey::Stored)
        } else {
            let (key, wrapped) = self.keyring.make(id.into())?;
            (key, OpeningKey::New(wrapped))
        };
        Ok(NewKey { key, stored, since })
    }

    /// Keeps the key of a verification that was opened.
    pub(crate) fn keep(&self, id: VerificationId, new: &NewKey) {
        self.keyring.keep(id.into(), &new.key, new.since);
    }

    /// Hashes the business's name for a customer of an account with a key that follows from the
    /// master key.
    pub(crate) fn customer(&self, account: AccountId, customer: &CustomerName) -> [u8; 32] {
        self.keyring.named(account, customer.as_str())
    }

    /// Returns random bytes.
    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        self.keyring.random()
    }

    /// Makes the key with an ID that is new, and wraps it. It has to be stored, and is not kept.
    pub(crate) fn new_key(&self, id: KeyId) -> Result<(Arc<Key>, WrappedKey), StoreError> {
        self.keyring.make(id)
    }

    /// Drops the copy of a key that is not, or no longer, the stored one.
    pub(crate) fn drop_copy(&self, id: VerificationId) {
        self.keyring.destroyed(id.into());
    }

    /// Seals bytes for a place.
    pub(crate) fn seal(&self, key: &Key, place: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.keyring.seal(key, place, plain)
    }

    /// Opens what was sealed for a place.
    pub(crate) fn open(
        key: &Key,
        place: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        cipher::unseal(key, place, sealed)
    }

    /// Seals the secrets of an account, or a member of staff, under the master key.
    pub(crate) fn seal_secrets(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.keyring.seal_secrets(place, plain)
    }

    /// Returns a keyed hash, for finding what is sealed.
    pub(crate) fn blind(&self, purpose: &str, plain: &[u8]) -> [u8; 32] {
        self.keyring.blind(purpose, plain)
    }

    /// Opens the secrets of an account.
    pub(crate) fn open_secrets(
        &self,
        place: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        self.keyring.open_secrets(place, sealed)
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealer({:?})", self.keys)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    use async_trait::async_trait;
    use testkit::SeededEntropy;
    use testkit::builders::verification_id;

    use super::*;
    use crate::MasterKey;

    /// Keys in memory, and which verifications were deleted.
    #[derive(Debug, Default)]
    struct Memory {
        keys: Mutex<BTreeMap<VerificationId, WrappedKey>>,
        deleted: Vec<VerificationId>,
    }

    #[async_trait]
    impl WrappedKeys for Memory {
        async fn find(&self, ids: Vec<KeyId>) -> Result<Vec<Option<WrappedKey>>, StoreError> {
            let keys = self.keys.lock().unwrap();
            Ok(ids
                .iter()
                .map(|id| keys.get(&id.as_verification()).cloned())
                .collect())
        }

        async fn add(
            &self,
            id: VerificationId,
            offered: WrappedKey,
        ) -> Result<Option<WrappedKey>, StoreError> {
            if self.deleted.contains(&id) {
                return Ok(None);
            }
            let mut keys = self.keys.lock().unwrap();
            Ok(Some(keys.entry(id).or_insert(offered).clone()))
        }

        async fn owners_after(&self, _: Option<KeyId>, _: usize) -> Result<Vec<KeyId>, StoreError> {
            Ok(Vec::new())
        }
    }

    /// A process of its own over the same keys.
    fn process(keys: &Arc<Memory>, seed: u64) -> Sealer {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("master.key");
        let master = MasterKey::load_or_create(&path, |bytes| bytes.fill(1)).unwrap();
        let keyring = Keyring::new(master, Arc::new(SeededEntropy::new(seed)), 4);
        Sealer::new(Arc::new(keyring), Arc::<Memory>::clone(keys))
    }

    #[tokio::test]
    async fn whoever_is_second_takes_the_key_of_the_first() {
        let keys = Arc::new(Memory::default());
        let id = verification_id(1);
        let (one, other) = (process(&keys, 1), process(&keys, 2));
        let key = one.key_for_pictures(id).await.unwrap();
        let sealed = one.seal(&key, "a.b/1", b"picture").unwrap();
        for again in [
            other.key_for_pictures(id).await.unwrap(),
            other.key_for_opening(id).await.unwrap().key,
            other.living_key(id).await.unwrap(),
        ] {
            let plain = Sealer::open(&again, "a.b/1", &sealed).unwrap();
            assert_eq!(plain.as_slice(), b"picture");
        }
        let opening = other.key_for_opening(id).await.unwrap();
        assert!(matches!(opening.stored, OpeningKey::Stored));
        let many = other.keys_of([id, verification_id(2)]).await.unwrap();
        assert_eq!(many.into_keys().collect::<Vec<_>>(), [id]);
    }

    #[tokio::test]
    async fn a_key_that_is_not_stored_is_not_kept_and_a_deleted_one_is_gone() {
        let keys = Arc::new(Memory {
            deleted: vec![verification_id(2)],
            ..Memory::default()
        });
        let sealer = process(&keys, 1);
        let id = verification_id(1);
        let opening = sealer.key_for_opening(id).await.unwrap();
        assert!(matches!(opening.stored, OpeningKey::New(_)));
        assert!(sealer.key(id).await.unwrap().is_none());
        sealer.key_for_pictures(id).await.unwrap();
        keys.keys.lock().unwrap().clear();
        assert!(sealer.key(id).await.unwrap().is_some(), "kept in memory");
        sealer.drop_copy(id);
        assert!(sealer.key(id).await.unwrap().is_none());
        let refused = sealer.key_for_pictures(verification_id(2)).await;
        assert!(matches!(refused, Err(StoreError::Unsealable(_))));
    }
}

//! The keyring: makes, wraps and unwraps the keys of verifications, and keeps recently used ones.
//!
//! The master key seals nothing but keys, the secrets of accounts, and staff. A key is kept here
//! only while it is on disk.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use hmac::{Hmac, KeyInit, Mac};
use proofing::ports::{Entropy, StoreError};
use sha2::Sha256;
use verification::AccountId;
use zeroize::Zeroizing;

use super::blind::Blinder;
use super::cipher::{self, Key};
use super::places;
use crate::MasterKey;
use crate::ports::{KeyId, KeyObserver, WrappedKey};

/// The version of the master key that wraps new keys.
const MASTER_VERSION: i64 = 1;

/// The text that proves which master key wraps the keys of a store.
const PROOF: &[u8] = b"bonafide";

/// Unwraps keys, and keeps recently used ones.
pub(crate) struct Keyring {
    master: MasterKey,
    entropy: Arc<dyn Entropy>,
    cache: Mutex<Cache>,
}

/// Two generations of keys. Keys that are not used while the younger one fills up are dropped and
/// wiped.
struct Cache {
    young: HashMap<KeyId, Arc<Key>>,
    old: HashMap<KeyId, Arc<Key>>,
    generation: usize,
    /// Counts the deletions, so that a key that was read before one is not kept after it.
    forgettings: u64,
}

/// A moment before which a key was read: see [`Keyring::keep`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment(u64);

impl Keyring {
    pub(crate) fn new(master: MasterKey, entropy: Arc<dyn Entropy>, capacity: usize) -> Self {
        let cache = Cache {
            young: HashMap::new(),
            old: HashMap::new(),
            generation: capacity.div_ceil(2).max(1),
            forgettings: 0,
        };
        Self {
            master,
            entropy,
            cache: Mutex::new(cache),
        }
    }

    /// Returns the key if it was used recently.
    pub(super) fn cached(&self, id: KeyId) -> Option<Arc<Key>> {
        self.lock().get(id)
    }

    /// Returns the present moment, which is taken before a key is read or stored.
    pub(super) fn moment(&self) -> Moment {
        Moment(self.lock().forgettings)
    }

    /// Keeps a key that was on disk at a moment, unless keys were destroyed since.
    pub(super) fn keep(&self, id: KeyId, key: &Arc<Key>, since: Moment) {
        let mut cache = self.lock();
        if Moment(cache.forgettings) == since {
            cache.put(id, Arc::clone(key));
        }
    }

    /// Hashes a name that an account gave.
    pub(super) fn named(&self, account: AccountId, name: &str) -> [u8; 32] {
        self.master.derive(&format!("customers/{account}/{name}"))
    }

    /// Returns random bytes.
    pub(super) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }

    /// Makes a key, and wraps it. It is not kept yet.
    pub(super) fn make(&self, id: KeyId) -> Result<(Arc<Key>, WrappedKey), StoreError> {
        let key = Key::random(&*self.entropy);
        let place = places::key(id, MASTER_VERSION);
        let wrapped = WrappedKey {
            master_version: MASTER_VERSION,
            wrapped: self.seal(self.master.key(), &place, key.reveal())?,
        };
        Ok((Arc::new(key), wrapped))
    }

    /// Unwraps a key.
    pub(super) fn unwrap(&self, id: KeyId, key: &WrappedKey) -> Result<Arc<Key>, StoreError> {
        let place = places::key(id, key.master_version);
        let bytes = cipher::unseal(self.master.key(), &place, &key.wrapped)?;
        let key = Key::from_bytes(&bytes).ok_or(StoreError::Inconsistent {
            table: "keys",
            column: "wrapped",
            row: id.to_string(),
        })?;
        Ok(Arc::new(key))
    }

    /// Returns a known text that the master key wraps. Its nonce is new every time.
    pub(crate) fn proof(&self) -> Result<WrappedKey, StoreError> {
        Ok(WrappedKey {
            master_version: MASTER_VERSION,
            wrapped: self.seal(self.master.key(), &places::proof(MASTER_VERSION), PROOF)?,
        })
    }

    /// Returns true if the master key is the one that wrapped this text.
    pub(crate) fn is_proven_by(&self, proof: &[u8]) -> bool {
        cipher::unseal(self.master.key(), &places::proof(MASTER_VERSION), proof)
            .is_ok_and(|plain| plain.as_slice() == PROOF)
    }

    /// Makes a key for search terms, and wraps it.
    pub(crate) fn make_search_key(&self) -> Result<WrappedKey, StoreError> {
        let key = Key::random(&*self.entropy);
        let place = places::search_key(MASTER_VERSION);
        Ok(WrappedKey {
            master_version: MASTER_VERSION,
            wrapped: self.seal(self.master.key(), &place, key.reveal())?,
        })
    }

    /// Unwraps the key of the search terms.
    pub(crate) fn blinder(&self, key: &WrappedKey) -> Result<Blinder, StoreError> {
        let place = places::search_key(key.master_version);
        let bytes = cipher::unseal(self.master.key(), &place, &key.wrapped)?;
        let key = Key::from_bytes(&bytes).ok_or_else(|| StoreError::Inconsistent {
            table: "search_key",
            column: "wrapped",
            row: "1".to_owned(),
        })?;
        Ok(Blinder::new(&key))
    }

    /// Seals the secrets of an account.
    pub(super) fn seal_secrets(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.seal(self.master.key(), place, plain)
    }

    /// Opens the secrets of an account.
    pub(super) fn open_secrets(
        &self,
        place: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        cipher::unseal(self.master.key(), place, sealed)
    }

    /// Returns a keyed hash, for finding what is sealed. Those for different purposes have nothing
    /// in common.
    pub(super) fn blind(&self, purpose: &str, plain: &[u8]) -> [u8; 32] {
        let key = Zeroizing::new(self.master.derive(purpose));
        let mut block = Zeroizing::new([0; 64]);
        block
            .iter_mut()
            .zip(key.iter())
            .for_each(|(to, from)| *to = *from);
        let mut mac = <Hmac<Sha256> as KeyInit>::new((&*block).into());
        mac.update(plain);
        mac.finalize().into_bytes().into()
    }

    /// Seals bytes for a place.
    pub(super) fn seal(&self, key: &Key, place: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        cipher::seal(key, place, plain, &*self.entropy)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeyObserver for Keyring {
    fn destroyed(&self, id: KeyId) {
        let mut cache = self.lock();
        cache.forgettings += 1;
        cache.young.remove(&id);
        cache.old.remove(&id);
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring(…)")
    }
}

impl Cache {
    fn get(&mut self, id: KeyId) -> Option<Arc<Key>> {
        if let Some(key) = self.young.get(&id) {
            return Some(Arc::clone(key));
        }
        let key = self.old.remove(&id)?;
        self.put(id, Arc::clone(&key));
        Some(key)
    }

    fn put(&mut self, id: KeyId, key: Arc<Key>) {
        if self.young.len() >= self.generation {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(id, key);
    }
}

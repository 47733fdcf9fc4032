//! The keyring: each verification's own key, wrapped by the master key in `keys.db`.
//!
//! The master key seals nothing but keys. A key is only handed out for sealing if it is on disk, or
//! will be before what it seals: see [`crate::sqlite::writer`].

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use proofing::ports::{Entropy, StoreError};
use sha2::{Digest, Sha256};
use verification::VerificationId;

use super::cipher::{self, Key, place};
use super::ports::WrappedKeys;
use crate::MasterKey;

/// The version of the master key that wraps new keys.
const MASTER_VERSION: i64 = 1;

/// Unwraps keys, and keeps recently used ones.
pub(crate) struct Keyring {
    master: MasterKey,
    entropy: Arc<dyn Entropy>,
    cache: Mutex<Cache>,
}

/// Two generations of keys. Keys that are not used while the younger one fills up are dropped and
/// wiped.
struct Cache {
    young: HashMap<VerificationId, Arc<Key>>,
    old: HashMap<VerificationId, Arc<Key>>,
    generation: usize,
    /// Counts the deletions, so that a key that was read before one is not kept after it.
    forgettings: u64,
}

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

    /// Returns the key that seals accounts' secrets.
    pub(crate) fn master(&self) -> &Key {
        self.master.key()
    }

    /// Returns the source of nonces and keys.
    pub(crate) fn entropy(&self) -> &dyn Entropy {
        &*self.entropy
    }

    /// Returns the key if it was used recently.
    pub(crate) fn cached(&self, id: VerificationId) -> Option<Arc<Key>> {
        self.lock().get(id)
    }

    /// Returns the key of a verification, or `None` if it never had one or was deleted.
    pub(crate) fn find<K: WrappedKeys>(
        &self,
        keys: &K,
        id: VerificationId,
    ) -> Result<Option<Arc<Key>>, K::Error> {
        let forgettings = {
            let mut cache = self.lock();
            if let Some(key) = cache.get(id) {
                return Ok(Some(key));
            }
            cache.forgettings
        };
        let Some(key) = self.read(keys, id)? else {
            return Ok(None);
        };
        let mut cache = self.lock();
        if cache.forgettings == forgettings {
            cache.put(id, Arc::clone(&key));
        }
        Ok(Some(key))
    }

    /// Keeps a key that is on disk.
    pub(crate) fn keep(&self, id: VerificationId, key: Arc<Key>) {
        self.lock().put(id, key);
    }

    /// Drops a key that is being destroyed.
    pub(crate) fn drop_key(&self, id: VerificationId) {
        let mut cache = self.lock();
        cache.forgettings += 1;
        cache.young.remove(&id);
        cache.old.remove(&id);
    }

    /// Creates a key and stores it in the open transaction of `keys`. It is not kept yet.
    pub(crate) fn make<K: WrappedKeys>(
        &self,
        keys: &K,
        id: VerificationId,
    ) -> Result<Arc<Key>, K::Error> {
        let key = Key::random(self.entropy());
        let wrapped = cipher::seal(
            self.master(),
            &wrapping_place(id, MASTER_VERSION),
            key.reveal(),
            self.entropy(),
        )?;
        keys.add(id, MASTER_VERSION, &wrapped)?;
        Ok(Arc::new(key))
    }

    /// Reads and unwraps a key.
    pub(crate) fn read<K: WrappedKeys>(
        &self,
        keys: &K,
        id: VerificationId,
    ) -> Result<Option<Arc<Key>>, K::Error> {
        let Some((version, wrapped)) = keys.wrapped(id)? else {
            return Ok(None);
        };
        let bytes = cipher::unseal(self.master(), &wrapping_place(id, version), &wrapped)?;
        let key = Key::from_bytes(&bytes).ok_or(StoreError::Inconsistent {
            table: "keys",
            column: "wrapped",
            row: id.to_string(),
        })?;
        Ok(Some(Arc::new(key)))
    }

    /// Returns a value if the master key is the one with which `keys.db` was created; a new file
    /// takes it. The value is random and unique: the proof that was made for this opening.
    pub(crate) fn is_master_of<K: WrappedKeys>(&self, keys: &K) -> Result<Option<Lot>, K::Error> {
        let known = b"bonafide";
        let place = place("proof_of_master.sealed", MASTER_VERSION);
        let sealed = cipher::seal(self.master(), &place, known, self.entropy())?;
        let stored = keys.proof(MASTER_VERSION, &sealed)?;
        Ok(cipher::unseal(self.master(), &place, &stored)
            .is_ok_and(|plain| plain.as_slice() == known)
            .then(|| Lot::of(&sealed)))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Random numbers of one opening of a store.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lot {
    /// The store's name, if it has none yet.
    pub(crate) name: [u8; 16],
    /// The number under which this process holds leases.
    pub(crate) holder: i64,
}

impl Lot {
    /// Derives it from a nonce that is used for nothing else.
    fn of(sealed: &[u8]) -> Self {
        let drawn: [u8; 32] = Sha256::digest(sealed).into();
        let number = u128::from_le_bytes(half(&drawn, 16));
        Self {
            name: half(&drawn, 0),
            holder: (number as u64).cast_signed(),
        }
    }
}

/// Returns sixteen bytes of a digest.
fn half(drawn: &[u8; 32], from: usize) -> [u8; 16] {
    let mut half = [0; 16];
    half.iter_mut()
        .zip(drawn.iter().skip(from))
        .for_each(|(to, byte)| *to = *byte);
    half
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring(…)")
    }
}

impl Cache {
    fn get(&mut self, id: VerificationId) -> Option<Arc<Key>> {
        if let Some(key) = self.young.get(&id) {
            return Some(Arc::clone(key));
        }
        let key = self.old.remove(&id)?;
        self.put(id, Arc::clone(&key));
        Some(key)
    }

    fn put(&mut self, id: VerificationId, key: Arc<Key>) {
        if self.young.len() >= self.generation {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(id, key);
    }
}

fn wrapping_place(id: VerificationId, version: i64) -> String {
    place("keys.wrapped", format_args!("{id}/{version}"))
}

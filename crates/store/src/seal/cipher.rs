//! Sealing: authenticated encryption of bytes for the only place where they are stored.
//!
//! The place is authenticated with the bytes, so sealed data that were moved to another row do not
//! open. This module neither keeps nor chooses keys.

use std::fmt;

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use proofing::ports::{Entropy, StoreError};
use zeroize::Zeroizing;

/// The first byte of everything sealed. Another cipher would have another number.
const FORMAT: u8 = 1;
const NONCE: usize = 24;
const TAG: usize = 16;
/// How much longer sealed bytes are than the original ones.
const OVERHEAD: usize = 1 + NONCE + TAG;

/// A key of 32 bytes. It is never printed, and its memory is wiped.
#[derive(Clone)]
pub(crate) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// Creates a new key.
    pub(crate) fn random(entropy: &dyn Entropy) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        entropy.fill(bytes.as_mut_slice());
        Self(bytes)
    }

    /// Creates the key from 32 stored bytes.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut key = Zeroizing::new([0; 32]);
        (bytes.len() == key.len()).then(|| {
            key.copy_from_slice(bytes);
            Self(key)
        })
    }

    /// Returns the bytes, for wrapping them.
    pub(crate) fn reveal(&self) -> &[u8] {
        self.0.as_slice()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        #[cfg(test)]
        note_thread();
        XChaCha20Poly1305::new((&*self.0).into())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Seals bytes for a place.
///
/// Nonces are random. They have 24 bytes, so no two of them are ever the same under one key.
pub(super) fn seal(
    key: &Key,
    place: &str,
    plain: &[u8],
    entropy: &dyn Entropy,
) -> Result<Vec<u8>, StoreError> {
    let mut nonce = [0; NONCE];
    entropy.fill(&mut nonce);
    let mut sealed = Vec::with_capacity(plain.len() + OVERHEAD);
    sealed.push(FORMAT);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(plain);
    let text = sealed.get_mut(1 + NONCE..).unwrap_or_default();
    let tag = key
        .cipher()
        .encrypt_inout_detached(&XNonce::from(nonce), place.as_bytes(), text.into())
        .map_err(|_| StoreError::Unsealable("too long to be sealed"))?;
    sealed.extend_from_slice(&tag);
    Ok(sealed)
}

/// Opens what was sealed for a place.
pub(super) fn unseal(
    key: &Key,
    place: &str,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let damaged =
        StoreError::Unsealable("damaged, or sealed for another place or under another key");
    let Some((&[FORMAT], rest)) = sealed.split_first_chunk::<1>() else {
        return Err(damaged);
    };
    let Some((nonce, rest)) = rest.split_first_chunk::<NONCE>() else {
        return Err(damaged);
    };
    let Some((text, tag)) = rest.split_last_chunk::<TAG>() else {
        return Err(damaged);
    };
    let mut plain = Zeroizing::new(text.to_vec());
    key.cipher()
        .decrypt_inout_detached(
            &XNonce::from(*nonce),
            place.as_bytes(),
            plain.as_mut_slice().into(),
            &Tag::from(*tag),
        )
        .map_err(|_| damaged)?;
    Ok(plain)
}

/// The names of the threads on which something was sealed or opened.
#[cfg(test)]
static THREADS: std::sync::Mutex<std::collections::BTreeSet<String>> =
    std::sync::Mutex::new(std::collections::BTreeSet::new());

#[cfg(test)]
fn note_thread() {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("?").to_owned();
    THREADS.lock().unwrap().insert(name);
}

/// Returns the names of the threads on which something was sealed or opened so far.
#[cfg(test)]
pub(crate) fn threads_that_sealed() -> std::collections::BTreeSet<String> {
    THREADS.lock().unwrap().clone()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use testkit::SeededEntropy;

    use super::*;

    proptest! {
        #[test]
        fn only_the_same_key_place_and_bytes_open(plain in prop::collection::vec(any::<u8>(), 0..200), flip in any::<prop::sample::Index>()) {
            let entropy = SeededEntropy::new(1);
            let key = Key::random(&entropy);
            let sealed = seal(&key, "a.b/1", &plain, &entropy).unwrap();
            prop_assert_eq!(unseal(&key, "a.b/1", &sealed).unwrap().to_vec(), plain);
            prop_assert!(unseal(&key, "a.b/2", &sealed).is_err());
            prop_assert!(unseal(&Key::random(&entropy), "a.b/1", &sealed).is_err());
            let mut damaged = sealed.clone();
            damaged[flip.index(sealed.len())] ^= 1;
            prop_assert!(unseal(&key, "a.b/1", &damaged).is_err());
            prop_assert!(unseal(&key, "a.b/1", &sealed[..flip.index(sealed.len())]).is_err());
        }

        #[test]
        fn nothing_panics_on_any_bytes(sealed in prop::collection::vec(any::<u8>(), 0..100)) {
            let key = Key::random(&SeededEntropy::new(1));
            prop_assert!(unseal(&key, "a.b/1", &sealed).is_err());
        }
    }

    #[test]
    fn keys_do_not_print() {
        assert_eq!(
            format!("{:?}", Key::random(&SeededEntropy::new(1))),
            "Key(…)"
        );
    }
}

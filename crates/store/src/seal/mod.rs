//! SEALING: seals everything that is written to disk, and opens it again.
//!
//! This part knows ciphers and keys, but neither SQL nor files: wrapped keys come from a
//! [`WrappedKeys`], and sealed pictures go to [`Objects`]. Another database, or other storage for
//! pictures, is another implementation of one of the two.

mod cipher;
mod keyring;
mod ports;

pub(crate) use self::cipher::{Key, place, seal, unseal};
pub(crate) use self::keyring::Keyring;
pub(crate) use self::ports::{Objects, WrappedKeys};

//! SEALING: what is put on a disk is sealed here, and opened again.
//!
//! This part knows ciphers and keys, and neither SQL nor files: wrapped keys come from a
//! [`WrappedKeys`], sealed pictures go to [`Objects`]. Another database or another place for
//! pictures is another implementation of one of the two.

mod cipher;
mod keyring;
mod ports;

pub(crate) use self::cipher::{Key, place, seal, unseal};
pub(crate) use self::keyring::Keyring;
pub(crate) use self::ports::{Objects, WrappedKeys};

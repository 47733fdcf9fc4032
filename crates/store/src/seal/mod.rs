//! SEALING: seals everything that is personal or secret, and opens it again.
//!
//! This part knows ciphers and keys, but neither SQL nor files. Wrapped keys come from a
//! [`WrappedKeys`](crate::ports::WrappedKeys).

mod blind;
mod cipher;
mod keyring;
pub(crate) mod places;
mod sealer;

pub(crate) use self::blind::Blinder;
pub(crate) use self::cipher::Key;
#[cfg(test)]
pub(crate) use self::cipher::threads_that_sealed;
pub(crate) use self::keyring::Keyring;
pub(crate) use self::sealer::{KEY_GONE, NewKey, Sealer};

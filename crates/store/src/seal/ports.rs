//! What sealing needs of the world: rows of wrapped keys, and a place for sealed objects.

use std::fmt;
use std::io;
use std::time::SystemTime;

use proofing::ports::StoreError;
use verification::VerificationId;

/// Where wrapped keys lie: a connection, perhaps with an open transaction.
pub(crate) trait WrappedKeys {
    /// Why it refuses.
    type Error: From<StoreError>;

    /// The version of the master key that a verification's key is wrapped by, and the wrapped key.
    fn wrapped(&self, id: VerificationId) -> Result<Option<(i64, Vec<u8>)>, Self::Error>;

    /// Adds a wrapped key.
    fn add(&self, id: VerificationId, version: i64, wrapped: &[u8]) -> Result<(), Self::Error>;

    /// The text that proves which master key these keys were wrapped by; a new place takes the one
    /// that is offered.
    fn proof(&self, version: i64, offered: &[u8]) -> Result<Vec<u8>, Self::Error>;
}

/// Where sealed pictures lie. It sees sealed bytes and no keys, and blocks.
pub(crate) trait Objects: Send + Sync + fmt::Debug {
    /// Writes an object so that it is there whole or not at all, and stays. Writing it again is
    /// harmless. `aside` is a name that nobody else has, for as long as it is not whole.
    fn put(&self, of: VerificationId, name: &str, sealed: &[u8], aside: &str) -> io::Result<()>;

    /// An object, if it is there.
    fn get(&self, of: VerificationId, name: &str) -> io::Result<Option<Vec<u8>>>;

    /// Removes all objects of a verification. There need not be any.
    fn remove_all(&self, of: VerificationId) -> io::Result<()>;

    /// The verifications that have objects.
    fn owners(&self) -> io::Result<Vec<VerificationId>>;

    /// Removes what was begun before this time and never became whole.
    fn remove_halves(&self, before: SystemTime) -> io::Result<()>;
}

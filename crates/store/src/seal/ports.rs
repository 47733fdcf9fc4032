//! What sealing needs from outside: rows of wrapped keys, and storage for sealed objects.

use std::fmt;
use std::io;
use std::time::SystemTime;

use proofing::ports::StoreError;
use verification::VerificationId;

/// Stores wrapped keys: a connection, possibly with an open transaction.
pub(crate) trait WrappedKeys {
    /// The error of the storage.
    type Error: From<StoreError>;

    /// Returns the version of the master key by which a verification's key is wrapped, and the
    /// wrapped key.
    fn wrapped(&self, id: VerificationId) -> Result<Option<(i64, Vec<u8>)>, Self::Error>;

    /// Adds a wrapped key.
    fn add(&self, id: VerificationId, version: i64, wrapped: &[u8]) -> Result<(), Self::Error>;

    /// Returns the text that proves which master key wrapped these keys. New storage takes the one
    /// that is offered.
    fn proof(&self, version: i64, offered: &[u8]) -> Result<Vec<u8>, Self::Error>;
}

/// Stores sealed pictures. It sees sealed bytes but no keys, and it blocks.
pub(crate) trait Objects: Send + Sync + fmt::Debug {
    /// Writes an object so that it exists completely or not at all, and stays. Writing it again is
    /// harmless. `aside` is a name that nobody else uses while it is incomplete.
    fn put(&self, of: VerificationId, name: &str, sealed: &[u8], aside: &str) -> io::Result<()>;

    /// Returns an object, if it exists.
    fn get(&self, of: VerificationId, name: &str) -> io::Result<Option<Vec<u8>>>;

    /// Removes all objects of a verification, of which there may be none.
    fn remove_all(&self, of: VerificationId) -> io::Result<()>;

    /// Returns the verifications that have objects.
    fn owners(&self) -> io::Result<Vec<VerificationId>>;

    /// Removes what was started before this time and never completed.
    fn remove_halves(&self, before: SystemTime) -> io::Result<()>;
}

//! Why a store is not opened, each with what the operator can do about it.

use std::io;

use proofing::ports::StoreError;

use crate::access::AccessError;
use crate::sqlite::{DatabaseError, Misfit};

/// Why the store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A database file.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The key is not the one that the data were sealed under.
    #[error("master.key is not the key that keys.db was made with: put the right one back")]
    WrongMasterKey,
    /// There are data and no keys.
    #[error(
        "keys.db is empty or missing, and bonafide.db has data that only its keys open: put keys.db back"
    )]
    KeysMissing,
    /// Something that the rest needs is not there.
    #[error(transparent)]
    Lacking(#[from] Lacking),
    /// The parts do not belong together.
    #[error(transparent)]
    Misfit(#[from] Misfit),
    /// Others may reach what they must not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// It cannot be found out whether the parts belong together.
    #[error("the parts of the store cannot be compared")]
    Parts(#[source] StoreError),
    /// A server is at work.
    #[error("a server is at work on this data folder: stop it first")]
    InUse,
    /// The wrapped keys cannot be read.
    #[error("the keys of the store cannot be read")]
    Keys(#[source] StoreError),
    /// The folder cannot be made, or the writer's thread cannot be started.
    #[error("the store cannot be opened")]
    Io(#[from] io::Error),
}

/// Something of a store is lacking, and the rest of it is there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} {} lacking, and {there} in {folder} is in use: is a volume not mounted? Put back what was there; nothing \
     was made and nothing was changed. {}",
    lacking.join(" and "),
    if lacking.len() == 1 { "is" } else { "are" },
    if lacking == &["vault/"] {
        "If it is lost, `bonafide store accept` goes on without its pictures"
    } else {
        "What is left cannot be used alone; to begin anew, take an empty folder"
    }
)]
pub struct Lacking {
    /// The files and folders that are not there, or empty.
    pub lacking: Vec<&'static str>,
    /// One that is there and in use.
    pub there: &'static str,
    /// Where.
    pub folder: String,
}

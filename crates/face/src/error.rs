//! Why a network cannot be used. What a picture shows is never an error.

use nets::{LoadError, RunError};

/// Why nothing could be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file of a network cannot be loaded.
    #[error("cannot load the network")]
    Load(#[from] LoadError),
    /// A network was run and gave no result.
    #[error("cannot run the network")]
    Run(#[from] RunError),
    /// The file is a network, but it does not do what it is used for here.
    #[error("the network is not {0}")]
    Unfit(&'static str),
}

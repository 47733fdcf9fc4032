//! The reasons why a file was not decoded.

use std::io;

use imaging::DecodeError;

/// The reason why a file was not decoded, and where the fault is.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The decoder examined the file and refused it.
    #[error(transparent)]
    Refused(#[from] DecodeError),
    /// The decoder did not survive the file. The sentence may be shown to its sender.
    #[error("The file cannot be read: {0}.")]
    Died(Death),
    /// No child process could be started. The file may be fine; ask again later.
    #[error("no process could be started to decode the file")]
    Unavailable(#[source] io::Error),
}

/// How a decoder ended without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Death {
    /// It used up its processor time, or gave no answer within the deadline.
    #[error("decoding it takes too long")]
    TooSlow,
    /// It ended by a signal or with an error: a stack overflow, an allocation beyond its limit, a
    /// forbidden system call.
    #[error("decoding it takes more than is allowed")]
    Crashed,
    /// Its answer was invalid.
    #[error("its decoder broke down")]
    Nonsense,
}

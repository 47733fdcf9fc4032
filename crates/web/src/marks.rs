//! Marks on answers, from which the layers around a handler learn about its answer.

use verification::AccountId;

/// The party that an answer is for, for the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct For(pub(crate) AccountId);

/// Marks an answer that says that a key, a token or a link is wrong.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wrong;

/// Marks an answer that is one of too many, and not worth a line in the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unremarkable;

/// Marks an answer that is only for pages of this server.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnPagesOnly;

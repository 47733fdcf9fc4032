//! What rides on answers: what the layers around a handler have to know of its answer.

use verification::AccountId;

/// Whom an answer is for. For the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct For(pub(crate) AccountId);

/// Rides on an answer that says that a key, a token or a link is wrong.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wrong;

/// Rides on an answer that is one of too many, and not worth a line of the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unremarkable;

/// Rides on what is for pages of this server alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnPagesOnly;

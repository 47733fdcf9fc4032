//! EGRESS: everything that leaves this server for an address that came from outside.
//!
//! Every call passes the rules in [`address`], which the [`guard`] asks again for each connection.
//! The [`sender`] makes one HTTP request; [`messenger`] hands messages with links to people, and
//! [`visitors`] knows what there is to know of whoever comes, an outside service asked among it.
//! Requests that the operator describes are filled in by [`template`].
//!
//! Nothing here tries again and nothing decides anything: when to call, and what follows from the
//! answer, is the worker's and the use cases' to say.

pub mod address;
mod connect;
pub mod guard;
pub mod messenger;
pub mod retry_after;
pub mod sender;
pub mod template;
pub mod visitors;

pub use address::Rules;
pub use guard::Guard;
pub use sender::Sender;

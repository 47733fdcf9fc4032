//! EGRESS: everything that leaves this server for an address that came from outside.
//!
//! Every call has to pass the rules in [`address`], which the [`guard`] checks again for each
//! connection. The [`sender`] makes one HTTP request, [`messenger`] sends messages with links to
//! people, and [`visitors`] provides what is known about visitors, partly from an outside service.
//! [`selfie_pages`] asks another service for the page on which a selfie is taken.
//! [`template`] fills in requests that the operator describes.
//!
//! Nothing here retries or decides: the worker and the use cases say when to call, and what follows
//! from the answer.

pub mod address;
mod connect;
pub mod guard;
pub mod messenger;
pub mod retry_after;
pub mod selfie_pages;
pub mod sender;
pub mod template;
pub mod visitors;

pub use address::Rules;
pub use guard::Guard;
pub use sender::Sender;

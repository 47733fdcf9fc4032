//! THE WORKER: what happens after the answer was given.
//!
//! It sends callbacks ([`delivery`]) and runs jobs ([`jobs`]): both are rows that were stored with the
//! change that caused them, leased for a while, done outside transactions and then ended. Killing the
//! process at any point loses nothing; it makes a lease run out.
//!
//! It also hands messages with links to people ([`messenger`]) and knows what there is to know of
//! visitors ([`visitors`]).
//!
//! This room is the only one that calls addresses from outside, and every such call passes the rules
//! in [`address`]. It holds no business rules: what to tell and what to do was decided before.

pub mod address;
mod back_off;
mod connect;
pub mod delivery;
pub mod examiners;
pub mod guard;
mod headers;
pub mod jobs;
pub mod messenger;
mod persist;
mod pump;
mod retry_after;
pub mod sender;
pub mod template;
pub mod visitors;
pub mod wake;

pub use address::Rules;
pub use guard::Guard;
pub use sender::Sender;
pub use wake::Wake;

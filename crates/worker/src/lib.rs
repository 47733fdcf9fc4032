//! THE WORKER: what happens after the answer was given.
//!
//! It sends callbacks ([`delivery`]) and runs jobs ([`jobs`]). Both are rows that were stored with
//! the change that caused them; they are leased for a while, carried out outside transactions, and
//! then ended. Killing the process at any point loses nothing, because the leases expire.
//!
//! It contains no business rules: what to send and what to do was decided before. `egress` knows
//! how a request leaves the server.

pub mod delivery;
mod headers;
pub mod jobs;
mod lease_loop;
mod persist;

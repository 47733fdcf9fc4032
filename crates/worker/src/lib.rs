//! THE WORKER: what happens after the answer was given.
//!
//! It sends callbacks ([`delivery`]) and runs jobs ([`jobs`]): both are rows that were stored with
//! the change that caused them, leased for a while, done outside transactions and then ended.
//! Killing the process at any point loses nothing; it makes a lease run out.
//!
//! It holds no business rules: what to tell and what to do was decided before. How a request leaves
//! the server is known by `egress`.

pub mod delivery;
mod headers;
pub mod jobs;
mod lease_loop;
mod persist;

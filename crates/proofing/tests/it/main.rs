//! The acts on a store in memory: what they store, and what comes of it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has to stop"
)]

mod acts;
mod app;
mod office_search;
mod operator;

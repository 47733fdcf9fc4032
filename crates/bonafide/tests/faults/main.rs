//! Faults: the real server, killed and starved and lied to, and what it then still owes everybody.
//!
//! Everything here runs the built binary against receivers and clients of this process. What one
//! delivery does with one bad receiver is tested in `worker`; this is about the whole.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has to stop"
)]

mod fairness;
mod kill;
mod replay;
#[expect(dead_code, reason = "shared with the benches, which need more of it")]
mod support;

//! Faults: the real server, killed and starved and lied to, and what it then still owes everybody.
//!
//! Everything here runs the built binary against receivers and clients of this process. What one
//! delivery does with one bad receiver is tested in `worker`; this is about the whole.

mod kill;
mod support;

//! Support for tests: fakes of ports, builders of domain values, and the suite that every store
//! must pass.
//!
//! This crate is only for tests. It knows the ports and the core, but no adapter.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has to stop"
)]

pub mod builders;
mod clock;
pub mod conformance;
mod entropy;
mod memory;
pub mod receiver;
mod recording;
mod signals;

pub use clock::FixedClock;
pub use entropy::SeededEntropy;
pub use memory::{MemoryStore, MemoryVault};
pub use signals::RecordingSignals;

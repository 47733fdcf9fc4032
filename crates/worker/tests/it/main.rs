//! The worker against receivers on loopback.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on has to stop"
)]

mod addresses;
mod delivery;
mod engine;
mod guard;
mod isolation;
mod jobs;
mod loss;
mod messages;
mod order;
mod places;
#[cfg(test)]
mod postbacks;
mod printed;
mod receiver;
mod sender;
mod support;
mod watched;
mod world;
mod zones;

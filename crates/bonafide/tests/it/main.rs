//! The binary as people and programs meet it: processes, pipes, sockets. And the rules of the
//! house.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests are tests"
)]

mod annotated;
mod cli;
mod clocks;
mod decoding;
mod deliveries;
mod demo;
mod faces;
mod house;
mod http;
mod journal;
mod library;
mod mistakes;
mod read;
mod readme;
mod running;
mod serve;
mod staff;
mod verifications;
mod wording;

//! The two protocols as bytes: parses requests, and renders answers and callbacks.
//!
//! This room is pure: bytes go in and values come out, and the other way round. It knows no I/O, no
//! clock, no randomness and no async, and decides nothing about verifications.
//!
//! Each protocol is a module that does not know the other; both read bodies as a [`tree`].

pub mod capture;
mod tree;
pub mod verify;

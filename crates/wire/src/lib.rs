//! THE TWO PROTOCOLS AS BYTES: what a request means, and how answers and callbacks are written.
//!
//! Pure: bytes in, values out, and the other way round. This room knows no I/O, no clock, no
//! randomness and no async; it decides nothing about verifications, it only spells.
//!
//! Each protocol is a module that does not know of the other; both read bodies as a [`tree`].

pub mod capture;
mod tree;
pub mod verify;

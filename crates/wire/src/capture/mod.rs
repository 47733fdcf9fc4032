//! The capture protocol as bytes: its envelope and signature, the parsing of calls, and the
//! rendering of answers, postbacks and refusals.
//!
//! A message is one JSON document of two halves, `public_data` and `private_data`, sent as it is or
//! in Base64; an answer has the encoding of its call. `docs/reference/capture-protocol.md` lists
//! the decisions that the protocol leaves open.
//!
//! This module decides nothing about a transaction, and never makes up a value that was not read.

pub mod device;
mod fault;
mod message;
pub mod parse;
pub mod render;
pub mod signature;
mod times;
mod tree;
mod zones;

pub use fault::{Fault, FaultKind};
pub use message::{Encoding, Message, Unreadable, decode};

use verification::status::Profile;

/// The path before every endpoint.
pub const PREFIX: &str = "/api/v1";

/// Returns the protocol version of a profile, which is `public_data.version`.
pub const fn version(profile: Profile) -> &'static str {
    match profile {
        Profile::Table => "3.9.2",
        Profile::V3_5_8 => "3.5.8",
    }
}

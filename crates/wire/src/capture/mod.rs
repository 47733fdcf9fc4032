//! The capture protocol as bytes: its envelope and signature, what each call says, and how answers,
//! postbacks and refusals are written.
//!
//! Everything travels as one JSON document of two halves, `public_data` and `private_data`, sent as
//! it is or as base64 text; an answer has the encoding of its question. What the protocol leaves
//! open and how it is decided here is told in `docs/reference/capture-protocol.md`.
//!
//! It refuses to decide anything about a transaction, and to fill in what nobody read.

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

/// The version of the protocol that a profile speaks: `public_data.version`.
pub const fn version(profile: Profile) -> &'static str {
    match profile {
        Profile::Table => "3.9.2",
        Profile::V3_5_8 => "3.5.8",
    }
}

//! Bonafide as a library: configuration, wiring and the server, so that tests start the server that
//! ships.
//!
//! [`config`] says what is wanted, [`wiring`] connects adapters to ports over a data folder, and
//! [`Server`] runs it. The command line and the demo belong to the binary (`main.rs`). Nothing here
//! is meant for other programs, which use the protocols instead.
//!
//! This is the only room that reads files of the operator, the environment, the clock and the
//! system's randomness, and the only one that knows all the others.

pub mod config;
mod console;
pub mod files;
mod indexing;
pub mod listening;
pub mod logging;
pub mod models;
pub mod out;
pub mod presence;
pub mod process;
pub mod server;
mod sweeping;
pub mod system;
pub mod text_engine;
pub mod wiring;

pub use server::{Server, Stopped};

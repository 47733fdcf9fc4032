//! THE USE CASES: one file per act under [`acts`], the [`ports`] they need, and nothing else.
//!
//! This room knows no SQL, no HTTP status and no picture format. Each act loads, calls the core,
//! and stores the next value with all its effects in one [`ports::Change`].

pub mod acts;
mod app;
mod code_limits;
mod code_message;
pub mod error;
mod hourly;
mod link_limits;
pub mod messaging;
mod opened_cases;
mod origin;
pub mod ports;
mod principal;
pub mod retry;
pub mod signals;
pub mod staff;
pub mod tokens;
mod transition;
pub mod visitors;

pub use app::{App, Ports, Settings};
pub use code_limits::MostCodes;
pub use error::{Error, Fault};
pub use principal::{Principal, Subject};

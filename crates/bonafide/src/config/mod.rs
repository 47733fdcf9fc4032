//! Configuration: the default file, the operator's file, the environment and the flags, in this
//! order.
//!
//! An unknown key or a value of the wrong kind stops the start. Only this crate reads files and the
//! environment.

mod layers;
mod limits;
mod outward;
mod settings;
#[cfg(test)]
mod tests;

pub use self::layers::{DEFAULT, Layers, Origin};
pub use self::outward::{By, Outward};
pub use self::settings::{LogFormat, Settings, TextEngine, log_filter};

//! Configuration: the default file, the operator's file, the environment and the flags, in this
//! order.
//!
//! An unknown key or a value of the wrong kind stops the start. Only this crate reads files and the
//! environment.

mod face;
mod integrations;
mod layers;
mod limits;
mod office;
mod public_url;
mod settings;
#[cfg(test)]
mod tests;

pub use self::face::{FaceSettings, OwnEmbedder};
pub use self::integrations::{By, Integrations};
pub use self::layers::{DEFAULT, Layers, Origin};
pub use self::office::OfficeSettings;
pub use self::settings::{LogFormat, Settings, TextEngine, log_filter};

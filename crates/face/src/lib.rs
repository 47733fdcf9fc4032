#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod align;
mod chip;
mod compare;
mod decode;
mod detector;
mod embedder;
mod error;
mod examiner;
mod faceprint;
mod found;
mod frame;
#[cfg(test)]
mod golden;
mod hash;
pub mod models;
mod quality;
mod relief;
mod sampling;
mod settle;
mod thresholds;

pub use align::align;
pub use chip::{CHIP, Chip};
pub use compare::{Comparison, Outcome, Reason};
pub use detector::{Detector, FindOptions};
pub use embedder::{Embedder, Kind};
pub use error::Error;
pub use examiner::{Examiner, Options};
pub use faceprint::Faceprint;
pub use found::{Bounds, Face, Marks};
pub use frame::{Frame, Turned};
pub use hash::{ChipHash, ChipProbes, hash};
pub use quality::{Fault, Quality, QualityLimits, quality};
pub use relief::{Relief, relief};
pub use thresholds::{NotThresholds, Thresholds};

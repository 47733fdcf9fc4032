//! Reads zones in pictures: finds lines of type, reads them character by character, and says how
//! far the picture supports each character.

mod alignment;
mod assemble;
mod baseline;
mod baseline_fit;
mod candidate;
mod decode;
mod find;
mod ink;
mod lines;
mod metered;
pub mod net;
mod patch;
mod prefilter;
mod profile;
mod pyramid;
mod read;
mod reading;
mod recognized_line;
mod strip;

pub use read::read;
pub use reading::{MrzReading, Options};

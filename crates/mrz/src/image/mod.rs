//! Zones in pictures: found as lines of type, read character by character, and believed as far as
//! the picture vouches for them.

mod alignment;
mod assemble;
mod baseline;
mod baseline_fit;
mod candidate;
mod decode;
mod find;
mod lines;
mod metered;
pub mod net;
mod prefilter;
mod pyramid;
mod read;
mod reading;
mod recognized_line;
mod strip;

pub use read::read;
pub use reading::{MrzReading, Options};

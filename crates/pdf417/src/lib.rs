#![doc = include_str!("../README.md")]
//!
//! ## How the work goes
//!
//! `locate` finds where a symbol may lie; `rectify::slant` tells which way its rows and bars run;
//! `rectify::square` samples that place as if seen from straight above; `guards` finds the start
//! and stop patterns along its height, and `rectify::straight` samples anew between them; `columns`
//! and `rows` divide the result into cells, which may follow a bent card; `cells` compares each
//! cell with every codeword as a blurred camera would see it; `reader` corrects the codewords and
//! `message` turns them into characters. Open decoders follow scan lines and lose an ordinary
//! licence at four degrees of rotation, so the geometry comes first. One of them (`rxing_fallback`)
//! is asked where our own reader fails; since it does not tell its margin, its reading counts only
//! when two samplings agree on it (`second_opinion`).

#![expect(
    clippy::indexing_slicing,
    reason = "pixel loops: every index is bounded by the dimensions the buffer was made with"
)]
#![warn(missing_docs)]

mod bands;
mod cells;
mod charset;
mod columns;
mod effort;
mod frame;
mod guards;
mod locate;
mod matched_filter;
mod message;
mod options;
mod read;
mod reader;
mod rectify;
mod reed_solomon;
mod rows;
mod rxing_fallback;
mod second_opinion;
mod symbol;
mod symbology;

pub use frame::{Sight, Trouble, glance, read_frame};
pub use options::Options;
pub use read::read;
pub use symbol::Symbol;

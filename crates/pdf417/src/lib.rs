#![doc = include_str!("../README.md")]
//!
//! ## How it works
//!
//! `locate` finds places where a symbol may be, and `rectify::slant` determines the directions of
//! rows and bars there. `rectify::square` samples such a place as if it were seen from directly
//! above. `guards` finds the start and stop patterns along its height, and `rectify::straight`
//! samples again between them. `columns` and `rows` divide the result into cells, also on a bent
//! card. `cells` compares each cell with every codeword as a blurred camera would see it. `reader`
//! corrects the codewords, and `message` turns them into characters. Open-source decoders follow
//! scan lines, and lose an ordinary licence at four degrees of rotation, so the geometry comes
//! first here. One of them (`rxing_fallback`) is tried if our own reader fails. It does not report
//! its margin, so its result counts only if two samplings agree (`second_opinion`).

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

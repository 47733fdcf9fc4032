//! Reading documents: what is printed or coded on a paper or a card, as text with its place.
//!
//! Readers here take an upright picture and give back what it says. They know the standards of
//! documents and nothing of verifications; a text they are not sure of is not given at all.
#![warn(missing_docs)]

pub mod pdf417;

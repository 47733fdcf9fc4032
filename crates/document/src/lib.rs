//! Reading identity documents: what is printed or coded on a paper or a card, as typed values with
//! their place in the picture.
//!
//! Each module reads one machine-readable part and says how far it can be believed by the document's
//! own rules: [`pdf417`] finds and reads the bar code, [`aamva`] what a North American licence
//! writes into it, [`mrz`] the machine readable zone of passports and cards, [`printed`] what is printed for people on
//! either and whether it agrees, [`paper`] what the words of a letter say of a person's address. The crate is pure: no files, no network, no clock. It decides nothing about the
//! holder; a text that it is not sure of is not given at all.
#![warn(missing_docs)]

pub mod aamva;
pub mod mrz;
pub mod paper;
pub mod pdf417;
pub mod printed;

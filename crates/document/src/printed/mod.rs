//! The print on licences, identity cards and passport pages, and whether it agrees with what
//! machines read.
//!
//! The input is the words of one side with their boxes, from a text engine; this module does not
//! look at pixels. [`Printed::read`] finds values by their labels: the numbers and words of the
//! AAMVA card design (`4d DLN`, `3 DOB`, `15 SEX`), and the labels of passports and cards in the
//! languages that are common on them. [`compare`] compares them with a barcode or a
//! machine-readable zone.
//!
//! It never guesses: a value without a label is not a field, and what was not read is missing. It
//! never accuses: a difference is a contradiction only if nothing but different print explains it,
//! by the rule of [`compare`]. It never says that a document is genuine.

mod compare;
mod comparison;
mod dates;
mod field;
mod label;
mod labels;
mod names;
mod read;
mod rows;
mod shapes;
mod similarity;

pub use crate::paper::Word;
pub use compare::{SURE, compare, is_confirmed};
pub use comparison::{Agreement, Compared, Why, Written};
pub use field::{Field, Kind};
pub use read::{Printed, value_of};
pub use rows::MAX_WORDS;

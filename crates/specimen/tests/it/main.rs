//! Specimens seen from outside: what they say, where they say it, and that they repeat.

mod barcode;
mod data;
mod pictures;

//! What is on a page of an identity document or an address paper, from its pictures and its words.
//!
//! [`printed`] compares what is printed for people with what machines read on the same document, and
//! [`paper`] tells what the words of a letter say of a person's address. The crate is pure: no files,
//! no network, no clock. It decides nothing about the holder; a text that it is not sure of is not
//! given at all.
#![warn(missing_docs)]

pub mod paper;
pub mod printed;

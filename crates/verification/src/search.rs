//! What a verification is found by.
//!
//! [`terms_of`] returns the words of names, the numbers, the addresses and the dates in the form in
//! which they are compared. They are personal data, so a store keeps keyed hashes of them, and a
//! search compares such hashes. [`SearchFacts`] are what a list is narrowed down to otherwise:
//! country, services, kind of request. [`SearchFilter`] is what somebody looks for.
//!
//! A search finds whole words in any order. It ignores case, marks and punctuation, by the rules
//! that compare [names](crate::names). It finds neither beginnings of words nor similar words.

mod facts;
mod filter;
mod terms;

pub use facts::{SearchFacts, facts_of};
pub use filter::SearchFilter;
pub use terms::{MOST_TERMS, NothingToSeek, SearchField, SearchTerm, SearchWord, terms_of};

#[cfg(test)]
mod tests;

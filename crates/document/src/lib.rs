//! Reading identity documents.
//!
//! Each module turns one machine-readable part of a document into typed values and says how far they can be
//! believed by the document's own rules. The crate is pure: no files, no network, no clock. It decides
//! nothing about the holder; it reports what is written and what does not fit together.

pub mod aamva;

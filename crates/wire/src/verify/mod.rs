//! The verification protocol: requests with services and claims, response events, and signatures.
//!
//! [`parse()`](parse::parse) turns the body of `POST /` into a request of the core, or into the
//! single error that `request.invalid` reports. [`render`] writes every body of an answer or
//! callback, and [`signature`] signs those bytes. Everything besides these bytes (credentials,
//! taken references) is unknown here.

mod failure;
pub mod json;
pub mod parse;
pub mod render;
pub mod signature;

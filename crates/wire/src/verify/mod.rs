//! THE VERIFICATION PROTOCOL: requests with services and claims, response events, signatures.
//!
//! [`parse()`](parse::parse) turns the body of `POST /` into a request of the core or into the one
//! error that `request.invalid` tells; [`render`] writes every body that is answered or called
//! back; [`signature`] signs those bytes. What is asked of the server besides these bytes
//! (credentials, whether a reference is taken) is not known here.

mod failure;
pub mod json;
pub mod parse;
pub mod render;
pub mod signature;

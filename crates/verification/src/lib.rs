//! THE CORE.

pub mod service;
pub mod status;

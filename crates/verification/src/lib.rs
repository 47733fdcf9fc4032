//! THE CORE.

pub mod decline;
pub mod service;
pub mod status;

//! THE CORE.

pub mod comparing;
pub mod decline;
pub mod names;
pub mod service;
pub mod status;

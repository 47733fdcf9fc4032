//! The acts of the back office: what staff and the operator do with verifications. Each asks for
//! one permission.

pub mod search;

//! THE USE CASES.
pub mod ports;

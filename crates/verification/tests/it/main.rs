//! The core from outside: one binary.

mod builders;
mod policy;
mod stages;

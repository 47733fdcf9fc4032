//! Integration tests of the crate, one binary. `cfg(test)` tells clippy that helpers are test code too.

#[cfg(test)]
mod aamva;

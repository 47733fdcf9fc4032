//! Tests of reading pages: how much is found, and that nothing is found that is not there.
// `cfg(test)` tells clippy that helpers are test code too.

#[cfg(test)]
mod page;
#[cfg(test)]
mod paper;
mod printed;
mod words;

//! Tests of reading pictures: how many are read, and that none is misread.
// `cfg(test)` tells clippy that helpers are test code too.

#[cfg(test)]
mod drawn;
#[cfg(test)]
mod frames;
#[cfg(test)]
mod samples;

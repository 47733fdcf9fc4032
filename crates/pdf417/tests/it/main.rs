//! The reader against pictures: how many are read, and that none is read wrong.
// `cfg(test)` tells clippy that helpers are test code too.

#[cfg(test)]
mod drawn;
#[cfg(test)]
mod frames;
#[cfg(test)]
mod samples;

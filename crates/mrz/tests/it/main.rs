//! Zones as texts and in pictures: how many are read, and that none is read wrong.
// `cfg(test)` tells clippy that helpers are test code too.

#[cfg(test)]
mod edited;
#[cfg(test)]
mod licence_line;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod zone;
#[cfg(test)]
mod zone_cases;

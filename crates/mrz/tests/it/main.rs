//! Tests of zones as text and in pictures: how many are read, and that none is misread.
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

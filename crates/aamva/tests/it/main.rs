//! Tests of reading, checking and encoding the texts of licences.
// `cfg(test)` tells clippy that helpers are test code too.

#[cfg(test)]
mod arbitrary;
#[cfg(test)]
mod checks;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod stripe;

//! Texts of licences: what they say, and what does not fit together in them.
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

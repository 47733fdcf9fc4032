//! The core from outside: one binary.
// `cfg(test)` tells clippy that helpers are test code too.

#[cfg(test)]
mod addresses;
#[cfg(test)]
mod builders;
#[cfg(test)]
mod capture;
#[cfg(test)]
mod consent;
#[cfg(test)]
mod duplicates;
#[cfg(test)]
mod enrolment;
#[cfg(test)]
mod faces;
#[cfg(test)]
mod phone;
#[cfg(test)]
mod policy;
#[cfg(test)]
mod reasons;
#[cfg(test)]
mod reviews;
#[cfg(test)]
mod stages;
#[cfg(test)]
mod turns;

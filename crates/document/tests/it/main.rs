//! Readers against pictures and texts: how many are read, and that none is read wrong.
// `cfg(test)` tells clippy that helpers are test code too.

#[cfg(test)]
mod aamva;
#[cfg(test)]
mod drawn;
#[cfg(test)]
mod edited;
#[cfg(test)]
mod frames;
#[cfg(test)]
mod licence_line;
#[cfg(test)]
mod mrz;
#[cfg(test)]
mod paper;
#[cfg(test)]
mod pdf417;
mod printed;
#[cfg(test)]
mod quality;
mod words;
#[cfg(test)]
mod zone;
#[cfg(test)]
mod zone_cases;

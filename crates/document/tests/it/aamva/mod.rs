//! Tests of `document::aamva`.

mod arbitrary;
mod checks;
mod damage;
mod formats;
mod properties;
mod samples;
mod stripe;

//! Tests of `document::aamva`.

mod checks;
mod damage;
mod formats;
mod samples;

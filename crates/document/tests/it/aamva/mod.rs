//! Tests of `document::aamva`.

mod damage;
mod formats;
mod samples;

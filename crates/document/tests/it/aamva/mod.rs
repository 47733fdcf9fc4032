//! Tests of `document::aamva`.

mod samples;

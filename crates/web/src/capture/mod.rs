//! The hosted pages: what a person walks from a link to a verdict, and the endpoints that the pages call.
//!
//! Every page is a full load and follows from what is stored: loading again, going back, a second tab or
//! another device all end at the step where the person is. Handlers extract, call one use case and present;
//! what is asked for, and in which order, the core says.

mod assets;
mod headers;
mod icons;
mod qr;
mod scene;
mod skin;
mod views;
mod way;
mod words;

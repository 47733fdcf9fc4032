//! The HTTP side as its callers meet it: the real router over the real store, with a clock that
//! stands still, and where callbacks matter the real courier and receivers on this machine.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests are tests"
)]

mod app;
mod auth;
mod authenticator;
mod bodies;
mod call;
mod callbacks;
mod canary;
mod capture_api;
mod deletion;
mod duplicates;
mod endpoints;
mod enrolment;
mod errors;
mod events;
mod faces;
mod fairness;
mod fakes;
mod foreign;
mod hostile;
mod kept;
mod links;
mod logging;
mod office;
mod pages;
mod passports;
mod person;
mod phone;
mod pictures;
mod poison;
mod proofs;
mod queue;
mod receiver;
mod samples;
mod sides;
mod signals;
mod signing;
mod strangers;
mod turns;
mod uploads;
mod walk;

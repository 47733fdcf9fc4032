//! The pages as people meet them: a real browser, a camera that sees a drawn licence, a running
//! server.
//!
//! Where there is no Chromium, every test that needs it says that it was skipped, and passes. The
//! log of a walk is a snapshot under `snapshots/`; together they show that every code of the
//! protocol is raised (`coverage.rs`).

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "helpers of tests are tests"
)]

#[path = "../../../web/tests/it/authenticator.rs"]
mod authenticator;
mod axe;
mod coverage;
mod driver;
mod every_page;
mod films;
mod heads;
mod house;
#[path = "../it/http.rs"]
#[expect(
    dead_code,
    reason = "shared with the tests of the binary, which need more of it"
)]
mod http;
mod inspector;
mod log;
mod mail;
mod office_pages;
mod readme;
#[path = "../it/running.rs"]
#[expect(
    dead_code,
    reason = "shared with the tests of the binary, which need more of it"
)]
mod running;
mod shop;
mod smoke;
mod studio;
mod walk;
mod walks;

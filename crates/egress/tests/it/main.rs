//! What leaves the server, against receivers on loopback.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has to stop"
)]

mod guard;
mod messages;
mod places;
mod sender;
mod support;

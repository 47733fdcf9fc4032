//! A real browser: Debian's Chromium, headless, spoken to over its own DevTools protocol.
//!
//! The protocol comes over two pipes rather than a WebSocket, so that nothing listens, nothing has
//! to be found, and the browser ends when the test does. Nothing here sleeps: everything waits for
//! something to be so, and says what it saw where that does not happen.

mod browser;
mod camera;
mod haste;
mod keyboard;
mod page;
mod pipe;
mod seen;

pub(crate) use browser::{Browser, Visitor};
pub(crate) use camera::Film;
pub(crate) use page::{Device, Page};
pub(crate) use pipe::GUARD;
pub(crate) use seen::kept_in;

//! The machine readable zone.
pub mod format;
pub mod net;
pub use format::{Cell, Check, Field, Format, Span, check_digit};

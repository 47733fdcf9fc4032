//! The number of a status event.

use std::fmt;

/// The number of a status event. Any number is valid, because later versions may add some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusCode(pub u16);

impl StatusCode {
    /// The first number that is ours.
    pub const FIRST_OF_OURS: Self = Self(3000);

    pub const fn number(self) -> u16 {
        self.0
    }

    /// Whether the code tells of the transaction itself rather than of a page.
    pub const fn is_transaction_detail(self) -> bool {
        self.0 < 1100
    }
}

impl From<u16> for StatusCode {
    fn from(number: u16) -> Self {
        Self(number)
    }
}

impl From<StatusCode> for u16 {
    fn from(code: StatusCode) -> Self {
        code.0
    }
}

impl fmt::Display for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

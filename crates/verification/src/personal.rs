//! Personal data that cannot be printed by accident.
//!
//! `Debug` of [`Personal`] shows how much there is, never what. There is no `Display`: whoever
//! wants the value says so with [`Personal::reveal`], which is easy to search for in a review.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// A text about a person: a name, a number, an address, a date of birth as written.
///
/// The memory is wiped when the value is dropped.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Personal(String);

impl Personal {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. Call it only where the text leaves for its destination.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// True if there is nothing in it but white space.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Personal({} chars)", self.0.chars().count())
    }
}

impl Drop for Personal {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl From<&str> for Personal {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Personal {
    fn from(text: String) -> Self {
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Personal;

    #[test]
    fn debug_tells_the_length_and_nothing_else() {
        assert_eq!(
            format!("{:?}", Personal::new("Zoë Doe")),
            "Personal(7 chars)"
        );
    }
}

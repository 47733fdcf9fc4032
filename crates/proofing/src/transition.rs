//! Transitions: the next value after an act, with what is needed to report it.

use verification::{Tombstone, Verification};

use crate::ports::{Next, Stored};

/// The next value of a verification before it is stored.
pub(crate) struct Transition {
    pub(crate) next: Next,
    /// The last value of a deleted verification, because the URLs for its notification are nowhere
    /// else.
    last: Option<Box<Verification>>,
}

impl Transition {
    /// Creates the transition to a new verification.
    pub(crate) fn opened(verification: Verification) -> Self {
        Self {
            next: Next::Open(Box::new(verification)),
            last: None,
        }
    }

    /// Creates the transition to the next value of a verification that was read with this version.
    pub(crate) fn updated(value: Verification, version: u64) -> Self {
        Self {
            next: Next::Update(Box::new(Stored { value, version })),
            last: None,
        }
    }

    /// Creates the transition to the tombstone of a verification with this last value.
    pub(crate) fn forgotten(last: Verification, value: Tombstone, version: u64) -> Self {
        Self {
            next: Next::Forget(Box::new(Stored { value, version })),
            last: Some(Box::new(last)),
        }
    }

    /// Returns the current verification, or `None` if it was deleted.
    pub(crate) fn verification(&self) -> Option<&Verification> {
        match &self.next {
            Next::Open(verification) => Some(verification),
            Next::Update(stored) => Some(&stored.value),
            Next::Forget(_) => None,
        }
    }

    /// Returns the current verification, or its last value.
    pub(crate) fn last(&self) -> Option<&Verification> {
        self.verification().or(self.last.as_deref())
    }
}

//! A transition: the next value that an act left, with what is needed to tell of it.

use verification::{Tombstone, Verification};

use crate::ports::{Next, Stored};

/// The next value of a verification on its way to the store.
pub(crate) struct Transition {
    pub(crate) next: Next,
    /// The last value of one that is forgotten: where to tell of it is in nothing else.
    last: Option<Box<Verification>>,
}

impl Transition {
    /// A new verification.
    pub(crate) fn opened(verification: Verification) -> Self {
        Self {
            next: Next::Open(Box::new(verification)),
            last: None,
        }
    }

    /// The next value of one that was read with this version.
    pub(crate) fn updated(value: Verification, version: u64) -> Self {
        Self {
            next: Next::Update(Box::new(Stored { value, version })),
            last: None,
        }
    }

    /// What is left of one whose last value was this.
    pub(crate) fn forgotten(last: Verification, value: Tombstone, version: u64) -> Self {
        Self {
            next: Next::Forget(Box::new(Stored { value, version })),
            last: Some(Box::new(last)),
        }
    }

    /// The verification by now; `None` if it is forgotten.
    pub(crate) fn verification(&self) -> Option<&Verification> {
        match &self.next {
            Next::Open(verification) => Some(verification),
            Next::Update(stored) => Some(&stored.value),
            Next::Forget(_) => None,
        }
    }

    /// The verification by now, or as it was last.
    pub(crate) fn last(&self) -> Option<&Verification> {
        self.verification().or(self.last.as_deref())
    }
}

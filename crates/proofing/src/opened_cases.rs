//! Which cases members of staff have opened by giving a reason. It is kept in memory: after a
//! restart, and on another server, they give it again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use verification::{StaffId, VerificationId};

/// How long a case stays open.
const LIFE: SignedDuration = SignedDuration::from_mins(15);

/// The cases that are open, each until a time.
#[derive(Debug, Default)]
pub(crate) struct OpenedCases(Mutex<HashMap<(StaffId, VerificationId), Timestamp>>);

impl OpenedCases {
    /// Opens a case for a member.
    pub(crate) fn open(&self, member: StaffId, id: VerificationId, now: Timestamp) {
        let mut cases = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cases.retain(|_, until| *until > now);
        let until = now.checked_add(LIFE).unwrap_or(Timestamp::MAX);
        cases.insert((member, id), until);
    }

    /// Returns true if a member has opened a case and that is not too long ago.
    pub(crate) fn is_open(&self, member: StaffId, id: VerificationId, now: Timestamp) -> bool {
        let cases = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cases.get(&(member, id)).is_some_and(|until| *until > now)
    }
}

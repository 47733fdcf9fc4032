//! Who waits for a verification to change: long polls, event streams, a second screen.
//!
//! A wait costs a few hundred bytes and no thread. Nothing is sent here but that something changed; whoever
//! is told looks in the store. Changes by another process are not seen: waits end, and look again.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;
use verification::VerificationId;

type Waits = HashMap<VerificationId, watch::Sender<u64>>;

/// All that wait. Cheap to clone.
#[derive(Clone, Default)]
pub struct Watchers(Arc<Mutex<Waits>>);

impl fmt::Debug for Watchers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Watchers({})", self.count())
    }
}

impl Watchers {
    /// Waits for changes from now on.
    pub fn watch(&self, id: VerificationId) -> Watch {
        let mut waits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let changes = waits
            .entry(id)
            .or_insert_with(|| watch::Sender::new(0))
            .subscribe();
        Watch {
            changes,
            id,
            all: self.clone(),
        }
    }

    /// Tells those who wait for this one.
    pub fn tell(&self, id: VerificationId) {
        let waits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(changes) = waits.get(&id) {
            changes.send_modify(|count| *count = count.wrapping_add(1));
        }
    }

    /// How many verifications are waited for.
    pub fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

/// One wait. Dropping it ends it.
pub struct Watch {
    changes: watch::Receiver<u64>,
    id: VerificationId,
    all: Watchers,
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Watch({})", self.id)
    }
}

impl Watch {
    /// Returns when the verification was changed since the last return, or since the wait began.
    pub async fn changed(&mut self) {
        // The sender lives as long as this receiver: it is removed with the last of them.
        if self.changes.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut waits = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_last = waits
            .get(&self.id)
            .is_some_and(|changes| changes.receiver_count() <= 1);
        if is_last {
            waits.remove(&self.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> VerificationId {
        VerificationId::new(uuid::Uuid::from_u128(number))
    }

    #[tokio::test]
    async fn a_change_ends_the_waits_for_it_and_no_other() {
        let watchers = Watchers::default();
        let (mut one, mut two) = (watchers.watch(id(1)), watchers.watch(id(2)));
        watchers.tell(id(1));
        one.changed().await;
        assert!(
            futures::poll!(std::pin::pin!(two.changed())).is_pending(),
            "told of another"
        );
    }

    #[test]
    fn nothing_is_left_of_a_wait_that_ended() {
        let watchers = Watchers::default();
        let (one, other) = (watchers.watch(id(1)), watchers.watch(id(1)));
        drop(one);
        assert_eq!(watchers.count(), 1);
        drop(other);
        assert_eq!(watchers.count(), 0);
    }
}

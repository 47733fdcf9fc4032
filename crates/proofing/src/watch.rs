//! Who waits for a verification to change: long polls, event streams, a second screen.
//!
//! A wait costs a few hundred bytes and no thread. Nothing is sent here but that something changed; whoever
//! is told looks in the store. Changes by another process are not seen: waits end, and look again.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use verification::VerificationId;

#[derive(Default)]
struct Waits {
    by_id: HashMap<VerificationId, watch::Sender<u64>>,
    are_over: bool,
}

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
        let mut waits = self.lock();
        let changes = if waits.are_over {
            // Without a sender it ends at once.
            watch::Sender::new(0).subscribe()
        } else {
            let changes = waits.by_id.entry(id);
            changes.or_insert_with(|| watch::Sender::new(0)).subscribe()
        };
        Watch {
            changes,
            id,
            all: self.clone(),
        }
    }

    /// Tells those who wait for this one.
    pub fn tell(&self, id: VerificationId) {
        if let Some(changes) = self.lock().by_id.get(&id) {
            changes.send_modify(|count| *count = count.wrapping_add(1));
        }
    }

    /// Ends all waits, those that are begun later too: the server stops, and must not wait for who waits.
    pub fn end(&self) {
        let mut waits = self.lock();
        waits.are_over = true;
        waits.by_id.clear();
    }

    /// How many verifications are waited for.
    pub fn count(&self) -> usize {
        self.lock().by_id.len()
    }

    fn lock(&self) -> MutexGuard<'_, Waits> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The server stops: whoever waits is sent home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the server stops")]
pub struct WaitsAreOver;

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
    ///
    /// # Errors
    /// Nothing more is told here.
    pub async fn changed(&mut self) -> Result<(), WaitsAreOver> {
        // The sender lives as long as this receiver, unless all waits were ended.
        self.changes.changed().await.map_err(|_| WaitsAreOver)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut waits = self.all.lock();
        let is_last = waits
            .by_id
            .get(&self.id)
            .is_some_and(|changes| changes.receiver_count() <= 1);
        if is_last {
            waits.by_id.remove(&self.id);
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
        assert_eq!(one.changed().await, Ok(()));
        assert!(
            futures::poll!(std::pin::pin!(two.changed())).is_pending(),
            "told of another"
        );
    }

    #[tokio::test]
    async fn who_waits_is_sent_home_at_the_end() {
        let watchers = Watchers::default();
        let mut before = watchers.watch(id(1));
        watchers.end();
        assert_eq!(before.changed().await, Err(WaitsAreOver));
        assert_eq!(watchers.watch(id(1)).changed().await, Err(WaitsAreOver));
        assert_eq!(watchers.count(), 0);
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

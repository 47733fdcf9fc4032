//! Signals within one process, for long polls, event streams, a second screen, and the worker's two
//! loops.
//!
//! Listening costs a few hundred bytes and no thread. Signals of other processes are not heard
//! here, so listeners also look for themselves.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::ports::{Listener, Signal, Signals};

#[derive(Default)]
struct Channels {
    by_signal: HashMap<Signal, watch::Sender<()>>,
    are_closed: bool,
}

/// The signals of one process. Cheap to clone.
#[derive(Clone, Default)]
pub struct LocalSignals(Arc<Mutex<Channels>>);

impl fmt::Debug for LocalSignals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LocalSignals({})", self.count())
    }
}

impl LocalSignals {
    /// Returns the number of different signals with listeners.
    pub fn count(&self) -> usize {
        self.lock().by_signal.len()
    }

    fn lock(&self) -> MutexGuard<'_, Channels> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Signals for LocalSignals {
    fn tell(&self, signal: Signal) {
        if let Some(told) = self.lock().by_signal.get(&signal) {
            told.send_replace(());
        }
    }

    fn listen(&self, signal: Signal) -> Listener {
        let mut channels = self.lock();
        if channels.are_closed {
            // Without a sender, it ends at once.
            return Listener::new(watch::Sender::new(()).subscribe(), ());
        }
        let told = channels.by_signal.entry(signal);
        let told = told.or_insert_with(|| watch::Sender::new(())).subscribe();
        let all = self.clone();
        Listener::new(told, Release { signal, all })
    }

    fn close(&self) {
        let mut channels = self.lock();
        channels.are_closed = true;
        channels.by_signal.clear();
    }
}

/// Removes the channel together with its last listener, who is still counted while this is dropped.
struct Release {
    signal: Signal,
    all: LocalSignals,
}

impl Drop for Release {
    fn drop(&mut self) {
        let mut channels = self.all.lock();
        let told = channels.by_signal.get(&self.signal);
        if told.is_some_and(|told| told.receiver_count() <= 1) {
            channels.by_signal.remove(&self.signal);
        }
    }
}

#[cfg(test)]
mod tests {
    use verification::VerificationId;

    use super::*;
    use crate::ports::Closed;

    fn moved(number: u128) -> Signal {
        Signal::Moved(VerificationId::new(uuid::Uuid::from_u128(number)))
    }

    #[tokio::test]
    async fn a_signal_is_heard_by_those_who_listen_for_it_and_no_other() {
        let signals = LocalSignals::default();
        let (mut one, mut two) = (signals.listen(moved(1)), signals.listen(moved(2)));
        let mut jobs = signals.listen(Signal::JobDue);
        signals.tell(moved(1));
        assert_eq!(one.heard().await, Ok(()));
        for other in [&mut two, &mut jobs] {
            let heard = futures::poll!(std::pin::pin!(other.heard()));
            assert!(heard.is_pending(), "told of another");
        }
    }

    #[tokio::test]
    async fn what_was_told_is_heard_once_and_not_after_catching_up() {
        let signals = LocalSignals::default();
        let mut jobs = signals.listen(Signal::JobDue);
        signals.tell(Signal::JobDue);
        signals.tell(Signal::JobDue);
        assert_eq!(jobs.heard().await, Ok(()));
        assert!(futures::poll!(std::pin::pin!(jobs.heard())).is_pending());
        signals.tell(Signal::JobDue);
        jobs.catch_up();
        assert!(futures::poll!(std::pin::pin!(jobs.heard())).is_pending());
    }

    #[tokio::test]
    async fn who_listens_is_sent_home_at_the_end() {
        let signals = LocalSignals::default();
        let mut before = signals.listen(moved(1));
        signals.close();
        assert_eq!(before.heard().await, Err(Closed));
        assert_eq!(signals.listen(moved(1)).heard().await, Err(Closed));
        assert_eq!(signals.count(), 0);
    }

    #[test]
    fn nothing_is_left_of_a_listener_that_went() {
        let signals = LocalSignals::default();
        let (one, other) = (signals.listen(moved(1)), signals.listen(moved(1)));
        drop(one);
        assert_eq!(signals.count(), 1);
        drop(other);
        assert_eq!(signals.count(), 0);
    }
}

//! Signals, which say that something was stored for which somebody may be waiting.
//!
//! A signal carries no data: its listeners look into the store. It may be lost, repeated or late,
//! because every listener also looks for itself every few seconds. An adapter for several processes
//! wraps an in-process one ([`LocalSignals`](crate::signals::LocalSignals)), passes on to it the
//! signals of other processes, and sends its own signals to them. `LISTEN` and `NOTIFY` of a
//! database are enough for this.

use std::fmt;

use tokio::sync::watch;
use verification::VerificationId;

/// A kind of signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Signal {
    /// A job that is due was stored.
    JobDue,
    /// A delivery that is due was stored.
    DeliveryDue,
    /// This verification was changed.
    Moved(VerificationId),
}

/// Tells listeners that something was stored.
pub trait Signals: Send + Sync + fmt::Debug {
    /// Sends a signal for something that is already stored. This is cheap and never blocks.
    fn tell(&self, signal: Signal);
    /// Listens for a signal from now on.
    fn listen(&self, signal: Signal) -> Listener;
    /// Ends all listening, including listening that begins later, because the server stops and must
    /// not wait for its listeners.
    fn close(&self);
}

/// There will be no more signals, because the server stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the server stops")]
pub struct Closed;

/// A listener, until it is dropped.
pub struct Listener {
    /// Dropped before the channel, so that it can see whether this was the last listener.
    _release: Box<dyn Send + Sync>,
    told: watch::Receiver<()>,
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listener")
    }
}

impl Listener {
    /// Creates a listener on a channel, for adapters. `release` is dropped together with it.
    pub fn new(told: watch::Receiver<()>, release: impl Send + Sync + 'static) -> Self {
        Self {
            _release: Box::new(release),
            told,
        }
    }

    /// Returns when the signal was sent since the last return, or since listening began.
    ///
    /// # Errors
    /// Returns an error if there will be no more signals.
    pub async fn heard(&mut self) -> Result<(), Closed> {
        self.told.changed().await.map_err(|_| Closed)
    }

    /// Marks all signals sent so far as heard.
    pub fn catch_up(&mut self) {
        self.told.mark_unchanged();
    }
}

//! Signals: something was stored that somebody may be waiting for.
//!
//! A signal carries nothing: whoever hears one looks in the store. It may be lost, doubled or late,
//! since everybody who listens also looks by themselves every few seconds. An adapter for several
//! processes keeps an in-process one ([`LocalSignals`](crate::signals::LocalSignals)), passes on to
//! it what others tell, and tells the others what it is told: `LISTEN` and `NOTIFY` of a database
//! are all that this needs.

use std::fmt;

use tokio::sync::watch;
use verification::VerificationId;

/// What can be told, and listened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Signal {
    /// A job was stored that is due.
    JobDue,
    /// A delivery was stored that is due.
    DeliveryDue,
    /// This verification was changed.
    Moved(VerificationId),
}

/// Tells whoever listens that something was stored.
pub trait Signals: Send + Sync + fmt::Debug {
    /// Tells of something that is stored by now. It is cheap and waits for nobody.
    fn tell(&self, signal: Signal);
    /// Listens for a signal from now on.
    fn listen(&self, signal: Signal) -> Listener;
    /// Ends everybody's listening, those that begin later too: the server stops, and must not wait
    /// for whoever waits.
    fn close(&self);
}

/// Nothing more is told here: the server stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the server stops")]
pub struct Closed;

/// One who listens, until dropped.
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
    /// A listener at a channel, for adapters. `release` is dropped with it.
    pub fn new(told: watch::Receiver<()>, release: impl Send + Sync + 'static) -> Self {
        Self {
            _release: Box::new(release),
            told,
        }
    }

    /// Returns when the signal was told since the last return, or since listening began.
    ///
    /// # Errors
    /// Nothing more is told here.
    pub async fn heard(&mut self) -> Result<(), Closed> {
        self.told.changed().await.map_err(|_| Closed)
    }

    /// What was told up to now counts as heard.
    pub fn catch_up(&mut self) {
        self.told.mark_unchanged();
    }
}

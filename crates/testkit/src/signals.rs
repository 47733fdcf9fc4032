//! Signals that note what was told.

use std::mem::take;
use std::sync::{Arc, Mutex};

use proofing::ports::{Listener, Signal, Signals};
use proofing::signals::LocalSignals;

/// Passes signals on within the process and keeps what was told, in order. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct ToldSignals {
    inner: LocalSignals,
    told: Arc<Mutex<Vec<Signal>>>,
}

impl ToldSignals {
    /// What was told since this was last asked.
    pub fn take(&self) -> Vec<Signal> {
        take(&mut self.told.lock().unwrap())
    }
}

impl Signals for ToldSignals {
    fn tell(&self, signal: Signal) {
        self.told.lock().unwrap().push(signal);
        self.inner.tell(signal);
    }

    fn listen(&self, signal: Signal) -> Listener {
        self.inner.listen(signal)
    }

    fn close(&self) {
        self.inner.close();
    }
}

//! Signals that are recorded.

use std::mem::take;
use std::sync::{Arc, Mutex};

use proofing::ports::{Listener, Signal, Signals};
use proofing::signals::LocalSignals;

/// Forwards signals within the process and records them in order. Clones are cheap.
#[derive(Debug, Clone, Default)]
pub struct RecordingSignals {
    inner: LocalSignals,
    recorded: Arc<Mutex<Vec<Signal>>>,
}

impl RecordingSignals {
    /// Returns the signals since the last call.
    pub fn take(&self) -> Vec<Signal> {
        take(&mut self.recorded.lock().unwrap())
    }
}

impl Signals for RecordingSignals {
    fn tell(&self, signal: Signal) {
        self.recorded.lock().unwrap().push(signal);
        self.inner.tell(signal);
    }

    fn listen(&self, signal: Signal) -> Listener {
        self.inner.listen(signal)
    }

    fn close(&self) {
        self.inner.close();
    }
}

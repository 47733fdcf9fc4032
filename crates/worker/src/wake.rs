//! The bell that says: there is something to do now.

use std::sync::Arc;

use tokio::sync::watch;

/// Rung after a commit that stored deliveries or jobs, so that nobody has to look every few
/// milliseconds. Ringing is cheap and may be done too often; a ring that is missed costs a few
/// seconds until the next look.
#[derive(Debug, Clone)]
pub struct Wake(Arc<watch::Sender<()>>);

impl Default for Wake {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(())))
    }
}

impl Wake {
    /// Wakes every loop. One that is busy at the moment looks again when it has finished looking.
    pub fn ring(&self) {
        self.0.send_replace(());
    }

    pub(crate) fn listen(&self) -> watch::Receiver<()> {
        self.0.subscribe()
    }
}

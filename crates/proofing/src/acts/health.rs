//! Checks whether the server can do its work.

use jiff::SignedDuration;

use crate::error::Error;
use crate::{App, Principal};

/// A queue whose oldest entry has been due for longer than this is stuck.
const STUCK_AFTER: SignedDuration = SignedDuration::from_mins(5);

/// A part of the server that does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ailing {
    /// The store cannot write or read.
    Store,
    /// Work that is due is not done.
    Queue,
    /// Pictures cannot be decoded.
    Examiner,
}

impl Ailing {
    /// Returns the part in one word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Store => "store",
            Self::Queue => "queue",
            Self::Examiner => "examiner",
        }
    }
}

impl App {
    /// Returns the part that does not work, if any. The store has to write and read, due work has
    /// to get done, and a picture has to be decoded.
    pub async fn ailing(&self, by: Principal) -> Result<Option<Ailing>, Error> {
        by.must_look_after()?;
        let store = &self.ports.store;
        let now = self.now();
        Ok(match (store.check().await, store.next_due().await) {
            (Err(_), _) | (_, Err(_)) => Some(Ailing::Store),
            (Ok(()), Ok(due)) if due.is_some_and(|due| now.duration_since(due) > STUCK_AFTER) => {
                Some(Ailing::Queue)
            }
            (Ok(()), Ok(_)) => match self.ports.examiner.check().await {
                Ok(()) => None,
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::warn!(error, "the examiner does not answer");
                    Some(Ailing::Examiner)
                }
            },
        })
    }

    /// Returns the services that this server can examine with what its operator supplies.
    pub fn examined_services(&self, by: Principal) -> Result<&[verification::Service], Error> {
        by.must_look_after()?;
        Ok(self.ports.examiner.services())
    }

    /// Writes to the store and reads it back.
    pub async fn check_store(&self, by: Principal) -> Result<(), Error> {
        by.must_look_after()?;
        Ok(self.ports.store.check().await?)
    }
}

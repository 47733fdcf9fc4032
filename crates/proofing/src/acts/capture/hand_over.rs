//! Hands a message to its channel, and says what the job that sends it does next.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use verification::VerificationId;

use crate::App;
use crate::error::Error;
use crate::messaging::{Message, SendError};
use crate::ports::{JobEnd, JobLease};
use crate::retry::RetryPolicy;

/// What became of a message.
pub(super) enum HandedOver {
    /// The channel took it.
    Taken,
    /// The channel cannot deliver it, or not before it is useless.
    Refused,
    /// The channel does not take it now. The job tries again.
    Later(JobEnd),
}

impl App {
    /// Hands a message to its channel. `what` names it in the log; after `end` it is useless.
    pub(super) async fn hand_over(
        &self,
        id: VerificationId,
        message: &Message,
        what: &'static str,
        lease: &JobLease,
        end: Timestamp,
    ) -> HandedOver {
        let (channel, now) = (message.channel.word(), self.now());
        match self.ports.messenger.send(message).await {
            Ok(receipt) => {
                let receipt = receipt.id.as_deref();
                tracing::info!(verification.id = %id, channel, receipt, "the channel took a {what}");
                HandedOver::Taken
            }
            Err(SendError::Later { why, after }) => {
                let at = later(now, lease.tries, after);
                tracing::warn!(verification.id = %id, channel, why, "a {what} was not sent yet");
                if at < end {
                    HandedOver::Later(JobEnd::Retry { at, why })
                } else {
                    HandedOver::Refused
                }
            }
            Err(error) => {
                tracing::warn!(verification.id = %id, channel, why = %error, "a {what} cannot be sent");
                HandedOver::Refused
            }
        }
    }
}

/// Logs that what became of a message could not be recorded. A message that was sent must not be
/// sent again because of that.
pub(super) fn log_untold<T>(id: VerificationId, what: &'static str, told: Result<T, Error>) {
    match told {
        Ok(_) | Err(Error::NotFound) => {}
        Err(error) => {
            tracing::warn!(verification.id = %id, error = &error as &dyn std::error::Error, "what became of a {what} was not written down");
        }
    }
}

/// Backs off, but never for less than the channel's `Retry-After`.
fn later(now: Timestamp, tries: u32, after: Option<Duration>) -> Timestamp {
    let usual = RetryPolicy::FAILURES.at(now, tries);
    after
        .and_then(|wait| SignedDuration::try_from(wait).ok())
        .map_or(usual, |wait| {
            now.checked_add(wait).unwrap_or(Timestamp::MAX).max(usual)
        })
}

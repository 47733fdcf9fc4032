//! Large answers: a limited number of bytes for all together, each only as long as somebody reads
//! it.
//!
//! A picture is sealed as a whole, and only known to be the right one after all of it was unsealed.
//! It cannot be sent while it is being unsealed, so it is in memory while it is sent, and the
//! memory for this is shared out. A caller that asks for a picture and does not read it loses it
//! after a while.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, sleep_until, timeout};

use crate::limits::Limits;
use crate::shares::{Holder, Permit, Portions, Shares};

/// The number of bytes passed on at a time.
const PIECE: usize = 32 * 1024;

/// The memory of all large answers, with one permit per kibibyte.
#[derive(Debug, Clone)]
pub(crate) struct AnswerMemory {
    shares: Shares,
    /// A caller who waits longer for memory is better served by an answer that says so.
    patience: Duration,
    deadline: Duration,
}

/// An answer's share of it.
#[derive(Debug)]
#[must_use]
pub(crate) struct AnswerShare {
    permit: Permit,
    deadline: Duration,
}

/// There was no memory in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AnswerMemoryFull;

impl AnswerMemory {
    pub(crate) fn new(limits: &Limits) -> Self {
        let total = limits.max_answers / 1024;
        let portions = Portions::of(total, total, limits);
        Self {
            shares: Shares::new(portions),
            patience: limits.patience,
            deadline: limits.write_deadline,
        }
    }

    /// Waits a little for this many bytes. A caller that wants more than there are waits until
    /// nobody else has any.
    pub(crate) async fn take(
        &self,
        holder: Holder,
        bytes: u64,
    ) -> Result<AnswerShare, AnswerMemoryFull> {
        let kibibytes = usize::try_from(bytes.div_ceil(1024)).unwrap_or(usize::MAX);
        let taking = self.shares.take(holder, kibibytes);
        let permit = timeout(self.patience, taking)
            .await
            .map_err(|_| AnswerMemoryFull)?;
        Ok(AnswerShare {
            permit,
            deadline: self.deadline,
        })
    }
}

impl AnswerShare {
    /// Creates a body that is held until it was read, or until nobody has read from it for too
    /// long.
    pub(crate) fn hold(self, bytes: Vec<u8>) -> Body {
        let held = Arc::new(Mutex::new(Held {
            bytes: Some(bytes),
            sent: 0,
            touched: Instant::now(),
            permit: Some(self.permit),
        }));
        tokio::spawn(forget(Arc::downgrade(&held), self.deadline));
        Body::new(Pieces(held))
    }
}

/// An answer in memory.
struct Held {
    /// The bytes, or `None` after they were given up.
    bytes: Option<Vec<u8>>,
    sent: usize,
    /// When somebody last read from it.
    touched: Instant,
    permit: Option<Permit>,
}

impl Held {
    fn left(&self) -> usize {
        let length = self.bytes.as_ref().map_or(0, Vec::len);
        length.saturating_sub(self.sent)
    }

    fn give_up(&mut self) {
        self.bytes = None;
        self.permit = None;
    }
}

fn lock(held: &Mutex<Held>) -> MutexGuard<'_, Held> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives an answer up if nobody has read from it for this long.
async fn forget(held: Weak<Mutex<Held>>, deadline: Duration) {
    loop {
        let Some(touched) = held.upgrade().map(|held| lock(&held).touched) else {
            return;
        };
        sleep_until(touched + deadline).await;
        let Some(held) = held.upgrade() else { return };
        let mut held = lock(&held);
        if held.touched == touched {
            held.give_up();
            return;
        }
    }
}

/// An answer while it is sent. Pieces are copied, so that a piece on its way does not keep the
/// whole answer in memory.
struct Pieces(Arc<Mutex<Held>>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let mut held = lock(&self.0);
        let Some(bytes) = &held.bytes else {
            return Poll::Ready(Some(Err(axum::Error::new(GivenUp))));
        };
        let rest = bytes.get(held.sent..).unwrap_or_default();
        let piece = rest.get(..PIECE).unwrap_or(rest);
        if piece.is_empty() {
            return Poll::Ready(None);
        }
        let piece = Bytes::copy_from_slice(piece);
        held.sent += piece.len();
        held.touched = Instant::now();
        if held.left() == 0 {
            // Whoever has the last piece has everything, so the rest needs no memory any more.
            held.bytes = Some(Vec::new());
            held.permit = None;
        }
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        let held = lock(&self.0);
        held.bytes.is_some() && held.left() == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(lock(&self.0).left() as u64)
    }
}

/// Nobody read the answer.
#[derive(Debug)]
struct GivenUp;

impl fmt::Display for GivenUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nobody took the answer in time")
    }
}

impl std::error::Error for GivenUp {}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;
    use verification::VerificationId;

    use super::*;

    const MIB: u64 = 1024 * 1024;

    fn proofs(number: u128) -> Holder {
        Holder::Proofs(VerificationId::new(uuid::Uuid::from_u128(number)))
    }

    fn answers() -> AnswerMemory {
        AnswerMemory::new(&Limits {
            max_answers: 8 << 20,
            ..Limits::default()
        })
    }

    #[tokio::test]
    async fn an_answer_arrives_whole_and_gives_its_memory_back() {
        let answers = answers();
        for length in [0, 1, PIECE, PIECE + 1, 4 << 20] {
            let content: Vec<u8> = (0..length).map(|at| at as u8).collect();
            let memory = answers.take(proofs(1), 4 * MIB).await.unwrap();
            let body = memory.hold(content.clone());
            assert_eq!(body.size_hint().exact(), Some(length as u64));
            assert_eq!(body.collect().await.unwrap().to_bytes(), content);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_nobody_takes_is_given_up() {
        let answers = answers();
        let memory = answers.take(proofs(1), 4 * MIB).await.unwrap();
        let mut unread = memory.hold(vec![0; 4 << 20]);
        assert!(answers.take(proofs(1), 1).await.is_err());
        let neighbour = answers.take(proofs(2), 4 * MIB).await;
        assert!(neighbour.is_ok());
        // A piece from time to time is enough.
        let deadline = Limits::default().write_deadline;
        for _ in 0..5 {
            assert!(unread.frame().await.unwrap().is_ok());
            tokio::time::sleep(deadline / 2).await;
        }
        tokio::time::sleep(deadline).await;
        assert!(answers.take(proofs(1), 4 * MIB).await.is_ok());
        assert!(unread.frame().await.unwrap().is_err());
    }
}

//! The memory that all large request bodies share, which they take as they arrive.
//!
//! Half of it is for everybody: a body takes what it needs, piece by piece, while there is any.
//! Bodies that find none would wait for each other for ever, each holding a piece. Therefore the
//! other half is only given as a whole: a body that gets some of it gets all that it can still need
//! at once, and will finish.

use std::time::Duration;

use tokio::time::timeout;

use crate::limits::{Limits, SMALL};
use crate::shares::{Holder, Permit, Portions, Shares};

/// The memory of all bodies, with one permit per kibibyte.
#[derive(Debug, Clone)]
pub(crate) struct BodyMemory {
    pieces: Shares,
    wholes: Shares,
    /// A caller who waits longer is better served by an answer.
    patience: Duration,
}

/// A body's share of it, which is returned when it is dropped.
#[derive(Debug, Default)]
#[must_use]
pub(crate) struct BodyShare {
    permit: Permit,
    /// Its size in bytes.
    size: usize,
}

/// There was no memory in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BodyMemoryFull;

impl BodyMemory {
    /// Creates memory of this many bytes. A link may have as much as its largest upload, in either
    /// half.
    pub(crate) fn new(bytes: usize, upload: usize, limits: &Limits) -> Self {
        let half = Shares::new(Portions::of(
            kibibytes(bytes / 2),
            kibibytes(upload),
            limits,
        ));
        let other = Shares::new(Portions::of(
            kibibytes(bytes - bytes / 2),
            kibibytes(upload),
            limits,
        ));
        Self {
            pieces: half,
            wholes: other,
            patience: limits.body_grace,
        }
    }

    /// Enlarges a share to `size`, or to the body's maximum. Small bodies have none, because the
    /// slots and the queue limit their number.
    pub(crate) async fn grow(
        &self,
        room: &mut BodyShare,
        holder: Holder,
        size: usize,
        most: usize,
    ) -> Result<(), BodyMemoryFull> {
        if size <= SMALL || size <= room.size {
            return Ok(());
        }
        let piece = kibibytes(size - room.size);
        if let Some(permit) = self.pieces.try_take(holder, piece) {
            room.permit.join(permit);
            room.size = size;
            return Ok(());
        }
        let rest = kibibytes(most.max(size) - room.size);
        let permit = timeout(self.patience, self.wholes.take(holder, rest)).await;
        room.permit.join(permit.map_err(|_| BodyMemoryFull)?);
        room.size = most.max(size);
        Ok(())
    }
}

impl BodyShare {
    /// Moves a share to a sender who has meanwhile proved who they are, so that it no longer counts
    /// for strangers. If there is none for them at the moment, it stays where it is.
    pub(crate) fn pass_on(&mut self, rooms: &BodyMemory, holder: Holder) {
        if self.size == 0 {
            return;
        }
        if let Some(permit) = rooms.pieces.try_take(holder, kibibytes(self.size)) {
            self.permit = permit;
        }
    }
}

fn kibibytes(bytes: usize) -> usize {
    bytes.div_ceil(1024)
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;
    use verification::AccountId;

    use super::*;
    use crate::peer::Neighbourhood;

    const MIB: usize = 1024 * 1024;

    fn account(number: u128) -> Holder {
        Holder::Account(AccountId::new(uuid::Uuid::from_u128(number)))
    }

    fn rooms() -> BodyMemory {
        BodyMemory::new(32 * MIB, 4 * MIB, &Limits::default())
    }

    /// A body that arrives in pieces of a mebibyte.
    async fn arrive(
        rooms: &BodyMemory,
        holder: Holder,
        whole: usize,
    ) -> Result<BodyShare, BodyMemoryFull> {
        let mut room = BodyShare::default();
        for size in 1..=whole {
            rooms
                .grow(&mut room, holder, size * MIB, whole * MIB)
                .await?;
            tokio::task::yield_now().await;
        }
        Ok(room)
    }

    /// A hundred bodies at once, each of which ends and is dropped: however they meet, all of them
    /// end.
    #[tokio::test(start_paused = true)]
    async fn bodies_do_not_wait_for_one_another_for_ever() {
        let rooms = rooms();
        let arriving = (0..100).map(|number| {
            let rooms = rooms.clone();
            async move { arrive(&rooms, account(number % 5), 4).await.map(drop) }
        });
        let begun = tokio::time::Instant::now();
        assert!(join_all(arriving).await.iter().all(Result::is_ok));
        assert!(begun.elapsed() < rooms.patience);
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_takes_the_room_of_others() {
        for greedy in [
            account(1),
            Holder::Stranger(Neighbourhood::of(None)),
            Holder::Proofs(verification::VerificationId::new(uuid::Uuid::from_u128(1))),
        ] {
            let rooms = rooms();
            let mut held = Vec::new();
            while let Ok(room) = arrive(&rooms, greedy, 4).await {
                held.push(room);
                assert!(held.len() < 8, "{greedy:?} has all");
            }
            let begun = tokio::time::Instant::now();
            assert!(arrive(&rooms, account(2), 8).await.is_ok());
            assert!(begun.elapsed().is_zero(), "{greedy:?} is waited for");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_proved_something_makes_room_for_strangers() {
        let rooms = rooms();
        let stranger = Holder::Stranger(Neighbourhood::of(None));
        let mut room = arrive(&rooms, stranger, 2).await.unwrap();
        room.pass_on(&rooms, account(1));
        let again = arrive(&rooms, stranger, 2).await;
        assert!(again.is_ok());
    }
}

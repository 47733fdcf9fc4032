//! Fair shares of the decoders, so that no link and no account ever takes all of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use proofing::ports::Share;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Places for work, of which each peer may take a limited number at a time. A peer that has used up
/// its own share waits for itself; only peers with room left wait for each other, in the order in
/// which they came.
#[derive(Debug)]
pub(super) struct FairShares {
    places: Arc<Semaphore>,
    each: usize,
    peers: Arc<Mutex<HashMap<Share, Peer>>>,
}

/// One peer's own places, which are kept while somebody waits for one or holds one.
#[derive(Debug)]
struct Peer {
    places: Arc<Semaphore>,
    users: usize,
}

/// A place that was taken, which is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    _place: OwnedSemaphorePermit,
    _own: OwnedSemaphorePermit,
    _user: User,
}

/// Counts the users of a peer's places, and removes the peer with the last of them.
#[derive(Debug)]
struct User {
    share: Share,
    peers: Arc<Mutex<HashMap<Share, Peer>>>,
}

impl FairShares {
    /// Creates this many places, of which one peer takes at most `each` at a time.
    pub(super) fn new(places: usize, each: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(places.max(1))),
            each: each.max(1),
            peers: Arc::default(),
        }
    }

    /// Waits for a place. It never returns `None`, because nothing closes the places.
    pub(super) async fn take(&self, share: Share) -> Option<Place> {
        let (own, user) = self.enter(share);
        let own = own.acquire_owned().await.ok()?;
        let place = Arc::clone(&self.places).acquire_owned().await.ok()?;
        Some(Place {
            _place: place,
            _own: own,
            _user: user,
        })
    }

    fn enter(&self, share: Share) -> (Arc<Semaphore>, User) {
        let mut peers = self.peers.lock().unwrap_or_else(PoisonError::into_inner);
        let peer = peers.entry(share).or_insert_with(|| Peer {
            places: Arc::new(Semaphore::new(self.each)),
            users: 0,
        });
        peer.users += 1;
        let user = User {
            share,
            peers: Arc::clone(&self.peers),
        };
        (Arc::clone(&peer.places), user)
    }
}

impl Drop for User {
    fn drop(&mut self) {
        let mut peers = self.peers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(peer) = peers.get_mut(&self.share) {
            peer.users -= 1;
            if peer.users == 0 {
                peers.remove(&self.share);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use verification::VerificationId;

    use super::*;

    fn link(number: u128) -> Share {
        Share::Applicant(VerificationId::new(uuid::Uuid::from_u128(number)))
    }

    #[tokio::test]
    async fn one_peer_leaves_room_for_another() {
        let shares = FairShares::new(3, 2);
        let held = [shares.take(link(1)).await, shares.take(link(1)).await];
        let mut third = Box::pin(shares.take(link(1)));
        assert!((&mut third).now_or_never().is_none());
        let other = shares.take(link(2)).now_or_never().flatten();
        assert!(other.is_some());
        // All places are taken now, so a peer with room of its own waits for one.
        let mut late = Box::pin(shares.take(link(3)));
        assert!((&mut late).now_or_never().is_none());
        drop(held);
        assert!(late.now_or_never().flatten().is_some());
        assert!(third.now_or_never().flatten().is_some());
        drop(other);
        assert!(shares.peers.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn who_hangs_up_while_waiting_leaves_nothing_behind() {
        let shares = FairShares::new(1, 1);
        let held = shares.take(link(1)).await;
        let mut waiting = Box::pin(shares.take(link(2)));
        assert!((&mut waiting).now_or_never().is_none());
        drop(waiting);
        drop(held);
        assert!(shares.peers.lock().unwrap().is_empty());
        assert!(shares.take(link(3)).now_or_never().flatten().is_some());
    }
}

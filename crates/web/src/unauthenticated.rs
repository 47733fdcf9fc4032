//! The requests whose senders have proved nothing yet, or never will.
//!
//! Nobody waits to enter. If the queue is full, one request of the address with the most requests
//! in it has to leave, namely the one that has been there longest. A sender that sends everything
//! at once never loses its place, however many others hold back what they announced. If many arrive
//! at the same moment, nobody is blamed for a server that is slow for once: for a moment there are
//! more places.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Body;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::peer::Neighbourhood;

/// Nobody has to leave before this time, unless the queue is [far too full](CROWD).
const A_MOMENT: Duration = Duration::from_secs(1);

/// How many times its usual number of places a queue has for a moment.
const CROWD: usize = 4;

/// The queue of one server. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Unauthenticated(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    places: usize,
    pending: Mutex<Pending>,
}

#[derive(Debug, Default)]
struct Pending {
    /// By an ascending number, so the first of an address has been here longest.
    of: HashMap<Neighbourhood, BTreeMap<u64, (Instant, Arc<PendingRequest>)>>,
    count: usize,
    next: u64,
}

impl Unauthenticated {
    /// Creates a queue with this many places.
    pub(crate) fn new(places: usize) -> Self {
        Self(Arc::new(Inner {
            places: places.max(1),
            pending: Mutex::default(),
        }))
    }

    /// Enters, in place of somebody else if necessary.
    pub(crate) fn enter(&self, at: Neighbourhood, request: Arc<PendingRequest>) -> Place {
        let mut pending = self.pending();
        let mut evicted = Vec::new();
        while pending.count >= self.0.places {
            let is_crowded = pending.count >= CROWD * self.0.places;
            let Some(request) =
                pending.take_longest(if is_crowded { Duration::ZERO } else { A_MOMENT })
            else {
                break;
            };
            evicted.push(request);
        }
        let number = pending.next;
        pending.next += 1;
        pending.count += 1;
        let of = pending.of.entry(at).or_default();
        of.insert(number, (Instant::now(), request));
        // Whatever an answer holds is released without delaying the next caller.
        drop(pending);
        for request in &evicted {
            request.evict();
        }
        Place {
            unauthenticated: self.clone(),
            at,
            number,
        }
    }

    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.0
            .pending
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pending {
    /// Returns whoever has to leave, or `None` if they have not been here for this long.
    fn take_longest(&mut self, at_least: Duration) -> Option<Arc<PendingRequest>> {
        // If two addresses have the same number, the one whose first request has been here longer.
        let of_most = self.of.iter().max_by_key(|(_, of)| {
            let first = of.keys().next().copied().unwrap_or(u64::MAX);
            (of.len(), std::cmp::Reverse(first))
        });
        let (at, of) = of_most?;
        let (number, (since, _)) = of.first_key_value()?;
        if since.elapsed() < at_least {
            return None;
        }
        let (at, number) = (*at, *number);
        self.remove(at, number)
    }

    fn remove(&mut self, at: Neighbourhood, number: u64) -> Option<Arc<PendingRequest>> {
        let of = self.of.get_mut(&at)?;
        let (_, request) = of.remove(&number)?;
        if of.is_empty() {
            self.of.remove(&at);
        }
        self.count = self.count.saturating_sub(1);
        Some(request)
    }
}

/// A request as the queue sees it: whether it may stay, and the rest of its answer.
#[derive(Default)]
pub(crate) struct PendingRequest {
    /// Cancelled when somebody else needs its place.
    pub(crate) gone: CancellationToken,
    answer: Mutex<Option<Body>>,
}

impl fmt::Debug for PendingRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingRequest").finish_non_exhaustive()
    }
}

impl PendingRequest {
    /// Returns the rest of the answer, which is empty once the request had to leave.
    pub(crate) fn answer(&self) -> MutexGuard<'_, Option<Body>> {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends its work and drops its answer, whether anybody is reading it or not.
    fn evict(&self) {
        self.gone.cancel();
        let answer = self.answer().take();
        drop(answer);
    }
}

/// A place in the queue, which is freed when this is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    unauthenticated: Unauthenticated,
    at: Neighbourhood,
    number: u64,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.unauthenticated.pending().remove(self.at, self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(last: u8) -> Neighbourhood {
        Neighbourhood::of(Some([192, 0, 2, last].into()))
    }

    fn enter(queue: &Unauthenticated, last: u8) -> (Place, CancellationToken) {
        let request = Arc::new(PendingRequest::default());
        let gone = request.gone.clone();
        (queue.enter(at(last), request), gone)
    }

    #[tokio::test(start_paused = true)]
    async fn the_one_who_was_longest_goes_of_the_address_that_has_most() {
        let queue = Unauthenticated::new(4);
        let quiet = enter(&queue, 1);
        let greedy: Vec<_> = (0..3).map(|_| enter(&queue, 2)).collect();
        tokio::time::advance(A_MOMENT).await;
        let _newcomer = enter(&queue, 3);
        let gone: Vec<bool> = greedy.iter().map(|(_, gone)| gone.is_cancelled()).collect();
        assert_eq!(gone, [true, false, false]);
        assert!(!quiet.1.is_cancelled());
        // Also where everybody is of one address: the newcomer is never the one.
        let more: Vec<_> = (0..100).map(|_| enter(&queue, 2)).collect();
        assert!(!more.last().unwrap().1.is_cancelled());
        assert!(!quiet.1.is_cancelled());
    }

    #[tokio::test(start_paused = true)]
    async fn many_at_the_same_moment_are_heard_up_to_a_bound() {
        let queue = Unauthenticated::new(4);
        let crowd: Vec<_> = (0..16).map(|_| enter(&queue, 1)).collect();
        assert!(crowd.iter().all(|(_, gone)| !gone.is_cancelled()));
        let _one_more = enter(&queue, 1);
        assert!(crowd[0].1.is_cancelled() && !crowd[1].1.is_cancelled());
        // A moment later there are as many as there are places.
        tokio::time::advance(A_MOMENT).await;
        let _newcomer = enter(&queue, 2);
        let left = crowd.iter().filter(|(_, gone)| !gone.is_cancelled());
        assert_eq!(left.count(), 2);
        assert_eq!(queue.pending().count, 4);
    }

    #[tokio::test(start_paused = true)]
    async fn the_answer_of_who_is_sent_away_is_dropped() {
        let queue = Unauthenticated::new(1);
        let request = Arc::new(PendingRequest::default());
        *request.answer() = Some(Body::from("an answer that nobody takes"));
        let _first = queue.enter(at(1), Arc::clone(&request));
        tokio::time::advance(A_MOMENT).await;
        let _second = enter(&queue, 1);
        assert!(request.answer().is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn who_leaves_makes_room() {
        let queue = Unauthenticated::new(2);
        let first = enter(&queue, 1);
        for _ in 0..1000 {
            let (place, gone) = enter(&queue, 1);
            drop(place);
            assert!(!gone.is_cancelled());
        }
        assert!(!first.1.is_cancelled());
        // Whoever was sent away leaves as well, and takes nobody's place with them.
        let others = enter(&queue, 1);
        tokio::time::advance(A_MOMENT).await;
        let more = enter(&queue, 1);
        assert!(first.1.is_cancelled());
        drop(first.0);
        assert_eq!(queue.pending().count, 2);
        drop((others.0, more.0));
        assert_eq!(queue.pending().count, 0);
        assert!(queue.pending().of.is_empty());
    }
}

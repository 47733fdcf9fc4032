//! The lobby, which keeps requests whose senders have proved nothing yet, or never will.
//!
//! Nobody waits to enter. If the lobby is full, one request of the address with the most requests
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

/// Nobody has to leave before this time, unless the lobby is [far too full](CROWD).
const A_MOMENT: Duration = Duration::from_secs(1);

/// How many times its usual number of places a lobby has for a moment.
const CROWD: usize = 4;

/// The lobby of one server. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Lobby(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    places: usize,
    guests: Mutex<Guests>,
}

#[derive(Debug, Default)]
struct Guests {
    /// By an ascending number, so the first of an address has been here longest.
    of: HashMap<Neighbourhood, BTreeMap<u64, (Instant, Arc<Guest>)>>,
    count: usize,
    next: u64,
}

impl Lobby {
    /// Creates a lobby with this many places.
    pub(crate) fn new(places: usize) -> Self {
        Self(Arc::new(Inner {
            places: places.max(1),
            guests: Mutex::default(),
        }))
    }

    /// Enters, in place of somebody else if necessary.
    pub(crate) fn enter(&self, at: Neighbourhood, guest: Arc<Guest>) -> Place {
        let mut guests = self.guests();
        let mut sent_away = Vec::new();
        while guests.count >= self.0.places {
            let is_crowded = guests.count >= CROWD * self.0.places;
            let Some(guest) =
                guests.take_longest(if is_crowded { Duration::ZERO } else { A_MOMENT })
            else {
                break;
            };
            sent_away.push(guest);
        }
        let number = guests.next;
        guests.next += 1;
        guests.count += 1;
        let of = guests.of.entry(at).or_default();
        of.insert(number, (Instant::now(), guest));
        // Whatever an answer holds is released without delaying the next caller.
        drop(guests);
        for guest in &sent_away {
            guest.send_away();
        }
        Place {
            lobby: self.clone(),
            at,
            number,
        }
    }

    fn guests(&self) -> MutexGuard<'_, Guests> {
        self.0.guests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Guests {
    /// Returns whoever has to leave, or `None` if they have not been here for this long.
    fn take_longest(&mut self, at_least: Duration) -> Option<Arc<Guest>> {
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

    fn remove(&mut self, at: Neighbourhood, number: u64) -> Option<Arc<Guest>> {
        let of = self.of.get_mut(&at)?;
        let (_, guest) = of.remove(&number)?;
        if of.is_empty() {
            self.of.remove(&at);
        }
        self.count = self.count.saturating_sub(1);
        Some(guest)
    }
}

/// A request as the lobby sees it: whether it may stay, and the rest of its answer.
#[derive(Default)]
pub(crate) struct Guest {
    /// Cancelled when somebody else needs its place.
    pub(crate) gone: CancellationToken,
    answer: Mutex<Option<Body>>,
}

impl fmt::Debug for Guest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guest").finish_non_exhaustive()
    }
}

impl Guest {
    /// Returns the rest of the answer, which is empty once the request had to leave.
    pub(crate) fn answer(&self) -> MutexGuard<'_, Option<Body>> {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends its work and drops its answer, whether anybody is reading it or not.
    fn send_away(&self) {
        self.gone.cancel();
        let answer = self.answer().take();
        drop(answer);
    }
}

/// A place in the lobby, which is freed when this is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    lobby: Lobby,
    at: Neighbourhood,
    number: u64,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.lobby.guests().remove(self.at, self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(last: u8) -> Neighbourhood {
        Neighbourhood::of(Some([192, 0, 2, last].into()))
    }

    fn enter(lobby: &Lobby, last: u8) -> (Place, CancellationToken) {
        let guest = Arc::new(Guest::default());
        let gone = guest.gone.clone();
        (lobby.enter(at(last), guest), gone)
    }

    #[tokio::test(start_paused = true)]
    async fn the_one_who_was_longest_goes_of_the_address_that_has_most() {
        let lobby = Lobby::new(4);
        let quiet = enter(&lobby, 1);
        let greedy: Vec<_> = (0..3).map(|_| enter(&lobby, 2)).collect();
        tokio::time::advance(A_MOMENT).await;
        let _newcomer = enter(&lobby, 3);
        let gone: Vec<bool> = greedy.iter().map(|(_, gone)| gone.is_cancelled()).collect();
        assert_eq!(gone, [true, false, false]);
        assert!(!quiet.1.is_cancelled());
        // Also where everybody is of one address: the newcomer is never the one.
        let more: Vec<_> = (0..100).map(|_| enter(&lobby, 2)).collect();
        assert!(!more.last().unwrap().1.is_cancelled());
        assert!(!quiet.1.is_cancelled());
    }

    #[tokio::test(start_paused = true)]
    async fn many_at_the_same_moment_are_heard_up_to_a_bound() {
        let lobby = Lobby::new(4);
        let crowd: Vec<_> = (0..16).map(|_| enter(&lobby, 1)).collect();
        assert!(crowd.iter().all(|(_, gone)| !gone.is_cancelled()));
        let _one_more = enter(&lobby, 1);
        assert!(crowd[0].1.is_cancelled() && !crowd[1].1.is_cancelled());
        // A moment later there are as many as there are places.
        tokio::time::advance(A_MOMENT).await;
        let _newcomer = enter(&lobby, 2);
        let left = crowd.iter().filter(|(_, gone)| !gone.is_cancelled());
        assert_eq!(left.count(), 2);
        assert_eq!(lobby.guests().count, 4);
    }

    #[tokio::test(start_paused = true)]
    async fn the_answer_of_who_is_sent_away_is_dropped() {
        let lobby = Lobby::new(1);
        let guest = Arc::new(Guest::default());
        *guest.answer() = Some(Body::from("an answer that nobody takes"));
        let _first = lobby.enter(at(1), Arc::clone(&guest));
        tokio::time::advance(A_MOMENT).await;
        let _second = enter(&lobby, 1);
        assert!(guest.answer().is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn who_leaves_makes_room() {
        let lobby = Lobby::new(2);
        let first = enter(&lobby, 1);
        for _ in 0..1000 {
            let (place, gone) = enter(&lobby, 1);
            drop(place);
            assert!(!gone.is_cancelled());
        }
        assert!(!first.1.is_cancelled());
        // Whoever was sent away leaves as well, and takes nobody's place with them.
        let others = enter(&lobby, 1);
        tokio::time::advance(A_MOMENT).await;
        let more = enter(&lobby, 1);
        assert!(first.1.is_cancelled());
        drop(first.0);
        assert_eq!(lobby.guests().count, 2);
        drop((others.0, more.0));
        assert_eq!(lobby.guests().count, 0);
        assert!(lobby.guests().of.is_empty());
    }
}

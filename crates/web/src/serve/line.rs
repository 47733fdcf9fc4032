//! Connections, and which of them goes when there is no place for a new one.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::peer::Neighbourhood;

/// What is known of one connection. Times are in milliseconds since it began.
#[derive(Debug)]
pub(super) struct Line {
    begun: Instant,
    /// True once a request came.
    has_asked: AtomicBool,
    /// Since when something is to be written that nobody takes, and one more; 0 if nothing is.
    stuck_since: AtomicU64,
    /// Cancelled when its place is wanted for somebody else.
    pub(super) gone: CancellationToken,
}

impl Line {
    fn new() -> Self {
        Self {
            begun: Instant::now(),
            has_asked: AtomicBool::new(false),
            stuck_since: AtomicU64::new(0),
            gone: CancellationToken::new(),
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX - 1)
    }

    /// True if a request ever came.
    pub(super) fn has_asked(&self) -> bool {
        self.has_asked.load(Ordering::Relaxed)
    }

    /// Something is to be written, and nobody takes it.
    pub(super) fn is_stuck(&self) {
        let now = self.now() + 1;
        let _ = self
            .stuck_since
            .compare_exchange(0, now, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Something was taken.
    pub(super) fn writes(&self) {
        self.stuck_since.store(0, Ordering::Relaxed);
    }

    /// For how long nobody has taken what is to be written.
    fn stuck_for(&self) -> Duration {
        match self.stuck_since.load(Ordering::Relaxed) {
            0 => Duration::ZERO,
            since => Duration::from_millis((self.now() + 1).saturating_sub(since)),
        }
    }

    /// Comes back when nobody has taken of an answer for so long.
    pub(super) async fn stuck(&self, deadline: Duration) {
        loop {
            let left = deadline.saturating_sub(self.stuck_for());
            if left.is_zero() {
                return;
            }
            tokio::time::sleep(left).await;
        }
    }
}

/// All connections of a server.
#[derive(Debug)]
pub(super) struct Lines {
    most: usize,
    most_of_one: usize,
    open: Mutex<Open>,
    left: Notify,
}

/// Under attack a connection is closed for every new one, thousands of times a second: which one it
/// is stands first in an order that is kept, and is not looked for.
#[derive(Debug, Default)]
struct Open {
    of: HashMap<Neighbourhood, Own>,
    /// The addresses that have an idle connection, by how many connections they have.
    idle: BTreeSet<(usize, Neighbourhood)>,
    count: usize,
    next: u64,
}

/// The connections of one address.
#[derive(Debug, Default)]
struct Own {
    lines: HashMap<u64, State>,
    /// Those that ask for nothing, by when they last did.
    idle: BTreeSet<(Instant, u64)>,
}

#[derive(Debug)]
struct State {
    line: Arc<Line>,
    /// Requests that are being answered.
    asked: usize,
    /// When it last became idle.
    idle_since: Instant,
}

/// Whether a new connection has a place.
#[derive(Debug)]
pub(super) enum Admission {
    /// It has, until this is dropped.
    Place(Place),
    /// Not before another one ends.
    Full,
    /// Its address has as many as it may have, and all of them are being answered.
    TooMany,
}

impl Lines {
    /// So many in all, and so many of one address.
    pub(super) fn new(most: usize, most_of_one: usize) -> Self {
        Self {
            most: most.max(1),
            most_of_one: most_of_one.max(1),
            open: Mutex::default(),
            left: Notify::new(),
        }
    }

    /// A place for a new connection, in place of one that asks for nothing if need be. `None` for
    /// the address of one of the operator's proxies, behind which everybody is.
    pub(super) fn admit(self: &Arc<Self>, of: Option<Neighbourhood>) -> Admission {
        let at = of.unwrap_or(Neighbourhood::of(None));
        let mut open = self.open();
        let own = open.of.get(&at).map_or(0, |own| own.lines.len());
        if of.is_some() && own >= self.most_of_one && !open.close_idle_of(at) {
            return Admission::TooMany;
        }
        if open.count >= self.most && !open.close_idle() {
            return Admission::Full;
        }
        let number = open.next;
        open.next += 1;
        let line = Arc::new(Line::new());
        open.insert(at, number, Arc::clone(&line));
        Admission::Place(Place {
            seat: Seat {
                lines: Arc::clone(self),
                at,
                number,
            },
            line,
        })
    }

    /// Comes back when a connection has ended since this was called.
    pub(super) async fn one_left(&self) {
        self.left.notified().await;
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    /// Changes something about an address, and keeps the order of addresses.
    fn change<T>(&mut self, at: Neighbourhood, change: impl FnOnce(&mut Own) -> T) -> T {
        let own = self.of.entry(at).or_default();
        let before = own.lines.len();
        self.idle.remove(&(before, at));
        let changed = change(own);
        let after = own.lines.len();
        if !own.idle.is_empty() {
            self.idle.insert((after, at));
        }
        if after == 0 {
            self.of.remove(&at);
        }
        self.count = self.count + after - before;
        changed
    }

    fn insert(&mut self, at: Neighbourhood, number: u64, line: Arc<Line>) {
        let idle_since = line.begun;
        self.change(at, |own| {
            own.idle.insert((idle_since, number));
            own.lines.insert(
                number,
                State {
                    line,
                    asked: 0,
                    idle_since,
                },
            );
        });
    }

    fn remove(&mut self, at: Neighbourhood, number: u64) -> Option<Arc<Line>> {
        self.change(at, |own| {
            let state = own.lines.remove(&number)?;
            own.idle.remove(&(state.idle_since, number));
            Some(state.line)
        })
    }

    /// A request came. One that was closed meanwhile is answered all the same, if it can be.
    fn asks(&mut self, at: Neighbourhood, number: u64) {
        self.change(at, |own| {
            if let Some(state) = own.lines.get_mut(&number) {
                state.asked += 1;
                own.idle.remove(&(state.idle_since, number));
            }
        });
    }

    /// It was answered.
    fn is_answered(&mut self, at: Neighbourhood, number: u64) {
        self.change(at, |own| {
            if let Some(state) = own.lines.get_mut(&number) {
                state.asked = state.asked.saturating_sub(1);
                if state.asked == 0 {
                    state.idle_since = Instant::now();
                    own.idle.insert((state.idle_since, number));
                }
            }
        });
    }

    /// Closes the connection of an address that has been idle for the longest time.
    fn close_idle_of(&mut self, at: Neighbourhood) -> bool {
        let own = self.of.get(&at);
        let Some((_, number)) = own.and_then(|own| own.idle.first().copied()) else {
            return false;
        };
        if let Some(line) = self.remove(at, number) {
            line.gone.cancel();
        }
        true
    }

    /// The same of the address that has most, of those that have an idle one.
    fn close_idle(&mut self) -> bool {
        let most = self.idle.last().copied();
        most.is_some_and(|(_, at)| self.close_idle_of(at))
    }
}

/// Which of the connections one is.
#[derive(Debug, Clone)]
struct Seat {
    lines: Arc<Lines>,
    at: Neighbourhood,
    number: u64,
}

/// The place of a connection, left when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    seat: Seat,
    pub(super) line: Arc<Line>,
}

impl Place {
    /// What tells when its requests come.
    pub(super) fn tally(&self) -> Tally {
        Tally {
            seat: self.seat.clone(),
            line: Arc::clone(&self.line),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Seat { lines, at, number } = &self.seat;
        lines.open().remove(*at, *number);
        lines.left.notify_one();
    }
}

/// Counts the requests of a connection.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    seat: Seat,
    line: Arc<Line>,
}

impl Tally {
    /// A request came. It is being answered until what is returned is dropped.
    pub(super) fn asks(&self) -> Asking {
        self.line.has_asked.store(true, Ordering::Relaxed);
        let Seat { lines, at, number } = &self.seat;
        lines.open().asks(*at, *number);
        Asking(self.seat.clone())
    }
}

/// A request that is being answered.
#[derive(Debug)]
pub(super) struct Asking(Seat);

impl Drop for Asking {
    fn drop(&mut self) {
        let Seat { lines, at, number } = &self.0;
        lines.open().is_answered(*at, *number);
    }
}

#[cfg(test)]
mod tests;

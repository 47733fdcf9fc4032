//! Connections, and which of them is closed if there is no place for a new one.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::peer::Neighbourhood;

/// What is known about one connection. Times are in milliseconds since it began.
#[derive(Debug)]
pub(super) struct Connection {
    begun: Instant,
    /// Whether it ever had a request.
    has_asked: AtomicBool,
    /// Since when nobody has read what is to be written, plus one; 0 if nothing is waiting.
    stuck_since: AtomicU64,
    /// Cancelled when somebody else needs its place.
    pub(super) gone: CancellationToken,
}

impl Connection {
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

    /// Returns true if it ever had a request.
    pub(super) fn has_asked(&self) -> bool {
        self.has_asked.load(Ordering::Relaxed)
    }

    /// Records that nobody reads what is to be written.
    pub(super) fn is_stuck(&self) {
        let now = self.now() + 1;
        let _ = self
            .stuck_since
            .compare_exchange(0, now, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Records that something was read.
    pub(super) fn writes(&self) {
        self.stuck_since.store(0, Ordering::Relaxed);
    }

    /// Returns for how long nobody has read what is to be written.
    fn stuck_for(&self) -> Duration {
        match self.stuck_since.load(Ordering::Relaxed) {
            0 => Duration::ZERO,
            since => Duration::from_millis((self.now() + 1).saturating_sub(since)),
        }
    }

    /// Returns when nobody has read from an answer for this long.
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
pub(super) struct Connections {
    most: usize,
    most_of_one: usize,
    open: Mutex<Open>,
    left: Notify,
}

/// During an attack, a connection is closed for every new one, thousands of times per second.
/// Therefore an order is maintained in which the one to close comes first, instead of searching for
/// it.
#[derive(Debug, Default)]
struct Open {
    of: HashMap<Neighbourhood, Own>,
    /// The addresses with an idle connection, by their number of connections.
    idle: BTreeSet<(usize, Neighbourhood)>,
    count: usize,
    next: u64,
}

/// The connections of one address.
#[derive(Debug, Default)]
struct Own {
    connections: HashMap<u64, State>,
    /// The idle connections, by when they last had a request.
    idle: BTreeSet<(Instant, u64)>,
}

#[derive(Debug)]
struct State {
    connection: Arc<Connection>,
    /// The number of requests being answered.
    asked: usize,
    /// When it last became idle.
    idle_since: Instant,
}

/// Whether a new connection has a place.
#[derive(Debug)]
pub(super) enum Admission {
    /// It has one until this is dropped.
    Place(Place),
    /// It has none before another connection ends.
    Full,
    /// Its address has its maximum number of connections, and all of them are being answered.
    TooMany,
}

impl Connections {
    /// Allows this many connections in total, and this many for one address.
    pub(super) fn new(most: usize, most_of_one: usize) -> Self {
        Self {
            most: most.max(1),
            most_of_one: most_of_one.max(1),
            open: Mutex::default(),
            left: Notify::new(),
        }
    }

    /// Finds a place for a new connection, in place of an idle one if necessary. `None` stands for
    /// the address of one of the operator's proxies, behind which is everybody.
    pub(super) fn admit(self: &Arc<Self>, of: Option<Neighbourhood>) -> Admission {
        let at = of.unwrap_or(Neighbourhood::of(None));
        let mut open = self.open();
        let own = open.of.get(&at).map_or(0, |own| own.connections.len());
        if of.is_some() && own >= self.most_of_one && !open.close_idle_of(at) {
            return Admission::TooMany;
        }
        if open.count >= self.most && !open.close_idle() {
            return Admission::Full;
        }
        let number = open.next;
        open.next += 1;
        let connection = Arc::new(Connection::new());
        open.insert(at, number, Arc::clone(&connection));
        Admission::Place(Place {
            seat: Seat {
                connections: Arc::clone(self),
                at,
                number,
            },
            connection,
        })
    }

    /// Returns when a connection has ended since this was called.
    pub(super) async fn one_left(&self) {
        self.left.notified().await;
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    /// Changes an address's connections, and maintains the order of addresses.
    fn change<T>(&mut self, at: Neighbourhood, change: impl FnOnce(&mut Own) -> T) -> T {
        let own = self.of.entry(at).or_default();
        let before = own.connections.len();
        self.idle.remove(&(before, at));
        let changed = change(own);
        let after = own.connections.len();
        if !own.idle.is_empty() {
            self.idle.insert((after, at));
        }
        if after == 0 {
            self.of.remove(&at);
        }
        self.count = self.count + after - before;
        changed
    }

    fn insert(&mut self, at: Neighbourhood, number: u64, connection: Arc<Connection>) {
        let idle_since = connection.begun;
        self.change(at, |own| {
            own.idle.insert((idle_since, number));
            own.connections.insert(
                number,
                State {
                    connection,
                    asked: 0,
                    idle_since,
                },
            );
        });
    }

    fn remove(&mut self, at: Neighbourhood, number: u64) -> Option<Arc<Connection>> {
        self.change(at, |own| {
            let state = own.connections.remove(&number)?;
            own.idle.remove(&(state.idle_since, number));
            Some(state.connection)
        })
    }

    /// Records a request. If its connection was closed meanwhile, it is still answered if possible.
    fn asks(&mut self, at: Neighbourhood, number: u64) {
        self.change(at, |own| {
            if let Some(state) = own.connections.get_mut(&number) {
                state.asked += 1;
                own.idle.remove(&(state.idle_since, number));
            }
        });
    }

    /// Records that a request was answered.
    fn is_answered(&mut self, at: Neighbourhood, number: u64) {
        self.change(at, |own| {
            if let Some(state) = own.connections.get_mut(&number) {
                state.asked = state.asked.saturating_sub(1);
                if state.asked == 0 {
                    state.idle_since = Instant::now();
                    own.idle.insert((state.idle_since, number));
                }
            }
        });
    }

    /// Closes the connection of an address that has been idle longest.
    fn close_idle_of(&mut self, at: Neighbourhood) -> bool {
        let own = self.of.get(&at);
        let Some((_, number)) = own.and_then(|own| own.idle.first().copied()) else {
            return false;
        };
        if let Some(connection) = self.remove(at, number) {
            connection.gone.cancel();
        }
        true
    }

    /// Does the same for the address with the most connections, of those that have an idle one.
    fn close_idle(&mut self) -> bool {
        let most = self.idle.last().copied();
        most.is_some_and(|(_, at)| self.close_idle_of(at))
    }
}

/// Which of the connections one is.
#[derive(Debug, Clone)]
struct Seat {
    connections: Arc<Connections>,
    at: Neighbourhood,
    number: u64,
}

/// The place of a connection, which is freed when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    seat: Seat,
    pub(super) connection: Arc<Connection>,
}

impl Place {
    /// Returns the handle that reports its requests.
    pub(super) fn tally(&self) -> Tally {
        Tally {
            seat: self.seat.clone(),
            connection: Arc::clone(&self.connection),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Seat {
            connections,
            at,
            number,
        } = &self.seat;
        connections.open().remove(*at, *number);
        connections.left.notify_one();
    }
}

/// Counts the requests of a connection.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    seat: Seat,
    connection: Arc<Connection>,
}

impl Tally {
    /// Records a request, which is being answered until the returned value is dropped.
    pub(super) fn asks(&self) -> Asking {
        self.connection.has_asked.store(true, Ordering::Relaxed);
        let Seat {
            connections,
            at,
            number,
        } = &self.seat;
        connections.open().asks(*at, *number);
        Asking(self.seat.clone())
    }
}

/// A request that is being answered.
#[derive(Debug)]
pub(super) struct Asking(Seat);

impl Drop for Asking {
    fn drop(&mut self) {
        let Seat {
            connections,
            at,
            number,
        } = &self.0;
        connections.open().is_answered(*at, *number);
    }
}

#[cfg(test)]
mod tests;

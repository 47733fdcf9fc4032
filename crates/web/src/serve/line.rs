//! Connections, and which of them goes when there is no place for a new one.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
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
    /// Requests that are being answered.
    asked: AtomicUsize,
    /// True once there was one.
    has_asked: AtomicBool,
    /// When it last became idle.
    idle_since: AtomicU64,
    /// Since when something is to be written that nobody takes, and one more; 0 if nothing is.
    stuck_since: AtomicU64,
    /// Cancelled when its place is wanted for somebody else.
    pub(super) gone: CancellationToken,
}

impl Line {
    fn new() -> Self {
        Self {
            begun: Instant::now(),
            asked: AtomicUsize::new(0),
            has_asked: AtomicBool::new(false),
            idle_since: AtomicU64::new(0),
            stuck_since: AtomicU64::new(0),
            gone: CancellationToken::new(),
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX - 1)
    }

    /// A request came. It is being answered until what is returned is dropped.
    pub(super) fn asks(self: &Arc<Self>) -> Asking {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.has_asked.store(true, Ordering::Relaxed);
        Asking(Arc::clone(self))
    }

    /// True if a request ever came.
    pub(super) fn has_asked(&self) -> bool {
        self.has_asked.load(Ordering::Relaxed)
    }

    /// Since when it has asked for nothing; `None` while it does.
    fn idle_since(&self) -> Option<Instant> {
        let is_idle = self.asked.load(Ordering::Relaxed) == 0;
        let since = Duration::from_millis(self.idle_since.load(Ordering::Relaxed));
        is_idle.then(|| self.begun + since)
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

/// A request that is being answered.
#[derive(Debug)]
pub(super) struct Asking(Arc<Line>);

impl Drop for Asking {
    fn drop(&mut self) {
        self.0.idle_since.store(self.0.now(), Ordering::Relaxed);
        self.0.asked.fetch_sub(1, Ordering::Relaxed);
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

#[derive(Debug, Default)]
struct Open {
    of: HashMap<Neighbourhood, BTreeMap<u64, Arc<Line>>>,
    count: usize,
    next: u64,
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
        let own = open.of.get(&at).map_or(0, BTreeMap::len);
        if of.is_some() && own >= self.most_of_one && !open.close_idle_of(at) {
            return Admission::TooMany;
        }
        if open.count >= self.most && !open.close_idle() {
            return Admission::Full;
        }
        let number = open.next;
        open.next += 1;
        open.count += 1;
        let line = Arc::new(Line::new());
        open.of
            .entry(at)
            .or_default()
            .insert(number, Arc::clone(&line));
        Admission::Place(Place {
            lines: Arc::clone(self),
            at,
            number,
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
    /// Closes the connection of an address that has been idle for the longest time.
    fn close_idle_of(&mut self, at: Neighbourhood) -> bool {
        let Some(of) = self.of.get(&at) else {
            return false;
        };
        let idle = of
            .iter()
            .filter_map(|(number, line)| Some((line.idle_since()?, *number)));
        let Some((_, number)) = idle.min() else {
            return false;
        };
        if let Some(line) = self.remove(at, number) {
            line.gone.cancel();
        }
        true
    }

    /// The same of the address that has most, or of the next one if those are all being answered.
    fn close_idle(&mut self) -> bool {
        let mut addresses: Vec<_> = self.of.iter().map(|(at, of)| (of.len(), *at)).collect();
        addresses.sort_unstable_by_key(|(count, _)| std::cmp::Reverse(*count));
        addresses.into_iter().any(|(_, at)| self.close_idle_of(at))
    }

    fn remove(&mut self, at: Neighbourhood, number: u64) -> Option<Arc<Line>> {
        let of = self.of.get_mut(&at)?;
        let line = of.remove(&number)?;
        if of.is_empty() {
            self.of.remove(&at);
        }
        self.count = self.count.saturating_sub(1);
        Some(line)
    }
}

/// The place of a connection, left when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    lines: Arc<Lines>,
    at: Neighbourhood,
    number: u64,
    pub(super) line: Arc<Line>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.lines.open().remove(self.at, self.number);
        self.lines.left.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(last: u8) -> Neighbourhood {
        Neighbourhood::of(Some([192, 0, 2, last].into()))
    }

    fn place(lines: &Arc<Lines>, last: u8) -> Place {
        match lines.admit(Some(at(last))) {
            Admission::Place(place) => place,
            other => panic!("{other:?}"),
        }
    }

    fn are_gone(places: &[Place]) -> Vec<bool> {
        let gone = places.iter().map(|place| place.line.gone.is_cancelled());
        gone.collect()
    }

    #[tokio::test(start_paused = true)]
    async fn the_one_that_has_asked_for_nothing_for_longest_goes() {
        let lines = Arc::new(Lines::new(4, 3));
        let mut places: Vec<Place> = Vec::new();
        for last in [1, 1, 1, 2] {
            places.push(place(&lines, last));
            tokio::time::advance(Duration::from_secs(1)).await;
        }
        // The first of them asks, and the second has asked a moment ago.
        let asking = places[0].line.asks();
        drop(places[1].line.asks());
        let newcomer = place(&lines, 3);
        assert_eq!(are_gone(&places), [false, false, true, false]);
        let another = place(&lines, 3);
        assert_eq!(are_gone(&places), [false, true, true, false]);
        assert!(!newcomer.line.gone.is_cancelled() && !another.line.gone.is_cancelled());
        drop(asking);
    }

    #[tokio::test(start_paused = true)]
    async fn an_address_has_its_own_and_no_more() {
        let lines = Arc::new(Lines::new(10, 3));
        let places: Vec<Place> = (0..3).map(|_| place(&lines, 1)).collect();
        let asking: Vec<Asking> = places.iter().map(|place| place.line.asks()).collect();
        assert!(matches!(lines.admit(Some(at(1))), Admission::TooMany));
        let _neighbour = place(&lines, 2);
        // A proxy of the operator's may have all.
        let proxied: Vec<Admission> = (0..6).map(|_| lines.admit(None)).collect();
        assert!(proxied.iter().all(|one| matches!(one, Admission::Place(_))));
        drop(asking);
        let _newcomer = place(&lines, 1);
        assert_eq!(are_gone(&places).iter().filter(|gone| **gone).count(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn where_all_are_asking_a_newcomer_waits_for_the_first_to_leave() {
        let lines = Arc::new(Lines::new(2, 2));
        let mut places = vec![place(&lines, 1), place(&lines, 2)];
        let _asking: Vec<Asking> = places.iter().map(|place| place.line.asks()).collect();
        assert!(matches!(lines.admit(Some(at(3))), Admission::Full));
        places.pop();
        lines.one_left().await;
        drop(place(&lines, 3));
        assert_eq!(lines.open().count, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_line_is_stuck_until_somebody_takes_something() {
        let line = Line::new();
        let deadline = Duration::from_secs(30);
        let is_stuck = async |line: &Line, seconds: u64| {
            let stuck = tokio::time::timeout(Duration::from_secs(seconds), line.stuck(deadline));
            stuck.await.is_ok()
        };
        assert!(!is_stuck(&line, 100).await);
        line.is_stuck();
        assert!(!is_stuck(&line, 20).await);
        line.writes();
        line.is_stuck();
        assert!(!is_stuck(&line, 29).await);
        assert!(is_stuck(&line, 2).await);
    }
}

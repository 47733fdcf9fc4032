//! Counts of what happened within the last hour, by key, in the memory of this server.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use jiff::{SignedDuration, Timestamp};

/// The time within which events are counted.
const WINDOW: SignedDuration = SignedDuration::from_hours(1);

/// The times of the events of the last hour, by key.
#[derive(Debug)]
pub(crate) struct Hourly<K> {
    times: HashMap<K, VecDeque<Timestamp>>,
}

impl<K> Default for Hourly<K> {
    fn default() -> Self {
        Self {
            times: HashMap::new(),
        }
    }
}

impl<K: Eq + Hash> Hourly<K> {
    /// Forgets what happened more than an hour ago.
    pub(crate) fn forget(&mut self, now: Timestamp) {
        self.times.retain(|_, times| {
            while times
                .front()
                .is_some_and(|at| now.duration_since(*at) >= WINDOW)
            {
                times.pop_front();
            }
            !times.is_empty()
        });
    }

    /// Returns the number of events of a key that were not forgotten.
    pub(crate) fn count(&self, key: &K) -> usize {
        self.times.get(key).map_or(0, VecDeque::len)
    }

    /// Returns the number of keys with events.
    pub(crate) fn keys(&self) -> usize {
        self.times.len()
    }

    /// Counts an event.
    pub(crate) fn add(&mut self, key: K, now: Timestamp) {
        self.times.entry(key).or_default().push_back(now);
    }
}

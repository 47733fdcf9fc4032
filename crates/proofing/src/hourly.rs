//! Limits on what may happen within an hour, by key, in the memory of this server.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use jiff::{SignedDuration, Timestamp};

/// The time within which events are counted.
const WINDOW: SignedDuration = SignedDuration::from_hours(1);

/// The times of the events of the last hour, by key, and how many there may be.
#[derive(Debug)]
pub(crate) struct Hourly<K> {
    most: usize,
    most_keys: usize,
    times: HashMap<K, VecDeque<Timestamp>>,
}

impl<K: Eq + Hash> Hourly<K> {
    /// Allows this many events of each key within an hour, and this many keys. If there are more
    /// keys, new ones are refused until the oldest are forgotten.
    pub(crate) fn new(most: usize, most_keys: usize) -> Self {
        Self {
            most,
            most_keys,
            times: HashMap::new(),
        }
    }

    /// Returns true if there may be another event of this key.
    pub(crate) fn allows(&mut self, key: &K, now: Timestamp) -> bool {
        self.forget(now);
        match self.times.get(key) {
            Some(times) => times.len() < self.most,
            None => self.most > 0 && self.times.len() < self.most_keys,
        }
    }

    /// Counts an event.
    pub(crate) fn add(&mut self, key: K, now: Timestamp) {
        self.times.entry(key).or_default().push_back(now);
    }

    /// Forgets what happened more than an hour ago.
    fn forget(&mut self, now: Timestamp) {
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
}

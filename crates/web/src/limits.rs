//! What one caller may take of shared resources. Every number is a key of the configuration.

use std::time::Duration;

/// Bodies up to this many bytes do not need shared memory, because the slots limit their number.
pub(crate) const SMALL: usize = 64 * 1024;

/// The shares and the deadlines of one server.
///
/// Callers are counted by what they proved: an account by its key, a person by a link. Callers who
/// proved nothing are counted by their address, and come last.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The number of connections open at the same time. If all are in use, the one that has been
    /// idle longest is closed for a new one.
    pub max_connections: usize,
    /// The number of connections of one address. Trusted proxies may have all of them.
    pub connections_per_peer: usize,
    /// The maximum size of a request's head in bytes, at least 8,192.
    pub max_head: usize,
    /// The time within which the head of a request must arrive.
    pub head_deadline: Duration,
    /// How long a caller waits for a slot, or for the memory of an answer, before being told to
    /// come again.
    pub patience: Duration,
    /// How long a body may arrive as slowly as it likes, or wait for memory.
    pub body_grace: Duration,
    /// The minimum average rate of a body after that, in bytes per second.
    pub body_rate: u32,
    /// How many bytes of a request that was already answered are read and discarded, so that the
    /// caller can read the answer.
    pub drain: u64,
    /// How long they are read.
    pub drain_time: Duration,
    /// How long a caller may read nothing of an answer before the connection is closed.
    pub write_deadline: Duration,
    /// The maximum number of bytes of all large answers together.
    pub max_answers: usize,
    /// The number of pages that are followed at the same time.
    pub max_streams: usize,
    /// The number of calls that wait for news at the same time.
    pub max_waits: usize,
    /// The number of requests of one link that are answered at the same time.
    pub link_requests: usize,
    /// The number of pages of one link that are followed at the same time.
    pub link_streams: usize,
    /// The share of every resource that one account may have with its links, in percent.
    pub account_percent: usize,
    /// The share that all callers who proved nothing may have together, in percent. One address has
    /// half of it.
    pub stranger_percent: usize,
    /// The number of wrong keys, per address and per ID, after which each further one is answered
    /// late.
    pub wrong_keys_per_minute: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_connections: 4096,
            connections_per_peer: 2048,
            max_head: 32 * 1024,
            head_deadline: Duration::from_secs(15),
            patience: Duration::from_secs(3),
            body_grace: Duration::from_secs(10),
            body_rate: 4 * 1024,
            drain: 256 * 1024 * 1024,
            drain_time: Duration::from_secs(30),
            write_deadline: Duration::from_secs(30),
            max_answers: 48 * 1024 * 1024,
            max_streams: 2500,
            max_waits: 4096,
            link_requests: 8,
            link_streams: 16,
            account_percent: 50,
            stranger_percent: 25,
            wrong_keys_per_minute: 120,
        }
    }
}

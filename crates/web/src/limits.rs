//! What one caller may take of what all callers share. Every number is a key of the configuration.

use std::time::Duration;

/// Bodies up to this many bytes are held without asking for room: the slots bound their number.
pub(crate) const SMALL: usize = 64 * 1024;

/// The shares and the deadlines of one server.
///
/// Whoever proved something is counted by it: an account by its key, a person by a link. Whoever
/// proved nothing is counted by the address that they call from, and comes last.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections open at the same time. Where all are taken, the one that has asked for nothing
    /// for the longest time is closed for a new one.
    pub max_connections: usize,
    /// Connections of one address. Trusted proxies may have all of them.
    pub connections_per_peer: usize,
    /// The largest head of a request in bytes. At least 8,192.
    pub max_head: usize,
    /// The head of a request must have arrived within this time.
    pub head_deadline: Duration,
    /// Whoever waits longer for a slot, or for the memory of an answer, is told to come again.
    pub patience: Duration,
    /// For so long a body may arrive as slowly as it likes, or wait for room.
    pub body_grace: Duration,
    /// How many bytes a second a body must bring on average after that.
    pub body_rate: u32,
    /// How many bytes of a request that was answered already are taken in and thrown away, so that
    /// the caller can read the answer.
    pub drain: u64,
    /// For how long that is done.
    pub drain_time: Duration,
    /// Whoever takes nothing of an answer for this time is cut off.
    pub write_deadline: Duration,
    /// How many bytes all large answers may have at a time.
    pub max_answers: usize,
    /// Pages that are followed at a time.
    pub max_streams: usize,
    /// Calls that wait for news at a time.
    pub max_waits: usize,
    /// Requests of one link answered at the same time.
    pub link_requests: usize,
    /// Pages of one link that are followed at a time.
    pub link_streams: usize,
    /// The part of everything shared that one account may have, in percent, with its links.
    pub account_percent: usize,
    /// The part that all who proved nothing may have together. One address has half of it.
    pub stranger_percent: usize,
    /// Wrong keys that one address may offer, and that may be offered for one id, before each
    /// further one is answered late.
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

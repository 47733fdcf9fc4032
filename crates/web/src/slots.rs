//! Slots: how many requests of each kind are answered at a time. One kind never takes another
//! one's.

use std::hash::{BuildHasher, RandomState};

use crate::limits::Limits;
use crate::shares::{Holder, Portions, Shares};
use crate::streams::Streams;

/// The slots of every kind.
#[derive(Debug, Clone)]
pub(crate) struct Slots {
    /// The verification protocol.
    pub(crate) accounts: Shares,
    /// The capture protocol.
    pub(crate) calls: Shares,
    /// Its calls that wait for news: they are many and do nothing.
    pub(crate) waits: Shares,
    /// What the pages call.
    pub(crate) pages: Shares,
    /// What people hand in: from a slow network it takes its time.
    pub(crate) uploads: Shares,
    /// Pages that are followed by a second screen.
    pub(crate) streams: Shares,
    /// The same, token by token, before it is known whose it is.
    pub(crate) of_link: Streams,
    /// Tokens are secrets: what is kept of them is a hash that nobody can foresee.
    tokens: RandomState,
}

impl Slots {
    pub(crate) fn new(max_requests: usize, limits: &Limits) -> Self {
        let usual = || Shares::new(Portions::of(max_requests, limits.link_requests, limits));
        let kept = |total, link| Shares::new(Portions::of(total, link, limits));
        Self {
            accounts: usual(),
            calls: usual(),
            waits: kept(limits.max_waits, limits.link_streams),
            pages: usual(),
            uploads: usual(),
            // Those that give way to newer ones need theirs for a moment longer.
            streams: kept(limits.max_streams, 2 * limits.link_streams),
            of_link: Streams::new(limits.link_streams),
            tokens: RandomState::new(),
        }
    }

    /// Whoever offers a token that was not looked up yet.
    pub(crate) fn bearer(&self, token: &str) -> Holder {
        Holder::Token(self.tokens.hash_one(token))
    }
}

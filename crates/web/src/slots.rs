//! Slots: how many requests of each kind are answered at a time. No kind takes slots of another.

use std::hash::{BuildHasher, RandomState};

use crate::limits::Limits;
use crate::shares::{Holder, Portions, Shares};
use crate::streams::Streams;

/// The slots of every kind.
#[derive(Debug, Clone)]
pub(crate) struct Slots {
    /// For the verification protocol.
    pub(crate) accounts: Shares,
    /// For the capture protocol.
    pub(crate) calls: Shares,
    /// For its calls that wait for news, which are many and do nothing.
    pub(crate) waits: Shares,
    /// For calls of the pages.
    pub(crate) pages: Shares,
    /// For the pages of staff.
    pub(crate) office: Shares,
    /// For uploads of people, which take their time on a slow network.
    pub(crate) uploads: Shares,
    /// For pages that a second screen follows.
    pub(crate) streams: Shares,
    /// For the same streams by token, before it is known whose token it is.
    pub(crate) of_link: Streams,
    /// Tokens are secrets, so only a hash that nobody can foresee is kept.
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
            office: usual(),
            uploads: usual(),
            // Streams that give way to newer ones need theirs a moment longer.
            streams: kept(limits.max_streams, 2 * limits.link_streams),
            of_link: Streams::new(limits.link_streams),
            tokens: RandomState::new(),
        }
    }

    /// Returns the holder for a token that was not looked up yet.
    pub(crate) fn bearer(&self, token: &str) -> Holder {
        Holder::Token(self.tokens.hash_one(token))
    }
}

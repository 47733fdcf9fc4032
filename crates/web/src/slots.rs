//! Slots: how many requests of each kind are answered at a time. One kind never takes another
//! one's.

use crate::limits::Limits;
use crate::shares::{Portions, Shares};

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
            streams: kept(limits.max_streams, limits.link_streams),
        }
    }
}

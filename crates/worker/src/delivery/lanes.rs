//! Lanes: counts what is being sent to each receiver, and for each account, at the moment.
//!
//! A delivery occupies its lane from the lease to the answer, but not while the attempt is
//! recorded.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use proofing::ports::Lane;
use tokio::sync::Notify;
use verification::AccountId;

/// Counts what is being sent by lane.
#[derive(Debug)]
pub(super) struct Lanes {
    slots: usize,
    account_slots: usize,
    in_flight: Mutex<InFlight>,
    freed: Notify,
}

#[derive(Debug, Default)]
struct InFlight {
    lanes: HashMap<Lane, usize>,
    accounts: HashMap<AccountId, usize>,
}

impl Lanes {
    pub(super) fn of(slots: usize, account_slots: usize) -> Self {
        Self {
            slots,
            account_slots,
            in_flight: Mutex::default(),
            freed: Notify::new(),
        }
    }

    /// Returns when a lane or an account that was full has a slot.
    pub(super) async fn freed(&self) {
        self.freed.notified().await;
    }

    pub(super) fn in_flight(&self) -> Vec<(Lane, usize)> {
        let in_flight = self
            .in_flight
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        in_flight
            .lanes
            .iter()
            .map(|(lane, count)| (lane.clone(), *count))
            .collect()
    }

    pub(super) fn take(lanes: &Arc<Self>, lane: Lane) -> LaneSlot {
        let mut in_flight = lanes
            .in_flight
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *in_flight.lanes.entry(lane.clone()).or_default() += 1;
        *in_flight.accounts.entry(lane.account).or_default() += 1;
        drop(in_flight);
        LaneSlot {
            lanes: Arc::clone(lanes),
            lane,
        }
    }
}

/// A slot of a lane, which is freed when this is dropped.
#[derive(Debug)]
pub(super) struct LaneSlot {
    lanes: Arc<Lanes>,
    lane: Lane,
}

impl Drop for LaneSlot {
    fn drop(&mut self) {
        let mut in_flight = self
            .lanes
            .in_flight
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let of_lane = give_back(&mut in_flight.lanes, &self.lane);
        let of_account = give_back(&mut in_flight.accounts, &self.lane.account);
        drop(in_flight);
        // Only a full lane makes others wait. The end of every attempt is noticed anyway.
        if of_lane >= self.lanes.slots || of_account >= self.lanes.account_slots {
            self.lanes.freed.notify_one();
        }
    }
}

/// Removes one and returns how many there were before.
fn give_back<K: Eq + Hash>(counts: &mut HashMap<K, usize>, of: &K) -> usize {
    let Some(count) = counts.get_mut(of) else {
        return 0;
    };
    let before = *count;
    *count = before.saturating_sub(1);
    if *count == 0 {
        counts.remove(of);
    }
    before
}

//! Lanes: how much is being sent to each receiver at this moment.
//!
//! A lane is taken from the lease until the answer, and not while the attempt is written down.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use proofing::ports::Lane;
use tokio::sync::Notify;

/// Counts what is being sent, by lane.
#[derive(Debug)]
pub(super) struct Lanes {
    slots: usize,
    in_flight: Mutex<HashMap<Lane, usize>>,
    freed: Notify,
}

impl Lanes {
    pub(super) fn of(slots: usize) -> Self {
        Self {
            slots,
            in_flight: Mutex::default(),
            freed: Notify::new(),
        }
    }

    /// Returns when a lane that was full has a slot.
    pub(super) async fn freed(&self) {
        self.freed.notified().await;
    }

    pub(super) fn in_flight(&self) -> Vec<(Lane, usize)> {
        let lanes = self
            .in_flight
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        lanes
            .iter()
            .map(|(lane, count)| (lane.clone(), *count))
            .collect()
    }

    pub(super) fn take(lanes: &Arc<Self>, lane: Lane) -> LaneSlot {
        *lanes
            .in_flight
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(lane.clone())
            .or_default() += 1;
        LaneSlot {
            lanes: Arc::clone(lanes),
            lane,
        }
    }
}

/// A slot of a lane, given back when dropped.
#[derive(Debug)]
pub(super) struct LaneSlot {
    lanes: Arc<Lanes>,
    lane: Lane,
}

impl Drop for LaneSlot {
    fn drop(&mut self) {
        let mut lanes = self
            .lanes
            .in_flight
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let Some(count) = lanes.get_mut(&self.lane) else {
            return;
        };
        let was_full = *count >= self.lanes.slots;
        *count -= 1;
        if *count == 0 {
            lanes.remove(&self.lane);
        }
        drop(lanes);
        // Only a full lane keeps others waiting. The end of every attempt is noticed anyway.
        if was_full {
            self.lanes.freed.notify_one();
        }
    }
}

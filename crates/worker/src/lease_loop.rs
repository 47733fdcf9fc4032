//! The lease loop: leases what is due from a queue and carries it out, a limited number at a time,
//! until told to stop.
//!
//! Deliveries and jobs differ in what they do, but not in how they wait. The loop waits for its
//! signal, for the end of something it is doing, for the next due time, or for a few seconds at
//! most; it never looks twice without one of these. If the store is lost, the loop waits for it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use proofing::ports::{Clock, Listener, Signal, Signals, Store, StoreError};
use proofing::retry::RetryPolicy;
use tokio::task::{JoinError, JoinSet};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

/// The queue of a loop.
#[async_trait]
pub(crate) trait Queue: Send + Sync + 'static {
    /// Something that was leased.
    type Item: Send + 'static;
    /// The name of the queue, for the log.
    const NAME: &'static str;
    /// The signal that something was stored in it.
    const SIGNAL: Signal;

    /// Leases up to this many that are due.
    async fn lease(&self, now: Timestamp, limit: usize) -> Result<Vec<Self::Item>, StoreError>;
    /// Does the work, stores how it ended, and returns when it is due again if that is known.
    async fn work(&self, item: Self::Item) -> Option<Timestamp>;
    /// Returns when something that is being carried out no longer prevents another from being
    /// leased.
    async fn freed(&self);
}

/// The pace of a loop.
#[derive(Debug, Clone)]
pub(crate) struct Pace {
    /// The maximum number at a time.
    pub(crate) slots: usize,
    /// The maximum time without looking.
    pub(crate) poll: Duration,
    /// How long current work may continue after the stop.
    pub(crate) grace: Duration,
}

pub(crate) struct LeaseLoop<Q> {
    pub(crate) queue: Arc<Q>,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) signals: Arc<dyn Signals>,
    pub(crate) pace: Pace,
}

impl<Q: Queue> LeaseLoop<Q> {
    /// Runs until stopped. Then it leases no more and finishes current work within the grace
    /// period.
    pub(crate) async fn run(self, stop: CancellationToken) {
        let mut flight = JoinSet::new();
        let mut signal = self.signals.listen(Q::SIGNAL);
        let mut agenda = Agenda::default();
        let mut losses = 0_u32;
        while !stop.is_cancelled() {
            while let Some(ended) = flight.try_join_next() {
                agenda.add(landed::<Q>(ended), self.horizon());
            }
            let free = self.pace.slots.saturating_sub(flight.len());
            let mut wait = self.pace.poll;
            if free > 0 {
                // Signals from here on count for the next look.
                signal.catch_up();
                match self.look(free, &mut flight, &mut agenda).await {
                    Ok(until_due) => {
                        if losses > 0 {
                            info!(queue = Q::NAME, "the store is back");
                        }
                        losses = 0;
                        wait = wait.min(until_due);
                    }
                    Err(error) => {
                        if losses == 0 {
                            warn!(queue = Q::NAME, %error, "the store is lost; trying again");
                        }
                        wait = wait.min(RetryPolicy::STORE.wait(losses));
                        losses = losses.saturating_add(1);
                    }
                }
            }
            let may_look = free > 0 && losses == 0;
            tokio::select! {
                () = stop.cancelled() => {}
                () = told(&mut signal), if may_look => {}
                () = self.queue.freed(), if may_look => {}
                Some(ended) = flight.join_next(), if free == 0 || losses == 0 => {
                    agenda.add(landed::<Q>(ended), self.horizon());
                }
                () = sleep(wait), if free > 0 => {}
            }
        }
        self.land(flight).await;
    }

    /// Starts what is due, and returns for how long nothing else will be.
    async fn look(
        &self,
        free: usize,
        flight: &mut JoinSet<Option<Timestamp>>,
        agenda: &mut Agenda,
    ) -> Result<Duration, StoreError> {
        let now = self.clock.now();
        agenda.forget_until(now);
        let leased = self.queue.lease(now, free).await?;
        for item in leased {
            let queue = Arc::clone(&self.queue);
            flight.spawn(async move { queue.work(item).await });
        }
        // While something is being carried out, its end says when to look again. Otherwise the
        // store knows; what was due at the last look and was not leased is prevented by something
        // else.
        if flight.is_empty() {
            let due = self.store.next_due().await?.filter(|due| *due > now);
            agenda.add(due, self.horizon());
        }
        Ok(agenda.next().map_or(Duration::MAX, |due| {
            // It always waits a little, because the clock of the timer is not that of the store.
            Duration::try_from(due.duration_since(self.clock.now()))
                .unwrap_or_default()
                .max(Duration::from_millis(1))
        }))
    }

    /// Anything due later than this is found by looking every few seconds.
    fn horizon(&self) -> Timestamp {
        self.clock
            .now()
            .checked_add(self.pace.poll * 2)
            .unwrap_or(Timestamp::MAX)
    }

    async fn land(&self, mut flight: JoinSet<Option<Timestamp>>) {
        let all = async {
            while let Some(ended) = flight.join_next().await {
                landed::<Q>(ended);
            }
        };
        if timeout(self.pace.grace, all).await.is_err() {
            // Their leases expire, and they are carried out again.
            warn!(
                queue = Q::NAME,
                left = flight.len(),
                "stopped before everything in flight had ended"
            );
            flight.shutdown().await;
        }
    }
}

/// Returns when the signal is sent; never returns after the signals have ended.
async fn told(signal: &mut Listener) {
    if signal.heard().await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn landed<Q: Queue>(ended: Result<Option<Timestamp>, JoinError>) -> Option<Timestamp> {
    ended.unwrap_or_else(|failed| {
        error!(queue = Q::NAME, error = %failed, "a task ended abnormally; its lease will run out");
        None
    })
}

/// The time at which something is known to be due soon.
#[derive(Debug, Default)]
struct Agenda(BinaryHeap<Reverse<Timestamp>>);

impl Agenda {
    fn add(&mut self, due: Option<Timestamp>, horizon: Timestamp) {
        self.0
            .extend(due.filter(|due| *due <= horizon).map(Reverse));
    }

    fn forget_until(&mut self, now: Timestamp) {
        while self.next().is_some_and(|due| due <= now) {
            self.0.pop();
        }
    }

    fn next(&self) -> Option<Timestamp> {
        self.0.peek().map(|due| due.0)
    }
}

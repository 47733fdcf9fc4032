//! Deliveries: sends notifications, and records the outcome.
//!
//! Deliveries are made at least once, and in order within one verification and destination: the
//! store only leases the first of each. [`follows`] decides what follows from an attempt, and the
//! core's [`Schedule`] decides when to try again. One slow receiver occupies at most the slots of
//! its lane, and each of them no longer than the sender's deadline.

mod lanes;
mod postbacks;
mod render;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use egress::retry_after;
use egress::sender::{Failure, Sender, Sent};
use jiff::Timestamp;
use proofing::ports::{
    Clock, DeliveryLease, DeliveryQuery, Entropy, Lane, MOST_CRASHES, Signal, Signals, Store,
    StoreError,
};
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, debug, error, info, info_span};
use verification::AttemptId;
use verification::notification::{Attempt, AttemptEnd, Schedule};

pub use self::postbacks::Postbacks;
pub use self::render::{RenderError, Rendered, Renderer, StoredBodiesOnly};

use self::lanes::{LaneSlot, Lanes};

use crate::headers;
use crate::lease_loop::{LeaseLoop, Pace, Queue};
use crate::persist::persist;

/// The settings of the delivery loop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The maximum number of deliveries at a time.
    pub slots: usize,
    /// The maximum number for one lane, which is an account's destinations on one scheme, host and
    /// port.
    pub lane_slots: usize,
    /// How much longer than the sender's deadline a lease lasts. In this time, the account is read
    /// first (in at most five seconds), and the attempt is recorded afterwards, if the store is
    /// slow or unavailable.
    pub lease_margin: Duration,
    /// The maximum time between two looks for deliveries that are due.
    pub poll: Duration,
    /// How long current attempts may continue after the stop.
    pub grace: Duration,
    /// The retry schedule.
    pub schedule: Schedule,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            slots: 256,
            lane_slots: 16,
            lease_margin: Duration::from_secs(30),
            poll: Duration::from_secs(3),
            grace: Duration::from_secs(12),
            schedule: Schedule::default(),
        }
    }
}

impl Settings {
    /// Returns the maximum number for one account at a time: a quarter of the slots, and at least
    /// those of one lane, so that no account can occupy everybody's slots with many slow hosts.
    pub fn account_slots(&self) -> usize {
        (self.slots / 4).max(self.lane_slots)
    }
}

/// The loop that delivers.
#[derive(Debug)]
pub struct DeliveryWorker {
    /// Stores the deliveries.
    pub store: Arc<dyn Store>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Generates random numbers for the schedule and for IDs.
    pub entropy: Arc<dyn Entropy>,
    /// Makes the attempts.
    pub sender: Sender,
    /// Renders bodies that are not stored.
    pub renderer: Arc<dyn Renderer>,
    /// Signals every commit that stored notifications.
    pub signals: Arc<dyn Signals>,
    /// How many callbacks are sent at a time, and for how long they are leased.
    pub settings: Settings,
}

impl DeliveryWorker {
    /// Delivers until stopped. Then it leases no more and finishes current attempts within the
    /// grace period. Whatever is left is sent again by the next process, when its lease expires.
    pub async fn run(self, stop: CancellationToken) {
        let pace = Pace {
            slots: self.settings.slots,
            poll: self.settings.poll,
            grace: self.settings.grace,
        };
        let (store, clock, signals) = (
            Arc::clone(&self.store),
            Arc::clone(&self.clock),
            Arc::clone(&self.signals),
        );
        let (lane_slots, account_slots) = (self.settings.lane_slots, self.settings.account_slots());
        let queue = Arc::new(Deliveries {
            courier: self,
            lanes: Arc::new(Lanes::of(lane_slots, account_slots)),
        });
        LeaseLoop {
            queue,
            store,
            clock,
            signals,
            pace,
        }
        .run(stop)
        .await;
    }
}

/// Returns what follows from an attempt: 2xx means delivered, 410 means never again, and everything
/// else is tried again while the schedule lasts. `Retry-After` is respected for 429 and 503.
pub fn follows(
    sent: &Sent,
    schedule: &Schedule,
    first_due: Timestamp,
    failed: u32,
    now: Timestamp,
    dice: u64,
) -> AttemptEnd {
    let asked = match sent.status {
        Some(200..=299) => return AttemptEnd::Delivered,
        Some(410) => return AttemptEnd::DisableDestination,
        Some(429 | 503) => sent
            .retry_after
            .as_deref()
            .and_then(|value| retry_after::parse(value, now)),
        _ => None,
    };
    schedule
        .next(first_due, failed, now, dice, asked)
        .map_or(AttemptEnd::GiveUp, AttemptEnd::Retry)
}

#[derive(Debug)]
struct Deliveries {
    courier: DeliveryWorker,
    lanes: Arc<Lanes>,
}

#[async_trait]
impl Queue for Deliveries {
    type Item = (DeliveryLease, LaneSlot);
    const NAME: &'static str = "deliveries";
    const SIGNAL: Signal = Signal::DeliveryDue;

    async fn lease(&self, now: Timestamp, limit: usize) -> Result<Vec<Self::Item>, StoreError> {
        let DeliveryWorker {
            store,
            sender,
            settings,
            ..
        } = &self.courier;
        let holds = sender.deadline() + settings.lease_margin;
        let query = DeliveryQuery {
            now,
            lease_until: now.checked_add(holds).unwrap_or(Timestamp::MAX),
            limit,
            per_lane: settings.lane_slots,
            per_account: settings.account_slots(),
            in_flight: self.lanes.in_flight(),
        };
        let leased = store.lease_deliveries(query).await?;
        Ok(leased
            .into_iter()
            .map(|lease| {
                let lane = Lane::of(lease.delivery.account, &lease.delivery.destination);
                (lease, Lanes::take(&self.lanes, lane))
            })
            .collect())
    }

    async fn work(&self, (lease, slot): Self::Item) -> Option<Timestamp> {
        let span = info_span!(
            "delivery",
            delivery.id = %lease.delivery.id,
            verification.id = %lease.delivery.verification,
        );
        self.done(lease, slot).instrument(span).await
    }

    async fn freed(&self) {
        self.lanes.freed().await;
    }
}

impl Deliveries {
    /// Makes an attempt and records the outcome. Returns when it is due again.
    async fn done(&self, lease: DeliveryLease, slot: LaneSlot) -> Option<Timestamp> {
        let DeliveryWorker {
            store,
            clock,
            settings,
            ..
        } = &self.courier;
        let began = clock.now();
        let attempted = if lease.crashes >= MOST_CRASHES {
            error!(delivery = %lease.delivery.id, crashes = lease.crashes, "given up: the server died of it");
            Err(never(
                "server.crashed",
                "The server died again and again while this was under way.",
            ))
        } else {
            self.courier.attempt(&lease, began).await
        };
        // The receiver has a free slot again, whatever the store is doing.
        drop(slot);
        let (sent, can_retry) = match attempted {
            Ok(sent) => (sent, true),
            Err(Hindrance::Later) => return None,
            Err(Hindrance::Retry(failure)) => (Sent::never(failure), true),
            Err(Hindrance::Never(failure)) => (Sent::never(failure), false),
        };
        let (attempt, end) = self.courier.settle(&lease, sent, began, can_retry);
        let again = if let AttemptEnd::Retry(at) = end {
            Some(at)
        } else {
            None
        };
        let kept = persist(settings.lease_margin, || {
            store.finish_delivery(&lease, attempt.clone(), end.clone())
        })
        .await;
        if let Err(error) = kept {
            error!(delivery = %lease.delivery.id, %error, "an attempt was not written down; it may be made again");
        }
        again
    }
}

/// The reason why nothing was sent.
enum Hindrance {
    /// The store was lost, so nothing can be recorded and the lease expires.
    Later,
    /// Another attempt may succeed.
    Retry(Failure),
    /// No further attempt can succeed.
    Never(Failure),
}

impl DeliveryWorker {
    /// Returns how long to wait for the store before sending. The lease has to last longer than
    /// this and the deadline.
    const PATIENCE: Duration = Duration::from_secs(5);

    async fn attempt(&self, lease: &DeliveryLease, now: Timestamp) -> Result<Sent, Hindrance> {
        let delivery = &lease.delivery;
        let account = match persist(Self::PATIENCE, || self.store.account(delivery.account)).await {
            Ok(Some(account)) => account,
            Ok(None) => {
                return Err(never(
                    "account.missing",
                    "The account does not exist any more.",
                ));
            }
            Err(error) => {
                error!(delivery = %delivery.id, %error, "the account of a delivery cannot be read");
                return Err(Hindrance::Later);
            }
        };
        let unsigned = |_| {
            never(
                "body.unsigned",
                "The headers of the callback could not be made.",
            )
        };
        let (body, mut headers) = match &lease.body {
            Some(body) => (
                body.clone(),
                headers::of_event(&account, body).map_err(unsigned)?,
            ),
            None => match self.renderer.render(delivery, &account).await {
                Ok(rendered) => (rendered.body, rendered.headers),
                Err(RenderError::Impossible(why)) => return Err(never("body.missing", &why)),
                Err(RenderError::Store(error)) => {
                    error!(delivery = %delivery.id, %error, "a body could not be rendered");
                    let failure = Failure::new(
                        "body.unavailable",
                        "What the body is made of could not be read.",
                    );
                    return Err(Hindrance::Retry(failure));
                }
            },
        };
        headers::add_webhook(&mut headers, &account, delivery.id, &body, now).map_err(unsigned)?;
        Ok(self
            .sender
            .send(&delivery.destination, headers, Bytes::from(body))
            .await)
    }

    /// Returns the attempt to store, and what follows from it.
    fn settle(
        &self,
        lease: &DeliveryLease,
        sent: Sent,
        began: Timestamp,
        can_retry: bool,
    ) -> (Attempt, AttemptEnd) {
        let failed = lease.tries.saturating_add(1);
        let end = if can_retry {
            let mut dice = [0; 8];
            self.entropy.fill(&mut dice);
            let dice = u64::from_le_bytes(dice);
            follows(
                &sent,
                &self.settings.schedule,
                lease.first_due_at,
                failed,
                self.clock.now(),
                dice,
            )
        } else {
            AttemptEnd::GiveUp
        };
        let (id, status) = (lease.delivery.id, sent.status);
        match &sent.failure {
            None => debug!(delivery = %id, status, took = ?sent.took, "delivered"),
            Some(failure) => {
                info!(delivery = %id, status, word = failure.word, attempt = failed, ?end, "not delivered");
            }
        }
        let attempt = Attempt {
            id: self.attempt_id(began),
            at: began,
            took: sent.took,
            status,
            error: sent.failure.as_ref().map(Failure::to_string),
            answer: sent.answer,
        };
        (attempt, end)
    }

    fn attempt_id(&self, at: Timestamp) -> AttemptId {
        let mut random = [0; 10];
        self.entropy.fill(&mut random);
        let millis = u64::try_from(at.as_millisecond()).unwrap_or_default();
        AttemptId::new(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }
}

fn never(word: &'static str, sentence: &str) -> Hindrance {
    Hindrance::Never(Failure::new(word, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    #[test]
    fn what_is_sent_and_answered_stays_out_of_logs() {
        let canary = "canary-5540182";
        let body = canary.as_bytes().to_vec();
        let new = testkit::builders::notification(1, 1, 1);
        let lease = DeliveryLease {
            delivery: verification::notification::Delivery {
                id: new.id,
                verification: new.verification,
                account: new.account,
                number: new.number,
                told: new.told,
                destination: new.destination,
                state: verification::notification::DeliveryState::Ready,
                attempts: 0,
                created_at: at(0),
                next_attempt_at: None,
                ended_at: None,
            },
            body: Some(body.clone()),
            first_due_at: at(0),
            tries: 0,
            crashes: 0,
            token: 1,
        };
        let mut headers = http::HeaderMap::new();
        headers.insert("x-canary", http::HeaderValue::from_static("canary-5540182"));
        let rendered = Rendered { body, headers };
        let sent = Sent {
            answer: Some(canary.to_owned()),
            retry_after: Some(canary.to_owned()),
            ..Sent::never(Failure::new("test", ""))
        };
        let bytes = format!("{:?}", canary.as_bytes());
        for shown in [
            format!("{lease:?}"),
            format!("{rendered:?}"),
            format!("{sent:?}"),
        ] {
            assert!(!shown.contains(canary), "{shown}");
            assert!(!shown.contains(bytes.trim_matches(['[', ']'])), "{shown}");
        }
    }

    #[test]
    fn the_status_says_what_follows() {
        let schedule = Schedule::default();
        let retry = |second| AttemptEnd::Retry(at(second));
        // The greatest dice give the ceiling of the wait less a millisecond, so no dice are thrown
        // here.
        let cases = [
            (Some(200), None, AttemptEnd::Delivered),
            (Some(204), Some("60"), AttemptEnd::Delivered),
            (Some(410), Some("60"), AttemptEnd::DisableDestination),
            (Some(429), Some("60"), retry(60)),
            (Some(503), Some("60"), retry(60)),
            (Some(503), Some("0"), retry(1)),
            (Some(503), Some("999999999"), retry(24 * 3600)),
            (Some(503), Some("Fri, 15 Jan 2027 08:02:00 GMT"), retry(120)),
            (Some(503), Some("soon"), retry(0)),
            (Some(500), Some("60"), retry(0)),
            (Some(302), None, retry(0)),
            (Some(404), None, retry(0)),
            (None, None, retry(0)),
        ];
        for (status, asked, expected) in cases {
            let sent = Sent {
                status,
                retry_after: asked.map(str::to_owned),
                ..Sent::never(Failure::new("test", ""))
            };
            assert_eq!(
                follows(&sent, &schedule, at(0), 1, at(0), 0),
                expected,
                "{status:?} {asked:?}"
            );
        }
        let over = at(77 * 3600);
        assert_eq!(
            follows(
                &Sent::never(Failure::new("test", "")),
                &schedule,
                at(0),
                20,
                over,
                0
            ),
            AttemptEnd::GiveUp
        );
    }
}

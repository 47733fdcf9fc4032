//! Opens bodies before they are sent, and seals the answers.

use std::sync::Arc;

use proofing::ports::{DeliveryLease, DeliveryQuery, StoreError};
use verification::notification::{Attempt, AttemptEnd, Delivery};

use crate::ports::{AttemptRecord, Body, Finished, LeasedDelivery, Rows};
use crate::seal::{Key, Sealer, places};

/// How often an attempt is sealed again because another one took its number in the meantime.
const TRIES: u8 = 16;

/// Leases deliveries, and opens their bodies. One that cannot be opened must not stop all others:
/// it fails, and the log says why.
pub(super) async fn lease(
    rows: &dyn Rows,
    sealer: &Sealer,
    query: DeliveryQuery,
) -> Result<Vec<DeliveryLease>, StoreError> {
    let now = query.now;
    let leased = rows.lease_deliveries(query).await?;
    let sealed = leased
        .iter()
        .filter(|leased| matches!(leased.body, Body::Sealed(_)));
    let ids: Vec<_> = sealed
        .map(|leased| leased.lease.delivery.verification)
        .collect();
    // Which of them cannot be read, and why, is found out below.
    let keys = sealer.keys_of(ids).await.unwrap_or_default();
    let mut leases = Vec::with_capacity(leased.len());
    for LeasedDelivery { lease, body } in leased {
        let (id, verification) = (lease.delivery.id, lease.delivery.verification);
        let key = keys.get(&verification).cloned();
        match open_body(sealer, key, &lease.delivery, body).await {
            Ok(body) => leases.push(DeliveryLease { body, ..lease }),
            // The key cannot be read at the moment. The lease expires, and then it is tried again.
            Err(error @ StoreError::Unavailable(_)) => {
                tracing::error!(delivery.id = %id, verification.id = %verification, error = &error as &dyn std::error::Error, "the key of a delivery cannot be read");
            }
            Err(error) => {
                tracing::error!(delivery.id = %id, verification.id = %verification, error = %error, "a delivery cannot be read");
                if let Err(error) = rows.fail_delivery(lease, now, error.to_string()).await {
                    tracing::error!(delivery.id = %id, error = %error, "a delivery that cannot be read was not ended");
                }
            }
        }
    }
    Ok(leases)
}

async fn open_body(
    sealer: &Sealer,
    key: Option<Arc<Key>>,
    delivery: &Delivery,
    body: Body,
) -> Result<Option<Vec<u8>>, StoreError> {
    let sealed = match body {
        Body::Rendered => return Ok(None),
        Body::Plain(body) => return Ok(Some(body)),
        Body::Sealed(sealed) => sealed,
    };
    let key = match key {
        Some(key) => key,
        None => sealer.living_key(delivery.verification).await?,
    };
    let plain = Sealer::open(&key, &places::body(delivery.id), &sealed)?;
    Ok(Some(plain.to_vec()))
}

/// Stores an attempt. Its answer is sealed for the number of the attempt, which is expected to
/// follow those that there were when the delivery was leased; if others were stored since, the
/// database says the number, and the answer is sealed again.
pub(super) async fn finish(
    rows: &dyn Rows,
    sealer: &Sealer,
    lease: &DeliveryLease,
    attempt: Attempt,
    end: AttemptEnd,
) -> Result<(), StoreError> {
    let answer = attempt.answer;
    let attempt = Attempt {
        answer: None,
        ..attempt
    };
    let delivery = &lease.delivery;
    // A deleted verification has no key, so the answer is not kept.
    let key = match &answer {
        Some(_) => sealer.key(delivery.verification).await?,
        None => None,
    };
    let mut number = delivery.attempts.saturating_add(1);
    for _ in 0..TRIES {
        let sealed = match (&answer, &key) {
            (Some(answer), Some(key)) => {
                let place = places::answer(delivery.id, number);
                Some(sealer.seal(key, &place, answer.as_bytes())?)
            }
            _ => None,
        };
        let record = AttemptRecord {
            number,
            attempt: attempt.clone(),
            answer: sealed,
        };
        // The body was sent and is no longer needed.
        let lease = DeliveryLease {
            body: None,
            ..lease.clone()
        };
        match rows.finish_delivery(lease, record, end.clone()).await? {
            Finished::Stored => return Ok(()),
            Finished::Number(next) => number = next,
        }
    }
    Err(StoreError::Conflict)
}

/// Opens the answers to the attempts of a delivery.
pub(super) async fn open_attempts(
    sealer: &Sealer,
    delivery: &Delivery,
    records: Vec<AttemptRecord>,
) -> Result<Vec<Attempt>, StoreError> {
    let mut attempts = Vec::with_capacity(records.len());
    for record in records {
        let answer = match &record.answer {
            Some(sealed) => Some(open_answer(sealer, delivery, record.number, sealed).await?),
            None => None,
        };
        attempts.push(Attempt {
            answer,
            ..record.attempt
        });
    }
    Ok(attempts)
}

async fn open_answer(
    sealer: &Sealer,
    delivery: &Delivery,
    number: u32,
    sealed: &[u8],
) -> Result<String, StoreError> {
    let key = sealer.living_key(delivery.verification).await?;
    let plain = Sealer::open(&key, &places::answer(delivery.id, number), sealed)?;
    let text = std::str::from_utf8(&plain).map_err(|_| StoreError::Inconsistent {
        table: "attempts",
        column: "answer",
        row: number.to_string(),
    })?;
    Ok(text.to_owned())
}

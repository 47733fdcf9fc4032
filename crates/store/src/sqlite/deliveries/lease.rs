//! Leases deliveries: lanes take turns with one delivery each, and a full lane costs nothing.
//!
//! As with jobs, a lease of another process that expired died with it, and a suspect is sent alone.

use std::collections::HashMap;

use jiff::Timestamp;
use proofing::ports::{DeliveryLease, DeliveryQuery, Lane, SUSPECT};
use rusqlite::{OptionalExtension, params};
use verification::notification::{Delivery, DeliveryState};

use super::order::{end, settle};
use super::rows::COLUMNS;
use crate::ports::{Body, LeasedDelivery};
use crate::sqlite::error::Fault;
use crate::sqlite::row::{self, Cells};
use crate::sqlite::suspects::{self, Kind, Turn};
use crate::sqlite::writer::Writer;

/// Leases what may be sent now.
pub(crate) fn lease(
    writer: &mut Writer,
    query: &DeliveryQuery,
) -> Result<Vec<LeasedDelivery>, Fault> {
    lapse(writer, query)?;
    if query.limit == 0 {
        return Ok(Vec::new());
    }
    suspects::reap(writer, query.now)?;
    let mut leases = Vec::new();
    let mut query = query.clone();
    match suspects::turn(writer, Kind::Deliveries, query.now)? {
        Turn::Nobody => return Ok(leases),
        Turn::Alone(suspect) if has_slot(writer, suspect, &query)? => {
            take(writer, suspect, &query, Some(query.now), &mut leases)?;
            return Ok(leases);
        }
        Turn::Beside(suspect) if has_slot(writer, suspect, &query)? => {
            take(writer, suspect, &query, None, &mut leases)?;
            count(&mut query, &leases);
        }
        Turn::Others | Turn::Alone(_) | Turn::Beside(_) => {}
    }
    for key in choose(writer, &query)? {
        take(writer, key, &query, None, &mut leases)?;
    }
    if !leases.is_empty() {
        suspects::disturb(writer)?;
    }
    Ok(leases)
}

/// Adds what was leased to what is being sent.
fn count(query: &mut DeliveryQuery, leases: &[LeasedDelivery]) {
    for LeasedDelivery { lease, .. } in leases {
        query.limit = query.limit.saturating_sub(1);
        let lane = Lane::of(lease.delivery.account, &lease.delivery.destination);
        match query.in_flight.iter_mut().find(|(of, _)| *of == lane) {
            Some((_, sending)) => *sending += 1,
            None => query.in_flight.push((lane, 1)),
        }
    }
}

/// Leases one, alone or beside others from a certain time on.
fn take(
    writer: &mut Writer,
    key: i64,
    query: &DeliveryQuery,
    alone: Option<Timestamp>,
    leases: &mut Vec<LeasedDelivery>,
) -> Result<(), Fault> {
    writer
        .data
        .prepare_cached(
            "-- lease_delivery\n\
             UPDATE deliveries SET leases = leases + 1, leased_until = ?2, free_at = ?2, holder = ?3, \
             alone_until = ?4 WHERE key = ?1",
        )?
        .execute(params![
            key,
            row::time(query.lease_until),
            writer.holder,
            alone.map(suspects::alone_until)
        ])?;
    match read(writer, key) {
        Ok(lease) => leases.push(lease),
        // One damaged row must not stop all others: it fails, and the log says why.
        Err(Fault::Port(error)) => {
            tracing::error!(delivery = key, error = %error, "a delivery cannot be read");
            fail_row(writer, key, query.now, &error.to_string())?;
        }
        Err(fault) => return Err(fault),
    }
    Ok(())
}

/// Returns true if the lane and the account of a delivery have a slot.
fn has_slot(writer: &Writer, key: i64, query: &DeliveryQuery) -> Result<bool, Fault> {
    let lane: i64 = writer
        .data
        .prepare_cached("-- lane_of\nSELECT lane FROM deliveries WHERE key = ?1")?
        .query_row([key], |row| row.get(0))?;
    let slots = slots(writer, query)?;
    Ok(slots.get(&lane).copied().unwrap_or(query.per_lane) > 0
        && Accounts::new(query).left(account_of(writer, lane)?) > 0)
}

/// Ends what was deleted while it was being sent by a holder that never reported how that ended.
fn lapse(writer: &Writer, query: &DeliveryQuery) -> Result<(), Fault> {
    let lapsed: Vec<(i64, i64, i64)> = writer
        .data
        .prepare_cached(
            "-- lapsed\n\
             SELECT key, verification, destination FROM deliveries INDEXED BY deliveries_lapsing \
             WHERE free_at IS NOT NULL AND body_form = 'forgotten' AND free_at <= ?1",
        )?
        .query_map([row::time(query.now)], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<Result<_, _>>()?;
    for (key, verification, destination) in lapsed {
        end(writer, key, DeliveryState::Forgotten, query.now, None)?;
        settle(writer, verification, destination, query.now)?;
    }
    Ok(())
}

/// Returns the deliveries whose turn it is.
///
/// The first round begins with the lane after the one that was served last. It takes one delivery
/// of each lane and ends as soon as there are enough; otherwise it looks deeper.
fn choose(writer: &mut Writer, query: &DeliveryQuery) -> Result<Vec<i64>, Fault> {
    let slots = slots(writer, query)?;
    let mut accounts = Accounts::new(query);
    let slots_of = |lane: i64| {
        slots
            .get(&lane)
            .copied()
            .unwrap_or(query.per_lane)
            .min(query.limit)
    };
    let mut heads: Vec<(i64, i64)> = Vec::new();
    let start = writer.last_lane;
    let mut at = start;
    let mut has_wrapped = false;
    while heads.len() < query.limit {
        let next = next_lane(writer, at)?;
        let Some(lane) = next.filter(|lane| !has_wrapped || *lane <= start) else {
            if has_wrapped {
                break;
            }
            has_wrapped = true;
            at = 0;
            continue;
        };
        at = lane;
        if slots_of(lane) == 0 {
            continue;
        }
        let account = account_of(writer, lane)?;
        if accounts.left(account) > 0
            && let Some(head) = due(writer, lane, 1, query)?.first()
        {
            heads.push((lane, *head));
            accounts.take(account);
        }
    }
    let Some((last, _)) = heads.last() else {
        return Ok(Vec::new());
    };
    writer.last_lane = *last;
    if heads.len() >= query.limit || query.per_lane <= 1 {
        return Ok(heads.into_iter().map(|(_, head)| head).collect());
    }
    let mut lanes = Vec::with_capacity(heads.len());
    for (lane, _) in &heads {
        let account = account_of(writer, *lane)?;
        lanes.push((account, due(writer, *lane, slots_of(*lane), query)?));
    }
    let mut accounts = Accounts::new(query);
    let rounds = lanes.iter().map(|(_, due)| due.len()).max().unwrap_or(0);
    let mut chosen = Vec::new();
    for round in 0..rounds {
        for (account, due) in &lanes {
            if chosen.len() >= query.limit {
                return Ok(chosen);
            }
            if let Some(delivery) = due.get(round)
                && accounts.left(*account) > 0
            {
                accounts.take(*account);
                chosen.push(*delivery);
            }
        }
    }
    Ok(chosen)
}

/// An account's id as it is stored.
type AccountKey = [u8; 16];

/// How many are being sent for each account, and will be.
struct Accounts {
    most: usize,
    taken: HashMap<AccountKey, usize>,
}

impl Accounts {
    fn new(query: &DeliveryQuery) -> Self {
        let mut taken: HashMap<AccountKey, usize> = HashMap::new();
        for (lane, sending) in &query.in_flight {
            *taken.entry(row::id(lane.account.uuid())).or_default() += sending;
        }
        Self {
            most: query.per_account,
            taken,
        }
    }

    fn left(&self, account: AccountKey) -> usize {
        let taken = self.taken.get(&account).copied().unwrap_or_default();
        self.most.saturating_sub(taken)
    }

    fn take(&mut self, account: AccountKey) {
        *self.taken.entry(account).or_default() += 1;
    }
}

fn account_of(writer: &Writer, lane: i64) -> Result<AccountKey, Fault> {
    Ok(writer
        .data
        .prepare_cached("-- account_of_lane\nSELECT account FROM lanes WHERE key = ?1")?
        .query_row([lane], |row| row.get(0))?)
}

/// Returns how many more may be sent for the lanes in use.
fn slots(writer: &Writer, query: &DeliveryQuery) -> Result<HashMap<i64, usize>, Fault> {
    let mut slots = HashMap::with_capacity(query.in_flight.len());
    let mut statement = writer
        .data
        .prepare_cached("-- lane\nSELECT key FROM lanes WHERE account = ?1 AND origin = ?2")?;
    for (lane, sending) in &query.in_flight {
        let key: Option<i64> = statement
            .query_row(params![row::id(lane.account.uuid()), lane.origin], |row| {
                row.get(0)
            })
            .optional()?;
        if let Some(key) = key {
            slots.insert(key, query.per_lane.saturating_sub(*sending));
        }
    }
    Ok(slots)
}

/// Returns the next lane with something ready, due or not.
fn next_lane(writer: &Writer, after: i64) -> Result<Option<i64>, Fault> {
    Ok(writer
        .data
        .prepare_cached(
            "-- next_lane\n\
             SELECT lane FROM deliveries INDEXED BY deliveries_ready \
             WHERE free_at IS NOT NULL AND lane > ?1 ORDER BY lane LIMIT 1",
        )?
        .query_row([after], |row| row.get(0))
        .optional()?)
}

/// Returns the first delivery of a lane that may be leased.
fn due(writer: &Writer, lane: i64, most: usize, query: &DeliveryQuery) -> Result<Vec<i64>, Fault> {
    Ok(writer
        .data
        .prepare_cached(
            "-- due_of_lane\n\
             SELECT key FROM deliveries INDEXED BY deliveries_ready \
             WHERE lane = ?1 AND free_at <= ?2 AND crashes < ?4 ORDER BY free_at, key LIMIT ?3",
        )?
        .query_map(
            params![lane, row::time(query.now), most as i64, SUSPECT],
            |row| row.get(0),
        )?
        .collect::<Result<_, _>>()?)
}

fn read(writer: &Writer, key: i64) -> Result<LeasedDelivery, Fault> {
    let sql = format!("-- leased\n{COLUMNS} WHERE d.key = ?1");
    let mut statement = writer.data.prepare_cached(&sql)?;
    let mut rows = statement.query([key])?;
    let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    let cells = Cells::new("deliveries", "key", row);
    let body: Option<Vec<u8>> = cells.get("body")?;
    let body = match (cells.get::<String>("body_form")?.as_str(), body) {
        ("rendered", None) => Body::Rendered,
        ("plain", Some(body)) => Body::Plain(body),
        ("sealed", Some(body)) => Body::Sealed(body),
        _ => return Err(cells.impossible("body_form").into()),
    };
    let lease = DeliveryLease {
        delivery: Delivery::try_from(&cells)?,
        body: None,
        first_due_at: cells.time("first_due_at")?,
        tries: cells.get("tries")?,
        crashes: cells.get("crashes")?,
        token: cells.get("leases")?,
    };
    Ok(LeasedDelivery { lease, body })
}

/// Ends a leased delivery that cannot be sent. If the lease was lost, nothing changes; if the
/// verification was deleted meanwhile, the delivery is forgotten.
pub(crate) fn fail(
    writer: &Writer,
    lease: &DeliveryLease,
    at: Timestamp,
    why: &str,
) -> Result<(), Fault> {
    let held: Option<(i64, bool)> = writer
        .data
        .prepare_cached(
            "-- held_delivery\n\
             SELECT key, body_form = 'forgotten' FROM deliveries \
             WHERE id = ?1 AND state = 'ready' AND leases = ?2 AND leased_until IS NOT NULL",
        )?
        .query_row(
            params![row::id(lease.delivery.id.uuid()), lease.token],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    match held {
        None => Ok(()),
        Some((key, false)) => fail_row(writer, key, at, why),
        Some((key, true)) => {
            end(writer, key, DeliveryState::Forgotten, at, None)?;
            settle_after(writer, key, at)
        }
    }
}

fn fail_row(writer: &Writer, key: i64, at: Timestamp, why: &str) -> Result<(), Fault> {
    end(writer, key, DeliveryState::Failed, at, Some(why))?;
    settle_after(writer, key, at)
}

/// Makes the next delivery ready after this one, which is over.
fn settle_after(writer: &Writer, key: i64, at: Timestamp) -> Result<(), Fault> {
    let (verification, destination) = writer
        .data
        .prepare_cached(
            "-- order_of\nSELECT verification, destination FROM deliveries WHERE key = ?1",
        )?
        .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    settle(writer, verification, destination, at)
}

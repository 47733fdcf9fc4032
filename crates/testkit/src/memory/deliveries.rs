//! The outbox in memory: in order for each verification and destination, lane by lane.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use proofing::ports::{DeliveryFilter, DeliveryLease, DeliveryQuery, Lane, StoreError};
use verification::notification::{
    Attempt, AttemptEnd, Delivery, DeliveryState, NewNotification, NotificationKind,
};
use verification::request::HttpUrl;
use verification::{AccountId, NotificationId, VerificationId};

#[derive(Clone, Default)]
pub(super) struct Outbox {
    pub(super) all: Vec<Row>,
    lanes: Vec<Lane>,
    disabled: BTreeSet<(AccountId, HttpUrl)>,
    /// The lane after the one that was served last.
    next_lane: usize,
}

#[derive(Clone)]
pub(super) struct Row {
    shown: Delivery,
    lane: usize,
    body: Option<Vec<u8>>,
    is_personal: bool,
    is_forgotten: bool,
    /// Whether it failed because its destination was disabled.
    is_disabled: bool,
    attempts: Vec<Attempt>,
    first_due_at: Option<Timestamp>,
    due_at: Option<Timestamp>,
    free_at: Option<Timestamp>,
    leased_until: Option<Timestamp>,
    tries: u32,
    leases: u64,
}

impl Row {
    fn end(&mut self, state: DeliveryState, at: Timestamp) {
        self.shown.state = state;
        self.shown.ended_at = Some(at);
        self.due_at = None;
        self.free_at = None;
        self.leased_until = None;
    }

    fn is_sending(&self, now: Timestamp) -> bool {
        self.leased_until.is_some_and(|until| until > now)
    }

    fn is(&self, state: DeliveryState) -> bool {
        self.shown.state == state
    }

    fn to(&self) -> (VerificationId, AccountId, &HttpUrl) {
        let shown = &self.shown;
        (shown.verification, shown.account, &shown.destination)
    }

    /// Returns the delivery as it is shown.
    fn show(&self) -> Delivery {
        Delivery {
            next_attempt_at: self.due_at.filter(|_| self.is(DeliveryState::Ready)),
            ..self.shown.clone()
        }
    }
}

fn ended_at(attempt: &Attempt) -> Timestamp {
    let took = SignedDuration::try_from(attempt.took).unwrap_or_default();
    attempt.at.checked_add(took).unwrap_or(attempt.at)
}

impl Outbox {
    pub(super) fn add(
        &mut self,
        new: &NewNotification,
        about: VerificationId,
        is_forgotten: bool,
    ) -> Result<(), StoreError> {
        if new.verification != about {
            return Err(StoreError::Inconsistent {
                table: "deliveries",
                column: "verification",
                row: new.id.to_string(),
            });
        }
        if new.body.is_some() && new.is_personal && is_forgotten {
            let why = "a notification of a forgotten verification is personal";
            return Err(StoreError::Unsealable(why));
        }
        let lane = Lane::of(new.account, &new.destination);
        let lane = self
            .lanes
            .iter()
            .position(|known| *known == lane)
            .unwrap_or_else(|| {
                self.lanes.push(lane);
                self.lanes.len() - 1
            });
        let destination = (new.account, new.destination.clone());
        let is_disabled = self.disabled.contains(&destination);
        let same = |row: &&Row| row.to() == (about, new.account, &new.destination);
        let mut earlier = self.all.iter().filter(same);
        let waits = |row: &Row| {
            row.shown.told == NotificationKind::Journal
                && (row.is(DeliveryState::Waiting)
                    || (row.is(DeliveryState::Ready) && !row.is_sending(new.created_at)))
        };
        if new.told == NotificationKind::Journal && earlier.clone().any(waits) {
            return Ok(());
        }
        let has_earlier = earlier.any(|row| !row.shown.state.is_over());
        let state = match (is_disabled, has_earlier) {
            (true, _) => DeliveryState::Failed,
            (false, true) => DeliveryState::Waiting,
            (false, false) => DeliveryState::Ready,
        };
        let due = (state == DeliveryState::Ready).then_some(new.created_at);
        self.all.push(Row {
            shown: Delivery {
                id: new.id,
                verification: about,
                account: new.account,
                number: new.number,
                told: new.told,
                destination: new.destination.clone(),
                state,
                attempts: 0,
                created_at: new.created_at,
                next_attempt_at: None,
                ended_at: is_disabled.then_some(new.created_at),
            },
            lane,
            body: new.body.clone(),
            is_personal: new.is_personal,
            is_forgotten: false,
            is_disabled,
            attempts: Vec::new(),
            first_due_at: due,
            due_at: due,
            free_at: due,
            leased_until: None,
            tries: 0,
            leases: 0,
        });
        Ok(())
    }

    /// Makes the first unfinished delivery of a verification and destination the ready one.
    fn settle(&mut self, to: (VerificationId, AccountId, HttpUrl), now: Timestamp) {
        let same = |row: &Row| row.to() == (to.0, to.1, &to.2) && !row.shown.state.is_over();
        let open = (0..self.all.len()).filter(|at| same(&self.all[*at]));
        let open: Vec<usize> = open.collect();
        let first = open.iter().min_by_key(|at| self.all[**at].shown.number);
        let Some(first) = first.copied() else { return };
        if self.all[first].is(DeliveryState::Ready) {
            return;
        }
        let ready = open
            .into_iter()
            .find(|at| self.all[*at].is(DeliveryState::Ready));
        if let Some(ready) = ready.map(|at| &mut self.all[at]) {
            if ready.is_sending(now) {
                return;
            }
            ready.shown.state = DeliveryState::Waiting;
            ready.free_at = None;
            ready.leased_until = None;
        }
        let first = &mut self.all[first];
        first.shown.state = DeliveryState::Ready;
        first.first_due_at = first.first_due_at.or(Some(now));
        first.due_at = first.due_at.or(Some(now));
        first.free_at = first.due_at;
    }

    fn settle_row(&mut self, at: usize, now: Timestamp) {
        let (about, account, destination) = self.all[at].to();
        let to = (about, account, destination.clone());
        self.settle(to, now);
    }

    pub(super) fn lease(&mut self, query: &DeliveryQuery) -> Vec<DeliveryLease> {
        for at in 0..self.all.len() {
            let row = &mut self.all[at];
            if row.is_forgotten && row.free_at.is_some_and(|free| free <= query.now) {
                row.end(DeliveryState::Forgotten, query.now);
                self.settle_row(at, query.now);
            }
        }
        let leased = self.choose(query).into_iter().map(|at| {
            let row = &mut self.all[at];
            row.leases += 1;
            row.leased_until = Some(query.lease_until);
            row.free_at = Some(query.lease_until);
            DeliveryLease {
                delivery: row.show(),
                body: row.body.clone(),
                first_due_at: row.first_due_at.unwrap_or(query.now),
                tries: row.tries,
                crashes: 0,
                token: row.leases,
            }
        });
        leased.collect()
    }

    /// Returns the deliveries whose turn it is: one of each lane in turn, then a second of each,
    /// and so on.
    fn choose(&mut self, query: &DeliveryQuery) -> Vec<usize> {
        let sending = |wanted: &dyn Fn(&Lane) -> bool| -> usize {
            let flight = query.in_flight.iter().filter(|(lane, _)| wanted(lane));
            flight.map(|(_, count)| count).sum()
        };
        let count = self.lanes.len();
        let mut queues: Vec<(usize, Vec<usize>)> = (0..count)
            .map(|step| (self.next_lane + step) % count)
            .map(|lane| {
                let mut due: Vec<usize> = (0..self.all.len())
                    .filter(|at| self.all[*at].lane == lane)
                    .filter(|at| self.all[*at].free_at.is_some_and(|free| free <= query.now))
                    .collect();
                due.sort_by_key(|at| self.all[*at].free_at);
                let taken = sending(&|other| *other == self.lanes[lane]);
                due.truncate(query.per_lane.saturating_sub(taken));
                (lane, due)
            })
            .collect();
        let mut chosen: Vec<usize> = Vec::new();
        let rounds = queues.iter().map(|(_, due)| due.len()).max().unwrap_or(0);
        for round in 0..rounds {
            for (lane, due) in &mut queues {
                let account = self.lanes[*lane].account;
                let of_account = chosen
                    .iter()
                    .filter(|at| self.all[**at].shown.account == account)
                    .count();
                let taken = of_account + sending(&|other| other.account == account);
                if chosen.len() < query.limit
                    && taken < query.per_account
                    && let Some(at) = due.get(round)
                {
                    chosen.push(*at);
                    if round == 0 {
                        self.next_lane = *lane + 1;
                    }
                }
            }
        }
        chosen
    }

    pub(super) fn finish(
        &mut self,
        lease: &DeliveryLease,
        attempt: Attempt,
        end: &AttemptEnd,
        keeps_answer: bool,
    ) -> Result<(), StoreError> {
        let found = self
            .all
            .iter()
            .position(|row| row.shown.id == lease.delivery.id);
        let at = found.ok_or(StoreError::Conflict)?;
        let ended = ended_at(&attempt);
        let row = &mut self.all[at];
        let answer = attempt.answer.clone().filter(|_| keeps_answer);
        row.attempts.push(Attempt { answer, ..attempt });
        row.shown.attempts += 1;
        let is_held =
            row.is(DeliveryState::Ready) && row.leases == lease.token && row.leased_until.is_some();
        if !is_held {
            if row.is_disabled && row.leases == lease.token && *end == AttemptEnd::Delivered {
                row.end(DeliveryState::Delivered, ended);
            }
            return Ok(());
        }
        match end {
            AttemptEnd::Retry(_) if row.is_forgotten => row.end(DeliveryState::Forgotten, ended),
            AttemptEnd::Retry(due) => {
                row.due_at = Some(*due);
                row.free_at = Some(*due);
                row.leased_until = None;
                row.tries += 1;
            }
            AttemptEnd::Delivered => row.end(DeliveryState::Delivered, ended),
            AttemptEnd::GiveUp => row.end(DeliveryState::Failed, ended),
            AttemptEnd::DisableDestination => {
                row.end(DeliveryState::Failed, ended);
                let account = row.shown.account;
                let destination = row.shown.destination.clone();
                let there = |row: &Row| {
                    (row.shown.account, &row.shown.destination) == (account, &destination)
                };
                for row in self.all.iter_mut().filter(|row| there(row)) {
                    if !row.shown.state.is_over() {
                        row.end(DeliveryState::Failed, ended);
                        row.is_disabled = true;
                    }
                }
                self.disabled.insert((account, destination));
            }
        }
        self.settle_row(at, ended);
        Ok(())
    }

    /// Makes a finished delivery ready again. Returns false if that is not possible.
    pub(super) fn resend(&mut self, id: NotificationId, now: Timestamp) -> bool {
        let again = |row: &Row| {
            row.shown.id == id
                && !row.is_forgotten
                && (row.is(DeliveryState::Delivered) || row.is(DeliveryState::Failed))
        };
        let Some(at) = self.all.iter().position(again) else {
            return false;
        };
        let row = &mut self.all[at];
        self.disabled
            .remove(&(row.shown.account, row.shown.destination.clone()));
        row.shown.state = DeliveryState::Waiting;
        row.shown.ended_at = None;
        row.first_due_at = Some(now);
        row.due_at = Some(now);
        row.tries = 0;
        row.is_disabled = false;
        self.settle_row(at, now);
        true
    }

    /// Removes the bodies about a person, and the unfinished deliveries of them that are not being
    /// sent.
    pub(super) fn forget(&mut self, about: VerificationId, now: Timestamp) {
        let of = (0..self.all.len()).filter(|at| self.all[*at].shown.verification == about);
        let of: Vec<usize> = of.collect();
        for at in &of {
            let row = &mut self.all[*at];
            for attempt in &mut row.attempts {
                attempt.answer = None;
            }
            if row.is_personal {
                row.body = None;
                row.is_forgotten = true;
                let is_sending = row.is(DeliveryState::Ready) && row.is_sending(now);
                if !row.shown.state.is_over() && !is_sending {
                    row.end(DeliveryState::Forgotten, now);
                }
            }
        }
        for at in of {
            self.settle_row(at, now);
        }
    }

    pub(super) fn list(
        &self,
        filter: &DeliveryFilter,
        is_asked: impl Fn(VerificationId) -> bool,
    ) -> Vec<Delivery> {
        let all = self.all.iter().rev();
        all.filter(|row| {
            filter
                .account
                .is_none_or(|account| row.shown.account == account)
        })
        .filter(|row| filter.state.is_none_or(|state| row.is(state)))
        .filter(|row| is_asked(row.shown.verification))
        .take(filter.limit)
        .map(Row::show)
        .collect()
    }

    pub(super) fn one(&self, id: NotificationId) -> Option<(Delivery, Vec<Attempt>)> {
        let row = self.all.iter().find(|row| row.shown.id == id)?;
        Some((row.show(), row.attempts.clone()))
    }

    /// Returns the time at which each ready delivery becomes available.
    pub(super) fn free(&self) -> impl Iterator<Item = Timestamp> + '_ {
        self.all.iter().filter_map(|row| row.free_at)
    }

    /// Returns the time at which each unfinished delivery was stored.
    pub(super) fn open(&self) -> impl Iterator<Item = Timestamp> + '_ {
        let open = self.all.iter().filter(|row| !row.shown.state.is_over());
        open.map(|row| row.shown.created_at)
    }
}

//! Jobs and their leases, in memory.

use jiff::{SignedDuration, Timestamp};
use proofing::ports::{GivenUp, Job, JobEnd, JobLease, NewJob, StoreError};
use verification::JobId;

/// The jobs, in the order in which they were stored.
#[derive(Clone, Default)]
pub(super) struct Jobs(Vec<Row>);

#[derive(Clone)]
struct Row {
    id: JobId,
    job: Job,
    free_at: Timestamp,
    leases: u64,
    is_leased: bool,
    given_up: Option<String>,
}

/// How long the store may be idle before the clock is doubted.
const LONGEST_REST: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Records that the store is working, unless the clock is far ahead of the last time.
pub(super) fn is_believed(at_work: &mut Option<Timestamp>, now: Timestamp) -> bool {
    let is_leap = at_work.is_some_and(|last| now.duration_since(last) > LONGEST_REST);
    if !is_leap {
        *at_work = Some(now);
    }
    !is_leap
}

impl Jobs {
    pub(super) fn add(&mut self, new: &NewJob) -> Result<(), StoreError> {
        if self.0.iter().any(|row| row.id == new.id) {
            return Err(StoreError::Unavailable("a job of this id exists".into()));
        }
        self.0.push(Row {
            id: new.id,
            job: new.job,
            free_at: new.leased_until.unwrap_or(new.due_at),
            leases: u64::from(new.leased_until.is_some()),
            is_leased: new.leased_until.is_some(),
            given_up: None,
        });
        Ok(())
    }

    pub(super) fn lease(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        limit: usize,
        is_believed: bool,
    ) -> Vec<JobLease> {
        let mut due: Vec<&mut Row> = self
            .0
            .iter_mut()
            .filter(|row| row.given_up.is_none() && row.free_at <= now)
            .filter(|row| is_believed || !matches!(row.job, Job::Expire(_) | Job::Retain(_)))
            .collect();
        due.sort_by_key(|row| row.free_at);
        let leased = due.into_iter().take(limit).map(|row| {
            row.leases += 1;
            row.is_leased = true;
            row.free_at = until;
            JobLease {
                id: row.id,
                job: row.job,
                tries: row.leases.saturating_sub(1) as u32,
                crashes: 0,
                token: row.leases,
            }
        });
        leased.collect()
    }

    fn held(&self, lease: &JobLease) -> Option<usize> {
        self.0.iter().position(|row| {
            row.id == lease.id
                && row.leases == lease.token
                && row.is_leased
                && row.given_up.is_none()
        })
    }

    /// Removes a finished job. Returns false if the lease was lost.
    pub(super) fn complete(&mut self, lease: &JobLease) -> bool {
        let held = self.held(lease);
        held.map(|at| self.0.remove(at)).is_some()
    }

    pub(super) fn finish(&mut self, lease: &JobLease, end: JobEnd) {
        let Some(at) = self.held(lease) else { return };
        let row = &mut self.0[at];
        row.is_leased = false;
        match end {
            JobEnd::Done => drop(self.0.remove(at)),
            JobEnd::Retry { at, .. } => row.free_at = at,
            JobEnd::GiveUp { why } => row.given_up = Some(why),
        }
    }

    pub(super) fn given_up(&self) -> Vec<GivenUp> {
        let given_up = self.0.iter().rev().filter_map(|row| {
            Some(GivenUp {
                id: row.id,
                job: row.job,
                why: row.given_up.clone()?,
            })
        });
        given_up.collect()
    }

    /// Returns the time at which each unfinished job becomes available.
    pub(super) fn open(&self) -> impl Iterator<Item = Timestamp> + '_ {
        let open = self.0.iter().filter(|row| row.given_up.is_none());
        open.map(|row| row.free_at)
    }
}

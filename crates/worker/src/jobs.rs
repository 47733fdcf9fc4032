//! The job loop: runs jobs that are due, and records how they ended.
//!
//! A [`Runner`] from outside does the actual work. This module adds what every job needs: a limit
//! on how many run at a time, a time limit, and another attempt after a breakdown.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures::FutureExt;
use jiff::Timestamp;
use proofing::ports::{Clock, JobEnd, JobLease, Signal, Signals, Store, StoreError};
use proofing::retry::RetryPolicy;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, debug, error, info, info_span};

use crate::lease_loop::{LeaseLoop, Pace, Queue};
use crate::persist::persist;

/// Does the work of jobs.
#[async_trait]
pub trait Runner: Send + Sync + fmt::Debug {
    /// Runs a job. It may be run again although it ended, so running it twice must be harmless.
    async fn run(&self, lease: JobLease) -> JobEnd;

    /// Called instead of another attempt once a job has broken down too often. It is the last
    /// chance to settle the job's purpose. `why` contains no personal data. By default the job is
    /// kept for staff to see.
    async fn give_up(&self, _lease: JobLease, why: &str) -> JobEnd {
        JobEnd::GiveUp {
            why: why.to_owned(),
        }
    }
}

/// The settings of the job loop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The maximum number of jobs at a time.
    pub slots: usize,
    /// The time limit of a job, after which it is dropped and tried again.
    pub time_limit: Duration,
    /// How much longer a lease lasts, so that the end can be recorded.
    pub lease_margin: Duration,
    /// How often, and after which delays, a job that breaks down (by panicking or taking too long)
    /// is tried before the runner is told to [`give_up`](Runner::give_up).
    pub breakdowns: RetryPolicy,
    /// The maximum time between two looks for jobs that are due.
    pub poll: Duration,
    /// How long running jobs may continue after the stop.
    pub grace: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            slots: 4,
            time_limit: Duration::from_mins(2),
            lease_margin: Duration::from_secs(30),
            breakdowns: RetryPolicy::BREAKDOWNS,
            poll: Duration::from_secs(3),
            grace: Duration::from_secs(12),
        }
    }
}

/// The loop that runs jobs.
#[derive(Debug)]
pub struct JobWorker {
    /// Stores the jobs.
    pub store: Arc<dyn Store>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Does the work.
    pub runner: Arc<dyn Runner>,
    /// Signals every commit that stored jobs.
    pub signals: Arc<dyn Signals>,
    /// How many jobs run at a time, and for how long they are leased.
    pub settings: Settings,
}

impl JobWorker {
    /// Runs jobs until stopped. Then it leases no more and finishes running jobs within the grace
    /// period. Whatever is left is run again by another process when its lease expires.
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
        LeaseLoop {
            queue: Arc::new(self),
            store,
            clock,
            signals,
            pace,
        }
        .run(stop)
        .await;
    }

    async fn end_of(&self, lease: JobLease) -> JobEnd {
        let tries = lease.tries;
        let run = AssertUnwindSafe(self.runner.run(lease.clone())).catch_unwind();
        let why = match timeout(self.settings.time_limit, run).await {
            Ok(Ok(end)) => return end,
            Ok(Err(_)) => "The job broke down.".to_owned(),
            Err(_) => format!(
                "The job took more than {} seconds.",
                self.settings.time_limit.as_secs_f64()
            ),
        };
        let policy = self.settings.breakdowns;
        if policy.is_exhausted(tries.saturating_add(1)) {
            return self.give_up(lease, why).await;
        }
        let at = policy.at(self.clock.now(), tries);
        JobEnd::Retry { at, why }
    }

    /// Asks the runner how to end a job that was tried too often. This may break down too, and has
    /// half of the lease's margin.
    async fn give_up(&self, lease: JobLease, why: String) -> JobEnd {
        let given_up = AssertUnwindSafe(self.runner.give_up(lease, &why)).catch_unwind();
        let ended = timeout(self.settings.lease_margin / 2, given_up).await;
        match ended {
            Ok(Ok(end)) => end,
            Ok(Err(_)) | Err(_) => JobEnd::GiveUp { why },
        }
    }
}

#[async_trait]
impl Queue for JobWorker {
    type Item = JobLease;
    const NAME: &'static str = "jobs";
    const SIGNAL: Signal = Signal::JobDue;

    async fn lease(&self, now: Timestamp, limit: usize) -> Result<Vec<JobLease>, StoreError> {
        let holds = self.settings.time_limit + self.settings.lease_margin;
        self.store
            .lease_jobs(now, now.checked_add(holds).unwrap_or(Timestamp::MAX), limit)
            .await
    }

    async fn work(&self, lease: JobLease) -> Option<Timestamp> {
        let span = info_span!(
            "job",
            job.id = %lease.id,
            job.kind = lease.job.word(),
            verification.id = %lease.job.verification(),
        );
        self.done(lease).instrument(span).await
    }

    async fn freed(&self) {
        std::future::pending::<()>().await;
    }
}

impl JobWorker {
    /// Runs a job and records how it ended. Returns when it is due again.
    async fn done(&self, lease: JobLease) -> Option<Timestamp> {
        // This is the last attempt to settle a job that ends the server.
        debug!(job = %lease.id, kind = lease.job.word(), verification = %lease.job.verification(), tries = lease.tries, crashes = lease.crashes, "begun");
        let end = self.end_of(lease.clone()).await;
        match &end {
            JobEnd::Done => debug!(job = %lease.id, kind = ?lease.job, "done"),
            JobEnd::Retry { at, why } => {
                info!(job = %lease.id, kind = ?lease.job, %at, why, "to be tried again");
            }
            JobEnd::GiveUp { why } => error!(job = %lease.id, kind = ?lease.job, why, "given up"),
        }
        let again = if let JobEnd::Retry { at, .. } = end {
            Some(at)
        } else {
            None
        };
        let kept = persist(self.settings.lease_margin, || {
            self.store.finish_job(&lease, end.clone())
        })
        .await;
        if let Err(error) = kept {
            error!(job = %lease.id, %error, "the end of a job was not written down; it may be run again");
        }
        again
    }
}

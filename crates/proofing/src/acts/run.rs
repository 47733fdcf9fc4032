//! Runs jobs. This is the only place that knows which act belongs to which job.

use crate::acts::examine::Unexamined;
use crate::error::Error;
use crate::ports::{Job, JobEnd, JobLease, MOST_CRASHES, StoreError};
use crate::retry::RetryPolicy;
use crate::{App, Principal};

impl App {
    /// Runs a leased job. The caller stores its end, unless the act's own change completed it.
    pub async fn run(&self, by: Principal, lease: &JobLease) -> JobEnd {
        if let Err(error) = by.must_serve() {
            return JobEnd::GiveUp {
                why: error.to_string(),
            };
        }
        if lease.crashes >= MOST_CRASHES {
            return self.blame(lease).await;
        }
        let done = match lease.job {
            // Pictures that break the examiner down repeatedly must not be tried for ever.
            Job::Examine(id) if RetryPolicy::FAILURES.is_exhausted(lease.tries) => {
                self.decide_unexamined(id, Some(lease), Unexamined::BrokeDown)
                    .await
            }
            Job::Examine(id) => self.examine(id, Some(lease), None).await.map(drop),
            Job::Expire(id) => self.expire(id).await,
            Job::Erase(id) => self.erase(id).await,
            Job::Retain(id) => self.retain_no_longer(id).await,
            Job::Enrol(id) => self.settle_enrolment(id).await,
            Job::SendLink(id) => match self.send_link(id, lease).await {
                Ok(end) => return end,
                Err(error) => Err(error),
            },
            Job::SendCode(id) => match self.send_code(id, lease).await {
                Ok(end) => return end,
                Err(error) => Err(error),
            },
        };
        let why = match done {
            Ok(()) | Err(Error::NotFound) => return JobEnd::Done,
            Err(Error::Store(StoreError::Unsealable(why))) => why.to_owned(),
            Err(Error::Store(error @ StoreError::Inconsistent { .. })) => error.to_string(),
            Err(Error::Refused(refused)) => refused.to_string(),
            Err(error) => {
                return JobEnd::Retry {
                    at: RetryPolicy::FAILURES.at(self.now(), lease.tries),
                    why: error.to_string(),
                };
            }
        };
        self.give_up(by, lease, why).await
    }

    /// Ends a job that cannot be done. A verification must not wait for ever for its examination,
    /// so it is decided without one, which declines it.
    pub async fn give_up(&self, by: Principal, lease: &JobLease, why: String) -> JobEnd {
        if let Err(error) = by.must_serve() {
            return JobEnd::GiveUp {
                why: error.to_string(),
            };
        }
        if let Job::Examine(id) = lease.job
            && let Err(error) = self
                .decide_unexamined(id, Some(lease), Unexamined::BrokeDown)
                .await
        {
            tracing::error!(verification.id = %id, error = &error as &dyn std::error::Error, "undecided");
        }
        if let Job::SendLink(id) = lease.job {
            self.tell_link(id, false).await;
        }
        if let Job::SendCode(id) = lease.job {
            self.tell_code_given_up(id).await;
        }
        JobEnd::GiveUp { why }
    }

    /// Ends a job during which the server died repeatedly. It is never run again. Its purpose is
    /// settled as far as possible without it, and the job is kept for staff to see. Until that is
    /// stored, settling is tried again, because it touches no file.
    async fn blame(&self, lease: &JobLease) -> JobEnd {
        let id = lease.job.verification();
        let why = format!(
            "The server died {} times in a row while this was under way.",
            lease.crashes
        );
        let settled = match lease.job {
            Job::Examine(_) => self.decide_unexamined(id, None, Unexamined::Crashed).await,
            Job::SendLink(_) => {
                self.tell_link(id, false).await;
                Ok(())
            }
            Job::SendCode(_) => {
                self.tell_code_given_up(id).await;
                Ok(())
            }
            // It is kept as it is: nothing was deleted that must not be, and staff see what was not
            // done.
            Job::Expire(_) | Job::Erase(_) | Job::Retain(_) | Job::Enrol(_) => Ok(()),
        };
        match settled {
            Ok(()) => {
                tracing::error!(verification.id = %id, job = lease.job.word(), job.crashes = lease.crashes, "given up: the server died of it");
                JobEnd::GiveUp { why }
            }
            Err(error) => JobEnd::Retry {
                at: RetryPolicy::FAILURES.at(self.now(), lease.tries),
                why: error.to_string(),
            },
        }
    }
}

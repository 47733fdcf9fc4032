//! Cases about jobs and their leases.

use proofing::ports::{Change, GivenUp, Job, JobEnd, JobLease, NewJob, StoreError};

use super::{Subject, assert_refused, live};
use crate::builders::{at, job, job_id, opening, updating, verification_id};

/// Stores the first verification with these jobs.
async fn store(subject: &Subject, jobs: Vec<NewJob>) {
    subject
        .store
        .apply(Change { jobs, ..opening(1) })
        .await
        .unwrap();
}

async fn lease(subject: &Subject, seconds: i64, limit: usize) -> Vec<JobLease> {
    subject
        .store
        .lease_jobs(at(seconds), at(seconds + 60), limit)
        .await
        .unwrap()
}

fn numbers(leases: &[JobLease]) -> Vec<u128> {
    leases
        .iter()
        .map(|lease| lease.id.uuid().as_u128())
        .collect()
}

pub async fn the_oldest_due_comes_first(subject: Subject) {
    let due = |number, seconds| NewJob {
        due_at: at(seconds),
        ..job(number, 1)
    };
    store(
        &subject,
        vec![due(1, 30), due(2, 10), due(3, 20), due(4, 40)],
    )
    .await;
    assert_eq!(
        subject.store.backlog().await.unwrap().next_due_at,
        Some(at(10))
    );
    assert!(lease(&subject, 9, 10).await.is_empty());
    assert_eq!(numbers(&lease(&subject, 30, 2).await), [2, 3]);
    assert_eq!(numbers(&lease(&subject, 30, 10).await), [1]);
    assert!(
        lease(&subject, 30, 10).await.is_empty(),
        "leased ones are not leased again"
    );
    assert_eq!(
        numbers(&lease(&subject, 40, 0).await),
        [0; 0],
        "no more than asked for"
    );
    assert_eq!(
        subject.store.backlog().await.unwrap().next_due_at,
        Some(at(40))
    );
}

pub async fn a_lost_lease_finishes_nothing(subject: Subject) {
    store(&subject, vec![job(1, 1)]).await;
    let first = lease(&subject, 0, 10).await.remove(0);
    assert_eq!(first.tries, 0);
    assert_eq!(first.job, Job::Examine(verification_id(1)));
    let second = lease(&subject, 60, 10).await.remove(0);
    assert_eq!(
        (second.id, second.tries),
        (first.id, 1),
        "an expired lease is given to another"
    );
    assert_ne!(first.token, second.token);
    let retry = JobEnd::Retry {
        at: at(70),
        why: "busy".to_owned(),
    };
    for end in [
        JobEnd::Done,
        retry.clone(),
        JobEnd::GiveUp {
            why: "broken".to_owned(),
        },
    ] {
        subject.store.finish_job(&first, end).await.unwrap();
    }
    assert_eq!(subject.store.backlog().await.unwrap().jobs, 1);
    subject.store.finish_job(&second, retry).await.unwrap();
    subject
        .store
        .finish_job(&second, JobEnd::Done)
        .await
        .unwrap();
    assert_eq!(
        subject.store.backlog().await.unwrap().jobs,
        1,
        "a lease ends with its first end"
    );
    assert!(lease(&subject, 69, 10).await.is_empty());
    let third = lease(&subject, 70, 10).await.remove(0);
    // Its lease may have expired, but as long as nobody else has taken it, the work counts.
    subject
        .store
        .finish_job(&third, JobEnd::Done)
        .await
        .unwrap();
    assert_eq!(subject.store.backlog().await.unwrap().jobs, 0);
}

pub async fn ends_are_kept(subject: Subject) {
    store(&subject, vec![job(1, 1), job(2, 1)]).await;
    let leases = lease(&subject, 0, 10).await;
    subject
        .store
        .finish_job(&leases[0], JobEnd::Done)
        .await
        .unwrap();
    subject
        .store
        .finish_job(
            &leases[1],
            JobEnd::GiveUp {
                why: "broken".to_owned(),
            },
        )
        .await
        .unwrap();
    assert!(lease(&subject, 1_000_000, 10).await.is_empty());
    let backlog = subject.store.backlog().await.unwrap();
    assert_eq!((backlog.jobs, backlog.next_due_at), (0, None));
    assert_eq!(backlog.given_up, 1);
}

pub async fn what_was_given_up_is_shown(subject: Subject) {
    let of = |number, job| NewJob {
        job,
        ..crate::builders::job(number, 1)
    };
    let id = verification_id(1);
    let jobs = [
        Job::Examine(id),
        Job::Erase(id),
        Job::SendLink(id),
        Job::SendCode(id),
        Job::Enrol(id),
        Job::Retain(id),
        Job::Expire(id),
    ];
    store(
        &subject,
        (1..)
            .zip(jobs)
            .map(|(number, job)| of(number, job))
            .collect(),
    )
    .await;
    assert_eq!(subject.store.given_up(10).await.unwrap(), []);
    for lease in lease(&subject, 0, 10).await {
        let why = format!("no {}", lease.job.word());
        subject
            .store
            .finish_job(&lease, JobEnd::GiveUp { why })
            .await
            .unwrap();
    }
    let shown = subject.store.given_up(10).await.unwrap();
    let expected: Vec<GivenUp> = (1..)
        .zip(jobs)
        .map(|(number, job)| GivenUp {
            id: job_id(number),
            job,
            why: format!("no {}", job.word()),
        })
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    assert_eq!(shown, expected, "newest first");
    assert_eq!(subject.store.given_up(2).await.unwrap(), expected[..2]);
}

pub async fn a_lease_that_runs_out_under_its_holder_is_no_crash(subject: Subject) {
    store(&subject, vec![job(1, 1)]).await;
    for (tries, seconds) in [(0, 0), (1, 60), (2, 120), (3, 180), (4, 240)] {
        let lease = lease(&subject, seconds, 10).await.remove(0);
        assert_eq!((lease.tries, lease.crashes), (tries, 0));
    }
}

pub async fn a_clock_far_ahead_makes_nothing_due(subject: Subject) {
    let day = 24 * 3600;
    let id = verification_id(1);
    let of = |number, job, days| NewJob {
        job,
        due_at: at(days * day),
        ..crate::builders::job(number, 1)
    };
    let jobs = vec![
        of(1, Job::Retain(id), 20),
        of(2, Job::Expire(id), 300),
        of(3, Job::Examine(id), 300),
        of(4, Job::SendLink(id), 300),
    ];
    store(&subject, jobs).await;
    assert_eq!(numbers(&lease(&subject, 0, 10).await), [0; 0]);
    for years in [3, 1, 100] {
        let leased = numbers(&lease(&subject, years * 365 * day, 10).await);
        assert!(
            leased.iter().all(|number| [3, 4].contains(number)),
            "{leased:?} after {years} years at once"
        );
    }
    assert_eq!(
        numbers(&lease(&subject, 20 * day, 10).await),
        [1],
        "the clock was set right"
    );
    // Days pass one after the other.
    for days in 21..300 {
        assert_eq!(numbers(&lease(&subject, days * day, 0).await), [0; 0]);
    }
    let leased = numbers(&lease(&subject, 300 * day, 10).await);
    assert!(leased.contains(&2), "{leased:?}");
}

pub async fn one_may_be_stored_as_leased(subject: Subject) {
    let new = NewJob {
        leased_until: Some(at(120)),
        ..job(1, 1)
    };
    store(
        &subject,
        vec![
            new,
            NewJob {
                id: job_id(2),
                ..new
            },
        ],
    )
    .await;
    assert!(
        lease(&subject, 119, 10).await.is_empty(),
        "the one who stored it has it"
    );
    subject
        .store
        .finish_job(&new.lease().unwrap(), JobEnd::Done)
        .await
        .unwrap();
    let taken = lease(&subject, 120, 10).await;
    assert_eq!(numbers(&taken), [2]);
    assert_eq!(taken[0].tries, 1, "the holder's own try counts");
    let lost = NewJob {
        id: job_id(2),
        ..new
    }
    .lease()
    .unwrap();
    subject.store.finish_job(&lost, JobEnd::Done).await.unwrap();
    assert_eq!(subject.store.backlog().await.unwrap().jobs, 1);
}

pub async fn a_change_may_complete_one(subject: Subject) {
    store(&subject, vec![job(1, 1)]).await;
    let lost = lease(&subject, 0, 10).await.remove(0);
    let held = lease(&subject, 60, 10).await.remove(0);
    let step = live(&subject, 1).await.value.open_link(at(60)).unwrap();
    let change = |lease| Change {
        finishes: Some(lease),
        jobs: vec![job(2, 1)],
        ..updating(1, step.clone())
    };
    assert_refused!(
        subject.store.apply(change(lost)).await,
        StoreError::Conflict
    );
    assert_eq!(live(&subject, 1).await.version, 1);
    assert_eq!(subject.store.backlog().await.unwrap().jobs, 1);
    subject.store.apply(change(held.clone())).await.unwrap();
    assert_eq!(live(&subject, 1).await.version, 2);
    assert_eq!(
        numbers(&lease(&subject, 60, 10).await),
        [2],
        "the first is done, the second stored"
    );
    let again = Change {
        finishes: Some(held),
        ..updating(2, step.clone())
    };
    assert_refused!(subject.store.apply(again).await, StoreError::Conflict);
}

//! What the server died of again and again is not looked at again: it ends with a code or with a
//! reviewer.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::SignedDuration;
use proofing::Principal;
use proofing::ports::{Examiner, Job, JobEnd, JobLease, MOST_CRASHES};
use serde_json::{Value, json};
use verification::account::Account;

use crate::app::{Plan, TestApp};
use crate::fakes::{Scripted, but, off_site, on_site, png};

/// Leases the jobs that are due, as if so many servers had died of each of them.
async fn leases(app: &TestApp, crashes: u32) -> Vec<JobLease> {
    let now = app.acts.now();
    let until = now.checked_add(SignedDuration::from_mins(5)).unwrap();
    let leased = app.ports.store.lease_jobs(now, until, 64).await;
    let leased = leased.unwrap().into_iter();
    leased.map(|lease| JobLease { crashes, ..lease }).collect()
}

/// Runs the one job that is due, after so many deaths.
async fn run(app: &TestApp, crashes: u32) -> JobEnd {
    let lease = leases(app, crashes).await.remove(0);
    let end = app.acts.run(Principal::Server, &lease).await;
    let store = &app.ports.store;
    store.finish_job(&lease, end.clone()).await.unwrap();
    end
}

async fn status(app: &TestApp, account: &Account, reference: &str) -> Value {
    app.post("/status", account, json!({ "reference": reference }))
        .await
        .ok()
}

fn eyes() -> (Arc<Scripted>, Plan) {
    let eyes = Arc::new(Scripted::default());
    let plan = Plan {
        examiner: Arc::clone(&eyes) as Arc<dyn Examiner>,
        ..Plan::default()
    };
    (eyes, plan)
}

#[tokio::test]
async fn a_poisoned_examination_ends_with_its_code() {
    let (eyes, plan) = eyes();
    let app = TestApp::with(plan).await;
    let acme = app.account("acme").await;
    let one = off_site("poisoned-1");
    let two = but(
        off_site("poisoned-2"),
        json!({"document_two": {"proof": png(), "supported_types": ["passport"], "name": ""}}),
    );
    for request in [one, two] {
        let reference = request["reference"].as_str().unwrap().to_owned();
        let request = but(request, json!({"show_results": 0}));
        app.post("/", &acme, request).await.ok();
        let end = run(&app, MOST_CRASHES).await;
        let JobEnd::GiveUp { why } = end else {
            panic!("{end:?}")
        };
        assert!(why.contains("died 3 times"), "{why}");
        let told = status(&app, &acme, &reference).await;
        assert_eq!(told["event"], "verification.declined", "{told:#}");
        assert!(told.to_string().contains("BNFD03"), "{told:#}");
        assert_ne!(told["declined_reason"], Value::Null);
    }
    assert_eq!(
        eyes.examined.load(Ordering::SeqCst),
        0,
        "nothing was looked at"
    );
    // Staff see what was not done.
    let given_up = app.ports.store.given_up(10).await.unwrap();
    assert_eq!(given_up.len(), 2);
    assert!(
        given_up
            .iter()
            .all(|job| matches!(job.job, Job::Examine(_)))
    );
}

#[tokio::test]
async fn a_reviewer_decides_where_one_was_asked_for() {
    let (eyes, plan) = eyes();
    let app = TestApp::with(plan).await;
    let acme = app.account("acme").await;
    let request = but(
        off_site("review-1"),
        json!({"show_results": 0, "manual_review": "1"}),
    );
    app.post("/", &acme, request).await.ok();
    run(&app, MOST_CRASHES + 4).await;
    let told = status(&app, &acme, "review-1").await;
    assert_eq!(told["event"], "review.pending", "{told:#}");
    assert_eq!(eyes.examined.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn fewer_deaths_prove_nothing() {
    for crashes in 0..MOST_CRASHES {
        let (eyes, plan) = eyes();
        let app = TestApp::with(plan).await;
        let acme = app.account("acme").await;
        let request = but(off_site("healthy-1"), json!({"show_results": 0}));
        app.post("/", &acme, request).await.ok();
        assert_eq!(run(&app, crashes).await, JobEnd::Done);
        let told = status(&app, &acme, "healthy-1").await;
        assert_eq!(told["event"], "verification.accepted", "{told:#}");
        assert_eq!(eyes.examined.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn what_was_decided_meanwhile_stays_so() {
    let (_, plan) = eyes();
    let app = TestApp::with(plan).await;
    let acme = app.account("acme").await;
    let request = but(off_site("twice-1"), json!({"show_results": 0}));
    app.post("/", &acme, request).await.ok();
    let lease = leases(&app, MOST_CRASHES).await.remove(0);
    let examined = JobLease {
        crashes: 0,
        ..lease.clone()
    };
    assert_eq!(
        app.acts.run(Principal::Server, &examined).await,
        JobEnd::Done
    );
    app.acts.run(Principal::Server, &lease).await;
    let told = status(&app, &acme, "twice-1").await;
    assert_eq!(told["event"], "verification.accepted", "{told:#}");
}

#[tokio::test]
async fn other_poisoned_work_deletes_nothing_and_is_kept_for_staff() {
    let (_, plan) = eyes();
    let app = TestApp::with(plan).await;
    let acme = app.account("acme").await;
    app.post("/", &acme, on_site("open-1")).await.ok();
    app.advance(SignedDuration::from_hours(2));
    // The link's end.
    let end = run(&app, MOST_CRASHES).await;
    assert!(matches!(end, JobEnd::GiveUp { .. }), "{end:?}");
    let told = status(&app, &acme, "open-1").await;
    assert_eq!(told["event"], "request.pending");
    let given_up = app.ports.store.given_up(10).await.unwrap();
    assert!(matches!(given_up[0].job, Job::Expire(_)), "{given_up:?}");
}

#[tokio::test]
async fn pictures_of_a_living_verification_are_never_erased() {
    let (_, plan) = eyes();
    let app = TestApp::with(plan).await;
    let acme = app.account("acme").await;
    app.post("/", &acme, off_site("alive-1")).await.ok();
    let id = app.id_of(&acme, "alive-1").await;
    let lease = JobLease {
        id: verification::JobId::new(uuid::Uuid::nil()),
        job: Job::Erase(id),
        tries: 0,
        crashes: 0,
        token: 1,
    };
    assert_eq!(app.acts.run(Principal::Server, &lease).await, JobEnd::Done);
    let ports = &app.ports;
    for picture in ports.store.evidence(id).await.unwrap() {
        ports.vault.get(id, picture.digest).await.unwrap();
    }
}

//! Open, submit, show and confirm the form, examine, expire, forget, and send again.

use bytes::Bytes;
use jiff::SignedDuration;
use proofing::acts::capture::Upload;
use proofing::ports::{DeliveryFilter, DeliveryQuery, Found, Store};
use proofing::{Error, Principal};
use testkit::builders::{FRONT, at, attempt, off_site, reference, request};
use verification::capture::Raised;
use verification::journal::Browser;
use verification::notification::{AttemptEnd, DeliveryState};
use verification::request::{Asked, DocumentService, DocumentType, MediaType, Proof, Services};
use verification::stage::StageName;
use verification::status::StatusCode;
use verification::{Origin, Personal, Request, Verification, VerificationId};

use crate::app::TestApp;

/// The first bytes of a PNG, and more, so that it is taken for one.
fn png(number: u8) -> Bytes {
    [b"\x89PNG\r\n\x1a\n".as_slice(), &[number; 40]]
        .concat()
        .into()
}

/// An on-site request that shows the form.
fn with_form() -> Request {
    let asked = request(reference(1));
    let document = asked.services.document.unwrap_or_default();
    Request {
        services: Services {
            document: Some(DocumentService {
                name: Asked::Read,
                show_ocr_form: true,
                supported_types: vec![DocumentType::Passport],
                ..document
            }),
            ..Services::default()
        },
        ..request(reference(1))
    }
}

async fn open(app: &TestApp, request: Request, proofs: Vec<Proof>) -> Verification {
    let opened = app.acts.open(
        Principal::from(&app.account),
        &app.account,
        request,
        proofs,
        Origin::default(),
    );
    opened.await.unwrap()
}

async fn stage(app: &TestApp, id: VerificationId) -> StageName {
    match app.store.by_id(id).await.unwrap() {
        Some(Found::Live(stored)) => stored.value.stage.name(),
        Some(Found::Forgotten(_)) => StageName::Deleted,
        None => panic!("{id} is not there"),
    }
}

async fn told(app: &TestApp) -> Vec<String> {
    let all = DeliveryFilter {
        limit: 100,
        ..DeliveryFilter::default()
    };
    let mut told = app.store.deliveries(all).await.unwrap();
    told.reverse();
    told.iter().map(|told| format!("{:?}", told.told)).collect()
}

#[tokio::test]
async fn pictures_that_come_with_a_request_are_examined_at_once() {
    let app = TestApp::start().await;
    let proof = Proof {
        slot: FRONT,
        media: MediaType::Png,
        content: png(1),
    };
    let opened = open(&app, off_site(request(reference(1))), vec![proof]).await;
    assert_eq!(opened.stage.name(), StageName::Accepted, "the answer waits");
    assert_eq!(app.eyes.looked(), 1);
    assert_eq!(app.run_jobs().await, 0, "nothing is left to do");
    let again = app.acts.open(
        Principal::from(&app.account),
        &app.account,
        request(reference(1)),
        Vec::new(),
        Origin::default(),
    );
    let refused = again.await.unwrap_err();
    assert!(matches!(
        refused,
        Error::Invalid {
            key: "reference",
            ..
        }
    ));
}

/// A person who stands before the form.
async fn at_the_form(app: &TestApp) -> VerificationId {
    let id = open(app, with_form(), Vec::new()).await.id;
    let upload = Upload {
        slot: FRONT,
        content: png(1),
    };
    let events = [StatusCode(1100), StatusCode(1190)].map(|code| Raised {
        code,
        at: None,
        detail: None,
        browser: Browser {
            url: "{}".to_owned(),
            user_agent: "Specimen/1.0".to_owned(),
        },
    });
    let person = Principal::Applicant(id);
    let visit = app.acts.raise(person, id, &events).await.unwrap();
    app.acts.submit(person, &visit, upload).await.unwrap();
    id
}

#[tokio::test]
async fn what_the_form_shows_is_what_the_verdict_rests_on() {
    let app = TestApp::start().await;
    let id = at_the_form(&app).await;
    let visit = app
        .acts
        .visit_of(Principal::Applicant(id), id)
        .await
        .unwrap();
    let form = app
        .acts
        .form(Principal::Applicant(id), &visit)
        .await
        .unwrap();
    let name = form.iter().find(|field| field.field == "first_name");
    let name = name.unwrap().value.as_ref().map(Personal::reveal);
    assert_eq!((name, app.eyes.looked()), (Some("Jo"), 1));

    let app = app.restarted();
    let visit = app
        .acts
        .visit_of(Principal::Applicant(id), id)
        .await
        .unwrap();
    assert_eq!(
        app.acts
            .form(Principal::Applicant(id), &visit)
            .await
            .unwrap(),
        form
    );
    let confirmed = app
        .acts
        .confirm(Principal::Applicant(id), &visit, Vec::new())
        .await
        .unwrap();
    let confirmed = confirmed.verification.capture.confirmed.unwrap();
    assert!(confirmed.iter().all(|field| !field.is_corrected));

    let app = app.restarted();
    app.run_jobs().await;
    assert_eq!(stage(&app, id).await, StageName::Accepted);
    assert_eq!(app.eyes.looked(), 0, "nobody looked again");
}

#[tokio::test]
async fn what_is_read_goes_with_the_verification() {
    let app = TestApp::start().await;
    let id = at_the_form(&app).await;
    let visit = app
        .acts
        .visit_of(Principal::Applicant(id), id)
        .await
        .unwrap();
    app.acts
        .form(Principal::Applicant(id), &visit)
        .await
        .unwrap();
    assert!(app.store.examination(id).await.unwrap().is_some());
    app.acts
        .give_in(Principal::Applicant(id), id)
        .await
        .unwrap();
    app.acts
        .forget(Principal::from(&app.account), &app.account, &reference(1))
        .await
        .unwrap();
    assert_eq!(stage(&app, id).await, StageName::Deleted);
    assert_eq!(app.store.examination(id).await.unwrap(), None);
    assert!(app.store.evidence(id).await.unwrap().is_empty());
    app.run_jobs().await;
    let gone = app
        .acts
        .visit_of(Principal::Applicant(id), id)
        .await
        .unwrap_err();
    assert!(matches!(gone, Error::NotFound));
}

#[tokio::test]
async fn a_link_expires_once_and_is_told_in_order() {
    let app = TestApp::start().await;
    let id = open(&app, request(reference(1)), Vec::new()).await.id;
    assert_eq!(app.run_jobs().await, 0, "it lives");
    app.clock.advance(SignedDuration::from_mins(61));
    assert!(app.run_jobs().await > 0);
    assert_eq!(stage(&app, id).await, StageName::TimedOut);
    assert_eq!(app.run_jobs().await, 0, "nothing is left to do");
    assert_eq!(
        told(&app).await,
        ["Event(RequestPending)", "Event(RequestTimeout)"]
    );
}

#[tokio::test]
async fn what_failed_can_be_sent_again() {
    let app = TestApp::start().await;
    open(&app, request(reference(1)), Vec::new()).await;
    let query = DeliveryQuery {
        now: at(1),
        lease_until: at(60),
        limit: 8,
        per_lane: 8,
        per_account: 8,
        in_flight: Vec::new(),
    };
    let lease = app.store.lease_deliveries(query).await.unwrap().remove(0);
    assert_eq!(lease.body.as_deref(), Some(b"request.pending".as_slice()));
    let end = AttemptEnd::GiveUp;
    let failed = app.store.finish_delivery(&lease, attempt(1, at(2)), end);
    failed.await.unwrap();
    let id = lease.delivery.id;
    assert!(app.store.resend(id, at(9)).await.unwrap());
    let (delivery, attempts) = app.store.delivery(id).await.unwrap().unwrap();
    assert_eq!((delivery.state, attempts.len()), (DeliveryState::Ready, 1));
    assert_eq!(delivery.next_attempt_at, Some(at(9)));
}

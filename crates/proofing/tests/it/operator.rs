//! What the operator sees: searches, personal data and pictures, each of which is recorded; and
//! whose share of the examiner a picture takes.

use std::collections::BTreeSet;

use bytes::Bytes;
use proofing::acts::capture::Upload;
use proofing::ports::{Found, Share, Store, VerificationQuery};
use proofing::{Error, Principal};
use testkit::builders::{FRONT, off_site, reference, request};
use verification::capture::{CaptureDocument, CaptureTerms, Envelope, Kind, Signal};
use verification::request::{MediaType, Proof};
use verification::stage::StageName;
use verification::status::StatusCode;
use verification::{Origin, Request, Verification, VerificationId};

use crate::app::TestApp;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and more";

/// Opens a verification with a picture for an account that wants this server's own codes or not.
async fn decided(app: &TestApp, wants_own: bool) -> Verification {
    let name = &app.account.name;
    let set = app.acts.set_account(Principal::Operator, name, |settings| {
        settings.own_status_codes = wants_own;
    });
    let account = set.await.unwrap();
    let proof = Proof {
        slot: FRONT,
        media: MediaType::Png,
        content: Bytes::from_static(PNG),
    };
    let opened = app.acts.open(
        Principal::from(&account),
        &account,
        off_site(request(reference(1))),
        vec![proof],
        Origin::default(),
    );
    opened.await.unwrap()
}

async fn views(app: &TestApp, id: VerificationId) -> Vec<String> {
    let entries = app.store.journal(id).await.unwrap().into_iter();
    entries
        .filter(|entry| entry.code == StatusCode::DATA_VIEWED)
        .filter_map(|entry| entry.detail)
        .collect()
}

#[tokio::test]
async fn what_the_operator_sees_is_recorded() {
    let app = TestApp::start().await;
    let id = decided(&app, true).await.id;
    let seen = app.acts.view(Principal::Operator, id).await.unwrap();
    assert_eq!(seen.stage.name(), StageName::Accepted);
    let pictures = app.acts.view_pictures(Principal::Operator, id).await;
    let pictures = pictures.unwrap();
    assert_eq!(pictures.len(), 1);
    assert_eq!((pictures[0].0.slot, pictures[0].1.as_slice()), (FRONT, PNG));
    assert_eq!(views(&app, id).await, ["data", "pictures"]);
}

#[tokio::test]
async fn an_account_without_own_codes_keeps_its_journal() {
    let app = TestApp::start().await;
    let opened = decided(&app, false).await;
    let seen = app.acts.view(Principal::Operator, opened.id).await;
    assert_eq!(seen.unwrap(), opened);
    assert!(views(&app, opened.id).await.is_empty());
}

#[tokio::test]
async fn nobody_else_may_look() {
    let app = TestApp::start().await;
    let id = decided(&app, true).await.id;
    for by in [
        Principal::from(&app.account),
        Principal::Applicant(id),
        Principal::Server,
    ] {
        let filter = VerificationQuery::default();
        for refused in [
            app.acts.view(by, id).await.map(drop),
            app.acts.view_pictures(by, id).await.map(drop),
            app.acts.search(by, filter).await.map(drop),
            app.acts.find_by_id(by, id).await.map(drop),
        ] {
            assert!(matches!(refused, Err(Error::Forbidden)), "{by:?}");
        }
    }
    assert!(views(&app, id).await.is_empty());
}

#[tokio::test]
async fn the_operator_finds_what_any_account_has() {
    let app = TestApp::start().await;
    let id = decided(&app, false).await.id;
    let search = async |stage| {
        let filter = VerificationQuery {
            stages: vec![stage],
            limit: 10,
            ..VerificationQuery::default()
        };
        let listed = app.acts.search(Principal::Operator, filter).await;
        listed.unwrap().len()
    };
    assert_eq!(search(StageName::Accepted).await, 1);
    assert_eq!(search(StageName::InReview).await, 0);
    let found = app.acts.find_by_id(Principal::Operator, id).await.unwrap();
    assert!(matches!(found, Found::Live(_)));
}

/// A request of a business that submits the evidence itself.
fn direct() -> Request {
    Request {
        capture: Some(CaptureTerms {
            kind: Kind::Direct,
            document_type: CaptureDocument::Passport,
            signals: BTreeSet::from([Signal::Idcheck]),
            send_link: None,
            return_link: false,
            return_images: false,
            qr_breakpoint_px: None,
            language: None,
            location: None,
            purpose: None,
            user_defined: None,
            envelope: Envelope::Json,
        }),
        ..request(reference(2))
    }
}

#[tokio::test]
async fn what_a_business_submits_takes_its_own_share() {
    let app = TestApp::start().await;
    let business = Principal::from(&app.account);
    let started = app
        .acts
        .start(business, &app.account, direct(), Origin::default())
        .await
        .unwrap();
    let found = app
        .acts
        .by_transaction(business, &app.account, started.transaction);
    let Found::Live(stored) = found.await.unwrap() else {
        panic!("it was just started");
    };
    let upload = Upload {
        slot: FRONT,
        content: Bytes::from_static(PNG),
    };
    app.acts.hand_in(business, stored, upload).await.unwrap();
    assert_eq!(app.eyes.shares(), [Share::Account(app.account.id)]);
}

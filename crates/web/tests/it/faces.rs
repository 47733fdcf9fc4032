//! Selfies: what a server promises with networks and without, the verdict in both protocols, and
//! the selfie that is asked for again.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use verification::Request;
use verification::decline::DeclineCode;
use verification::reading::{
    Comparison, DocumentReading, ExaminedFace, Likeness, NotCompared, Selfie,
};
use verification::status::{StatusCode, grammar};

use crate::app::{Plan, TestApp};
use crate::fakes::{Faces, Scripted, but, compared, likeness, off_site, on_site, png, png_bytes};
use crate::person::{Person, next};

/// Sees in the selfies what it was told to, the last of it again and again.
#[derive(Debug)]
struct Seen(Mutex<VecDeque<(Selfie, Comparison)>>);

impl Faces for Seen {
    fn examine(&self, request: &Request, _: &mut DocumentReading) -> ExaminedFace {
        let (selfie, comparison) = {
            let mut faces = self.0.lock().unwrap();
            let last = faces[0].clone();
            if faces.len() > 1 {
                faces.pop_front();
            }
            last
        };
        compared(request, selfie, &comparison)
    }
}

fn similar(how: Likeness, similarity: f64) -> (Selfie, Comparison) {
    let compared = likeness(how, similarity);
    (Selfie::Usable, Comparison::Compared(compared))
}

async fn seeing(faces: impl IntoIterator<Item = (Selfie, Comparison)>) -> TestApp {
    let faces = Seen(Mutex::new(faces.into_iter().collect()));
    TestApp::with(Plan {
        examiner: Arc::new(Scripted::with_faces(Arc::new(faces))),
        ..Plan::default()
    })
    .await
}

fn same() -> (Selfie, Comparison) {
    similar(Likeness::Same, 0.61)
}

fn unsure() -> (Selfie, Comparison) {
    similar(Likeness::Unsure, 0.36)
}

/// What public clients post for a person to walk, by what it is called here: the services of each.
fn payloads() -> [(&'static str, Value); 7] {
    let document = json!({"supported_types": ["driving_license"], "name": "", "dob": ""});
    let consent = json!({"text": "I agree", "supported_types": ["printed", "handwritten"]});
    [
        ("document", json!({"document": document, "face": null})),
        ("with a face", json!({"document": document, "face": ""})),
        (
            "a face alone",
            json!({"document": null, "face": {"allow_offline": "0"}}),
        ),
        (
            "with a phone",
            json!({"document": document, "face": "", "phone": ""}),
        ),
        (
            "with consent",
            json!({"document": document, "face": "", "consent": consent}),
        ),
        (
            "with background checks",
            json!({"document": document, "face": "", "background_checks": ""}),
        ),
        (
            "with everything",
            json!({
                "document": document, "document_two": {"supported_types": ["passport"]},
                "face": "", "consent": consent, "phone": "", "background_checks": "",
                "address": {"supported_types": ["utility_bill"]},
            }),
        ),
    ]
}

/// Nobody walks the pages towards a decline that the server could have foreseen.
#[tokio::test]
async fn what_cannot_be_checked_is_refused_at_the_opening() {
    let without = TestApp::start().await;
    let with = seeing([same()]).await;
    let mut told = String::new();
    for (networks, app) in [("without networks", &without), ("with networks", &with)] {
        let acme = app.account("acme").await;
        for (number, (name, services)) in payloads().into_iter().enumerate() {
            let asked = but(on_site(&format!("reference-{number}")), services);
            let reply = app.post("/", &acme, asked).await;
            let said = match reply.status.as_u16() {
                200 => reply.event(),
                status => format!("{status} {}", reply.refused(status)),
            };
            writeln!(told, "{networks}, {name}: {said}").unwrap();
        }
    }
    insta::assert_snapshot!(told, @r"
    without networks, document: request.pending
    without networks, with a face: 403 face.face: The face service is not available.
    without networks, a face alone: 403 face.face: The face service is not available.
    without networks, with a phone: 403 face.face: The face service is not available.
    without networks, with consent: 403 face.face: The face service is not available.
    without networks, with background checks: 403 face.face: The face service is not available.
    without networks, with everything: 403 address.address: The address service is not available.
    with networks, document: request.pending
    with networks, with a face: request.pending
    with networks, a face alone: 403 face.face: The face service is not available.
    with networks, with a phone: 403 phone.phone: The phone service is not available.
    with networks, with consent: 403 consent.consent: The consent service is not available.
    with networks, with background checks: 403 background_checks.background_checks: The background checks service is not available.
    with networks, with everything: 403 address.address: The address service is not available.
    ");
    without.leaves(1, 0);
    with.leaves(2, 0);
}

/// With a reviewer everything can be asked for, and everything ends with them.
#[tokio::test]
async fn a_reviewer_gets_what_nobody_can_check() {
    let app = seeing([same()]).await;
    let acme = app.account("acme").await;
    for (number, (name, services)) in payloads().into_iter().enumerate() {
        let reviewed = but(services, json!({"manual_review": "1"}));
        let asked = but(on_site(&format!("reference-{number}")), reviewed);
        let reply = app.post("/", &acme, asked).await;
        assert_eq!(reply.ok()["event"], "request.pending", "{name}");
    }
    app.leaves(7, 0);
}

fn with_selfie(reference: &str) -> Value {
    but(off_site(reference), json!({"face": {"proof": png()}}))
}

#[tokio::test]
async fn a_selfie_is_compared_with_the_document() {
    let app = seeing([
        same(),
        similar(Likeness::Different, 0.08),
        unsure(),
        (Selfie::NoFace, Comparison::NotCompared(NotCompared::Selfie)),
    ])
    .await;
    let acme = app.account("acme").await;
    let mut told = Vec::new();
    for number in 0..4 {
        let asked = with_selfie(&format!("reference-{number}"));
        let answer = app.post("/", &acme, asked).await.ok();
        told.push(json!({
            "event": answer["event"],
            "face": answer["verification_result"]["face"],
            "matched": answer["verification_result"]["document"]["face_on_document_matched"],
            "confidence": answer["verification_data"]["document"]["face_match_confidence"],
            "reason": answer["declined_reason"],
            "codes": answer["services_declined_codes"],
        }));
    }
    insta::assert_json_snapshot!(told, @r#"
    [
      {
        "event": "verification.accepted",
        "face": 1,
        "matched": 1,
        "confidence": 86,
        "reason": null,
        "codes": null
      },
      {
        "event": "verification.declined",
        "face": 0,
        "matched": 0,
        "confidence": 10,
        "reason": "Selfie doesn't match the face on the document",
        "codes": {
          "document": [
            "SPDR166"
          ],
          "face": [
            "SPDR230"
          ]
        }
      },
      {
        "event": "verification.declined",
        "face": null,
        "matched": null,
        "confidence": 60,
        "reason": "Face could not be matched with certainty",
        "codes": {
          "face": [
            "BNFD09"
          ]
        }
      },
      {
        "event": "verification.declined",
        "face": 0,
        "matched": null,
        "confidence": null,
        "reason": "No face is detected in the uploaded image",
        "codes": {
          "face": [
            "SPDR168"
          ]
        }
      }
    ]
    "#);
}

async fn at_the_selfie(app: &TestApp, request: Value) -> Person<'_> {
    let acme = app.account("acme").await;
    let person = Person::of(app, &acme, request).await;
    person.tells(&[1100]).await;
    person.tells(&[1190, 1200, 1205, 1210, 1220]).await;
    person.uploads("/submit/front", png_bytes()).await;
    person.tells(&[1300, 1305, 1310, 1320]).await;
    person.uploads("/submit/back", png_bytes()).await;
    person.tells(&[1500]).await;
    person.acts("/user/accept-biometrics", json!({})).await;
    person
}

fn licence_and_face(reference: &str) -> Value {
    let document = json!({
        "supported_types": ["id_card"],
        "name": {"first_name": "John", "last_name": "Doe"},
    });
    but(
        on_site(reference),
        json!({"document": document, "face": ""}),
    )
}

#[tokio::test]
async fn an_unsure_selfie_is_taken_again() {
    let app = seeing([unsure(), unsure(), same()]).await;
    let person = at_the_selfie(&app, licence_and_face("reference-1")).await;
    for _ in 0..2 {
        let place = next(&person.uploads("/submit/selfie", png_bytes()).await);
        assert_eq!(place, "/processing");
        app.run_jobs().await;
        assert_eq!(person.place().await, "/selfie");
        let page = person.page("/selfie").await;
        assert!(page.contains("We could not match your face"), "{page}");
    }
    person.uploads("/submit/selfie", png_bytes()).await;
    app.run_jobs().await;
    assert_eq!(person.place().await, "/complete");
    let stored = person.stored().await;
    assert_eq!(stored.stage.name().as_str(), "accepted");
    let journal = person.journal().await;
    let codes: Vec<StatusCode> = journal.iter().copied().map(StatusCode).collect();
    assert_eq!(grammar::check(&codes), Ok(()));
    assert_eq!(journal.iter().filter(|code| **code == 1625).count(), 3);
    assert_eq!(journal.iter().filter(|code| **code == 1825).count(), 1);
    app.leaves(1, 0);
}

#[tokio::test]
async fn who_stays_unsure_is_declined_with_a_code_or_reviewed() {
    for (review, stage, code) in [("0", "declined", Some("BNFD09")), ("1", "in_review", None)] {
        let app = seeing([unsure()]).await;
        let asked = but(
            licence_and_face("reference-1"),
            json!({"manual_review": review}),
        );
        let person = at_the_selfie(&app, asked).await;
        for _ in 0..3 {
            person.uploads("/submit/selfie", png_bytes()).await;
            app.run_jobs().await;
        }
        let stored = person.stored().await;
        assert_eq!(stored.stage.name().as_str(), stage);
        let decision = stored.stage.decision();
        let reason = decision.and_then(|decision| decision.outcome.reason.as_ref());
        assert_eq!(reason.map(DeclineCode::as_str), code);
        app.leaves(1, 0);
    }
}

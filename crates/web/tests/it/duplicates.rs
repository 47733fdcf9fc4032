//! The search for duplicates: who counts as one, what is told, and what is removed.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use proofing::Principal;
use serde_json::{Value, json};
use verification::account::{Account, AccountSettings};
use verification::reading::{
    Comparison, DocumentReading, Doubt, ExaminedFace, Likeness, PictureHash, PictureTrace, Selfie,
};
use verification::verdict::Verdict;
use verification::{Personal, Request};

use crate::app::{Plan, TestApp};
use crate::fakes::{Faces, Scripted, but, compared, likeness, off_site, png};

/// A document's number, and the bits of a selfie's hash.
type Shown = (&'static str, u128);

/// Sees the card of a person with a number, and in the selfie the holder of the card.
#[derive(Debug, Default)]
struct Registrar {
    shown: Arc<Mutex<VecDeque<Shown>>>,
}

impl Faces for Registrar {
    fn examine(&self, request: &Request, reading: &mut DocumentReading) -> ExaminedFace {
        let (number, bits) = self.shown.lock().unwrap().pop_front().unwrap();
        reading.document_number = Some(Personal::new(number));
        if number.contains('?') {
            reading.doubts = vec![Doubt::DocumentNumber];
        }
        let same = Comparison::Compared(likeness(Likeness::Same, 0.61));
        ExaminedFace {
            trace: Some(PictureTrace {
                hash: PictureHash::from_bits(bits),
                probes: vec![PictureHash::from_bits(bits)],
                same_within: 20,
            }),
            ..compared(request, Selfie::Usable, &same)
        }
    }
}

struct Office {
    app: TestApp,
    shown: Arc<Mutex<VecDeque<Shown>>>,
}

impl Office {
    async fn open() -> Self {
        let registrar = Registrar::default();
        let shown = Arc::clone(&registrar.shown);
        let app = TestApp::with(Plan {
            examiner: Arc::new(Scripted::with_faces(Arc::new(registrar))),
            ..Plan::default()
        })
        .await;
        Self { app, shown }
    }

    /// An account whose customers are searched.
    async fn searched(&self, name: &str) -> Account {
        let settings = AccountSettings {
            searches_duplicates: true,
            ..AccountSettings::default()
        };
        self.app.account_with(name, settings).await
    }

    /// Verifies a customer who shows this, and returns what was told of duplicates.
    async fn verifies(&self, account: &Account, request: Value, shown: Shown) -> Value {
        self.shown.lock().unwrap().push_back(shown);
        let answer = self.app.post("/", account, request).await.ok();
        json!({
            "event": answer["event"],
            "face": answer["verification_result"]["face"],
            "told": answer["verification_data"]["face"],
            "codes": answer["declined_codes"],
        })
    }
}

/// A request of a customer with an e-mail address, that asks for the search.
fn of(reference: &str, email: &str) -> Value {
    let asked = off_site(reference);
    let mut document = asked["document"].clone();
    // The number is read, and claimed to be nothing.
    document["document_number"] = json!("");
    let face = json!({"proof": png(), "check_duplicate_request": "1"});
    but(
        asked,
        json!({"email": email, "document": document, "face": face}),
    )
}

const JO: &str = "jo@shop.example";
const ANN: &str = "ann@shop.example";
const BO: &str = "bo@shop.example";

/// Selfies that differ in more bits than copies do.
const FIRST: u128 = 0;
const SECOND: u128 = u128::MAX >> 11;

#[tokio::test]
async fn the_same_document_or_selfie_of_another_customer_is_told() {
    let office = Office::open().await;
    let acme = office.searched("acme").await;
    let mut told = Vec::new();
    for (reference, email, shown) in [
        ("jo-first", JO, ("A-1", FIRST)),
        // The same person once more, with the same card and the same picture.
        ("jo-again", "Jo@shop.example", ("a 1", FIRST)),
        ("ann-with-jos-card", ANN, ("A1", SECOND)),
        ("bo-with-jos-selfie", BO, ("B-2", FIRST + 0b1011)),
        ("ann-herself", ANN, ("C-3", SECOND)),
    ] {
        told.push(office.verifies(&acme, of(reference, email), shown).await);
    }
    insta::assert_json_snapshot!(told, @r#"
    [
      {
        "event": "verification.accepted",
        "face": 1,
        "told": {
          "duplicate_account_detected": "0"
        },
        "codes": null
      },
      {
        "event": "verification.accepted",
        "face": 1,
        "told": {
          "duplicate_account_detected": "0"
        },
        "codes": null
      },
      {
        "event": "verification.declined",
        "face": 0,
        "told": {
          "duplicate_account_detected": "1",
          "duplicate_references": [
            "jo-again",
            "jo-first"
          ]
        },
        "codes": [
          "SPDR287"
        ]
      },
      {
        "event": "verification.declined",
        "face": 0,
        "told": {
          "duplicate_account_detected": "1",
          "duplicate_references": [
            "jo-again",
            "jo-first"
          ]
        },
        "codes": [
          "SPDR287"
        ]
      },
      {
        "event": "verification.accepted",
        "face": 1,
        "told": {
          "duplicate_account_detected": "0"
        },
        "codes": null
      }
    ]
    "#);
    let other = office.searched("other").await;
    let elsewhere = office.verifies(&other, of("jo-first", BO), ("A-1", FIRST));
    assert_eq!(elsewhere.await["told"]["duplicate_account_detected"], "0");
    office.app.leaves(0, 0);
}

#[tokio::test]
async fn what_was_declined_or_deleted_or_is_undecided_makes_no_duplicate() {
    let office = Office::open().await;
    let acme = office.searched("acme").await;
    let detected = |told: Value| told["told"]["duplicate_account_detected"].clone();
    // Declined, because the name differs.
    let mut wrong = of("jo-declined", JO);
    wrong["document"]["name"]["last_name"] = json!("Somebody");
    let told = office.verifies(&acme, wrong, ("A-1", FIRST)).await;
    assert_eq!(told["event"], "verification.declined");
    let ann = office.verifies(&acme, of("ann-first", ANN), ("A-1", SECOND));
    assert_eq!(detected(ann.await), "0");
    let bo = office.verifies(&acme, of("bo-first", BO), ("A-1", u128::MAX));
    assert_eq!(detected(bo.await), "1");
    // A reviewer accepts the first after all: from now on it counts.
    let first = office.app.id_of(&acme, "jo-declined").await;
    let acts = &office.app.acts;
    let reviewed = acts.review(Principal::Operator, first, Verdict::Accepted, "rita");
    reviewed.await.unwrap();
    let told = office.verifies(&acme, of("bo-again", BO), ("X-9", FIRST));
    let told = told.await;
    assert_eq!(told["told"]["duplicate_references"], json!(["jo-declined"]));
    // What is deleted is forgotten.
    for reference in ["jo-declined", "ann-first"] {
        let delete = json!({"reference": reference, "comment": "asked for by the person"});
        office.app.post("/delete", &acme, delete).await.ok();
    }
    office.app.run_jobs().await;
    let bo = office.verifies(&acme, of("bo-at-last", BO), ("A-1", FIRST));
    assert_eq!(detected(bo.await), "0");
    office.app.leaves(0, 0);
}

#[tokio::test]
async fn a_search_that_was_not_made_is_no_pass() {
    let office = Office::open().await;
    let acme = office.searched("acme").await;
    let told = office.verifies(&acme, of("jo-unsure", JO), ("A-?", FIRST));
    insta::assert_json_snapshot!(told.await, @r#"
    {
      "event": "verification.declined",
      "face": null,
      "told": {
        "duplicate_account_detected": null
      },
      "codes": [
        "BNFD03"
      ]
    }
    "#);
    office.app.leaves(0, 0);
}

#[tokio::test]
async fn accounts_say_whether_their_customers_are_searched() {
    let office = Office::open().await;
    let app = &office.app;
    let acme = app.account("acme").await;
    let reply = app.post("/", &acme, of("jo-first", JO)).await;
    assert_eq!(
        reply.refused(400),
        "face.check_duplicate_request: The check duplicate request is not available: the operator has not turned it on for this account."
    );
    let set = |searches: bool| {
        app.acts
            .set_account(Principal::Operator, "acme", move |settings| {
                settings.searches_duplicates = searches;
            })
    };
    set(true).await.unwrap();
    let told = office.verifies(&acme, of("jo-first", JO), ("A-1", FIRST));
    assert_eq!(told.await["event"], "verification.accepted");
    // What was kept is gone, and does not come back.
    set(false).await.unwrap();
    set(true).await.unwrap();
    let told = office.verifies(&acme, of("ann-first", ANN), ("A-1", FIRST));
    assert_eq!(told.await["told"]["duplicate_account_detected"], "0");
    app.leaves(0, 0);
}

/// Of two customers with one card who are verified at once, one is told.
#[tokio::test]
async fn nobody_slips_through_by_being_fast() {
    let office = Office::open().await;
    let acme = office.searched("acme").await;
    let emails: Vec<String> = (0..8)
        .map(|n| format!("customer-{n}@shop.example"))
        .collect();
    let asked = emails.iter().enumerate().map(|(number, email)| {
        let request = of(&format!("reference-{number}"), email);
        office.verifies(&acme, request, ("A-1", FIRST))
    });
    let answers = futures::future::join_all(asked).await;
    let accepted = answers
        .iter()
        .filter(|told| told["event"] == "verification.accepted");
    assert_eq!(accepted.count(), 1, "{answers:?}");
    office.app.leaves(0, 0);
}

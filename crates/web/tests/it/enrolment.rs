//! `face_authentication`: who may be enrolled, who is known again, and who is forgotten.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proofing::Principal;
use serde_json::{Value, json};
use verification::Request;
use verification::account::{Account, AccountSettings};
use verification::reading::{Comparison, DocumentReading, ExaminedFace, Likeness, Selfie};
use verification::request::CustomerName;
use verification::verdict::Verdict;

use crate::app::{Plan, TestApp};
use crate::fakes::{Faces, Scripted, but, compared, likeness, off_site};

/// Sees the holder of the card in every selfie, with the network of a number.
#[derive(Debug, Default)]
struct Doorman {
    network: Arc<AtomicU8>,
}

impl Faces for Doorman {
    fn examine(&self, request: &Request, _: &mut DocumentReading) -> ExaminedFace {
        let same = Comparison::Compared(likeness(Likeness::Same, 0.75));
        compared(request, Selfie::Usable, &same)
    }

    fn network(&self) -> Option<[u8; 32]> {
        Some([self.network.load(Ordering::Relaxed); 32])
    }
}

struct Door {
    app: TestApp,
    acme: Account,
    network: Arc<AtomicU8>,
}

impl Door {
    async fn open() -> Self {
        let doorman = Doorman::default();
        let network = Arc::clone(&doorman.network);
        let app = TestApp::with(Plan {
            examiner: Arc::new(Scripted::with_faces(Arc::new(doorman))),
            ..Plan::default()
        })
        .await;
        let settings = AccountSettings {
            enrols_faces: true,
            ..AccountSettings::default()
        };
        let acme = app.account_with("acme", settings).await;
        Self { app, acme, network }
    }

    /// Posts a request, runs what follows from it, and returns what was told of the face.
    async fn told(&self, request: Value) -> String {
        let answer = self.app.post("/", &self.acme, request).await.ok();
        self.app.run_jobs().await;
        let codes = answer["declined_codes"].as_array();
        let codes = codes.map(|codes| codes.iter().filter_map(Value::as_str).collect());
        let codes: Vec<&str> = codes.unwrap_or_default();
        format!(
            "{} {} {}",
            answer["event"].as_str().unwrap(),
            answer["verification_result"]["face"],
            codes.join(" ")
        )
    }

    async fn forgets(&self, customer: &str) -> bool {
        let name = CustomerName::parse(customer).unwrap();
        let acts = &self.app.acts;
        let forgotten = acts.forget_customer(Principal::Operator, "acme", &name);
        forgotten.await.unwrap()
    }
}

/// A picture with this face.
fn selfie(face: &str) -> String {
    STANDARD.encode([b"\x89PNG\r\n\x1a\n", face.as_bytes()].concat())
}

fn enrolling(reference: &str, customer: &str, face: &str) -> Value {
    let face = json!({"proof": selfie(face), "face_authentication": "enroll"});
    but(
        off_site(reference),
        json!({"customer_unique_id": customer, "face": face}),
    )
}

fn authenticating(reference: &str, customer: &str, face: &str) -> Value {
    let face = json!({"proof": selfie(face), "face_authentication": "authenticate"});
    json!({"reference": reference, "customer_unique_id": customer, "face": face})
}

#[tokio::test]
async fn a_customer_is_enrolled_once_and_known_again() {
    let door = Door::open().await;
    let stranger = authenticating("first-visit", "jo", "jo");
    assert_eq!(
        door.told(stranger).await,
        "verification.declined null SPDR343"
    );
    let enrolled = enrolling("enrolment", "jo", "jo");
    assert_eq!(door.told(enrolled).await, "verification.accepted 1 ");
    let again = enrolling("enrolment-2", "jo", "ann");
    assert_eq!(door.told(again).await, "verification.declined null SPDR344");
    let known = authenticating("second-visit", "jo", "jo");
    assert_eq!(door.told(known).await, "verification.accepted 1 ");
    let other = authenticating("third-visit", "jo", "ann");
    assert_eq!(door.told(other).await, "verification.declined 0 SPDR38");
    // With a document, both have to be the same.
    let both = but(
        off_site("fourth-visit"),
        json!({
            "customer_unique_id": "jo",
            "face": {"proof": selfie("ann"), "face_authentication": "authenticate"},
        }),
    );
    assert_eq!(door.told(both).await, "verification.declined 0 SPDR38");
    // The enrolment outlives its verification.
    let delete = json!({"reference": "enrolment", "comment": "asked for by Jo"});
    door.app.post("/delete", &door.acme, delete).await.ok();
    door.app.run_jobs().await;
    let known = authenticating("fifth-visit", "jo", "jo");
    assert_eq!(door.told(known).await, "verification.accepted 1 ");
    assert!(door.forgets("jo").await);
    assert!(!door.forgets("jo").await);
    let forgotten = authenticating("sixth-visit", "jo", "jo");
    assert_eq!(
        door.told(forgotten).await,
        "verification.declined null SPDR343"
    );
    door.app.leaves(0, 0);
}

#[tokio::test]
async fn another_network_is_told_and_never_guessed() {
    let door = Door::open().await;
    door.told(enrolling("enrolment", "jo", "jo")).await;
    door.network.store(7, Ordering::Relaxed);
    let unknown = authenticating("first-visit", "jo", "jo");
    assert_eq!(
        door.told(unknown).await,
        "verification.declined null BNFD03"
    );
    // What is of no use any more is replaced.
    let anew = enrolling("enrolment-2", "jo", "jo");
    assert_eq!(door.told(anew).await, "verification.accepted 1 ");
    let known = authenticating("second-visit", "jo", "jo");
    assert_eq!(door.told(known).await, "verification.accepted 1 ");
    door.app.leaves(0, 0);
}

#[tokio::test]
async fn only_accepted_people_are_enrolled() {
    let door = Door::open().await;
    let mut wrong = enrolling("declined", "jo", "jo");
    wrong["document"]["name"]["last_name"] = json!("Somebody");
    assert!(door.told(wrong).await.starts_with("verification.declined"));
    let acts = &door.app.acts;
    let enrolled = || acts.enrolled_customers(Principal::Operator, "acme");
    assert_eq!(enrolled().await.unwrap(), []);
    // A reviewer accepts it after all, and declines it again.
    let id = door.app.id_of(&door.acme, "declined").await;
    for (verdict, count) in [(Verdict::Accepted, 1), (Verdict::Declined, 0)] {
        let reviewed = acts.review(Principal::Operator, id, verdict, "rita");
        reviewed.await.unwrap();
        door.app.run_jobs().await;
        let known = enrolled().await.unwrap();
        assert_eq!(known.len(), count, "{verdict:?}");
        assert!(known.iter().all(|customer| customer.verification == id));
    }
    door.app.leaves(0, 0);
}

#[tokio::test]
async fn what_it_needs_is_asked_for_at_the_opening() {
    let door = Door::open().await;
    let mut nameless = authenticating("first-visit", "jo", "jo");
    nameless["customer_unique_id"] = json!("");
    let reply = door.app.post("/", &door.acme, nameless).await;
    assert_eq!(
        reply.refused(400),
        ".customer_unique_id: The customer unique id field is required."
    );
    let other = door.app.account("other").await;
    let asked = authenticating("first-visit", "jo", "jo");
    let reply = door.app.post("/", &other, asked).await;
    assert_eq!(
        reply.refused(400),
        "face.face_authentication: The face authentication is not available: the operator has not turned it on for this account."
    );
    // A selfie that is compared with nothing is enrolled for nobody.
    let mut alone = authenticating("first-visit", "jo", "jo");
    alone["face"]["face_authentication"] = json!("enroll");
    let reply = door.app.post("/", &door.acme, alone).await;
    assert_eq!(
        reply.refused(403),
        "face.face: The face service is not available."
    );
}

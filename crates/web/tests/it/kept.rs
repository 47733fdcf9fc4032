//! What was read for the form is kept with the verification: whoever goes on with it, after a
//! restart or on another server, goes on with the same reading.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::SignedDuration;
use proofing::acts::capture::FormField;
use proofing::ports::{Change, EvidenceRef, Examiner, Found, JobEnd, Next};
use proofing::{App, Ports, Principal};
use serde_json::json;
use testkit::SeededEntropy;
use verification::names::NameReading;
use verification::reading::DocumentReading;
use verification::request::{EvidenceSlot, MediaType, Side};
use verification::{Personal, Service};

use crate::app::{Plan, TestApp};
use crate::fakes::{Scripted, but, john, on_site, png_bytes};
use crate::person::Person;

/// A server that sees John Doe, and a person who stands before the form.
async fn at_the_form(eyes: &Arc<Scripted>) -> TestApp {
    let app = TestApp::with(Plan {
        examiner: Arc::clone(eyes) as Arc<dyn Examiner>,
        ..Plan::default()
    })
    .await;
    let acme = app.account("acme").await;
    let more = json!({"document": {"name": "", "dob": ""}});
    let person = Person::of(&app, &acme, but(on_site("reference-1"), more)).await;
    assert_eq!(person.tells(&[1100, 1190]).await, "/choice");
    let chosen = json!({"service": "document", "type": "passport"});
    person.acts("/user/choose", chosen).await;
    let uploaded = person.uploads("/submit/front", png_bytes()).await;
    assert_eq!(crate::person::next(&uploaded), "/confirm");
    let page = person.page("/confirm").await;
    assert!(page.contains("value=\"John\""), "{page}");
    assert_eq!(eyes.examined.load(Ordering::Relaxed), 1);
    app
}

/// Another server, what it stands on and who looks at pictures for it.
struct Another {
    acts: App,
    ports: Ports,
    eyes: Arc<Scripted>,
}

/// Another server on the same folder, which has nothing in memory and would see somebody else.
fn another(app: &TestApp) -> Another {
    let entropy = Arc::new(SeededEntropy::new(8));
    let key = app.dir().join("master.key");
    let master = store::MasterKey::load_or_create(&key, |_| ()).unwrap();
    let settings = store::Settings::default();
    let (store, vault) = store::open(app.dir(), master, entropy, &settings).unwrap();
    let eyes = Arc::new(Scripted::seeing(DocumentReading {
        name: Some(NameReading {
            given: Some("Jane".to_owned()),
            family: Some("Roe".to_owned()),
            ..NameReading::default()
        }),
        ..john()
    }));
    let ports = Ports {
        audit: Arc::new(store.clone()),
        store: Arc::new(store),
        vault: Arc::new(vault),
        examiner: Arc::clone(&eyes) as Arc<dyn Examiner>,
        ..app.ports.clone()
    };
    Another {
        acts: App::new(ports.clone(), app.acts.settings().clone()),
        ports,
        eyes,
    }
}

/// The link's token of the one verification.
async fn token(app: &TestApp) -> String {
    let accounts = app.ports.store.accounts().await.unwrap();
    let id = app.id_of(&accounts[0], "reference-1").await;
    let Some(Found::Live(stored)) = app.ports.store.by_id(id).await.unwrap() else {
        panic!("not there")
    };
    app.acts.link_token(&stored.value)
}

fn first_name(form: &[FormField]) -> Option<&str> {
    let field = form.iter().find(|field| field.field == "first_name")?;
    field.value.as_ref().map(Personal::reveal)
}

#[tokio::test]
async fn the_verdict_rests_on_what_the_form_showed() {
    let eyes = Arc::new(Scripted::default());
    let app = at_the_form(&eyes).await;
    let token = token(&app).await;
    let other = another(&app);
    let visit = other.acts.visit(&token).await.unwrap();
    let person = Principal::Applicant(visit.verification.id);
    let form = other.acts.form(person, &visit).await.unwrap();
    assert_eq!(first_name(&form), Some("John"));
    let visit = other
        .acts
        .confirm(person, &visit, Vec::new())
        .await
        .unwrap();
    let confirmed = visit.verification.capture.confirmed.unwrap();
    assert!(confirmed.iter().all(|field| !field.is_corrected));
    // A third one decides.
    let third = another(&app);
    let now = third.acts.now();
    let until = now.checked_add(SignedDuration::from_mins(5)).unwrap();
    let store = &third.ports.store;
    for lease in store.lease_jobs(now, until, 8).await.unwrap() {
        let end = third.acts.run(Principal::Server, &lease).await;
        assert_eq!(end, JobEnd::Done);
        store.finish_job(&lease, end).await.unwrap();
    }
    let visit = third.acts.visit(&token).await.unwrap();
    let decision = visit.verification.stage.decision().unwrap().clone();
    assert!(!decision.outcome.services.is_empty());
    let asked = |eyes: &Scripted| eyes.examined.load(Ordering::Relaxed);
    assert_eq!(
        (asked(&eyes), asked(&other.eyes), asked(&third.eyes)),
        (1, 0, 0),
        "the pictures were looked at once"
    );
    app.leaves(1, 0);
}

#[tokio::test]
async fn other_pictures_are_another_examination() {
    let eyes = Arc::new(Scripted::default());
    let app = at_the_form(&eyes).await;
    let token = token(&app).await;
    let other = another(&app);
    let visit = other.acts.visit(&token).await.unwrap();
    let id = visit.verification.id;
    let person = Principal::Applicant(id);
    let ports = &other.ports;
    let content = bytes::Bytes::from_static(b"another picture");
    let evidence = EvidenceRef {
        slot: EvidenceSlot::new(Service::Document, Side::Proof),
        media: MediaType::Png,
        size: content.len() as u64,
        digest: ports.vault.put(id, content).await.unwrap(),
    };
    let Some(Found::Live(stored)) = ports.store.by_id(id).await.unwrap() else {
        panic!("not there")
    };
    let change = Change {
        evidence: vec![evidence],
        ..testkit::builders::change(Next::Update(stored), Vec::new())
    };
    ports.store.apply(change).await.unwrap();
    let form = other.acts.form(person, &visit).await.unwrap();
    assert_eq!(first_name(&form), Some("Jane"));
    let form = app.acts.form(person, &visit).await.unwrap();
    assert_eq!(first_name(&form), Some("Jane"), "and everybody is shown it");
    let asked = |eyes: &Scripted| eyes.examined.load(Ordering::Relaxed);
    assert_eq!((asked(&eyes), asked(&other.eyes)), (1, 1));
    app.leaves(1, 0);
}

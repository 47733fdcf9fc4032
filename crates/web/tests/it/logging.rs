//! The line that each request leaves, the name it has, and proofs as files.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proofing::ports::{Digest, StoreError, Vault};
use proofing::{App, Ports, Principal, Settings};
use serde_json::json;
use specimen::{Difficulty, Scene, Specimen, photograph};
use verification::VerificationId;
use verification::account::Account;
use verification::request::{Reference, Side};

use crate::app::TestApp;
use crate::call::Call;
use crate::canary::listen;
use crate::fakes::{off_site, on_site};
use crate::person::Person;
use crate::pictures::{back, claiming, licence, seeing};

#[tokio::test]
async fn every_answer_has_a_name_of_its_own() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let mut names = Vec::new();
    for call in [
        app.call(Method::GET, "/account/info").basic(&acme),
        app.call(Method::GET, "/nowhere?name=John"),
        app.call(Method::PUT, "/status"),
        app.call(Method::GET, "/health"),
        app.call(Method::POST, "/").header("x-request-id", "mine"),
    ] {
        names.push(call.send().await.header("x-request-id").to_owned());
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "{names:?}");
    assert!(names.iter().all(|name| name.contains('-')), "{names:?}");
}

/// The fields of the span of the request that was answered with this name, when it ended.
fn span_of(name: &str) -> String {
    let lines = listen().lines_with(&format!("request{{id=\"{name}\""));
    let mut ends = lines.iter().filter(|line| line.contains(" close "));
    let end = ends.next().unwrap_or_else(|| panic!("{lines:?}"));
    end.clone()
}

#[tokio::test]
async fn the_span_of_a_request_says_what_it_was_about() {
    listen();
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let opened = app.post("/", &acme, off_site("reference-1")).await;
    let id = app.id_of(&acme, "reference-1").await;
    let span = span_of(opened.header("x-request-id"));
    for field in [
        r#"method="POST""#.to_owned(),
        r#"route="/""#.to_owned(),
        format!("verification.id={id}"),
        "status=200".to_owned(),
        format!("account={}", acme.id),
        "duration_ms=".to_owned(),
    ] {
        assert!(span.contains(&field), "{field}: {span}");
    }
    // By either protocol, by a link, by a proof's token, and at its end.
    let token = app.proof_token(id).await;
    let proof = format!("/proof/{id}/document/proof?access_token={token}");
    let status = json!({"reference": "reference-1"});
    let delete = json!({"reference": "reference-1", "comment": "by the person"});
    for reply in [
        app.post("/status", &acme, status.clone()).await,
        app.call(Method::GET, &proof).send().await,
        app.post("/delete", &acme, delete).await,
        app.post("/status", &acme, status).await,
    ] {
        let span = span_of(reply.header("x-request-id"));
        assert!(span.contains(&format!("verification.id={id}")), "{span}");
        assert!(!span.contains(&token), "{span}");
    }
    let person = Person::of(&app, &acme, on_site("reference-2")).await;
    let id = app.id_of(&acme, "reference-2").await;
    for reply in [
        person.get("/").await,
        person.post("/user/get-config", json!({})).await,
    ] {
        let span = span_of(reply.header("x-request-id"));
        assert!(span.contains(&format!("verification.id={id}")), "{span}");
    }
    // What is not known is not there, and a route is never the path.
    let nowhere = app.call(Method::GET, "/nowhere/John?name=Doe").send().await;
    let span = span_of(nowhere.header("x-request-id"));
    assert!(span.contains("status=404"), "{span}");
    for absent in ["verification.id", "account", "John", "Doe"] {
        assert!(!span.contains(absent), "{absent}: {span}");
    }
    app.run_jobs().await;
    app.leaves(1, 0);
}

#[tokio::test]
async fn the_spans_of_an_examination_say_where_it_is_and_nothing_of_the_person() {
    listen();
    let app = seeing().await;
    let acme = app.account("acme").await;
    let licence = licence();
    let front = Specimen::new(licence.clone()).front().unwrap();
    let front = photograph(&front, &Scene::from_seed(43, Difficulty::Good)).unwrap();
    let mut request = claiming("reference-1", &licence, &front.jpeg);
    request["document"]["additional_proof"] = json!(STANDARD.encode(back(&licence)));
    let told = app.post("/", &acme, request).await.ok();
    assert_eq!(told["event"], "verification.accepted", "{told}");

    let id = app.id_of(&acme, "reference-1").await;
    let examination = format!("examination{{verification.id={id}}}:");
    let lines = listen().lines_with(&examination);
    let document = "document{service=document}";
    let page = |side| format!("{document}:page{{slot=document.{side} page.number=1}}");
    for stage in [
        document.to_owned(),
        page("additional_proof"),
        format!("{}:barcode", page("additional_proof")),
        page("proof"),
        format!("{}:zone", page("proof")),
        format!("{document}:print"),
    ] {
        let span = format!("{examination}{stage}: ");
        let ended = |line: &String| line.contains(&span) && line.contains(" close ");
        assert!(lines.iter().any(ended), "{stage}: {lines:#?}");
    }
    // Every field of every span inside: there is no other that anything personal could be in.
    let spans = lines
        .iter()
        .filter_map(|line| line.split_once(&examination)?.1.split_once(": "));
    let fields: BTreeSet<&str> = spans
        .flat_map(|(spans, _)| spans.split(['{', '}', ' ']))
        .filter(|part| part.contains('='))
        .collect();
    let expected = [
        "page.number=1",
        "service=document",
        "slot=document.additional_proof",
        "slot=document.proof",
    ];
    assert_eq!(fields, BTreeSet::from(expected));
}

#[tokio::test]
async fn a_proof_is_a_file_to_keep() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    app.post("/", &acme, off_site("reference-1")).await.ok();
    let id = app.id_of(&acme, "reference-1").await;
    let token = app.proof_token(id).await;
    let path = format!("/proof/{id}/document/proof?access_token={token}");
    let reply = app.call(Method::GET, &path).send().await;
    assert_eq!(
        reply.header("content-disposition"),
        r#"attachment; filename="document-proof.png""#
    );
    assert_eq!(
        reply.header("content-security-policy"),
        "default-src 'none'; sandbox"
    );
}

/// Forgets the verification in the moment in which its picture is asked for.
#[derive(Debug)]
struct Racing {
    acts: App,
    ports: Ports,
    account: Account,
}

#[async_trait]
impl Vault for Racing {
    async fn put(&self, id: VerificationId, content: bytes::Bytes) -> Result<Digest, StoreError> {
        self.ports.vault.put(id, content).await
    }

    async fn get(&self, _: VerificationId, _: Digest) -> Result<Vec<u8>, StoreError> {
        let reference = Reference::parse("reference-1").unwrap();
        let by = Principal::from(&self.account);
        let forgotten = self.acts.forget(by, &self.account, &reference);
        forgotten.await.unwrap();
        Err(StoreError::Unsealable("the key is gone"))
    }

    async fn erase(&self, id: VerificationId) -> Result<(), StoreError> {
        self.ports.vault.erase(id).await
    }
}

#[tokio::test]
async fn a_proof_that_is_just_being_deleted_is_gone() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    app.post("/", &acme, off_site("reference-1")).await.ok();
    let id = app.id_of(&acme, "reference-1").await;
    let racing = Racing {
        acts: app.acts.clone(),
        ports: app.ports.clone(),
        account: acme.clone(),
    };
    let settings: Settings = app.acts.settings().clone();
    let ports = Ports {
        vault: Arc::new(racing),
        ..app.ports.clone()
    };
    let acts = App::new(ports, settings);
    let subject = app.subject(id).await;
    let token = acts.proof_token(Principal::Server, subject).unwrap();
    let router = web::router(
        acts,
        web::Settings {
            base_path: String::new(),
            max_body: 1 << 20,
            max_bodies: 1 << 20,
            body_deadline: std::time::Duration::from_secs(5),
            max_requests: 8,
            proxies: web::Proxies::default(),
            limits: web::Limits::default(),
            office: None,
        },
    );
    let path = format!("/proof/{id}/document/{}", Side::Proof.key());
    let call = Call::new(router, Method::POST, &path);
    let reply = call.json(&json!({"access_token": token})).send().await;
    assert_eq!(
        reply.refused(404),
        ".access_token: There is no such proof, or its token is not valid any more."
    );
    app.run_jobs().await;
}

//! The way through the pages: every step, and that nobody can be anywhere else.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::http::Method;
use jiff::SignedDuration;
use proofing::ports::Examiner;
use serde_json::json;
use verification::account::AccountSettings;
use verification::capture::Biometrics;
use verification::status::{StatusCode, grammar};

use crate::app::{Plan, TestApp};
use crate::fakes::{Scripted, Thorough, but, on_site, png_bytes};
use crate::person::{Person, events, location, refused};

fn licence_and_face(reference: &str) -> serde_json::Value {
    let more = json!({"document": {"supported_types": ["driving_license"], "name": {"first_name": "John", "last_name": "Doe"}}, "face": "", "manual_review": "1"});
    but(on_site(reference), more)
}

#[tokio::test]
async fn a_person_walks_from_the_link_to_the_verdict() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let person = Person::of(&app, &acme, licence_and_face("reference-1")).await;

    let link = format!("/process/verification/{}", person.token);
    let reply = app.call(Method::GET, &link).send().await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("location")),
        (303, person.address("/").as_str())
    );
    assert_eq!(person.place().await, "/");
    assert_eq!(person.tells(&[1100]).await, "/");
    let config = person
        .post("/user/get-config", json!({"location": location("/")}))
        .await
        .ok();
    assert_eq!(config["requires"], json!(["front", "back", "selfie"]));
    assert_eq!(config["qr_breakpoint_px"], 700);
    person
        .acts(
            "/submit/ipqs-trackerid",
            json!({"screen": {"width": 390, "height": 844}, "languages": ["en-US"]}),
        )
        .await;
    person
        .acts("/user/accept-terms", json!({"text": "terms"}))
        .await;
    assert_eq!(person.tells(&[1190]).await, "/front");

    assert_eq!(person.place().await, "/front");
    person
        .tells(&[1200, 1205, 1207, 1208, 1210, 1215, 1210, 1220])
        .await;
    assert_eq!(
        crate::person::next(&person.uploads("/submit/front", png_bytes()).await),
        "/back"
    );
    assert_eq!(person.place().await, "/back");
    person.tells(&[1300, 1305, 1310, 1320]).await;
    assert_eq!(
        crate::person::next(&person.uploads("/submit/back", png_bytes()).await),
        "/biometrics"
    );

    assert_eq!(person.place().await, "/biometrics");
    person.tells(&[1500, 1510]).await;
    assert_eq!(
        person.acts("/user/refuse-biometrics", json!({})).await,
        "/biometrics-denied"
    );
    assert_eq!(person.place().await, "/biometrics-denied");
    assert_eq!(person.tells(&[1940, 1945]).await, "/biometrics");
    person.tells(&[1500]).await;
    assert_eq!(
        person.acts("/user/accept-biometrics", json!({})).await,
        "/selfie"
    );
    assert_eq!(person.place().await, "/selfie");
    person.tells(&[1615, 1620]).await;
    assert_eq!(
        crate::person::next(&person.uploads("/submit/selfie", png_bytes()).await),
        "/processing"
    );
    assert_eq!(person.place().await, "/processing");

    app.run_jobs().await;
    assert_eq!(person.place().await, "/complete");
    person.tells(&[1800]).await;
    let journal = person.journal().await;
    let codes: Vec<StatusCode> = journal.iter().copied().map(StatusCode).collect();
    assert_eq!(grammar::check(&codes), Ok(()));
    assert_eq!(
        journal,
        [
            105, 405, 505, 1100, 1105, 1140, 1141, 1143, 1180, 1190, 1200, 1205, 1207, 1208, 1210,
            1215, 1210, 1220, 1225, 1300, 1305, 1310, 1320, 1325, 1500, 1510, 1515, 1940, 1945,
            1500, 1520, 1615, 1620, 1625, 1825, 1800
        ]
    );
    // The alarm for the end of the link is still set.
    app.leaves(1, 0);
}

#[tokio::test]
async fn what_the_page_tells_while_the_pictures_are_examined_loses_no_decision() {
    let eyes = Arc::new(Thorough::default());
    let app = TestApp::with(Plan {
        examiner: Arc::clone(&eyes) as Arc<dyn Examiner>,
        ..Plan::default()
    })
    .await;
    let acme = app.account("acme").await;
    let card =
        json!({"document": {"supported_types": ["passport"], "name": {"first_name": "John"}}});
    let person = Person::of(&app, &acme, but(on_site("reference-1"), card)).await;
    person.tells(&[1100, 1190]).await;
    let shown = person.uploads("/submit/front", png_bytes()).await;
    assert_eq!(crate::person::next(&shown), "/processing");
    let meanwhile = async {
        eyes.began.notified().await;
        person.tells(&[1900]).await;
        eyes.enough.notify_one();
    };
    let (jobs, ()) = tokio::join!(app.run_jobs(), meanwhile);
    assert_eq!(jobs, 1);
    assert_eq!(person.place().await, "/complete");
    let journal = person.journal().await;
    assert!(journal.contains(&1900), "{journal:?}");
    app.leaves(1, 0);
}

#[tokio::test]
async fn what_was_agreed_to_is_kept_as_it_was_shown() {
    let app = TestApp::start().await;
    let mut settings = AccountSettings::default();
    settings.skin.name = Some("Acme & Sons".to_owned());
    settings
        .skin
        .texts
        .insert("fr/biometrics_text".to_owned(), "D'accord, {0}.".to_owned());
    let acme = app.account_with("acme", settings).await;
    let person = Person::of(
        &app,
        &acme,
        but(
            on_site("reference-1"),
            json!({"document": null, "face": "", "manual_review": "1"}),
        ),
    )
    .await;
    let landing = person.page("/").await;
    assert!(
        landing.contains("I agree that Acme &#38; Sons may take pictures"),
        "{landing}"
    );
    person
        .acts("/user/accept-terms", json!({"text": "terms"}))
        .await;
    person.tells(&[1190]).await;

    let french = format!("/biometrics?token={}&language=fr-ca", person.token);
    let page = app.call(Method::GET, &french).send().await;
    let page = String::from_utf8(page.body.to_vec()).unwrap();
    assert!(page.contains("D&#39;accord, Acme &#38; Sons."), "{page}");
    let body = json!({"location": location("/biometrics")});
    let call = person
        .call("/user/accept-biometrics")
        .header("x-language", "fr-ca");
    call.json(&body).send().await.ok();

    let stored = person.stored().await;
    let terms = stored.capture.terms.unwrap();
    assert!(
        terms
            .text
            .starts_with("I agree that Acme & Sons may take pictures")
    );
    assert_eq!(
        (terms.version.as_str(), terms.language.as_str()),
        ("bonafide-2", "en-US")
    );
    let Biometrics::Accepted(consent) = stored.capture.biometrics else {
        panic!("no consent");
    };
    assert_eq!(consent.text, "D'accord, Acme & Sons.");
    assert_eq!(
        (consent.version.as_str(), consent.language.as_str()),
        ("account", "fr-CA")
    );
    use sha2::Digest;
    assert_eq!(
        consent.sha256,
        hex::encode(sha2::Sha256::digest(consent.text.as_bytes()))
    );
    app.leaves(1, 0);
}

#[tokio::test]
async fn the_person_chooses_a_document_and_may_correct_what_was_read() {
    let eyes = Arc::new(Scripted::default());
    let app = TestApp::with(Plan {
        examiner: Arc::clone(&eyes) as Arc<dyn Examiner>,
        ..Plan::default()
    })
    .await;
    let acme = app.account("acme").await;
    let more = json!({"document": {"name": "", "dob": ""}});
    let person = Person::of(&app, &acme, but(on_site("reference-1"), more)).await;
    assert_eq!(person.tells(&[1100, 1190]).await, "/choice");
    let page = person.page("/choice").await;
    for kind in [
        "passport",
        "id_card",
        "driving_license",
        "credit_or_debit_card",
    ] {
        assert!(page.contains(&format!("data-type=\"{kind}\"")), "{page}");
    }
    let wrong = json!({"service": "address", "type": "passport", "location": ""});
    assert_eq!(
        refused(&person.post("/user/choose", wrong).await, 409),
        "out_of_order"
    );
    assert_eq!(
        person
            .acts(
                "/user/choose",
                json!({"service": "document", "type": "passport"})
            )
            .await,
        "/front"
    );
    assert!(
        person
            .page("/front")
            .await
            .contains("Photo page of your passport")
    );
    assert_eq!(
        crate::person::next(&person.uploads("/submit/front", png_bytes()).await),
        "/confirm"
    );
    let page = person.page("/confirm").await;
    assert!(
        page.contains("data-field=\"document.first_name\"") && page.contains("value=\"John\""),
        "{page}"
    );
    let fields = json!({"document.first_name": "Jon", "document.dob": "1978-03-13"});
    assert_eq!(
        person
            .acts("/user/confirm", json!({"fields": fields}))
            .await,
        "/processing"
    );
    let confirmed = person.stored().await.capture.confirmed.unwrap();
    let corrected: Vec<_> = confirmed
        .iter()
        .filter(|field| field.is_corrected)
        .collect();
    assert_eq!(corrected.len(), 1, "{confirmed:?}");
    assert_eq!(corrected[0].field, "first_name");
    app.run_jobs().await;
    let status = json!({"reference": "reference-1"});
    let told = app.post("/status", &acme, status).await.ok();
    assert_eq!(
        told["additional_data"]["document"]["corrected"],
        json!({"first_name": "Jon"})
    );
    assert_eq!(
        told["verification_data"]["document"]["name"]["first_name"],
        json!("John"),
        "what was read stays"
    );
    // Page, answer and verdict are of one look at the pictures.
    assert_eq!(eyes.examined.load(Ordering::Relaxed), 1);
    app.leaves(1, 0);
}

#[tokio::test]
async fn an_expired_link_leads_to_the_timeout_page_and_no_further() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let person = Person::of(&app, &acme, licence_and_face("reference-1")).await;
    person.tells(&[1100, 1190]).await;
    app.advance(SignedDuration::from_mins(61));
    // Before the sweeper came by, and after.
    for _ in 0..2 {
        assert_eq!(person.place().await, "/timeout");
        let reply = person.uploads("/submit/front", png_bytes()).await;
        assert_eq!(refused(&reply, 410), "expired");
        assert!(
            reply.json()["next"]
                .as_str()
                .unwrap()
                .starts_with("/timeout?")
        );
        assert_eq!(person.tells(&[1990]).await, "/timeout");
        app.run_jobs().await;
    }
    let journal = person.journal().await;
    assert!(journal.ends_with(&[1990, 1990]), "{journal:?}");
}

#[tokio::test]
async fn a_person_may_give_up_at_any_step() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let steps: [&[u16]; 3] = [&[], &[1100], &[1100, 1190, 1200]];
    for (number, codes) in steps.into_iter().enumerate() {
        let person = Person::of(
            &app,
            &acme,
            licence_and_face(&format!("reference-{number}")),
        )
        .await;
        if !codes.is_empty() {
            person.tells(codes).await;
        }
        let place = person.place().await;
        assert!(person.page(&place).await.contains("id=\"cancel\""));
        assert_eq!(person.acts("/user/cancel", json!({})).await, "/cancelled");
        assert_eq!(person.place().await, "/cancelled");
        let again = person.post("/user/cancel", json!({"location": ""})).await;
        assert_eq!(refused(&again, 409), "out_of_order");
    }
    app.leaves(3, 0);
}

#[tokio::test]
async fn failure_pages_lead_back() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let person = Person::of(&app, &acme, licence_and_face("reference-1")).await;
    assert_eq!(
        person.get("/camera-denied").await.header("location"),
        person.address("/")
    );
    person.tells(&[1100, 1190]).await;
    let denied = person.page("/camera-denied").await;
    assert!(denied.contains("id=\"back\"") && denied.contains("id=\"file-instead\""));
    assert_eq!(person.tells(&[1920, 1925]).await, "/front");
    for path in ["/nowhere", "/a/b/c", "/front/", "/status/x"] {
        let reply = person.get(path).await;
        assert_eq!(reply.status, 404, "{path}");
        let page = String::from_utf8(reply.body.to_vec()).unwrap();
        assert!(page.contains("Page not found") && page.contains("id=\"back\""));
    }
    assert_eq!(person.tells(&[1900, 1910]).await, "/front");
    app.leaves(1, 0);
}

#[tokio::test]
async fn browsers_raise_what_is_theirs_and_nothing_else() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let person = Person::of(&app, &acme, licence_and_face("reference-1")).await;
    let before = person.journal().await;
    for codes in [&[1100, 1825][..], &[1105], &[1520], &[9], &[1100, 65000]] {
        let reply = person.post("/user/events", events(codes)).await;
        assert_eq!(refused(&reply, 422), "not_allowed", "{codes:?}");
    }
    let many = events(&[1100; 51]);
    assert_eq!(
        refused(&person.post("/user/events", many).await, 422),
        "not_allowed"
    );
    let long = json!([{"code": 1100, "location": "x".repeat(4097)}]);
    assert_eq!(
        refused(&person.post("/user/events", long).await, 422),
        "not_allowed"
    );
    for body in ["", "{}", "[1]", "[{}]", "nonsense"] {
        let reply = person.call("/user/events").body(body).send().await;
        assert_eq!(refused(&reply, 422), "not_allowed", "{body}");
    }
    assert_eq!(person.journal().await, before);
    assert_eq!(person.tells(&[]).await, "/");
    let device = json!({"fonts": ["Secret Sans"], "location": ""});
    let reply = person.post("/submit/ipqs-trackerid", device).await;
    assert_eq!(refused(&reply, 422), "not_allowed");
    // What the browser says is kept to the letter.
    person.tells(&[1100]).await;
    let journal = app.journal(person.id).await;
    let browser = journal.last().unwrap().browser.clone().unwrap();
    assert_eq!(browser.url, location("/"));
    assert_eq!(browser.user_agent, crate::person::AGENT);
    app.leaves(1, 0);
}

#[tokio::test]
async fn an_account_may_skip_the_landing_page_but_not_the_terms() {
    let app = TestApp::start().await;
    let settings = AccountSettings {
        skip_landing: true,
        ..AccountSettings::default()
    };
    let acme = app.account_with("acme", settings).await;
    for (number, (shows, expected)) in [("1", false), ("0", true)].into_iter().enumerate() {
        let request = but(
            licence_and_face(&format!("reference-{number}")),
            json!({"show_consent": shows}),
        );
        let person = Person::of(&app, &acme, request).await;
        assert_eq!(person.place().await, "/");
        let page = person.page("/").await;
        assert!(page.contains("\"skip\":true"));
        assert_eq!(page.contains("id=\"terms\""), !expected);
        assert_eq!(person.tells(&[1100, 1101]).await, "/front");
    }
    app.leaves(2, 0);
}

#[tokio::test]
async fn an_expired_link_asks_for_nothing_and_its_log_ends_with_what_ended_it() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let started = json!({"public_data": {}, "private_data": {"return_capture_url": true}});
    let call = app.call(Method::POST, "/api/v1/start").basic(&acme);
    let opened = call.signed_or_not().json(&started).send().await;
    let url = opened.json()["public_data"]["capture_url"]
        .as_str()
        .unwrap()
        .to_owned();
    let token = url
        .split_once("token=")
        .unwrap()
        .1
        .split('&')
        .next()
        .unwrap()
        .to_owned();
    let visit = app.acts.visit(&token).await.unwrap();
    let person = Person {
        app: &app,
        token,
        id: visit.verification.id,
    };
    person.tells(&[1100, 1190]).await;
    person.uploads("/submit/front", png_bytes()).await.ok();
    app.advance(SignedDuration::from_mins(11));
    let config = async || {
        person
            .post("/user/get-config", json!({"location": location("/")}))
            .await
    };
    assert_eq!(refused(&config().await, 410), "expired");
    app.run_jobs().await;
    assert_eq!(refused(&config().await, 410), "expired");
    let journal = person.journal().await;
    assert!(
        journal.contains(&1830) && !journal.contains(&1105),
        "{journal:?}"
    );
    assert_eq!(config().await.json()["next"], person.address("/timeout"));
}

/// The deprecated codes name what the event comes with, whatever the page says that they name.
#[tokio::test]
async fn an_address_and_an_agent_are_named_as_the_browser_sent_them() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let person = Person::of(&app, &acme, on_site("reference-1")).await;
    let told = json!([
        {"code": 1100, "location": location("/")},
        {"code": 1001, "location": location("/"), "detail": "https://evil.example"},
        {"code": 1002, "location": location("/"), "detail": "somebody else"},
        {"code": 1001, "location": "no location"},
    ]);
    person.post("/user/events", told).await.ok();
    let journal = app.journal(person.id).await;
    let details = |code| -> Vec<Option<&str>> {
        let entries = journal
            .iter()
            .filter(|entry| entry.code == StatusCode(code));
        entries.map(|entry| entry.detail.as_deref()).collect()
    };
    assert_eq!(details(1001), [Some("https://id.example.com/"), None]);
    assert_eq!(details(1002), [Some(crate::person::AGENT)]);
    app.leaves(1, 0);
}

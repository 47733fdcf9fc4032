//! The protocol's own page of response events: what we answer has the same keys in the same order.
//!
//! The page has slips, which are repaired here and nowhere else: the declined sample lacks a comma
//! and has the gender elsewhere than the accepted one, one heading is spelt otherwise than its
//! event, and the user agent is broken over two lines.

use std::path::PathBuf;

use axum::http::Method;
use proofing::Principal;
use serde_json::{Map, Value, json};
use verification::account::Account;
use verification::verdict::Verdict;

use crate::app::TestApp;
use crate::fakes::{but, off_site, on_site, png};
use crate::receiver::Receiver;

/// The samples by event, or nothing if the page is not here.
fn samples() -> Option<Map<String, Value>> {
    let shared = std::env::var_os("BONAFIDE_SAMPLES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        |samples| PathBuf::from(samples).join(".."),
    );
    let page = std::fs::read_to_string(shared.join("seeds/response-events.txt")).ok()?;
    let mut samples = Map::new();
    for (at, _) in page.match_indices("{\n") {
        let Some(text) = balanced(&page[at..]) else {
            continue;
        };
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let repaired = lines
            .join(" ")
            .replace(r#""gender":"M""document_number""#, r#""document_number""#);
        let Ok(sample) = serde_json::from_str::<Value>(&repaired) else {
            continue;
        };
        if let Some(event) = sample["event"].as_str() {
            samples.insert(event.to_owned(), sample.clone());
        }
    }
    Some(samples)
}

/// From the brace at the beginning to the one that closes it.
fn balanced(text: &str) -> Option<&str> {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text.get(..=at);
        }
    }
    None
}

/// What is ours beside the sample's keys; it may stand anywhere.
const OURS: &[&str] = &[
    ".email",
    ".country",
    ".services_declined_codes",
    ".verification_result.document.document_visibility",
    ".verification_result.document.document_must_not_be_expired",
    ".verification_result.document.document_country",
    ".verification_result.document.selected_type",
    ".verification_result.address.address_document",
    ".verification_data.document.country",
];

/// Every key with the way to it, in order. Lists have no keys.
fn keys(at: &str, value: &Value, found: &mut Vec<String>) {
    if let Value::Object(members) = value {
        for (key, value) in members {
            let at = format!("{at}.{key}");
            keys(&at, value, found);
            found.push(at);
        }
    }
}

fn assert_alike(event: &str, ours: &Value, sample: &Value) {
    let of = |value| {
        let mut found = Vec::new();
        keys("", value, &mut found);
        found
    };
    let mut expected = of(sample);
    // Nothing here reads addresses: the name on one is null as a whole.
    expected.retain(|key| !key.starts_with(".verification_data.address.name."));
    let is_added = |key: &String| {
        let ours = OURS
            .iter()
            .any(|ours| key == ours || key.starts_with(&format!("{ours}.")));
        ours && !expected.contains(key)
    };
    let mut told = of(ours);
    told.retain(|key| !is_added(key));
    assert_eq!(told, expected, "{event}");
}

/// The request behind the samples of verdicts; a reviewer decides, as nothing here reads addresses.
fn whole(reference: &str, receiver: &Receiver) -> Value {
    let name = json!({"first_name": "John", "middle_name": "Carter", "last_name": "Doe"});
    let address = json!({
        "proof": png(), "name": name, "full_address": "3339 Maryland Avenue, Largo, Florida",
        "supported_types": ["id_card", "bank_statement"],
    });
    let changes = json!({"address": address, "manual_review": "1", "callback_url": receiver.url});
    let mut request = but(off_site(reference), changes);
    request["document"]["fetch_enhanced_data"] = json!("1");
    request
}

/// The last callback of what a reviewer decided.
async fn reviewed(
    app: &TestApp,
    account: &Account,
    receiver: &mut Receiver,
    request: Value,
    verdict: Verdict,
) -> Value {
    let reference = request["reference"].as_str().unwrap().to_owned();
    app.post("/", account, request).await.ok();
    let id = app.id_of(account, &reference).await;
    app.acts
        .review(Principal::Operator, id, verdict, "Ann")
        .await
        .unwrap();
    app.deliver(receiver, 2).await[1].json()
}

#[tokio::test]
async fn our_answers_have_the_keys_of_the_samples() {
    let Some(samples) = samples() else {
        println!("skipped: no samples");
        return;
    };
    assert_eq!(samples.len(), 10, "{:?}", samples.keys());
    let app = TestApp::calling().await;
    let acme = app.account("acme").await;
    let mut receiver = Receiver::start(&acme).await;
    let told = json!({"callback_url": receiver.url});
    let mut seen = Map::new();
    let mut see = |body: Value| {
        seen.insert(body["event"].as_str().unwrap().to_owned(), body);
    };

    let stranger = app.call(Method::POST, "/").json(&on_site("reference-0"));
    see(stranger.send().await.json());
    let wrong = json!({"reference": "reference-0", "document": {"dob": "13.03.1978"}});
    see(app.post("/", &acme, wrong).await.json());
    for reference in ["reference-1", "reference-2"] {
        let pending = app
            .post("/", &acme, but(on_site(reference), told.clone()))
            .await;
        see(pending.json());
    }
    let cancelled = app.id_of(&acme, "reference-1").await;
    app.acts
        .cancel(Principal::Applicant(cancelled), cancelled)
        .await
        .unwrap();
    app.advance(jiff::SignedDuration::from_hours(1));
    app.run_jobs().await;
    for callback in app.deliver(&mut receiver, 4).await {
        see(callback.json());
    }
    let received = json!({"show_results": "0"});
    see(app
        .post("/", &acme, but(off_site("reference-3"), received))
        .await
        .json());
    app.run_jobs().await;

    let accepted = whole("reference-4", &receiver);
    see(reviewed(&app, &acme, &mut receiver, accepted, Verdict::Accepted).await);
    let mut declined = whole("reference-5", &receiver);
    declined["document"]
        .as_object_mut()
        .unwrap()
        .shift_remove("gender");
    see(reviewed(&app, &acme, &mut receiver, declined, Verdict::Declined).await);
    let turned = app.id_of(&acme, "reference-4").await;
    app.acts
        .review(Principal::Operator, turned, Verdict::Declined, "Ben")
        .await
        .unwrap();
    see(app.deliver(&mut receiver, 1).await[0].json());
    let delete = json!({"reference": "reference-4", "comment": "asked for by John"});
    see(app.post("/delete", &acme, delete).await.json());
    app.deliver(&mut receiver, 1).await;
    app.run_jobs().await;

    for (event, sample) in &samples {
        assert_alike(event, &seen[event], sample);
    }
    // The errors are the same to the letter.
    assert_eq!(
        seen["request.unauthorized"],
        samples["request.unauthorized"]
    );
    assert_eq!(
        seen["request.invalid"]["error"],
        samples["request.invalid"]["error"]
    );
}

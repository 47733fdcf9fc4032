//! Every kind of error, told in the protocol's words.

use axum::http::Method;
use proofing::Principal;
use serde_json::{Value, json};
use verification::Service;
use verification::account::AccountSettings;

use crate::app::TestApp;
use crate::fakes::{but, off_site, on_site, png};

/// A request that is right but for one thing is refused for that thing, and opens nothing.
async fn check(app: &TestApp, changes: Value, expected: &str) {
    let acme = app
        .acts
        .accounts(Principal::Operator)
        .await
        .unwrap()
        .remove(0);
    let request = but(on_site("reference-1"), changes.clone());
    let reply = app.post("/", &acme, request).await;
    assert_eq!(reply.refused(400), expected, "{changes}");
    assert_eq!(reply.event(), "request.invalid");
}

#[tokio::test]
async fn every_rule_has_its_words() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let long = "x".repeat(251);
    let cases = [
        (
            json!({"reference": null}),
            ".reference: The reference field is required.",
        ),
        (
            json!({"reference": ""}),
            ".reference: The reference field is required.",
        ),
        (
            json!({"reference": "12345"}),
            ".reference: The reference must be at least 6 characters.",
        ),
        (
            json!({"reference": long}),
            ".reference: The reference may not be greater than 250 characters.",
        ),
        (
            json!({"reference": "two\u{9}words"}),
            ".reference: The reference format is invalid.",
        ),
        (
            json!({"reference": ["reference-1"]}),
            ".reference: The reference must be a string.",
        ),
        (
            json!({"country": "GBR"}),
            ".country: The country must be 2 characters.",
        ),
        (
            json!({"language": "XX"}),
            ".language: The selected language is invalid.",
        ),
        (
            json!({"email": "john.example.com"}),
            ".email: The email must be a valid email address.",
        ),
        (
            json!({"callback_url": "example.com/cb"}),
            ".callback_url: The callback url format is invalid.",
        ),
        (
            json!({"redirect_url": "javascript:alert(1)"}),
            ".redirect_url: The redirect url format is invalid.",
        ),
        (
            json!({"verification_mode": "x"}),
            ".verification_mode: The selected verification mode is invalid.",
        ),
        (
            json!({"ttl": "an hour"}),
            ".ttl: The ttl must be an integer.",
        ),
        (json!({"ttl": 0}), ".ttl: The ttl must be at least 1."),
        (
            json!({"show_results": "2"}),
            ".show_results: The show results field must be true or false.",
        ),
        (
            json!({"document": "yes"}),
            "document.document: The document must be an array.",
        ),
        (
            json!({"document": {"dob": "13.03.1978"}}),
            "document.dob: The dob does not match the format Y-m-d.",
        ),
        (
            json!({"document": {"dob": "2026-01-01"}}),
            "document.dob: The dob must be a date before 2026-01-01.",
        ),
        (
            json!({"document": {"supported_types": "passport"}}),
            "document.supported_types: The supported types must be an array.",
        ),
        (
            json!({"document": {"supported_types": ["visa"]}}),
            "document.supported_types: The selected supported types is invalid.",
        ),
        (
            json!({"document": {"proof": "!"}}),
            "document.proof: The proof format is invalid.",
        ),
        (
            json!({"document": {"proof": 7}}),
            "document.proof: The proof must be a string.",
        ),
        (
            json!({"address": {"full_address": "short"}}),
            "address.full_address: The full address must be at least 6 characters.",
        ),
        (
            json!({"consent": {}}),
            "consent.text: The text field is required.",
        ),
        (
            json!({"document": null}),
            ".services: At least one service is required: document, document_two, \
            address, face, consent, phone or background_checks.",
        ),
    ];
    for (changes, expected) in cases {
        check(&app, changes, expected).await;
    }
    // Nothing of all that was opened.
    let status = app
        .post("/status", &acme, json!({"reference": "reference-1"}))
        .await;
    assert_eq!(
        status.refused(400),
        ".reference: The selected reference is invalid."
    );
}

#[tokio::test]
async fn a_body_that_is_no_request_is_refused() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    for path in ["/", "/status", "/delete"] {
        for (body, expected) in [
            ("", ".reference: The reference field is required."),
            ("{", ".: The request body must be valid JSON or a form."),
            (
                "nonsense",
                ".: The request body must be valid JSON or a form.",
            ),
            ("[1]", ".: The request body must be an object."),
            ("7", ".: The request body must be an object."),
        ] {
            let call = app.call(Method::POST, path).basic(&acme);
            let reply = call
                .header("content-type", "application/json")
                .body(body)
                .send()
                .await;
            assert_eq!(reply.refused(400), expected, "{path} {body}");
        }
    }
}

#[tokio::test]
async fn an_error_echoes_reference_email_and_country() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let wrong = but(
        on_site("reference-1"),
        json!({"email": "zoë@例え.jp", "ttl": "x"}),
    );
    let reply = app.post("/", &acme, wrong).await;
    insta::assert_json_snapshot!(reply.json(), @r#"
    {
      "reference": "reference-1",
      "event": "request.invalid",
      "error": {
        "service": "",
        "key": "ttl",
        "message": "The ttl must be an integer."
      },
      "email": "zoë@例え.jp",
      "country": "GB"
    }
    "#);
}

#[tokio::test]
async fn a_reference_is_taken_for_ever() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let other = app.account("other").await;
    app.post("/", &acme, off_site("reference-1")).await.ok();
    let again = app.post("/", &acme, on_site("reference-1")).await;
    insta::assert_json_snapshot!(again.json(), @r#"
    {
      "reference": "reference-1",
      "event": "request.invalid",
      "error": {
        "service": "",
        "key": "reference",
        "message": "The reference has already been taken."
      },
      "email": "john@example.com",
      "country": "GB"
    }
    "#);
    assert_eq!(again.status, 400);
    // Another account has names of its own.
    app.post("/", &other, off_site("reference-1")).await.ok();
    let delete = json!({"reference": "reference-1", "comment": "asked for by John"});
    app.post("/delete", &acme, delete).await.ok();
    let after = app.post("/", &acme, on_site("reference-1")).await;
    assert_eq!(
        after.refused(400),
        ".reference: The reference has already been taken."
    );
    app.run_jobs().await;
}

#[tokio::test]
async fn of_a_reference_used_by_many_at_once_one_wins() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let posts = (0..12).map(|_| app.post("/", &acme, off_site("reference-1")));
    let replies = futures::future::join_all(posts).await;
    let (good, refused): (Vec<_>, Vec<_>) = replies.iter().partition(|reply| reply.status == 200);
    assert_eq!((good.len(), refused.len()), (1, 11));
    for reply in refused {
        assert_eq!(
            reply.refused(400),
            ".reference: The reference has already been taken."
        );
    }
}

#[tokio::test]
async fn services_that_are_not_to_be_had_are_forbidden() {
    let app = TestApp::start().await;
    let settings = AccountSettings {
        denied_services: [Service::DocumentTwo].into(),
        ..AccountSettings::default()
    };
    let acme = app.account_with("acme", settings).await;
    let cases = [
        (
            json!({"document_two": ""}),
            "document_two.document_two: The document two service is not available.",
        ),
        (
            json!({"questionnaire": {}}),
            "questionnaire.questionnaire: The questionnaire service is not available.",
        ),
        (
            json!({"kyb": {}}),
            "kyb.kyb: The kyb service is not available.",
        ),
        // No examiner of this server sees faces, and nobody is asked to.
        (
            json!({"document": null, "face": {"proof": png()}}),
            "face.face: The face service is not available.",
        ),
        // Nor is anybody sent through the pages for what would be declined at their end.
        (
            json!({"face": ""}),
            "face.face: The face service is not available.",
        ),
        (
            json!({"document": null, "face": {"allow_offline": "0"}}),
            "face.face: The face service is not available.",
        ),
        (
            json!({"document": null, "phone": {"phone_number": "+15550100123"}}),
            "phone.phone: The phone service is not available.",
        ),
        (
            json!({"background_checks": ""}),
            "background_checks.background_checks: The background checks service is not available.",
        ),
        (
            json!({"document": null, "consent": {"text": "I agree", "supported_types": ["printed"]}}),
            "consent.consent: The consent service is not available.",
        ),
        (
            json!({"address": {"supported_types": ["utility_bill"]}}),
            "address.address: The address service is not available.",
        ),
    ];
    for (changes, expected) in cases {
        let reply = app
            .post("/", &acme, but(on_site("reference-1"), changes))
            .await;
        assert_eq!(reply.refused(403), expected);
        assert_eq!(reply.event(), "request.invalid");
    }
}

#[tokio::test]
async fn callbacks_go_to_registered_domains_and_to_no_private_network() {
    let app = TestApp::start().await;
    let settings = AccountSettings {
        callback_domains: ["example.com".to_owned(), "127.0.0.1".to_owned()].into(),
        ..AccountSettings::default()
    };
    let strict = app.account_with("strict", settings).await;
    let free = app.account("free").await;
    let unwritten = ".callback_url: The callback url format is invalid.";
    let private = ".callback_url: The address leads to a private network.";
    let reserved = ".callback_url: The address leads to a reserved network.";
    let cases = [
        (
            &strict,
            "https://example.org/cb",
            ".callback_url: The selected callback url is invalid.",
        ),
        (
            &strict,
            "https://example.com.evil.org/cb",
            ".callback_url: The selected callback url is invalid.",
        ),
        (&strict, "http://127.0.0.1:8080/cb", private),
        (&free, "http://127.0.0.1/cb", private),
        (&free, "http://localhost:8080/cb", private),
        // No parser should have to make an address of these.
        (&free, "http://2130706433/cb", unwritten),
        (&free, "http://0x7f.1/cb", unwritten),
        (&free, "http://10.1.2.3/cb", private),
        (&free, "http://192.168.0.1/cb", private),
        (&free, "http://[::1]/cb", private),
        (&free, "http://[fd00::1]/cb", private),
        (&free, "http://169.254.169.254/latest/meta-data", private),
        (&free, "http://0.0.0.0/cb", reserved),
        (
            &free,
            "https://203.0.113.1:22/cb",
            ".callback_url: The address has a port that may not be called.",
        ),
    ];
    for (account, url, expected) in cases {
        let request = but(on_site("reference-1"), json!({"callback_url": url}));
        assert_eq!(
            app.post("/", account, request).await.refused(400),
            expected,
            "{url}"
        );
        let key = "status_url";
        let request = but(on_site("reference-1"), json!({key: url}));
        let expected = expected
            .replace("callback_url:", "status_url:")
            .replace("callback url", "status url");
        assert_eq!(
            app.post("/", account, request).await.refused(400),
            expected,
            "{url}"
        );
    }
}

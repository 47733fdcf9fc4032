//! Callers who mean no good: bodies that are too large, never end, break off, or are no bodies.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use bytes::Bytes;
use futures::{StreamExt, stream};
use serde_json::json;

use crate::app::{Plan, TestApp};
use crate::fakes::on_site;

const KILOBYTE: usize = 1024;
const ENDPOINTS: [&str; 3] = ["/", "/status", "/delete"];

async fn small() -> TestApp {
    TestApp::with(Plan {
        max_body: 64 * KILOBYTE,
        body_deadline: Duration::from_millis(5),
        ..Plan::default()
    })
    .await
}

/// A body without end, in pieces of a kilobyte; counts those that were taken.
fn endless(taken: &Arc<AtomicUsize>) -> Body {
    let taken = Arc::clone(taken);
    let pieces = stream::repeat_with(move || {
        taken.fetch_add(1, Ordering::Relaxed);
        Ok::<_, Infallible>(Bytes::from_static(&[b' '; KILOBYTE]))
    });
    Body::from_stream(pieces)
}

#[tokio::test]
async fn a_body_that_is_too_large_is_not_taken_in() {
    let app = small().await;
    let acme = app.account("acme").await;
    let too_large = ".: The request body may not be greater than 64 kilobytes.";
    for path in ENDPOINTS {
        // By what it declares: nothing is read.
        let taken = Arc::default();
        let call = app.call(Method::POST, path).basic(&acme);
        let call = call.header("content-length", "65537").body(endless(&taken));
        assert_eq!(call.send().await.refused(413), too_large, "{path}");
        assert_eq!(taken.load(Ordering::Relaxed), 0);
        // By what it is: no more is read than the limit and the piece that breaks it.
        let taken = Arc::default();
        let call = app
            .call(Method::POST, path)
            .basic(&acme)
            .body(endless(&taken));
        assert_eq!(call.send().await.refused(413), too_large, "{path}");
        assert!(taken.load(Ordering::Relaxed) <= 65, "{path}");
        // Of a stranger nothing is read at all.
        let taken = Arc::default();
        let call = app.call(Method::POST, path).body(endless(&taken));
        assert_eq!(call.send().await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(taken.load(Ordering::Relaxed), 0);
    }
    // Nor where no body is looked at; a proof's token is short.
    let taken = Arc::default();
    let call = app.call(Method::POST, "/get/access/token").basic(&acme);
    call.body(endless(&taken)).send().await.ok();
    assert_eq!(taken.load(Ordering::Relaxed), 0);
    let proof = "/proof/ver_018f0000000070008000000000000000/document/proof";
    let taken = Arc::default();
    let call = app.call(Method::POST, proof).body(endless(&taken));
    assert_eq!(call.send().await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(taken.load(Ordering::Relaxed) <= 5);
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_is_taken() {
    let app = TestApp::with(Plan {
        max_body: 64 * KILOBYTE,
        ..Plan::default()
    })
    .await;
    let acme = app.account("acme").await;
    for (length, status) in [(64 * KILOBYTE, 200), (64 * KILOBYTE + 1, 413)] {
        let mut body = on_site("reference-1").to_string();
        body.extend(std::iter::repeat_n(' ', length - body.len()));
        let call = app.call(Method::POST, "/").basic(&acme).body(body);
        assert_eq!(call.send().await.status.as_u16(), status, "{length}");
    }
    app.leaves(1, 0);
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let app = small().await;
    let acme = app.account("acme").await;
    for path in ENDPOINTS {
        let begun = stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"{\"reference\""))]);
        let body = Body::from_stream(begun.chain(stream::pending()));
        let call = app.call(Method::POST, path).basic(&acme).body(body);
        assert_eq!(
            call.send().await.refused(408),
            ".: The request body took too long to arrive.",
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_opens_nothing() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    // All of the request is there, but the body says that it was to go on.
    let whole = Bytes::from(on_site("reference-1").to_string());
    let broken = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
    let body = Body::from_stream(stream::iter([Ok(whole), Err(broken)]));
    let call = app.call(Method::POST, "/").basic(&acme).body(body);
    assert_eq!(
        call.send().await.refused(400),
        ".: The request body broke off."
    );
    let status = app
        .post("/status", &acme, json!({"reference": "reference-1"}))
        .await;
    assert_eq!(
        status.refused(400),
        ".reference: The selected reference is invalid."
    );
}

#[tokio::test]
async fn bodies_that_are_built_to_cost_are_refused() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let deep = |open: &str, close: &str, depth: usize| {
        format!(
            r#"{{"reference":"reference-1","document":{}1{}}}"#,
            open.repeat(depth),
            close.repeat(depth)
        )
    };
    let many = format!(
        r#"{{"reference":"reference-1","x":[{}1]}}"#,
        "1,".repeat(20_000)
    );
    let too_deep = ".: The request body is nested too deeply.";
    let too_many = ".: The request body has too many values.";
    let not_json = ".: The request body must be valid JSON or a form.";
    let cases = [
        ("application/json", deep("[", "]", 100), too_deep),
        ("application/json", deep(r#"{"a":"#, "}", 100), too_deep),
        ("application/json", deep("[", "]", 30_000), too_deep),
        ("application/json", "[".repeat(60_000), too_deep),
        ("application/json", many, too_many),
        ("application/json", "\u{feff}nonsense".to_owned(), not_json),
        (
            "application/json",
            r#"{"reference":"\ud800"}"#.to_owned(),
            not_json,
        ),
        (
            "application/json",
            "{\"reference\":\"a\u{0}b\"}".to_owned(),
            not_json,
        ),
        (
            "application/x-www-form-urlencoded",
            format!("reference=reference-1&{}", "a=1&".repeat(2_000)),
            too_many,
        ),
        (
            "application/x-www-form-urlencoded",
            format!("reference=reference-1&a{}=1", "[a]".repeat(100)),
            too_deep,
        ),
    ];
    for (content_type, body, expected) in cases {
        for path in ENDPOINTS {
            let call = app.call(Method::POST, path).basic(&acme);
            let reply = call
                .header("content-type", content_type)
                .body(body.clone())
                .send()
                .await;
            assert_eq!(
                reply.refused(400),
                expected,
                "{path} {content_type} {}",
                &body[..40]
            );
        }
    }
}

#[tokio::test]
async fn bodies_of_other_kinds_are_refused() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let not_json = (400, ".: The request body must be valid JSON or a form.");
    let other_kind = (415, ".: The request body must be JSON or a form.");
    let no_reference = (400, ".reference: The reference field is required.");
    let cases: [(&str, &[u8], (u16, &str)); 6] = [
        ("application/xml", b"<reference>reference-1</reference>", other_kind),
        ("image/png", b"\x89PNG\r\n\x1a\n", other_kind),
        ("application/octet-stream", b"\0\xFF\xFE", other_kind),
        ("application/json; charset=utf-16", b"{\0\"\0", not_json),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: form-data; name=\"reference\"\r\n\r\nreference-1\r\n--x--",
            other_kind,
        ),
        ("application/x-www-form-urlencoded", b"\xFF\xFE%%%=%", no_reference),
    ];
    for (content_type, body, (status, expected)) in cases {
        let call = app.call(Method::POST, "/").basic(&acme);
        let call = call
            .header("content-type", content_type)
            .body(body.to_vec());
        assert_eq!(
            call.send().await.refused(status),
            expected,
            "{content_type}"
        );
    }
}

/// References are texts of the caller's: whatever is in them comes back as text, or not at all.
#[tokio::test]
async fn references_are_only_names() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    for reference in [
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "reference\r\nSet-Cookie: a=b",
        "../../../../etc/passwd",
        "%00%0d%0a%27",
        "{{7*7}}${7*7}",
        "reference-\u{202e}1",
        "ｒｅｆｅｒｅｎｃｅ",
    ] {
        let body = json!({"reference": reference, "comment": "let me see"});
        for path in ["/status", "/delete"] {
            let reply = app.post(path, &acme, body.clone()).await;
            assert_eq!(reply.status, StatusCode::BAD_REQUEST);
            assert_eq!(reply.json()["reference"], reference);
            assert!(!reply.headers.contains_key("set-cookie"));
        }
    }
}

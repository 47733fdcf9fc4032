//! Every endpoint: where it is, which methods it takes, what browsers may do, what it answers.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::app::{Plan, TestApp};
use crate::fakes::{Panicking, off_site, on_site};

/// The endpoints of the protocol.
const POSTED: [&str; 4] = ["/", "/status", "/delete", "/get/access/token"];
const READ: [&str; 2] = ["/account/info", "/decline/reasons"];

fn everywhere() -> impl Iterator<Item = &'static str> {
    POSTED.into_iter().chain(READ)
}

#[tokio::test]
async fn every_endpoint_answers_under_any_base_path_with_and_without_a_slash() {
    for base_path in ["", "/api", "/a/b"] {
        let app = TestApp::with(Plan {
            base_path,
            ..Plan::default()
        })
        .await;
        let acme = app.account("acme").await;
        let roots = if base_path.is_empty() {
            vec!["/"]
        } else {
            vec!["", "/"]
        };
        for (number, path) in roots.iter().enumerate() {
            let reply = app
                .post(path, &acme, off_site(&format!("reference-{number}")))
                .await;
            assert_eq!(
                reply.ok()["event"],
                "verification.accepted",
                "{base_path}{path}"
            );
        }
        for path in ["/status", "/status/"] {
            let reply = app
                .post(path, &acme, json!({"reference": "reference-0"}))
                .await;
            assert_eq!(reply.ok()["event"], "verification.accepted");
        }
        for path in ["/get/access/token", "/get/access/token/"] {
            let reply = app.post(path, &acme, json!({})).await;
            assert_eq!(reply.ok()["access_token"].as_str().unwrap().len(), 64);
        }
        for path in READ {
            for path in [path.to_owned(), format!("{path}/")] {
                let reply = app.call(Method::GET, &path).basic(&acme).send().await;
                assert!(reply.ok().is_object(), "{path}");
            }
        }
        app.post("/", &acme, off_site("reference-9")).await.ok();
        for (path, reference) in [("/delete", "reference-0"), ("/delete/", "reference-9")] {
            let body = json!({"reference": reference, "comment": "no longer needed"});
            assert_eq!(
                app.post(path, &acme, body).await.ok()["event"],
                "request.deleted"
            );
        }
        app.run_jobs().await;
    }
}

#[tokio::test]
async fn nothing_is_outside_the_base_path() {
    let app = TestApp::with(Plan {
        base_path: "/api",
        ..Plan::default()
    })
    .await;
    let outside = TestApp::start().await;
    for path in everywhere() {
        for (app, path) in [
            (&outside, format!("/api{path}")),
            (&outside, "/x".to_owned()),
        ] {
            let reply = app.call(Method::POST, &path).send().await;
            assert_eq!(
                reply.refused(404),
                ".: There is nothing at this path.",
                "{path}"
            );
        }
    }
    for path in ["/status", "/apistatus"] {
        let call = crate::call::Call::new(app.router.clone(), Method::POST, path);
        assert_eq!(call.send().await.status, StatusCode::NOT_FOUND, "{path}");
    }
    // The landing page is at the root, wherever the protocol's endpoints are.
    let call = crate::call::Call::new(app.router.clone(), Method::POST, "/");
    assert_eq!(call.send().await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn wrong_methods_are_told_the_right_ones() {
    let app = TestApp::start().await;
    let proof = "/proof/018f0000-0000-7000-8000-000000000000/document/proof";
    let cases = POSTED
        .map(|path| match path {
            // A person's browser reads the landing page where the protocol is posted to.
            "/" => (path, "POST,GET,HEAD"),
            _ => (path, "POST"),
        })
        .into_iter()
        .chain(READ.map(|path| (path, "GET,HEAD")))
        .chain([
            (proof, "POST,GET,HEAD"),
            ("/health", "GET,HEAD"),
            ("/ready", "GET,HEAD"),
        ]);
    for (path, allowed) in cases {
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"] {
            if allowed.split(',').any(|allowed| allowed == method) {
                continue;
            }
            let reply = app.call(method.parse().unwrap(), path).send().await;
            assert_eq!(
                reply.status,
                StatusCode::METHOD_NOT_ALLOWED,
                "{method} {path}"
            );
            let mut told: Vec<&str> = reply.header("allow").split(',').collect();
            let mut expected: Vec<&str> = allowed.split(',').collect();
            told.sort_unstable();
            expected.sort_unstable();
            assert_eq!(told, expected, "{method} {path}");
            if method != "HEAD" {
                assert_eq!(reply.error(), ".: This path does not take this method.");
            }
        }
    }
}

#[tokio::test]
async fn a_head_is_a_get_without_a_body() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    for path in READ {
        let get = app.call(Method::GET, path).basic(&acme).send().await;
        let head = app.call(Method::HEAD, path).basic(&acme).send().await;
        assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
        assert_eq!(head.header("signature"), get.header("signature"));
        let length: usize = head.header("content-length").parse().unwrap();
        assert_eq!(length, get.body.len());
    }
}

#[tokio::test]
async fn browsers_may_call_every_endpoint_and_read_the_signatures() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    for path in everywhere().chain(["/proof/x/document/proof", "/nowhere"]) {
        let preflight = app
            .call(Method::OPTIONS, path)
            .header("origin", "https://shop.example.com")
            .header("access-control-request-method", "POST")
            .header(
                "access-control-request-headers",
                "authorization,content-type",
            )
            .send()
            .await;
        assert!(preflight.status.is_success(), "{path}");
        assert_eq!(preflight.header("access-control-allow-origin"), "*");
        for (header, wanted) in [
            ("access-control-allow-methods", ["GET", "POST"]),
            (
                "access-control-allow-headers",
                ["authorization", "content-type"],
            ),
        ] {
            let allowed = preflight.header(header);
            for wanted in wanted {
                assert!(
                    allowed.split(',').any(|one| one == wanted),
                    "{path}: {allowed}"
                );
            }
        }
    }
    let replies = [
        app.call(Method::GET, "/account/info").basic(&acme),
        app.call(Method::GET, "/account/info"),
        app.call(Method::GET, "/nowhere"),
        app.call(Method::PUT, "/status"),
    ];
    for call in replies {
        let reply = call
            .header("origin", "https://shop.example.com")
            .send()
            .await;
        assert_eq!(reply.header("access-control-allow-origin"), "*");
        assert_eq!(
            reply.header("access-control-expose-headers"),
            "signature,sp_signature,retry-after"
        );
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
    }
}

#[tokio::test]
async fn a_handler_that_panics_answers_all_the_same() {
    let app = TestApp::with(Plan {
        examiner: Arc::new(Panicking),
        ..Plan::default()
    })
    .await;
    let acme = app.account("acme").await;
    let mut call = app.call(Method::POST, "/").basic(&acme);
    call = call.header("origin", "https://shop.example.com");
    let reply = call.json(&off_site("reference-1")).unsigned().send().await;
    assert_eq!(reply.refused(500), ".: The server failed. Try again later.");
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    assert_eq!(reply.event(), "");
    let status = app
        .post("/status", &acme, json!({"reference": "reference-1"}))
        .await;
    assert_eq!(
        status.refused(400),
        ".reference: The selected reference is invalid."
    );
}

#[tokio::test]
async fn health_tells_of_a_queue_that_is_stuck() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let get = async |path: &str| {
        let reply = app.call(Method::GET, path).send().await;
        (reply.status.as_u16(), reply.json().to_string())
    };
    assert_eq!(
        get("/health").await,
        (200, r#"{"status":"alive"}"#.to_owned())
    );
    let ready = r#"{"status":"ready","services":["document","document_two"]}"#.to_owned();
    assert_eq!(get("/ready").await, (200, ready.clone()));
    app.post("/", &acme, on_site("reference-1")).await.ok();
    app.advance(jiff::SignedDuration::from_mins(60 + 5));
    assert_eq!(get("/ready").await, (200, ready.clone()));
    app.advance(jiff::SignedDuration::from_secs(1));
    let stuck = r#"{"status":"not_ready","because":"queue"}"#.to_owned();
    assert_eq!(get("/ready").await, (503, stuck));
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(get("/ready").await, (200, ready.clone()));
}

#[tokio::test]
async fn the_account_and_the_reasons_are_told() {
    let app = TestApp::start().await;
    let acme = app.account("Acme / Søn").await;
    let info = app
        .call(Method::GET, "/account/info")
        .basic(&acme)
        .send()
        .await;
    insta::assert_snapshot!(
        std::str::from_utf8(&info.body).unwrap(),
        @r#"{"account":{"name":"Acme \/ S\u00f8n","status":"production","balance":{"amount":"0.00","currency":"USD"}}}"#
    );
    let reasons = app
        .call(Method::GET, "/decline/reasons")
        .basic(&acme)
        .send()
        .await
        .ok();
    let reasons = reasons["decline_reasons"].as_array().unwrap();
    let codes: Vec<_> = verification::decline::all()
        .map(|definition| definition.description)
        .collect();
    let told: Vec<_> = reasons
        .iter()
        .map(|reason| reason["description"].as_str().unwrap())
        .collect();
    assert_eq!(told, codes);
    assert!(
        reasons
            .iter()
            .all(|reason| reason["status_code"].is_string())
    );
}

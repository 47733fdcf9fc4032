//! One caller against everybody else: whoever takes their share of something waits for themselves
//! alone.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures::stream;
use http_body_util::BodyExt;
use serde_json::json;
use tokio::task::JoinHandle;
use tower::ServiceExt;
use verification::account::Account;
use wire::capture::signature::{Digest, sign};

use crate::app::{Plan, TestApp};
use crate::call::{Call, Reply};
use crate::fakes::{off_site, on_site, png_bytes};
use crate::person::Person;

/// Whoever waits for somebody else waits for longer than this: those hold what they hold for as
/// long as the test lasts.
const SOON: Duration = Duration::from_secs(30);

/// A body that was promised and does not come.
fn silent() -> Body {
    Body::from_stream(stream::pending::<Result<Bytes, Infallible>>())
}

/// A body that begins, and then does not go on.
fn begun(bytes: usize) -> Body {
    use futures::StreamExt;
    let first = stream::iter([Ok::<_, Infallible>(Bytes::from(vec![b'a'; bytes]))]);
    Body::from_stream(first.chain(stream::pending()))
}

/// Whoever waits for themselves is told so at once.
fn impatient() -> web::Limits {
    web::Limits {
        patience: Duration::from_millis(20),
        body_grace: Duration::from_mins(10),
        ..web::Limits::default()
    }
}

/// A small server: what is shared is soon used up.
async fn small() -> TestApp {
    TestApp::with(Plan {
        max_requests: 16,
        body_deadline: Duration::from_mins(10),
        limits: impatient(),
        ..Plan::default()
    })
    .await
}

fn all<T>(count: usize, mut one: impl FnMut() -> T) -> Vec<JoinHandle<Reply>>
where
    T: Future<Output = Reply> + Send + 'static,
{
    (0..count).map(|_| tokio::spawn(one())).collect()
}

async fn settle() {
    for _ in 0..2_000 {
        tokio::task::yield_now().await;
    }
}

async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(SOON, what).await.unwrap()
}

/// Everybody else is served: an account, another person, health.
async fn others_are_served(app: &TestApp, account: &Account, person: &Person<'_>) {
    soon(async {
        let info = app.call(Method::GET, "/account/info").basic(account);
        info.send().await.ok();
        app.call(Method::GET, "/health").send().await.ok();
        assert_eq!(person.get("/").await.status, StatusCode::OK);
        person.post("/user/get-config", json!({})).await.ok();
    })
    .await;
}

#[tokio::test]
async fn slow_uploads_of_one_link_hold_up_that_link_alone() {
    let app = small().await;
    let acme = app.account("acme").await;
    let greedy = Person::of(&app, &acme, on_site("reference-1")).await;
    let other = Person::of(&app, &acme, on_site("reference-2")).await;
    for path in ["/submit/front", "/submit/frame?look=front", "/user/events"] {
        for body in [silent as fn() -> Body, || begun(100_000)] {
            let held = all(40, || greedy.call(path).body(body()).send());
            settle().await;
            others_are_served(&app, &acme, &other).await;
            held.iter().for_each(JoinHandle::abort);
        }
    }
    app.leaves(2, 0);
}

#[tokio::test]
async fn who_names_an_account_and_proves_nothing_takes_nothing_of_it() {
    let app = small().await;
    let acme = app.account("acme").await;
    let person = Person::of(&app, &acme, on_site("reference-1")).await;
    let claims = || {
        app.call(Method::POST, "/api/v1/submit-front")
            .header("customer-id", acme.customer_id())
            .header("signature", &format!("sha256={}", "0".repeat(64)))
    };
    let large = || claims().header("content-length", "30000000");
    for call in [&claims as &dyn Fn() -> Call, &large] {
        for body in [silent as fn() -> Body, || begun(20_000_000)] {
            let held = all(40, || call().body(body()).send());
            settle().await;
            others_are_served(&app, &acme, &person).await;
            // The same way of calling, from the same address, with a signature that is right.
            let body = r#"{"public_data":{},"private_data":{}}"#;
            let signature = sign(Digest::Sha256, acme.api_key(), body.as_bytes());
            let right = app
                .call(Method::POST, "/api/v1/get-transaction-data")
                .header("customer-id", acme.customer_id())
                .header("signature", &signature)
                .signed_or_not()
                .body(body);
            assert_eq!(soon(right.send()).await.status, StatusCode::OK);
            // And a request with pictures finds room.
            let mut pictures = off_site("reference-2");
            pictures["comment"] = "a".repeat(5_000_000).into();
            let asked = app.post("/", &acme, pictures);
            assert_ne!(soon(asked).await.status, StatusCode::SERVICE_UNAVAILABLE);
            held.iter().for_each(JoinHandle::abort);
        }
    }
    app.leaves(1, 0);
}

#[tokio::test]
async fn one_account_leaves_half_to_the_others() {
    let app = small().await;
    let (acme, other) = (app.account("acme").await, app.account("other").await);
    let person = Person::of(&app, &other, on_site("reference-1")).await;
    for path in ["/", "/status", "/api/v1/start", "/api/v1/submit-front"] {
        let held = all(40, || {
            let call = app.call(Method::POST, path).basic(&acme);
            call.signed_or_not().body(begun(30_000)).send()
        });
        settle().await;
        others_are_served(&app, &other, &person).await;
        // Who waits for themselves is told to come again.
        let waiting = app.call(Method::POST, "/status").basic(&acme);
        if path != "/status" {
            held.iter().for_each(JoinHandle::abort);
            continue;
        }
        let refused = waiting.send().await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.header("retry-after"), "2");
        held.iter().for_each(JoinHandle::abort);
    }
    app.leaves(1, 0);
}

/// Asks, and keeps the answer without reading it.
async fn unread(app: &TestApp, request: Request<Body>) -> (StatusCode, HeaderMap, Body) {
    let response = app.router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    (parts.status, parts.headers, body)
}

fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn streams_of_one_link_are_bounded() {
    let app = TestApp::with(Plan {
        limits: web::Limits {
            max_streams: 20,
            link_streams: 4,
            ..web::Limits::default()
        },
        ..Plan::default()
    })
    .await;
    let acme = app.account("acme").await;
    let greedy = Person::of(&app, &acme, on_site("reference-1")).await;
    let follow = |person: &Person<'_>| get(&person.address("/user/follow"));
    let mut open = Vec::new();
    let mut refused = 0;
    for _ in 0..50 {
        let (status, headers, body) = unread(&app, follow(&greedy)).await;
        if status == StatusCode::OK {
            open.push(body);
        } else {
            assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
            assert!(headers.contains_key("retry-after"));
            refused += 1;
        }
    }
    assert_eq!((open.len(), refused), (4, 46));
    let other = Person::of(&app, &acme, on_site("reference-2")).await;
    assert_eq!(unread(&app, follow(&other)).await.0, StatusCode::OK);
    // A stream that ends makes room.
    open.pop();
    assert_eq!(unread(&app, follow(&greedy)).await.0, StatusCode::OK);
    app.leaves(2, 0);
}

#[tokio::test]
async fn unread_answers_of_one_take_no_memory_of_others() {
    let size = 1 << 20;
    let app = TestApp::with(Plan {
        limits: web::Limits {
            max_answers: 4 * size,
            ..impatient()
        },
        ..Plan::default()
    })
    .await;
    let acme = app.account("acme").await;
    let mut paths = Vec::new();
    for reference in ["reference-1", "reference-2"] {
        let mut large = png_bytes();
        large.resize(size, 0);
        let mut request = off_site(reference);
        request["document"]["proof"] = STANDARD.encode(&large).into();
        app.post("/", &acme, request).await.ok();
        let id = app.id_of(&acme, reference).await;
        let token = app.proof_token(id).await;
        paths.push(format!("/proof/{id}/document/proof?access_token={token}"));
    }
    let asking = (0..30).map(|_| unread(&app, get(&paths[0])));
    let answers = futures::future::join_all(asking).await;
    let (taken, refused): (Vec<_>, Vec<_>) = answers
        .into_iter()
        .partition(|(status, ..)| *status == StatusCode::OK);
    assert_eq!(taken.len(), 1);
    assert!(refused.iter().all(|(status, headers, _)| {
        *status == StatusCode::SERVICE_UNAVAILABLE && headers.contains_key("retry-after")
    }));
    // Somebody else's is there at once, and these are there for whoever reads them.
    let (status, _, other) = soon(unread(&app, get(&paths[1]))).await;
    assert_eq!(status, StatusCode::OK);
    for body in taken.into_iter().map(|(.., body)| body).chain([other]) {
        assert_eq!(body.collect().await.unwrap().to_bytes().len(), size);
    }
}

#[tokio::test]
async fn wrong_keys_are_slowed_and_right_ones_are_not() {
    let app = TestApp::with(Plan {
        limits: web::Limits {
            wrong_keys_per_minute: 5,
            ..web::Limits::default()
        },
        ..Plan::default()
    })
    .await;
    let acme = app.account("acme").await;
    let person = Person::of(&app, &acme, on_site("reference-1")).await;
    let guess = async |header: &str, value: String| {
        let call = app.call(Method::GET, "/account/info");
        call.header(header, &value).send().await
    };
    let basic = |key: &str| format!("Basic {}", STANDARD.encode(key));
    for _ in 0..5 {
        let told = guess("authorization", basic(&format!("{}:x", acme.client_id))).await;
        assert_eq!(told.status, StatusCode::UNAUTHORIZED);
    }
    // Of the same address whatever is guessed is too much.
    let told = futures::future::join4(
        guess("authorization", basic("nobody:x")),
        guess("authorization", "Bearer x".to_owned()),
        guess("authorization", basic(&format!("{}:y", acme.client_id))),
        app.call(Method::GET, "/?token=nothing").send(),
    );
    for told in <[Reply; 4]>::from(told.await) {
        assert_eq!(told.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(told.headers.contains_key("retry-after"));
    }
    // Guessing locks nobody out.
    others_are_served(&app, &acme, &person).await;
    app.leaves(1, 0);
}

/// Whether there is such an account makes no difference, whatever is sent in its name.
#[tokio::test]
async fn an_id_that_exists_is_answered_like_one_that_does_not() {
    let app = TestApp::with(Plan {
        max_body: 100_000,
        body_deadline: Duration::from_millis(20),
        ..Plan::default()
    })
    .await;
    let acme = app.account("acme").await;
    let bodies: [fn() -> Body; 5] = [
        || Body::from("{}"),
        || Body::from(STANDARD.encode("{}")),
        || Body::from(vec![b'a'; 70_000]),
        || Body::from(vec![b'a'; 100_001]),
        silent,
    ];
    for path in ["/api/v1/start", "/api/v1/submit-back", "/api/v1/get-status"] {
        for body in bodies {
            let mut told = Vec::new();
            for id in [acme.customer_id(), "there-is-no-such-customer"] {
                let call = app
                    .call(Method::POST, path)
                    .header("customer-id", id)
                    .header("signature", &format!("sha256={}", "0".repeat(64)));
                let mut reply = call.body(body()).send().await;
                reply.headers.remove("x-request-id");
                told.push((reply.status, reply.headers, reply.body));
            }
            assert_eq!(told[0], told[1], "{path}");
        }
    }
}

#[tokio::test]
async fn a_packed_body_is_refused_by_name() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let person = Person::of(&app, &acme, on_site("reference-1")).await;
    for coding in ["gzip", "deflate", "br", "identity, zstd"] {
        for call in [
            app.call(Method::POST, "/").basic(&acme),
            app.call(Method::POST, "/status").basic(&acme),
            app.call(Method::POST, "/api/v1/start")
                .basic(&acme)
                .unsigned(),
            person.call("/submit/front"),
        ] {
            let call = call.header("content-encoding", coding);
            let reply = call.body("\u{1f}\u{8b}").send().await;
            assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
            assert_eq!(reply.header("accept-encoding"), "identity");
            let said = String::from_utf8_lossy(&reply.body).into_owned();
            assert!(said.contains("Content-Encoding"), "{said}");
        }
    }
    let plain = app.call(Method::POST, "/status").basic(&acme);
    let plain = plain.header("content-encoding", "identity");
    let told = plain
        .json(&json!({"reference": "reference-1"}))
        .send()
        .await;
    assert_eq!(told.status, StatusCode::OK);
    app.leaves(1, 0);
}

#[tokio::test]
async fn pages_are_for_their_own_origin() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let person = Person::of(&app, &acme, on_site("reference-1")).await;
    let origin = ("origin", "https://elsewhere.example");
    let lost = person.address("/nowhere");
    for path in [&person.address("/"), "/?token=nothing", &lost, "/user/logo"] {
        let reply = app.call(Method::GET, path).header(origin.0, origin.1);
        let reply = reply.send().await;
        assert_eq!(reply.header("access-control-allow-origin"), "", "{path}");
    }
    for path in ["/user/cancel", "/submit/front", "/"] {
        let asked = app.call(Method::OPTIONS, path).header(origin.0, origin.1);
        let asked = asked.header("access-control-request-method", "POST");
        let asked = asked.header("access-control-request-headers", "authorization");
        let reply = asked.send().await;
        if path != "/" {
            assert_eq!(reply.header("access-control-allow-origin"), "", "{path}");
        }
        let acted = person.call("/user/get-config").header(origin.0, origin.1);
        let reply = acted.json(&json!({})).send().await;
        assert_eq!(reply.header("access-control-allow-origin"), "", "{path}");
    }
    app.leaves(1, 0);
}

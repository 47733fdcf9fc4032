//! A person with a link, as their browser meets the server.

use axum::http::Method;
use bytes::Bytes;
use proofing::Principal;
use serde_json::{Value, json};
use verification::VerificationId;
use verification::account::Account;

use crate::app::TestApp;
use crate::call::{Call, Reply};

/// Every page's path but the landing page's.
pub(crate) const PAGES: [&str; 16] = [
    "/choice",
    "/front",
    "/back",
    "/barcode",
    "/address",
    "/consent-note",
    "/biometrics",
    "/biometrics-denied",
    "/selfie",
    "/confirm",
    "/phone",
    "/processing",
    "/complete",
    "/timeout",
    "/cancelled",
    "/camera-denied",
];

/// What Safari says of itself.
pub(crate) const AGENT: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

/// A person.
pub(crate) struct Person<'a> {
    pub(crate) app: &'a TestApp,
    pub(crate) token: String,
    pub(crate) id: VerificationId,
}

impl<'a> Person<'a> {
    /// Whoever is sent the link of this request.
    pub(crate) async fn of(app: &'a TestApp, account: &Account, request: Value) -> Self {
        let reference = request["reference"].as_str().unwrap().to_owned();
        let opened = app.post("/", account, request).await.ok();
        let url = opened["verification_url"].as_str().unwrap();
        let token = url.rsplit('/').next().unwrap().to_owned();
        Self {
            app,
            token,
            id: app.id_of(account, &reference).await,
        }
    }

    pub(crate) fn address(&self, path: &str) -> String {
        format!("{path}?token={}&version=default&language=en-us", self.token)
    }

    /// A page.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.app.call(Method::GET, &self.address(path)).send().await
    }

    /// A page that is shown, as HTML.
    pub(crate) async fn page(&self, path: &str) -> String {
        let reply = self.get(path).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.header("location"));
        String::from_utf8(reply.body.to_vec()).unwrap()
    }

    /// The path of the page where the person is: every other page leads there.
    pub(crate) async fn place(&self) -> String {
        let mut places: Vec<String> = Vec::new();
        for path in ["/"].into_iter().chain(PAGES) {
            let reply = self.get(path).await;
            if reply.status == 303 {
                places.push(reply.header("location").to_owned());
            } else if path != "/camera-denied" {
                assert_eq!(reply.status, 200, "{path}");
                places.push(self.address(path));
            }
        }
        places.dedup();
        assert_eq!(places.len(), 1, "{places:?}");
        places[0].split('?').next().unwrap().to_owned()
    }

    pub(crate) fn call(&self, path: &str) -> Call {
        self.app
            .call(Method::POST, path)
            .bearer(&self.token)
            .header("user-agent", AGENT)
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.call(path).json(&body).send().await
    }

    /// An act on a page. Says where it leads.
    pub(crate) async fn acts(&self, path: &str, mut body: Value) -> String {
        body["location"] = location("/").into();
        next(&self.post(path, body).await)
    }

    /// Tells events.
    pub(crate) async fn tells(&self, codes: &[u16]) -> String {
        next(&self.post("/user/events", events(codes)).await)
    }

    /// Hands a picture in. Nobody photographs both sides into one file: a byte behind its end tells
    /// the back from the front.
    pub(crate) async fn uploads(&self, path: &str, content: impl Into<Bytes>) -> Reply {
        let mut content = content.into().to_vec();
        if path.starts_with("/submit/back") {
            content.push(0);
        }
        self.uploads_as_it_is(path, content).await
    }

    /// Hands in this very file.
    pub(crate) async fn uploads_as_it_is(&self, path: &str, content: impl Into<Bytes>) -> Reply {
        self.call(path)
            .header("content-type", "image/jpeg")
            .body(content.into())
            .send()
            .await
    }

    /// The codes in the journal, in their order.
    pub(crate) async fn journal(&self) -> Vec<u16> {
        let journal = self.app.journal(self.id).await;
        journal.iter().map(|entry| entry.code.number()).collect()
    }

    /// The verification as it is stored.
    pub(crate) async fn stored(&self) -> verification::Verification {
        let by = Principal::Applicant(self.id);
        let visit = self.app.acts.visit_of(by, self.id).await;
        visit.unwrap().verification
    }
}

/// The path that an answer leads to.
pub(crate) fn next(reply: &Reply) -> String {
    let body = reply.ok();
    let next = body["next"].as_str().unwrap();
    next.split('?').next().unwrap().to_owned()
}

/// `JSON.stringify(location)`.
pub(crate) fn location(path: &str) -> String {
    json!({"href": format!("https://id.example.com{path}"), "pathname": path}).to_string()
}

/// Events as a browser tells them.
pub(crate) fn events(codes: &[u16]) -> Value {
    codes
        .iter()
        .map(|code| json!({"code": code, "location": location("/"), "at": null, "detail": null}))
        .collect()
}

/// `error.code` of a refusal.
pub(crate) fn refused(reply: &Reply, status: u16) -> String {
    assert_eq!(reply.status.as_u16(), status, "{:?}", reply.body);
    let body = reply.json();
    assert!(!body["error"]["message"].as_str().unwrap().is_empty());
    body["error"]["code"].as_str().unwrap().to_owned()
}

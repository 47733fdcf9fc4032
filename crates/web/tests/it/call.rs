//! Calls and replies. Every reply to a known account must be signed for it: each one is checked.

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;
use verification::account::Account;

use crate::signing;

/// A call that is being put together.
pub(crate) struct Call {
    router: Router,
    request: http::request::Builder,
    body: Body,
    signer: Signer,
}

/// For whom the reply must be signed.
enum Signer {
    Nobody,
    Anybody,
    Account(Box<Account>),
}

impl Call {
    pub(crate) fn new(router: Router, method: Method, path: &str) -> Self {
        let peer: SocketAddr = "203.0.113.9:4711".parse().unwrap();
        Self {
            router,
            request: Request::builder()
                .method(method)
                .uri(path)
                .extension(ConnectInfo(peer)),
            body: Body::empty(),
            signer: Signer::Nobody,
        }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// In the name of an account, by its secret key. The reply must be signed for it.
    pub(crate) fn basic(self, account: &Account) -> Self {
        let key = format!("{}:{}", account.client_id, account.secret.reveal());
        self.header("authorization", &format!("Basic {}", STANDARD.encode(key)))
            .signed_for(account)
    }

    /// With a token.
    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// The reply cannot be signed: who called was lost on the way.
    pub(crate) fn unsigned(mut self) -> Self {
        self.signer = Signer::Nobody;
        self
    }

    /// The reply must be signed for this account.
    pub(crate) fn signed_for(mut self, account: &Account) -> Self {
        self.signer = Signer::Account(Box::new(account.clone()));
        self
    }

    /// Whether the reply is signed depends on what is tried here.
    pub(crate) fn signed_or_not(mut self) -> Self {
        self.signer = Signer::Anybody;
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json")
            .body(body.to_string())
    }

    pub(crate) fn form(self, body: &str) -> Self {
        self.header("content-type", "application/x-www-form-urlencoded")
            .body(body.to_owned())
    }

    pub(crate) fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) async fn send(self) -> Reply {
        let is_head = self.request.method_ref() == Some(&Method::HEAD);
        let request = self.request.body(self.body).unwrap();
        let what = format!("{} {}", request.method(), request.uri());
        let response = self.router.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let reply = Reply {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes(),
        };
        let is_signed = reply.headers.contains_key("signature");
        match &self.signer {
            Signer::Account(account) if !is_head => {
                signing::assert_signed(account, &reply.headers, &reply.body, &what);
            }
            Signer::Account(_) => assert!(is_signed, "{what}"),
            Signer::Nobody => assert!(!is_signed, "{what}"),
            Signer::Anybody => {}
        }
        assert_eq!(reply.header("cache-control"), reply.never_kept(), "{what}");
        reply
    }
}

/// A reply, read whole.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Every answer of ours says that it must not be kept; a preflight's is empty and may be.
    fn never_kept(&self) -> &'static str {
        let is_ours = self.headers.contains_key(header::CONTENT_TYPE);
        if is_ours { "no-store" } else { "" }
    }

    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), "application/json");
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn event(&self) -> String {
        self.json()["event"].as_str().unwrap().to_owned()
    }

    /// `service.key: message` of an error.
    pub(crate) fn error(&self) -> String {
        let body = self.json();
        let text = |key: &str| body["error"][key].as_str().unwrap().to_owned();
        format!("{}.{}: {}", text("service"), text("key"), text("message"))
    }

    /// The same, after making sure of the status.
    pub(crate) fn refused(&self, status: u16) -> String {
        assert_eq!(self.status.as_u16(), status, "{:?}", self.body);
        self.error()
    }

    /// The body, after making sure that all went well.
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{:?}", self.body);
        self.json()
    }
}

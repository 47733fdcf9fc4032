//! Answers of the capture protocol: encoded and signed as the call was.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use verification::AccountId;
use verification::account::SecretKey;
use wire::capture::signature::{Digest, SIGNATURE, sign};
use wire::capture::{Encoding, Message};

use crate::log::For;

/// How a call is answered.
#[derive(Debug, Clone)]
pub(super) struct Manner {
    /// The encoding that it came in.
    pub(super) encoding: Encoding,
    /// The account, the key and the hash; `None` for strangers, to whom nothing is signed: a signed answer
    /// to somebody who only claims to be the account is a text with the account's signature on it.
    pub(super) signer: Option<(AccountId, SecretKey, Digest)>,
}

/// A message as a response.
pub(super) fn respond(status: StatusCode, message: &Message, manner: &Manner) -> Response<Body> {
    let body = message.encode(manner.encoding);
    let signature = manner
        .signer
        .as_ref()
        .map(|(_, key, digest)| sign(*digest, key, &body));
    let mut response = bare(status, manner.encoding.content_type(), body);
    if let Some(value) = signature.and_then(|text| HeaderValue::from_str(&text).ok()) {
        response.headers_mut().insert(SIGNATURE, value);
    }
    if let Some((account, _, _)) = &manner.signer {
        response.extensions_mut().insert(For(*account));
    }
    response
}

/// A sentence, to whoever does not speak the protocol.
pub(super) fn plain(status: StatusCode, said: &str) -> Response<Body> {
    bare(
        status,
        "text/plain; charset=utf-8",
        format!("{said}\n").into_bytes(),
    )
}

/// Answers hold personal data: nothing on the way may keep them, and no browser runs them.
fn bare(status: StatusCode, content_type: &'static str, body: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

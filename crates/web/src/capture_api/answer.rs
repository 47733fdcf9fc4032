//! Answers of the capture protocol: encoded and signed as the call was.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use verification::AccountId;
use verification::account::SecretKey;
use wire::capture::signature::{Digest, SIGNATURE, sign};
use wire::capture::{Encoding, Message};

use crate::answer_memory::AnswerShare;
use crate::log::For;

/// How a call is answered.
#[derive(Debug, Clone)]
pub(super) struct Manner {
    /// The encoding of the call.
    pub(super) encoding: Encoding,
    /// The account, the key and the hash, or `None` for strangers, whose answers are not signed: a
    /// signed answer to somebody who only claims to be the account would be a text with the
    /// account's signature on it.
    pub(super) signer: Option<(AccountId, SecretKey, Digest)>,
}

/// Turns a message into a response.
pub(super) fn respond(status: StatusCode, message: &Message, manner: &Manner) -> Response<Body> {
    let (head, body) = written(status, message, manner);
    head.map(|()| Body::from(body))
}

/// Turns a message into a response that is held in its share of the memory of large answers.
pub(super) fn respond_held(
    message: &Message,
    manner: &Manner,
    memory: AnswerShare,
) -> Response<Body> {
    let (head, body) = written(StatusCode::OK, message, manner);
    head.map(|()| memory.hold(body))
}

fn written(status: StatusCode, message: &Message, manner: &Manner) -> (Response<()>, Vec<u8>) {
    let body = message.encode(manner.encoding);
    let signature = manner
        .signer
        .as_ref()
        .map(|(_, key, digest)| sign(*digest, key, &body));
    let mut response = bare(status, manner.encoding.content_type());
    if let Some(value) = signature.and_then(|text| HeaderValue::from_str(&text).ok()) {
        response.headers_mut().insert(SIGNATURE, value);
    }
    if let Some((account, _, _)) = &manner.signer {
        response.extensions_mut().insert(For(*account));
    }
    (response, body)
}

/// Creates a sentence for a caller that does not use the protocol.
pub(super) fn plain(status: StatusCode, said: &str) -> Response<Body> {
    bare(status, "text/plain; charset=utf-8").map(|()| Body::from(format!("{said}\n")))
}

/// Answers contain personal data, so nothing on the way may keep them, and no browser runs them.
fn bare(status: StatusCode, content_type: &'static str) -> Response<()> {
    let mut response = Response::new(());
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

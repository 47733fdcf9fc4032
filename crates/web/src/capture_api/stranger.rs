//! Refusals for callers that did not prove their identity, which are never signed.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use verification::status::Profile;
use wire::capture::{Encoding, Fault, FaultKind};

use super::answer::{Manner, plain};
use super::credentials::Unknown;
use super::refusal::{refuse, unavailable};
use crate::entrance::Wrong;

/// The sentence about credentials, whatever is wrong with them.
const UNAUTHORIZED: &str = "The customer id, the signature or the key is missing or wrong.";

/// Creates a refusal for an unknown caller, which is never signed.
pub(super) fn stranger(endpoint: &str, why: Unknown, encoding: Option<Encoding>) -> Response<Body> {
    let (fault, usual) = match why {
        Unknown::Silent => return challenged(plain(StatusCode::UNAUTHORIZED, UNAUTHORIZED)),
        Unknown::Wrong { is_signed: true } => (
            Fault::new(FaultKind::Unauthorized, UNAUTHORIZED),
            Encoding::Base64,
        ),
        Unknown::Wrong { is_signed: false } => (
            Fault::new(FaultKind::Unauthorized, UNAUTHORIZED),
            Encoding::Json,
        ),
        Unknown::Failed(FaultKind::Unavailable) => (unavailable(), Encoding::Json),
        Unknown::Failed(kind) => (
            Fault::new(kind, "The server failed. Try again later."),
            Encoding::Json,
        ),
    };
    let manner = Manner {
        encoding: encoding.unwrap_or(usual),
        signer: None,
    };
    let mut response = refuse(endpoint, &fault, Profile::default(), &manner);
    if response.status() == StatusCode::UNAUTHORIZED {
        response.extensions_mut().insert(Wrong);
    }
    challenged(response)
}

fn challenged(mut response: Response<Body>) -> Response<Body> {
    if response.status() == StatusCode::UNAUTHORIZED {
        let schemes = r#"Basic realm="Bonafide", charset="UTF-8""#;
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(schemes));
    }
    response
}

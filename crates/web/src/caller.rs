//! Who is calling: an account, by Basic or by a single-use bearer token.
//!
//! Being an extractor, it runs before the body is read: a stranger cannot make the server take in
//! sixteen megabytes.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proofing::acts::authenticate::Caller;
use proofing::{Desk, Error};
use verification::account::Account;
use wire::verify::render;

use crate::Gate;
use crate::answer::Answer;
use crate::problem;

/// The account that calls, by either kind of credentials.
#[derive(Debug)]
pub(crate) struct Client(pub(crate) Arc<Account>);

/// The account that calls, by its secret key: tokens cannot make tokens.
#[derive(Debug)]
pub(crate) struct KeyHolder(pub(crate) Arc<Account>);

/// No credentials, or wrong ones.
#[derive(Debug)]
pub(crate) struct Unauthorized(Answer);

impl IntoResponse for Unauthorized {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        if response.status() == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic, Bearer"));
        }
        response
    }
}

impl FromRequestParts<Gate> for Client {
    type Rejection = Unauthorized;

    async fn from_request_parts(parts: &mut Parts, gate: &Gate) -> Result<Self, Unauthorized> {
        identify(&gate.desk, parts, true).await.map(Self)
    }
}

impl FromRequestParts<Gate> for KeyHolder {
    type Rejection = Unauthorized;

    async fn from_request_parts(parts: &mut Parts, gate: &Gate) -> Result<Self, Unauthorized> {
        identify(&gate.desk, parts, false).await.map(Self)
    }
}

async fn identify(desk: &Desk, parts: &Parts, tokens_too: bool) -> Result<Arc<Account>, Unauthorized> {
    let offered = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (scheme, value) = offered.split_once(' ').unwrap_or((offered, ""));
    if scheme.eq_ignore_ascii_case("basic") {
        let Some((client, secret)) = basic(value.trim()) else { return Err(stranger()) };
        return match desk.authenticate(&client, &secret).await {
            Ok(Caller::Known(account)) => Ok(account),
            // The client id is known, so the answer can be signed for it.
            Ok(Caller::WrongSecret(account)) => Err(Unauthorized(unauthorized().signed_for(&account))),
            Ok(Caller::Unknown) => Err(stranger()),
            Err(error) => Err(failed(error)),
        };
    }
    if tokens_too && scheme.eq_ignore_ascii_case("bearer") {
        return match desk.take_token(value.trim()).await {
            Ok(Some(account)) => Ok(account),
            Ok(None) => Err(stranger()),
            Err(error) => Err(failed(error)),
        };
    }
    Err(stranger())
}

/// The two halves of Basic credentials, split at the first colon: secrets may hold more of them.
fn basic(value: &str) -> Option<(String, String)> {
    let text = String::from_utf8(STANDARD.decode(value).ok()?).ok()?;
    let (client, secret) = text.split_once(':')?;
    Some((client.to_owned(), secret.to_owned()))
}

fn unauthorized() -> Answer {
    Answer::json(StatusCode::UNAUTHORIZED, render::unauthorized())
}

fn stranger() -> Unauthorized {
    Unauthorized(unauthorized())
}

fn failed(error: Error) -> Unauthorized {
    Unauthorized(problem::answer(error, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_credentials_split_at_the_first_colon() {
        let cases = [
            ("Y2xpZW50OnNlY3JldA==", Some(("client", "secret"))),
            ("Y2xpZW50OiQyeSQxMC9hOmIuYw==", Some(("client", "$2y$10/a:b.c"))),
            ("Y2xpZW50Og==", Some(("client", ""))),
            ("Y2xpZW50", None),
            ("!!", None),
            ("", None),
        ];
        for (value, expected) in cases {
            let expected = expected.map(|(client, secret)| (client.to_owned(), secret.to_owned()));
            assert_eq!(basic(value), expected, "{value}");
        }
    }
}

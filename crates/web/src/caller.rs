//! Identifies the caller: an account, by Basic authentication or a single-use bearer token.
//!
//! The caller is identified before the body is read, so a stranger cannot make the server read
//! sixteen megabytes, and a known caller learns about errors in a body with a signature.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proofing::acts::authenticate::Caller;
use proofing::{App, Error};
use verification::account::{Account, SecretKey};
use wire::verify::render::{self, Failure};

use crate::AppState;
use crate::answer::Answer;
use crate::body::{Allowance, BufferedBody};
use crate::entrance::{Busy, Entered, Wrong};
use crate::problem;
use crate::shares::Holder;

/// The account that calls, by either kind of credentials.
#[derive(Debug)]
pub(crate) struct Client {
    /// The account whose credentials were sent.
    pub(crate) account: Arc<Account>,
    /// The key with which answers are signed.
    key: SecretKey,
}

impl Client {
    /// Creates a caller with the account's current key.
    fn of(account: Arc<Account>) -> Self {
        let key = account.secret.clone();
        Self { account, key }
    }

    /// Takes a slot, or returns the answer that there is none.
    async fn come_in(self, state: &AppState, parts: &Parts) -> Result<Self, Unauthorized> {
        let Some(entered) = Entered::of(&parts.extensions) else {
            return Ok(self);
        };
        match entered.prove(&state.slots.accounts, self.holder()).await {
            Ok(()) => Ok(self),
            Err(Busy) => Err(Unauthorized {
                answer: self.sign(problem::failure(Failure::Unavailable)),
                is_wrong: false,
            }),
        }
    }

    /// Returns the holder to which its requests count.
    fn holder(&self) -> Holder {
        Holder::Account(self.account.id)
    }

    /// Signs an answer.
    pub(crate) fn sign(&self, answer: Answer) -> Answer {
        answer.signed(&self.account, &self.key)
    }
}

/// The account that calls, by its secret key, because tokens cannot create tokens.
#[derive(Debug)]
pub(crate) struct KeyHolder(pub(crate) Client);

/// The account that calls, by either kind of credentials, and the body that it sent.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) client: Client,
    pub(crate) body: BufferedBody,
}

/// The same for a call whose body is a reference and a few words.
#[derive(Debug)]
pub(crate) struct SentLittle(pub(crate) Sent);

/// Credentials are missing or wrong, or there is no room for a caller with the right ones.
#[derive(Debug)]
pub(crate) struct Unauthorized {
    answer: Answer,
    /// Returns true if wrong credentials were offered.
    is_wrong: bool,
}

impl IntoResponse for Unauthorized {
    fn into_response(self) -> Response {
        let mut response = self.answer.into_response();
        if self.is_wrong {
            response.extensions_mut().insert(Wrong);
        }
        if response.status() == StatusCode::UNAUTHORIZED {
            for scheme in [r#"Basic realm="Bonafide", charset="UTF-8""#, "Bearer"] {
                response
                    .headers_mut()
                    .append(header::WWW_AUTHENTICATE, HeaderValue::from_static(scheme));
            }
        }
        response
    }
}

impl FromRequestParts<AppState> for Client {
    type Rejection = Unauthorized;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Unauthorized> {
        let client = identify(&state.app, parts, true).await?;
        client.come_in(state, parts).await
    }
}

impl FromRequestParts<AppState> for KeyHolder {
    type Rejection = Unauthorized;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Unauthorized> {
        let client = identify(&state.app, parts, false).await?;
        client.come_in(state, parts).await.map(Self)
    }
}

impl FromRequest<AppState> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        sent(request, state, Allowance::large(state)).await
    }
}

impl FromRequest<AppState> for SentLittle {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        sent(request, state, Allowance::small(state))
            .await
            .map(Self)
    }
}

async fn sent(request: Request, state: &AppState, allowed: Allowance) -> Result<Sent, Response> {
    let (mut parts, body) = request.into_parts();
    let client = Client::from_request_parts(&mut parts, state)
        .await
        .map_err(IntoResponse::into_response)?;
    let request = Request::from_parts(parts, body);
    match BufferedBody::read(request, state, allowed, client.holder()).await {
        Ok(body) => Ok(Sent { client, body }),
        Err(problem) => Err(client.sign(problem).into_response()),
    }
}

async fn identify(app: &App, parts: &Parts, tokens_too: bool) -> Result<Client, Unauthorized> {
    let offered = parts
        .headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let (scheme, value) = offered.split_once(' ').unwrap_or((offered, ""));
    if offered.is_empty() {
        return Err(Unauthorized {
            is_wrong: false,
            ..stranger()
        });
    }
    if scheme.eq_ignore_ascii_case("basic") {
        let Some((client, secret)) = basic(value.trim()) else {
            return Err(stranger());
        };
        return match app.authenticate(&client, &secret).await {
            Ok(Caller::Known(account, key)) => Ok(Client { account, key }),
            // Both get the same answer, without a signature, which would reveal that the client ID
            // exists.
            Ok(Caller::WrongSecret(_) | Caller::Unknown) => Err(stranger()),
            Err(error) => Err(failed(error)),
        };
    }
    if tokens_too && scheme.eq_ignore_ascii_case("bearer") {
        return match app.take_token(value.trim()).await {
            Ok(Some(account)) => Ok(Client::of(account)),
            Ok(None) => Err(stranger()),
            Err(error) => Err(failed(error)),
        };
    }
    Err(stranger())
}

/// Splits Basic credentials at the first colon, because secrets may contain more of them.
pub(crate) fn basic(value: &str) -> Option<(String, String)> {
    let text = String::from_utf8(STANDARD.decode(value).ok()?).ok()?;
    let (client, secret) = text.split_once(':')?;
    Some((client.to_owned(), secret.to_owned()))
}

fn stranger() -> Unauthorized {
    Unauthorized {
        answer: Answer::json(StatusCode::UNAUTHORIZED, render::unauthorized()),
        is_wrong: true,
    }
}

fn failed(error: Error) -> Unauthorized {
    Unauthorized {
        answer: problem::answer(error, None),
        is_wrong: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_credentials_split_at_the_first_colon() {
        let cases = [
            ("Y2xpZW50OnNlY3JldA==", Some(("client", "secret"))),
            (
                "Y2xpZW50OiQyeSQxMC9hOmIuYw==",
                Some(("client", "$2y$10/a:b.c")),
            ),
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

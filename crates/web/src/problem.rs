//! Problems as answers: the protocol's error shape, for the protocol's errors and for HTTP's own.
//!
//! The inside chain is logged here, once; the outside sentence says what to do.

use std::any::Any;

use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use proofing::ports::StoreError;
use proofing::{Error, Fault};
use verification::account::Account;
use wire::verify::parse::Invalid;
use wire::verify::render;

use crate::answer::Answer;

/// What is echoed of the request in an error.
#[derive(Debug, Clone, Default)]
pub(crate) struct Echo {
    /// Its reference.
    pub(crate) reference: Option<String>,
    /// Its e-mail address.
    pub(crate) email: Option<String>,
    /// Its country.
    pub(crate) country: Option<String>,
}

/// The answer to a request that has an error, signed.
pub(crate) fn invalid(account: &Account, invalid: &Invalid) -> Answer {
    Answer::json(StatusCode::BAD_REQUEST, render::invalid(invalid)).signed_for(account)
}

/// The answer to a use case that did nothing.
pub(crate) fn answer(error: Error, echo: Option<Echo>) -> Answer {
    let echo = echo.unwrap_or_default();
    let with = |status: StatusCode, service: &str, key: &str, message: String| {
        let body = Invalid {
            reference: echo.reference.clone(),
            email: echo.email.clone(),
            country: echo.country.clone(),
            service: service.to_owned(),
            key: key.to_owned(),
            message,
        };
        Answer::json(status, render::invalid(&body))
    };
    match error {
        Error::Invalid { service, key, why } => {
            let message = match why {
                Fault::Field(field) => wire::verify::parse::message(key, &field),
                Fault::Said(said) => said,
            };
            with(StatusCode::BAD_REQUEST, service.map_or("", |service| service.as_str()), key, message)
        }
        Error::ServiceDenied(service) => with(
            StatusCode::FORBIDDEN,
            service.as_str(),
            "",
            format!("The {} service is not available for this account.", service.as_str().replace('_', " ")),
        ),
        Error::NotFound => with(StatusCode::BAD_REQUEST, "", "reference", "The selected reference is invalid.".to_owned()),
        Error::Refused(refused) => {
            let message = format!("The request is {}: this is not possible now.", refused.from.as_str().replace('_', " "));
            with(StatusCode::BAD_REQUEST, "", "reference", message)
        }
        Error::Store(error) => unavailable(&error),
    }
}

/// The store failed: nothing was changed, and the caller may try again.
fn unavailable(error: &StoreError) -> Answer {
    tracing::error!(error = error as &dyn std::error::Error, "the store failed");
    match error {
        StoreError::Unavailable(_) | StoreError::Conflict => {
            plain(StatusCode::SERVICE_UNAVAILABLE, "The service is not available at the moment. Nothing was changed; try again.")
        }
        _ => plain(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on this server."),
    }
}

/// An error that is not about a request's fields.
pub(crate) fn plain(status: StatusCode, message: &str) -> Answer {
    let body = Invalid { message: message.to_owned(), ..Invalid::default() };
    Answer::json(status, render::invalid(&body))
}

/// No such path.
pub(crate) async fn not_found() -> Answer {
    plain(StatusCode::NOT_FOUND, "There is nothing at this address.")
}

/// The path exists, the method does not.
pub(crate) async fn method_not_allowed() -> Answer {
    plain(StatusCode::METHOD_NOT_ALLOWED, "This address does not take this method.")
}

/// A handler panicked. What it said may hold personal data and is not logged.
pub(crate) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response<Body> {
    tracing::error!("a handler panicked");
    plain(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on this server.").into_response()
}

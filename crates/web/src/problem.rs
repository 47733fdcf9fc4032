//! Problems as answers: the protocol's error shape, for the protocol's errors and for HTTP's own.
//!
//! The inside chain is logged here, once; the outside sentence says what to do.

use std::any::Any;

use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use proofing::ports::StoreError;
use proofing::{Error, Fault};
use verification::request::{FieldError, Reference};
use verification::stage::{Act, Refused};
use verification::{Personal, Request, Service};
use wire::verify::parse::{Invalid, message};
use wire::verify::render::{self, Failure};

use crate::answer::Answer;

/// What is echoed of the request in an error.
#[derive(Debug, Clone, Default)]
pub(crate) struct Echo {
    reference: Option<String>,
    email: Option<Personal>,
    country: Option<String>,
}

impl Echo {
    /// The reference only.
    pub(crate) fn of_reference(reference: &Reference) -> Self {
        Self {
            reference: Some(reference.to_string()),
            ..Self::default()
        }
    }

    /// All that is echoed of a request.
    pub(crate) fn of_request(request: &Request) -> Self {
        Self {
            reference: Some(request.reference.to_string()),
            email: request
                .email
                .as_ref()
                .map(|email| Personal::new(email.as_str())),
            country: request.country.as_ref().map(ToString::to_string),
        }
    }

    fn with(
        self,
        status: StatusCode,
        service: &'static str,
        key: &'static str,
        message: String,
    ) -> Invalid {
        Invalid {
            reference: self.reference,
            email: self.email,
            country: self.country,
            service: service.into(),
            key: key.into(),
            message,
            status: status.as_u16(),
        }
    }
}

/// The answer to a request that has an error.
pub(crate) fn refusal(invalid: &Invalid) -> Answer {
    let status = StatusCode::from_u16(invalid.status).unwrap_or(StatusCode::BAD_REQUEST);
    Answer::json(status, render::invalid(invalid))
}

/// The answer to a use case that did nothing.
pub(crate) fn answer(error: Error, echo: Option<Echo>) -> Answer {
    let echo = echo.unwrap_or_default();
    let bad = StatusCode::BAD_REQUEST;
    refusal(&match error {
        Error::Invalid { service, key, why } => {
            let message = match why {
                Fault::Field(field) => message(key, &field),
                Fault::Said(said) => said,
            };
            echo.with(bad, service.map_or("", Service::as_str), key, message)
        }
        Error::ServiceDenied(service) => {
            let message = format!(
                "The {} service is not available.",
                service.as_str().replace('_', " ")
            );
            echo.with(
                StatusCode::FORBIDDEN,
                service.as_str(),
                service.as_str(),
                message,
            )
        }
        Error::NotFound | Error::Forbidden => echo.with(
            bad,
            "",
            "reference",
            message("reference", &FieldError::NotInList),
        ),
        Error::Refused(refused) => echo.with(bad, "", "reference", refusal_of(refused)),
        // Of the capture's acts, which this protocol has no endpoints for.
        Error::OutOfStep(refused) => echo.with(bad, "", "reference", refused.to_string()),
        Error::Unusable(said) => echo.with(bad, "", "proof", said),
        Error::Examiner(unavailable) => {
            let error = &unavailable as &dyn std::error::Error;
            tracing::error!(error, "the examiner is not available");
            return failure(Failure::Unavailable);
        }
        Error::SameSide => echo.with(bad, "", "proof", Error::SameSide.to_string()),
        Error::Store(error) => return failure(store_failure(&error)),
    })
}

/// What was asked for too early or too late, in the business's words.
fn refusal_of(refused: Refused) -> String {
    let event = refused.from.current_event();
    match refused.act {
        Act::Delete => {
            format!("The request cannot be deleted before it is completed: it is at {event}.")
        }
        _ => format!("This is not possible now: the request is at {event}."),
    }
}

/// The store failed: nothing was changed. What happened is logged here, once.
pub(crate) fn store_failure(error: &StoreError) -> Failure {
    tracing::error!(error = error as &dyn std::error::Error, "the store failed");
    match error {
        StoreError::Unavailable(_) | StoreError::Conflict => Failure::Unavailable,
        _ => Failure::Internal,
    }
}

/// The answer to what is not about a request's fields.
pub(crate) fn failure(failure: Failure) -> Answer {
    let status =
        StatusCode::from_u16(failure.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Answer::json(status, render::failure(failure))
}

/// A body that did not arrive: a sentence, and nothing to echo.
pub(crate) fn body(status: StatusCode, said: &str) -> Answer {
    refusal(&Echo::default().with(status, "", "", said.to_owned()))
}

/// A proof that is not to be had: one answer for every reason, so that nothing is learnt by trying.
pub(crate) fn gone() -> Answer {
    let said = "There is no such proof, or its token is not valid any more.";
    refusal(&Echo::default().with(StatusCode::NOT_FOUND, "", "access_token", said.to_owned()))
}

/// No such path.
pub(crate) fn not_found() -> Answer {
    failure(Failure::NotFound)
}

/// A handler panicked. What it said may hold personal data and is not logged.
pub(crate) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response<Body> {
    tracing::error!("a handler panicked");
    failure(Failure::Internal).into_response()
}

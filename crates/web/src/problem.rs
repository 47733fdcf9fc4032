//! Errors as answers, in the protocol's form, both for the protocol's errors and for HTTP's own.
//!
//! The internal chain of causes is logged here, once; the outside sentence says what to do.

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

/// The values of a request that an error repeats.
#[derive(Debug, Clone, Default)]
pub(crate) struct Echo {
    reference: Option<String>,
    email: Option<Personal>,
    country: Option<String>,
}

impl Echo {
    /// Repeats only the reference.
    pub(crate) fn of_reference(reference: &Reference) -> Self {
        Self {
            reference: Some(reference.to_string()),
            ..Self::default()
        }
    }

    /// Repeats everything that is repeated of a request.
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

/// Answers a request that has an error.
pub(crate) fn refusal(invalid: &Invalid) -> Answer {
    let status = StatusCode::from_u16(invalid.status).unwrap_or(StatusCode::BAD_REQUEST);
    Answer::json(status, render::invalid(invalid))
}

/// Answers a use case that did nothing.
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
        // These errors come from the capture's acts, for which this protocol has no endpoints.
        Error::OutOfStep(refused) => echo.with(bad, "", "reference", refused.to_string()),
        // These errors come from the back office; businesses meet the last one.
        error @ (Error::Review(_) | Error::Correction(_) | Error::ReasonNeeded) => {
            echo.with(bad, "", "reference", error.to_string())
        }
        Error::Held => {
            let said = "The request cannot be deleted: it is held against deletion.";
            echo.with(bad, "", "reference", said.to_owned())
        }
        Error::Unusable(said) => echo.with(bad, "", "proof", said),
        Error::Examiner(unavailable) => {
            let error = &unavailable as &dyn std::error::Error;
            tracing::error!(error, "the examiner is not available");
            return failure(Failure::Unavailable);
        }
        error @ (Error::SameSide | Error::Turns(_) | Error::NotSent(_) | Error::TooOften) => {
            echo.with(bad, "", "proof", error.to_string())
        }
        Error::Store(error) => return failure(store_failure(&error)),
    })
}

/// Says in the business's words what was requested too early or too late.
fn refusal_of(refused: Refused) -> String {
    let event = refused.from.current_event();
    match refused.act {
        Act::Delete => {
            format!("The request cannot be deleted before it is completed: it is at {event}.")
        }
        _ => format!("This is not possible now: the request is at {event}."),
    }
}

/// The store failed and nothing was changed. The cause is logged here, once.
pub(crate) fn store_failure(error: &StoreError) -> Failure {
    tracing::error!(error = error as &dyn std::error::Error, "the store failed");
    match error {
        StoreError::Unavailable(_) | StoreError::Conflict => Failure::Unavailable,
        _ => Failure::Internal,
    }
}

/// Answers an error that is not about a request's fields.
pub(crate) fn failure(failure: Failure) -> Answer {
    let status =
        StatusCode::from_u16(failure.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Answer::json(status, render::failure(failure))
}

/// Answers a body that did not arrive, with a sentence and nothing to repeat.
pub(crate) fn body(status: StatusCode, said: &str) -> Answer {
    refusal(&Echo::default().with(status, "", "", said.to_owned()))
}

/// Answers a proof that is not available, in the same way for every reason, so that trying reveals
/// nothing.
pub(crate) fn gone() -> Answer {
    let said = "There is no such proof, or its token is not valid any more.";
    refusal(&Echo::default().with(StatusCode::NOT_FOUND, "", "access_token", said.to_owned()))
}

/// The path does not exist.
pub(crate) fn not_found() -> Answer {
    failure(Failure::NotFound)
}

/// A handler panicked. Its message may contain personal data and is not logged.
pub(crate) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response<Body> {
    tracing::error!("a handler panicked");
    failure(Failure::Internal).into_response()
}

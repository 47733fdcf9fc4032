//! The bodies of errors, which all have the same form.

use verification::{Personal, ResponseEvent};

use crate::verify::failure::Failure;
use crate::verify::json::{Json, Members};
use crate::verify::parse::Invalid;

/// Renders `request.invalid`. The HTTP status is [`Invalid::status`].
pub fn invalid(invalid: &Invalid) -> Vec<u8> {
    let error = Problem {
        service: &invalid.service,
        key: &invalid.key,
        message: &invalid.message,
    };
    body(
        invalid.reference.as_deref().unwrap_or_default(),
        ResponseEvent::RequestInvalid.name(),
        error,
        invalid.email.as_ref().map(Personal::reveal),
        invalid.country.as_deref(),
    )
}

/// Renders `request.unauthorized`, for HTTP 401. It repeats nothing of the request.
pub fn unauthorized() -> Vec<u8> {
    let message = "Authorization keys are missing/invalid.";
    let error = Problem {
        service: "",
        key: "",
        message,
    };
    body(
        "",
        ResponseEvent::RequestUnauthorized.name(),
        error,
        None,
        None,
    )
}

/// Renders the body of a failure.
pub fn failure(failure: Failure) -> Vec<u8> {
    let message = failure.message();
    body(
        "",
        failure.event(),
        Problem {
            service: "",
            key: "",
            message: &message,
        },
        None,
        None,
    )
}

struct Problem<'a> {
    service: &'a str,
    key: &'a str,
    message: &'a str,
}

fn body(
    reference: &str,
    event: &str,
    error: Problem<'_>,
    email: Option<&str>,
    country: Option<&str>,
) -> Vec<u8> {
    let error = Members::new()
        .with("service", error.service)
        .with("key", error.key)
        .with("message", error.message);
    Members::new()
        .with("reference", reference)
        .with("event", event)
        .with("error", error)
        .with("email", Json::from(email))
        .with("country", Json::from(country))
        .encode()
}

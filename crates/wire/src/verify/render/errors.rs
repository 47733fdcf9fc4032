//! Bodies of errors: one shape for all of them.

use verification::{Personal, ResponseEvent};

use crate::verify::json::{Json, Members};
use crate::verify::parse::Invalid;

/// `request.invalid`. The HTTP status is [`Invalid::status`].
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

/// `request.unauthorized`, for HTTP 401. It echoes nothing.
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

/// Errors that are not about what a request says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Failure {
    /// Nothing is at this path.
    NotFound,
    /// The path does not take this method.
    MethodNotAllowed,
    /// The body is larger than this many bytes.
    TooLarge(u64),
    /// The body is neither JSON nor a form.
    UnsupportedMediaType,
    /// The body did not arrive in time.
    TooSlow,
    /// Too many requests in too little time.
    TooManyRequests,
    /// Something went wrong here.
    Internal,
    /// Nothing can be stored or looked up at the moment.
    Unavailable,
}

impl Failure {
    /// The HTTP status.
    pub const fn status(self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::TooSlow => 408,
            Self::TooLarge(_) => 413,
            Self::UnsupportedMediaType => 415,
            Self::TooManyRequests => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// The event: `request.invalid` if the request can never succeed as it is. If it might, there
    /// is no event, so that no client takes the request for refused.
    const fn event(self) -> &'static str {
        match self {
            Self::NotFound
            | Self::MethodNotAllowed
            | Self::TooLarge(_)
            | Self::UnsupportedMediaType => ResponseEvent::RequestInvalid.name(),
            Self::TooSlow | Self::TooManyRequests | Self::Internal | Self::Unavailable => "",
        }
    }

    pub(crate) fn message(self) -> String {
        match self {
            Self::NotFound => "There is nothing at this path.".to_owned(),
            Self::MethodNotAllowed => "This path does not take this method.".to_owned(),
            Self::TooLarge(limit) => {
                format!(
                    "The request body may not be greater than {} kilobytes.",
                    limit / 1024
                )
            }
            Self::UnsupportedMediaType => "The request body must be JSON or a form.".to_owned(),
            Self::TooSlow => "The request body took too long to arrive.".to_owned(),
            Self::TooManyRequests => "Too many requests. Try again later.".to_owned(),
            Self::Internal => "The server failed. Try again later.".to_owned(),
            Self::Unavailable => "The server cannot take requests now. Try again later.".to_owned(),
        }
    }
}

/// The body of a failure.
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

//! Refusals: the answers of the pages' own endpoints if something was not done.
//!
//! `{"error": {"code": …, "message": …}, "next": …}`: the page has a sentence for the code in the
//! person's language, and `next` is where the person is instead, if that helps.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use proofing::Error;
use proofing::ports::StoreError;
use serde_json::json;
use verification::capture::turns::TurnFault;
use verification::capture::{CodeRefusal, OutOfStep};
use verification::stage::StageName;

use crate::answer::Answer;
use crate::body::{BodyError, ENCODED};
use crate::entrance::Wrong;

/// An answer that something was not done.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    next: Option<String>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: &str) -> Self {
        Self {
            status,
            code,
            message: message.to_owned(),
            next: None,
        }
    }

    /// A token that opens nothing. The answer is the same for every reason, so that trying reveals
    /// nothing.
    pub(crate) fn unknown_link() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unknown_link",
            "There is no such link, or it does not open any more.",
        )
    }

    /// The request cannot be understood, or is not for a person.
    pub(crate) fn not_allowed(message: &str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "not_allowed", message)
    }

    /// The body did not arrive.
    pub(crate) fn broken(broken: BodyError) -> Self {
        match broken {
            BodyError::TooLarge(limit) => Self::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                &format!("At most {limit} bytes are taken here."),
            ),
            BodyError::CutOff => Self::new(
                StatusCode::BAD_REQUEST,
                "incomplete",
                "The body broke off before its end.",
            ),
            BodyError::TooSlow => Self::new(
                StatusCode::REQUEST_TIMEOUT,
                "incomplete",
                "The body had not arrived in time.",
            ),
            BodyError::BodyMemoryFull => Self::busy(),
            BodyError::Encoded => {
                Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong_type", ENCODED)
            }
        }
    }

    /// There is no room for more at the moment.
    pub(crate) fn busy() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            "Too much is arriving at this moment. Come again in a few seconds.",
        )
    }

    /// Turns an error of a use case into a refusal.
    pub(crate) fn of(error: &Error) -> Self {
        let over = |from: StageName| {
            if from == StageName::TimedOut {
                Self::new(StatusCode::GONE, "expired", "The link has expired.")
            } else {
                Self::new(
                    StatusCode::CONFLICT,
                    "out_of_order",
                    "Something else is asked for at this moment.",
                )
            }
        };
        match error {
            Error::NotFound | Error::Forbidden => Self::unknown_link(),
            Error::OutOfStep(OutOfStep::Refused(refused)) | Error::Refused(refused) => {
                over(refused.from)
            }
            Error::OutOfStep(OutOfStep::Elsewhere(_)) => over(StageName::Capturing),
            Error::OutOfStep(OutOfStep::TooManyLinks) | Error::TooOften => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "too_many_links",
                &error.to_string(),
            ),
            Error::OutOfStep(OutOfStep::NoChallenge) => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "turn_late",
                &error.to_string(),
            ),
            Error::Turns(fault) => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                turns(*fault),
                &error.to_string(),
            ),
            // The channel's own words are for the operator's log.
            Error::NotSent(_) => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "not_sent",
                "The message was not sent.",
            ),
            Error::OutOfStep(OutOfStep::Code(refusal)) => Self::of_code(*refusal),
            Error::OutOfStep(other) => Self::not_allowed(&other.to_string()),
            Error::Unusable(said) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "unreadable", said)
            }
            Error::SameSide => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "same_side",
                "This picture was already sent for the other side. Send one of each side.",
            ),
            Error::Examiner(_)
            | Error::Store(StoreError::Unavailable(_) | StoreError::Conflict) => {
                tracing::error!(
                    error = error as &dyn std::error::Error,
                    "the server is not able"
                );
                Self::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "busy",
                    "The server is busy. Come again in a few seconds.",
                )
            }
            other => {
                tracing::error!(
                    error = other as &dyn std::error::Error,
                    "a page's call failed"
                );
                Self::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "failed",
                    "The server failed. Nothing was changed.",
                )
            }
        }
    }

    /// A refusal about a code for a phone.
    fn of_code(refusal: CodeRefusal) -> Self {
        let code = match refusal {
            CodeRefusal::NoNumber => "bad_number",
            CodeRefusal::TooSoon(_) | CodeRefusal::TooEarly => "too_soon",
            CodeRefusal::TooMany => "too_many_codes",
            CodeRefusal::NotACode => "not_a_code",
            CodeRefusal::NoCode | CodeRefusal::Expired => "code_expired",
            CodeRefusal::NumberIsGiven => "not_allowed",
        };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Self::new(status, code, &refusal.to_string())
    }

    /// The code was wrong, and this many more may be entered.
    pub(crate) fn wrong_code(left: u8) -> Self {
        let code = if left == 1 {
            "wrong_code_last"
        } else {
            "wrong_code"
        };
        let message = format!("The code is wrong. Tries left: {left}.");
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, &message)
    }

    /// Returns the code.
    pub(crate) const fn code(&self) -> &'static str {
        self.code
    }

    /// Returns the message.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// Returns the same with another code, for which the page has a better sentence.
    pub(crate) fn called(self, code: &'static str) -> Self {
        Self { code, ..self }
    }

    /// Returns true if the person is elsewhere by now, so that it helps to say where.
    pub(super) const fn is_elsewhere(&self) -> bool {
        matches!(self.status, StatusCode::CONFLICT | StatusCode::GONE)
    }

    /// Returns the same with the URL of the page where the person is now.
    pub(super) fn with_next(self, next: String) -> Self {
        let next = Some(next);
        Self { next, ..self }
    }
}

/// The code for which the page says what to do: it helps who is there, and does not say which limit
/// a picture of somebody missed.
const fn turns(fault: TurnFault) -> &'static str {
    match fault {
        TurnFault::Late => "turn_late",
        TurnFault::NoFace => "turn_face",
        TurnFault::SeveralFaces => "turn_alone",
        TurnFault::NotStraight => "turn_straight",
        TurnFault::OtherPerson => "turn_light",
        TurnFault::Incomplete | TurnFault::NotTurned | TurnFault::Flat => "turn_again",
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response<Body> {
        let mut body = json!({"error": {"code": self.code, "message": self.message}});
        if let (Some(next), Some(body)) = (self.next, body.as_object_mut()) {
            body.insert("next".to_owned(), next.into());
        }
        let mut response = Answer::json(self.status, body.to_string().into_bytes()).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            response.extensions_mut().insert(Wrong);
        }
        response
    }
}

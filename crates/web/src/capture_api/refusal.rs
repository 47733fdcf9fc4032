//! Errors in the protocol's form. The internal chain of causes is logged here, once.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use proofing::{Error, Fault as Wrong};
use verification::capture::OutOfStep;
use verification::stage::{Refused, StageName};
use verification::status::Profile;
use wire::capture::{Encoding, Fault, FaultKind, render};
use wire::verify::render::Failure;

use super::answer::{Manner, respond};
use crate::body::{BodyError, ENCODED};
use crate::problem::store_failure;

/// Turns an error of a use case into a refusal.
pub(super) fn fault(error: Error) -> Fault {
    let invalid = |said: String| Fault::new(FaultKind::Invalid, said);
    match error {
        Error::Invalid { key, why, .. } => invalid(match why {
            Wrong::Field(why) => format!("{key} {why}."),
            Wrong::Said(said) => said,
        }),
        Error::ServiceDenied(service) => invalid(format!(
            "The {} service is not available.",
            service.as_str().replace('_', " ")
        )),
        Error::Unusable(said) => invalid(said),
        // These errors come from the hosted pages.
        Error::SameSide => {
            invalid("This picture was already sent for the other side of the document.".to_owned())
        }
        // And these from the back office.
        error @ (Error::Review(_) | Error::Correction(_) | Error::ReasonNeeded | Error::Held) => {
            Fault::new(FaultKind::OutOfStep, format!("{error}."))
        }
        error @ (Error::Turns(_) | Error::NotSent(_) | Error::TooOften) => {
            invalid(error.to_string())
        }
        Error::NotFound | Error::Forbidden => Fault::new(
            FaultKind::UnknownTransaction,
            "There is no such transaction.",
        ),
        Error::Refused(refused) | Error::OutOfStep(OutOfStep::Refused(refused)) => late(refused),
        Error::OutOfStep(_) => Fault::new(
            FaultKind::OutOfStep,
            "This is not possible now: something else has to be submitted first.",
        ),
        Error::Examiner(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "the examiner is not available");
            unavailable()
        }
        Error::Store(error) => match store_failure(&error) {
            Failure::Unavailable => unavailable(),
            _ => Fault::new(FaultKind::Internal, "The server failed. Try again later."),
        },
    }
}

pub(super) fn unavailable() -> Fault {
    Fault::new(
        FaultKind::Unavailable,
        "The server cannot take requests now. Try again later.",
    )
}

fn late(refused: Refused) -> Fault {
    match refused.from {
        StageName::TimedOut => Fault::new(
            FaultKind::Expired,
            "The transaction's time is over: start a new one.",
        ),
        StageName::Deleted => forgotten(),
        from => Fault::new(
            FaultKind::OutOfStep,
            format!(
                "This is not possible now: the transaction is {}.",
                from.as_str().replace('_', " ")
            ),
        ),
    }
}

/// The transaction was deleted.
pub(super) fn forgotten() -> Fault {
    Fault::new(FaultKind::Expired, "The transaction was forgotten.")
}

/// The body did not arrive.
pub(super) fn broken(broken: BodyError) -> Fault {
    match broken {
        BodyError::TooLarge(limit) => Fault::new(
            FaultKind::TooLarge,
            format!(
                "The request body may not be greater than {} kilobytes.",
                limit / 1024
            ),
        ),
        BodyError::CutOff => Fault::new(FaultKind::Malformed, "The request body broke off."),
        BodyError::TooSlow => Fault::new(
            FaultKind::TooSlow,
            "The request body took too long to arrive.",
        ),
        BodyError::BodyMemoryFull => unavailable(),
        BodyError::Encoded => Fault::new(FaultKind::Encoded, ENCODED),
    }
}

/// A refusal to somebody.
pub(super) fn refuse(
    endpoint: &str,
    fault: &Fault,
    profile: Profile,
    manner: &Manner,
) -> Response<Body> {
    let status =
        StatusCode::from_u16(fault.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    respond(status, &render::error(endpoint, fault, profile), manner)
}

/// No call can be received at the moment.
pub(crate) fn busy() -> Response<Body> {
    let Fault { kind, message } = unavailable();
    unheard(kind, &message)
}

/// Creates a refusal without reading the call, so its sender is unknown.
pub(super) fn unheard(kind: FaultKind, said: &str) -> Response<Body> {
    let manner = Manner {
        encoding: Encoding::Json,
        signer: None,
    };
    refuse("", &Fault::new(kind, said), Profile::default(), &manner)
}

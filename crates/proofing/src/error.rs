//! The errors of the use cases, each with a sentence for outside and a chain of causes for inside.

use verification::Service;
use verification::capture::OutOfStep;
use verification::capture::turns::TurnFault;
use verification::request::FieldError;
use verification::review::{CorrectionRefused, ReviewRefused};
use verification::stage::{DeleteRefused, Refused};

use crate::ports::{ExaminerError, StoreError, Unavailable};

/// The reason why a use case did nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A field of the request is invalid.
    #[error("{}{key}: {why}", service.map_or_else(String::new, |service| format!("{service}.")))]
    Invalid {
        /// The service of the field, `None` for a top-level one.
        service: Option<Service>,
        /// The field's key on the wire.
        key: &'static str,
        /// The rule that the value breaks.
        why: Fault,
    },
    /// The account may not have this service, or this server cannot perform it.
    #[error("the {0} service is not available")]
    ServiceDenied(Service),
    /// It does not exist, or it belongs to somebody else.
    #[error("not found")]
    NotFound,
    /// The act is not for this kind of principal.
    #[error("this is not for whoever asks for it")]
    Forbidden,
    /// The act is not possible at this stage.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// A reviewer cannot do this with the case.
    #[error(transparent)]
    Review(ReviewRefused),
    /// The data cannot be corrected like this.
    #[error(transparent)]
    Correction(CorrectionRefused),
    /// A reason has to be given first.
    #[error("a reason has to be given")]
    ReasonNeeded,
    /// The verification is held against deletion.
    #[error("this verification is held against deletion")]
    Held,
    /// The capture does not accept this act at the moment.
    #[error(transparent)]
    OutOfStep(#[from] OutOfStep),
    /// The file cannot be used, for the reason in this sentence.
    #[error("{0}")]
    Unusable(String),
    /// The examiner is unavailable at the moment. Nothing was changed.
    #[error(transparent)]
    Examiner(#[from] Unavailable),
    /// The file is the one that was submitted for the other side of the document.
    #[error("this picture was already sent for the other side of the document")]
    SameSide,
    /// The frames that came with the selfie do not show what was asked for. Another challenge can
    /// be asked for.
    #[error("the turns of the head were not seen: {}", .0.word())]
    Turns(TurnFault),
    /// The message could not be sent. The sentence contains neither the address nor the text.
    #[error("the message was not sent: {0}")]
    NotSent(String),
    /// This was asked for too often from one address or for one account. It is possible again
    /// later.
    #[error("this was asked for too often; wait an hour")]
    TooOften,
    /// The store failed. Nothing was changed.
    #[error("the store is not available")]
    Store(#[source] StoreError),
}

/// The error of a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The field breaks one of the rules of fields.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// Another error, in one sentence.
    #[error("{0}")]
    Said(String),
}

impl From<ExaminerError> for Error {
    fn from(error: ExaminerError) -> Self {
        match error {
            ExaminerError::Refused(refusal) => Self::Unusable(refusal.0),
            ExaminerError::Unavailable(unavailable) => Self::Examiner(unavailable),
        }
    }
}

impl From<ReviewRefused> for Error {
    fn from(refused: ReviewRefused) -> Self {
        match refused {
            ReviewRefused::Stage(refused) => Self::Refused(refused),
            refused => Self::Review(refused),
        }
    }
}

impl From<CorrectionRefused> for Error {
    fn from(refused: CorrectionRefused) -> Self {
        match refused {
            CorrectionRefused::Stage(refused) => Self::Refused(refused),
            refused => Self::Correction(refused),
        }
    }
}

impl From<DeleteRefused> for Error {
    fn from(refused: DeleteRefused) -> Self {
        match refused {
            DeleteRefused::Stage(refused) => Self::Refused(refused),
            DeleteRefused::Held => Self::Held,
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::ReferenceTaken => Self::Invalid {
                service: None,
                key: "reference",
                why: Fault::Field(FieldError::Taken),
            },
            other => Self::Store(other),
        }
    }
}

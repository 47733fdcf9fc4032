//! What can go wrong in a use case: the kinds, each with an outside sentence and an inside chain.

use verification::Service;
use verification::capture::OutOfStep;
use verification::request::FieldError;
use verification::stage::Refused;

use crate::ports::{ExaminerError, StoreError, Unavailable};

/// Why a use case did nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request is at fault, in one field.
    #[error("{}{key}: {why}", service.map_or_else(String::new, |service| format!("{service}.")))]
    Invalid {
        /// The service of the field, `None` for a top-level one.
        service: Option<Service>,
        /// The field's key on the wire.
        key: &'static str,
        /// What is wrong with it.
        why: Fault,
    },
    /// The account may not have this service, or this server cannot perform it.
    #[error("the {0} service is not available")]
    ServiceDenied(Service),
    /// There is no such thing, or it is somebody else's.
    #[error("not found")]
    NotFound,
    /// The act is not for this kind of principal.
    #[error("this is not for whoever asks for it")]
    Forbidden,
    /// The act is not possible at this stage.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The act is not one that the capture takes now.
    #[error(transparent)]
    OutOfStep(#[from] OutOfStep),
    /// The file is at fault: a sentence for whoever sent it.
    #[error("{0}")]
    Unusable(String),
    /// The examiner cannot work now. Nothing was changed.
    #[error(transparent)]
    Examiner(#[from] Unavailable),
    /// The file is the one that was handed in for the other side of the document.
    #[error("this picture was already sent for the other side of the document")]
    SameSide,
    /// The store failed. Nothing was changed.
    #[error("the store is not available")]
    Store(#[source] StoreError),
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// One of the rules that fields have.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// Something else, said in a sentence.
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

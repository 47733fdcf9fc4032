//! What is wrong with a call: a stable word for programs, a sentence for people, an HTTP status.

use verification::request::FieldError;

/// Why a call is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind of refusal it is.
    pub kind: FaultKind,
    /// One sentence, without personal data.
    pub message: String,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $status:literal $code:literal),* $(,)?) => {
        /// The kinds of refusals.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum FaultKind { $($(#[$doc])* $kind),* }

        impl FaultKind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// The HTTP status.
            pub const fn status(self) -> u16 {
                match self { $(Self::$kind => $status),* }
            }

            /// The stable word: `error.code`.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$kind => $code),* }
            }
        }
    };
}

kinds!(
    /// The body is no envelope.
    Malformed = 400 "malformed_request",
    /// Credentials are missing or wrong.
    Unauthorized = 401 "unauthorized",
    /// There is no such transaction, or it is somebody else's.
    UnknownTransaction = 404 "transaction_not_found",
    /// Nothing is at this path.
    NotFound = 404 "not_found",
    /// The path does not take this method.
    MethodNotAllowed = 405 "method_not_allowed",
    /// The body did not arrive in time.
    TooSlow = 408 "request_timeout",
    /// It is not possible at this stage of the transaction.
    OutOfStep = 409 "out_of_step",
    /// The transaction's time is over, or it was forgotten.
    Expired = 410 "transaction_expired",
    /// The body is too large.
    TooLarge = 413 "request_too_large",
    /// The body is compressed.
    Encoded = 415 "unsupported_encoding",
    /// A field is wrong, or fields do not go together.
    Invalid = 422 "invalid_request",
    /// Something went wrong here.
    Internal = 500 "internal_error",
    /// Nothing can be stored or looked up at the moment.
    Unavailable = 503 "unavailable",
);

impl Fault {
    /// A refusal in these words.
    pub fn new(kind: FaultKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    /// A field is wrong.
    pub(super) fn field(key: &str, why: &FieldError) -> Self {
        Self::invalid(format!("{key} {why}."))
    }

    /// Something about the fields is wrong.
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(FaultKind::Invalid, message)
    }
}

//! Faults of a call, with a stable word for programs, a sentence for people, and an HTTP status.

use verification::request::FieldError;

/// Why a call was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The kind of refusal.
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
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// Returns the HTTP status.
            pub const fn status(self) -> u16 {
                match self { $(Self::$kind => $status),* }
            }

            /// Returns the stable word, which is `error.code`.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$kind => $code),* }
            }
        }
    };
}

kinds!(
    /// The body is not an envelope.
    Malformed = 400 "malformed_request",
    /// Credentials are missing or wrong.
    Unauthorized = 401 "unauthorized",
    /// The transaction does not exist, or belongs to another account.
    UnknownTransaction = 404 "transaction_not_found",
    /// The path does not exist.
    NotFound = 404 "not_found",
    /// The path does not support this method.
    MethodNotAllowed = 405 "method_not_allowed",
    /// The body did not arrive in time.
    TooSlow = 408 "request_timeout",
    /// The call is not possible at this stage of the transaction.
    OutOfStep = 409 "out_of_step",
    /// The transaction has expired or was deleted.
    Expired = 410 "transaction_expired",
    /// The body is too large.
    TooLarge = 413 "request_too_large",
    /// The body is compressed.
    Encoded = 415 "unsupported_encoding",
    /// A field is invalid, or fields do not fit together.
    Invalid = 422 "invalid_request",
    /// The server failed.
    Internal = 500 "internal_error",
    /// The store is unavailable at the moment.
    Unavailable = 503 "unavailable",
);

impl Fault {
    /// Creates a refusal with this message.
    pub fn new(kind: FaultKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    /// Creates the refusal of an invalid field.
    pub(super) fn field(key: &str, why: &FieldError) -> Self {
        Self::invalid(format!("{key} {why}."))
    }

    /// Creates the refusal of invalid fields.
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(FaultKind::Invalid, message)
    }
}

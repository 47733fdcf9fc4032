//! The error of a request: the single one that `request.invalid` reports, in the protocol's words.

use std::borrow::Cow;
use std::fmt;

use verification::Personal;
use verification::request::FieldError;

use super::proof::{KINDS, Refusal};
use super::tree::{Members, Unreadable, Value};
use crate::verify::failure::Failure;

/// The first error of a request, with the values of the request that are repeated in the answer.
///
/// Errors that are found after parsing (a reference that is taken, a service that is denied) are
/// reported in the same form, with the words from [`message`].
///
/// A text is repeated as it was sent, cut to the maximum length of its key. `None` stands for a key
/// that was not sent or was not a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// `reference` as it was sent.
    pub reference: Option<String>,
    /// `email` as it was sent.
    pub email: Option<Personal>,
    /// `country` as it was sent.
    pub country: Option<String>,
    /// The service that the key belongs to, or an empty text for a key of the request itself.
    pub service: Cow<'static, str>,
    /// The key.
    pub key: Cow<'static, str>,
    /// The sentence that the caller is answered with.
    pub message: String,
    /// The HTTP status: 400, 403 for a service that is not available, or 415 for a body of another
    /// type.
    pub status: u16,
}

/// The values of the request that an error repeats.
#[derive(Default)]
pub(super) struct Echo {
    reference: Option<String>,
    email: Option<Personal>,
    country: Option<String>,
}

impl Echo {
    pub(super) fn of(members: &Members<'_>) -> Self {
        let text = |key, max| match members.get(key)? {
            Value::Text(text) => Some(text.chars().take(max).collect::<String>()),
            Value::Integer(number) => Some(number.to_string()),
            _ => None,
        };
        Self {
            reference: text("reference", 250),
            email: text("email", 128).map(Personal::new),
            country: text("country", 250),
        }
    }

    pub(super) fn with(self, fault: Fault) -> Invalid {
        Invalid {
            reference: self.reference,
            email: self.email,
            country: self.country,
            service: fault.service,
            key: fault.key,
            message: fault.message,
            status: fault.status,
        }
    }
}

/// An error before the values to repeat are known.
#[derive(Debug)]
pub(super) struct Fault {
    service: Cow<'static, str>,
    key: Cow<'static, str>,
    message: String,
    status: u16,
}

impl Fault {
    pub(super) fn new(service: &'static str, key: &'static str, error: &FieldError) -> Self {
        Self::saying(service, key, message(key, error))
    }

    pub(super) fn saying(service: &'static str, key: &'static str, message: String) -> Self {
        Self {
            service: service.into(),
            key: key.into(),
            message,
            status: 400,
        }
    }

    pub(super) fn refused(service: &'static str, key: &'static str, refusal: &Refusal) -> Self {
        let name = Attribute(key);
        match refusal {
            Refusal::Field(error) => Self::new(service, key, error),
            Refusal::TooBig(limit) => {
                let text = format!("The {name} may not be greater than {limit} kilobytes.");
                Self::saying(service, key, text)
            }
            Refusal::Kind => {
                let text = format!("The {name} must be a file of type: {KINDS}.");
                Self::saying(service, key, text)
            }
            Refusal::Film(kind) => {
                let text = format!(
                    "The {name} is an {kind} video, which this server does not read. It must be a file of type: {KINDS}."
                );
                Self::saying(service, key, text)
            }
        }
    }

    pub(super) fn unavailable_service(service: &'static str) -> Self {
        let text = format!("The {} service is not available.", Attribute(service));
        Self {
            status: 403,
            ..Self::saying(service, service, text)
        }
    }

    pub(super) fn unreadable(why: Unreadable) -> Self {
        let failure = Failure::UnsupportedMediaType;
        let text = match why {
            Unreadable::OtherKind => {
                return Self {
                    status: failure.status(),
                    ..Self::saying("", "", failure.message())
                };
            }
            Unreadable::NotJson => "The request body must be valid JSON or a form.",
            Unreadable::NotAnObject => "The request body must be an object.",
            Unreadable::TooDeep => "The request body is nested too deeply.",
            Unreadable::TooMany => "The request body has too many values.",
        };
        Self::saying("", "", text.to_owned())
    }
}

/// Returns the error of a key in the protocol's words, which are those of the Laravel validator.
pub fn message(key: &str, error: &FieldError) -> String {
    let name = Attribute(key);
    match error {
        FieldError::Required => format!("The {name} field is required."),
        FieldError::NotInList => format!("The selected {name} is invalid."),
        error => format!("The {name} {error}."),
    }
}

/// Returns the name of a key in a sentence, with blanks instead of underscores.
struct Attribute<'a>(&'a str);

impl fmt::Display for Attribute<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.replace('_', " "))
    }
}

//! Failures of a request that do not depend on its contents.

use verification::ResponseEvent;

/// Errors that are not about the contents of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Failure {
    /// The path does not exist.
    NotFound,
    /// The path does not support this method.
    MethodNotAllowed,
    /// The body is larger than this many bytes.
    TooLarge(u64),
    /// The body is neither JSON nor a form.
    UnsupportedMediaType,
    /// The body did not arrive in time.
    TooSlow,
    /// There were too many requests in a short time.
    TooManyRequests,
    /// The server failed.
    Internal,
    /// The store is unavailable at the moment.
    Unavailable,
}

impl Failure {
    /// Returns the HTTP status.
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

    /// Returns `request.invalid` if the request can never succeed as it is. If it might, there is
    /// no event, so that no client considers the request refused.
    pub(super) const fn event(self) -> &'static str {
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

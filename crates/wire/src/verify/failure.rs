//! What goes wrong with a request whatever it says.

use verification::ResponseEvent;

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

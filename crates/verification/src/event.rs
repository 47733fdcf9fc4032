//! Response events: what the business is told about a verification as a whole.

use std::fmt;

macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident = $wire:literal),* $(,)?) => {
        /// A response event of the verification protocol, with its name on the wire.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ResponseEvent { $($(#[$doc])* $variant),* }

        impl ResponseEvent {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name on the wire.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $wire),* }
            }

            /// The event of a name, if there is one.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($wire => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

events!(
    /// The link is made, the person has not finished.
    RequestPending = "request.pending",
    /// The request has an error; nothing was opened.
    RequestInvalid = "request.invalid",
    /// Credentials are missing or wrong.
    RequestUnauthorized = "request.unauthorized",
    /// The pictures are here and are being processed.
    RequestReceived = "request.received",
    /// The link's life ended.
    RequestTimeout = "request.timeout",
    /// The data were deleted.
    RequestDeleted = "request.deleted",
    /// A reviewer edited the data.
    RequestDataChanged = "request.data.changed",
    /// The person refused.
    VerificationCancelled = "verification.cancelled",
    /// The claims hold.
    VerificationAccepted = "verification.accepted",
    /// The claims do not hold, or could not be shown to.
    VerificationDeclined = "verification.declined",
    /// A reviewer turned the verdict.
    VerificationStatusChanged = "verification.status.changed",
    /// A reviewer has to decide.
    ReviewPending = "review.pending",
);

impl ResponseEvent {
    /// True for an event that `/status` may report as the current one.
    ///
    /// A changed verdict is told as `verification.status.changed` and read as accepted or declined.
    pub const fn is_current(self) -> bool {
        !matches!(
            self,
            Self::RequestInvalid
                | Self::RequestUnauthorized
                | Self::VerificationStatusChanged
                | Self::RequestDataChanged
        )
    }
}

impl fmt::Display for ResponseEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::ResponseEvent;

    #[test]
    fn names_survive_a_round_trip() {
        for event in ResponseEvent::ALL {
            assert_eq!(ResponseEvent::from_name(event.name()), Some(*event));
        }
        assert_eq!(ResponseEvent::from_name("request.cancelled"), None);
    }
}

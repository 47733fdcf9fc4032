//! Response events, which tell the business about a verification as a whole.

use std::fmt;

macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident = $wire:literal),* $(,)?) => {
        /// A response event of the verification protocol, with its name on the wire.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ResponseEvent { $($(#[$doc])* $variant),* }

        impl ResponseEvent {
            /// All events.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the name on the wire.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $wire),* }
            }

            /// Returns the event with this name, if there is one.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($wire => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

events!(
    /// The link has been created, and the person has not finished.
    RequestPending = "request.pending",
    /// The request has an error, and nothing was opened.
    RequestInvalid = "request.invalid",
    /// Credentials are missing or wrong.
    RequestUnauthorized = "request.unauthorized",
    /// The pictures have been received and are being processed.
    RequestReceived = "request.received",
    /// The link has expired.
    RequestTimeout = "request.timeout",
    /// The data were deleted.
    RequestDeleted = "request.deleted",
    /// A reviewer edited the data.
    RequestDataChanged = "request.data.changed",
    /// The person cancelled.
    VerificationCancelled = "verification.cancelled",
    /// The claims were confirmed.
    VerificationAccepted = "verification.accepted",
    /// The claims were refuted or could not be confirmed.
    VerificationDeclined = "verification.declined",
    /// A reviewer overturned the verdict.
    VerificationStatusChanged = "verification.status.changed",
    /// A reviewer has to decide.
    ReviewPending = "review.pending",
);

impl ResponseEvent {
    /// Returns true for an event that `/status` may report as the current one.
    ///
    /// A changed verdict is announced as `verification.status.changed`, but reported as accepted or
    /// declined.
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

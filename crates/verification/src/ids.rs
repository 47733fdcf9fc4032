//! Identifiers with a prefix that says what they name: `ver_0190…`.
//!
//! Creating one needs time or randomness, so the caller passes the bytes: nothing here reads a
//! clock.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// The text is not an identifier of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier that starts with `{prefix}_`")]
pub struct NotAnId {
    /// The expected prefix.
    pub prefix: &'static str,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// The prefix of the text form.
            pub const PREFIX: &'static str = $prefix;

            /// Creates the identifier with this value.
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// Returns the value without its prefix.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                text.strip_prefix(concat!($prefix, "_"))
                    .filter(|rest| rest.len() == 32)
                    .and_then(|rest| Uuid::try_parse(rest).ok())
                    .map(Self)
                    .ok_or(NotAnId { prefix: $prefix })
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    };
}

id!(
    /// Identifies a verification (UUID v7, which sorts by the time of opening).
    VerificationId, "ver"
);
id!(
    /// Identifies an account: a business that requests verifications.
    AccountId, "acc"
);
id!(
    /// Identifies a notification to one destination. It is the `webhook-id` on the wire.
    NotificationId, "msg"
);
id!(
    /// Identifies a job of the worker.
    JobId, "job"
);
id!(
    /// Identifies an attempt to deliver a notification.
    AttemptId, "att"
);

id!(
    /// Identifies a member of staff, who works in the back office.
    StaffId, "stf"
);

id!(
    /// Identifies an entry of the audit trail.
    AuditId, "aud"
);

/// The capture protocol's ID of a verification, a UUID v4 in its usual form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TransactionId(pub Uuid);

impl fmt::Display for TransactionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_form_survives_a_round_trip_and_names_its_kind() {
        let id = VerificationId::new(Uuid::from_u128(7));
        assert_eq!(id.to_string(), "ver_00000000000000000000000000000007");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!(
            "msg_00000000000000000000000000000007"
                .parse::<VerificationId>()
                .is_err()
        );
        assert!("ver_7".parse::<VerificationId>().is_err());
    }
}

//! The verification itself: `verifications.sealed`.

use jiff::Timestamp;
use verification::{journal, origin, stage};

use super::capture::CaptureState;
use super::outcome::{Decision, Outcome};
use super::request::Request;
use super::review::{Hold, ReviewTask};
use super::words::{AccountId, TransactionId, VerificationId};
use crate::codec::form::{Form, Text, stored_enum, stored_struct};

stored_enum!(
    /// The kind of device that a user agent names.
    DeviceKind of origin::DeviceKind {
        Desktop = "desktop",
        Phone = "phone",
        Tablet = "tablet",
        Other = "other",
    }
);

impl Default for DeviceKind {
    fn default() -> Self {
        Self::of(&origin::DeviceKind::default())
    }
}

stored_struct!(
    /// What a user agent says of itself.
    #[derive(Default)]
    #[serde(default)]
    Agent of origin::Agent {
        kind: DeviceKind,
        device: String,
        browser: String,
        browser_version: String,
        platform: String,
        platform_version: String,
    }
);
stored_struct!(
    /// Where an address is.
    #[derive(Default)]
    #[serde(default)]
    Place of origin::Place {
        asn: String,
        isp: String,
        country_name: String,
        country_code: String,
        region_name: String,
        region_code: String,
        city: String,
        postal_code: String,
        continent_name: String,
        continent_code: String,
        latitude: String,
        longitude: String,
        metro_code: String,
        timezone: String,
    }
);
stored_struct!(
    /// Who asked.
    Origin of verification::Origin {
        ip: Option<Text>,
        user_agent: Option<Text>,
        #[serde(default)]
        agent: Option<Agent>,
        #[serde(default)]
        place: Option<Box<Place>>,
    }
);
stored_enum!(
    /// Where a verification stands.
    Stage of stage::Stage {
        Created = "created",
        Opened = "opened",
        Capturing = "capturing",
        Processing = "processing",
        Received = "received",
        InReview(outcome: Box<Outcome>) = "in_review",
        Accepted(decision: Box<Decision>) = "accepted",
        Declined(decision: Box<Decision>) = "declined",
        Cancelled = "cancelled",
        TimedOut = "timed_out",
    }
);
stored_struct!(
    /// The end of a journal.
    Tail of journal::Tail { length: u32, last: Option<Timestamp> }
);
stored_struct!(
    /// One verification.
    Verification of verification::Verification {
        id: VerificationId,
        account: AccountId,
        transaction: TransactionId,
        request: Request,
        origin: Origin,
        created_at: Timestamp,
        expires_at: Option<Timestamp>,
        completed_at: Option<Timestamp>,
        stage: Stage,
        journal: Tail,
        announced: u32,
        #[serde(default)]
        capture: CaptureState,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        review: Option<Box<ReviewTask>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hold: Option<Box<Hold>>,
    }
);

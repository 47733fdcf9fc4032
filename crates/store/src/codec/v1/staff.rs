//! Staff: `staff.sealed`, and `staff.secrets`.

use jiff::Timestamp;
use verification::staff;

use super::words::{AccountId, Email};
use crate::codec::form::{Text, stored_enum, stored_struct, stored_text};

stored_enum!(
    /// What somebody was appointed to do.
    Role of staff::Role {
        Administrator = "administrator",
        Manager = "manager",
        SeniorReviewer = "senior_reviewer",
        Reviewer = "reviewer",
        Counter = "counter",
        PersonalViewer = "personal_viewer",
        Viewer = "viewer",
        Auditor = "auditor",
    }
);
stored_struct!(
    /// A role, and where it holds.
    Appointment of staff::Appointment { role: Role, account: Option<AccountId> }
);
stored_struct!(
    /// Who somebody is, and what they may do.
    Profile of crate::codec::kind::Profile {
        name: Text,
        email: Email,
        appointment: Appointment,
        is_enabled: bool,
        epoch: u32,
        created_at: Timestamp,
    }
);
stored_text!(
    /// 32 bytes, as 64 hex digits.
    Hash of [u8; 32],
    |bytes| hex::encode(bytes),
    |text| <[u8; 32]>::try_from(hex::decode(text).ok()?).ok()
);
stored_text!(
    /// 20 bytes, as 40 hex digits.
    AppSecret of [u8; 20],
    |bytes| hex::encode(bytes),
    |text| <[u8; 20]>::try_from(hex::decode(text).ok()?).ok()
);
stored_struct!(
    /// What generates the codes of an app.
    SecondFactor of staff::SecondFactor { secret: AppSecret, last_step: u64 }
);
stored_struct!(
    /// What somebody signs in with.
    Credentials of staff::Credentials {
        password: Text,
        second_factor: SecondFactor,
        recovery: Vec<Hash>,
    }
);

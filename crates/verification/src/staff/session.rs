//! Sessions of staff: how long they last, and what ends them.

use jiff::{SignedDuration, Timestamp};

use super::member::{Member, Standing};
use super::role::Role;
use crate::ids::StaffId;

/// How long a session lasts at most, however much it is used: a working day.
pub const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(12);

/// The time between the password and the second factor.
pub const FACTOR_TIME: SignedDuration = SignedDuration::from_mins(5);

/// How much of signing in is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Proved {
    /// The password was right. Nothing is shown yet, and the second factor is due.
    Password,
    /// Both factors were right.
    Everything,
}

/// The session of a member of staff in one browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaffSession {
    /// Whose it is.
    pub member: StaffId,
    /// The [epoch](Member::epoch) of the member when the session began. It ends with the epoch.
    pub epoch: u32,
    /// How much of signing in is done.
    pub proved: Proved,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it was last used, to the minute.
    pub used_at: Timestamp,
}

impl StaffSession {
    /// Returns true if the member may still act in this session at this time.
    pub fn is_alive(&self, member: &Member, now: Timestamp) -> bool {
        let (life, idle) = match self.proved {
            Proved::Password => (FACTOR_TIME, FACTOR_TIME),
            Proved::Everything => (SESSION_LIFE, member.appointment.role.idle_limit()),
        };
        self.member == member.id
            && self.epoch == member.epoch
            && member.standing() == Standing::Active
            && now.duration_since(self.opened_at) < life
            && now.duration_since(self.used_at) < idle
    }
}

impl Role {
    /// Returns how long somebody in this role may do nothing before they have to sign in again.
    pub const fn idle_limit(self) -> SignedDuration {
        SignedDuration::from_mins(match self {
            // They can do the most harm, or come seldom.
            Self::Administrator
            | Self::Manager
            | Self::Auditor
            | Self::PersonalViewer
            | Self::Viewer => 15,
            Self::SeniorReviewer | Self::Reviewer => 30,
            // They stand at a counter and serve people all day.
            Self::Counter => 60,
        })
    }
}

//! Members of staff: who they are, how they prove it, and what others may change of them.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroize;

use super::role::{Authority, Role};
use crate::ids::{AccountId, StaffId};
use crate::personal::Personal;
use crate::request::{Email, FieldError};

/// How long the link of an invitation works.
pub const INVITATION_LIFE: SignedDuration = SignedDuration::from_hours(72);

/// The fewest characters of a password.
const LEAST_PASSWORD: usize = 12;

/// The most characters of a password.
const MOST_PASSWORD: usize = 256;

/// The fewest different characters of a password.
const LEAST_DIFFERENT: usize = 5;

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Their ID.
    pub id: StaffId,
    /// Their name, as colleagues see it.
    pub name: Personal,
    /// The e-mail address with which they sign in, unique on the server: see [`sign_in_name`].
    pub email: Email,
    /// What they were appointed to do, and where.
    pub appointment: Appointment,
    /// Whether they may sign in.
    pub is_enabled: bool,
    /// Counts what ends their sessions: a session of an earlier epoch is over.
    pub epoch: u32,
    /// How they prove who they are, or `None` until they accept their invitation.
    pub credentials: Option<Credentials>,
    /// When they were invited.
    pub created_at: Timestamp,
}

/// A role, and where it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appointment {
    /// The role.
    pub role: Role,
    /// The only account that it holds for, or `None` if it holds for every account.
    pub account: Option<AccountId>,
}

/// Whether somebody can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// They have not accepted their invitation.
    Invited,
    /// They can sign in.
    Active,
    /// They were disabled.
    Disabled,
}

/// What a member of staff signs in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The hash of their password, in the PHC string format.
    pub password: Personal,
    /// What generates the codes of their app.
    pub second_factor: SecondFactor,
    /// The hashes of the recovery codes that were not used yet.
    pub recovery: Vec<[u8; 32]>,
}

/// The secret that an app shares with the server (RFC 6238). Its `Debug` does not print it, and
/// its memory is wiped.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// The secret.
    pub secret: [u8; 20],
    /// The last time step of which a code was accepted. Codes up to it are refused.
    pub last_step: u64,
}

impl fmt::Debug for SecondFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecondFactor(…)")
    }
}

impl Drop for SecondFactor {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

/// The reason why somebody is not appointed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAppointed {
    /// The role includes a permission that whoever appoints lacks.
    #[error("nobody grants a role that may do more than their own")]
    AboveOwn,
    /// The role belongs to one account, and none was named.
    #[error("this role belongs to one account: name it")]
    NeedsAccount,
    /// The role holds for the whole server, and an account was named.
    #[error("an administrator works for every account: name none")]
    NeedsNoAccount,
    /// Nobody changes their own role, or disables themselves.
    #[error("nobody changes this of themselves: ask a colleague")]
    Oneself,
}

impl Appointment {
    /// Creates an appointment, or says why such a role does not exist.
    pub fn new(role: Role, account: Option<AccountId>) -> Result<Self, NotAppointed> {
        match (role, account) {
            (Role::Administrator, Some(_)) => Err(NotAppointed::NeedsNoAccount),
            (role, None) if !role.may_reach_every_account() => Err(NotAppointed::NeedsAccount),
            _ => Ok(Self { role, account }),
        }
    }

    /// Refuses an appointment that somebody with this authority may not make.
    pub fn by(self, authority: Authority) -> Result<Self, NotAppointed> {
        let is_within = match authority.account {
            None => true,
            Some(own) => self.account == Some(own),
        };
        if authority.role.may_grant(self.role) && is_within {
            Ok(self)
        } else {
            Err(NotAppointed::AboveOwn)
        }
    }
}

impl Member {
    /// Returns what the member may do.
    pub const fn authority(&self) -> Authority {
        Authority {
            member: self.id,
            role: self.appointment.role,
            account: self.appointment.account,
        }
    }

    /// Returns whether the member can sign in.
    pub const fn standing(&self) -> Standing {
        match (self.is_enabled, &self.credentials) {
            (false, _) => Standing::Disabled,
            (true, None) => Standing::Invited,
            (true, Some(_)) => Standing::Active,
        }
    }

    /// Returns the member in another role. Their sessions are over.
    #[must_use]
    pub fn appointed(self, appointment: Appointment) -> Self {
        Self {
            appointment,
            ..self
        }
        .signed_out()
    }

    /// Returns the member enabled or disabled. Their sessions are over.
    #[must_use]
    pub fn enabled(self, is_enabled: bool) -> Self {
        Self { is_enabled, ..self }.signed_out()
    }

    /// Returns the member with other credentials. Their sessions are over.
    #[must_use]
    pub fn with_credentials(self, credentials: Credentials) -> Self {
        Self {
            credentials: Some(credentials),
            ..self
        }
        .signed_out()
    }

    /// Returns the member without sessions.
    #[must_use]
    pub fn signed_out(self) -> Self {
        Self {
            epoch: self.epoch.saturating_add(1),
            ..self
        }
    }
}

/// Parses the e-mail address with which somebody signs in. Upper and lower case are the same.
pub fn sign_in_name(text: &str) -> Result<Email, FieldError> {
    Email::parse(&text.trim().to_lowercase())
}

/// The reason why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// It has fewer than twelve characters.
    #[error("a password has at least 12 characters")]
    TooShort,
    /// It has more than 256 characters.
    #[error("a password has at most 256 characters")]
    TooLong,
    /// It repeats a few characters, or contains the e-mail address.
    #[error("this password is easy to guess")]
    TooEasy,
}

/// Refuses a password that is easy to guess. There are no rules about kinds of characters, which
/// make passwords harder to remember and hardly harder to guess (NIST SP 800-63B, 3.1.1).
pub fn check_password(password: &Personal, email: &Email) -> Result<(), WeakPassword> {
    let text = password.reveal();
    let length = text.chars().count();
    if length < LEAST_PASSWORD {
        return Err(WeakPassword::TooShort);
    }
    if length > MOST_PASSWORD {
        return Err(WeakPassword::TooLong);
    }
    let mut different: Vec<char> = text.chars().collect();
    different.sort_unstable();
    different.dedup();
    let folded = text.to_lowercase();
    let name = email.as_str().split('@').next().unwrap_or_default();
    let is_their_name = folded.contains(email.as_str())
        || (name.len() >= 4 && folded.contains(name) && length < name.len() + LEAST_PASSWORD);
    if different.len() < LEAST_DIFFERENT || is_their_name {
        Err(WeakPassword::TooEasy)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn account(number: u128) -> AccountId {
        AccountId::new(Uuid::from_u128(number))
    }

    fn authority(role: Role, account: Option<AccountId>) -> Authority {
        Authority {
            member: StaffId::new(Uuid::from_u128(1)),
            role,
            account,
        }
    }

    #[test]
    fn a_manager_appoints_within_their_account_only() {
        let manager = authority(Role::Manager, Some(account(1)));
        let admin = authority(Role::Administrator, None);
        for (role, of, by_manager, by_admin) in [
            (Role::Reviewer, Some(account(1)), true, true),
            (Role::Manager, Some(account(1)), true, true),
            (Role::Reviewer, Some(account(2)), false, true),
            (Role::Reviewer, None, false, true),
            (Role::Administrator, None, false, true),
        ] {
            let appointment = Appointment::new(role, of).unwrap();
            assert_eq!(appointment.by(manager).is_ok(), by_manager, "{role:?}");
            assert_eq!(appointment.by(admin).is_ok(), by_admin, "{role:?}");
            let reviewer = authority(Role::SeniorReviewer, of);
            assert_eq!(appointment.by(reviewer), Err(NotAppointed::AboveOwn));
        }
        assert_eq!(
            Appointment::new(Role::Manager, None),
            Err(NotAppointed::NeedsAccount)
        );
        assert_eq!(
            Appointment::new(Role::Administrator, Some(account(1))),
            Err(NotAppointed::NeedsNoAccount)
        );
    }

    #[test]
    fn passwords_are_long_and_say_nothing_of_their_owner() {
        let email = sign_in_name(" Zoe.Doe@Example.com ").unwrap();
        assert_eq!(email.as_str(), "zoe.doe@example.com");
        for (password, expected) in [
            ("correct horse battery", Ok(())),
            ("zwölf Zeichen!", Ok(())),
            ("short", Err(WeakPassword::TooShort)),
            ("elevenchars", Err(WeakPassword::TooShort)),
            ("aaaaaaaaaaaaaaaa", Err(WeakPassword::TooEasy)),
            ("abababababababab", Err(WeakPassword::TooEasy)),
            ("Zoe.Doe@example.com", Err(WeakPassword::TooEasy)),
            ("zoe.doe-12345", Err(WeakPassword::TooEasy)),
            ("zoe.doe and a long sentence", Ok(())),
        ] {
            let told = check_password(&Personal::new(password), &email);
            assert_eq!(told, expected, "{password}");
        }
        let long = Personal::new("aäbcde".repeat(50));
        assert_eq!(check_password(&long, &email), Err(WeakPassword::TooLong));
    }
}

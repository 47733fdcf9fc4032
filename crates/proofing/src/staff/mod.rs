//! What the acts of staff are made of: passwords, codes, and the counting of attempts.

pub(crate) mod attempts;
mod password;
mod recovery;
mod refusal;
mod totp;

use std::fmt;
use std::net::IpAddr;

pub(crate) use password::Passwords;
pub(crate) use recovery::{fresh_codes, hash_of_code};
pub use refusal::StaffRefusal;
pub use totp::ENROLMENT_LABEL;
pub(crate) use totp::{base32, enrolment_url, step_of};
use verification::Personal;
use zeroize::Zeroizing;

/// A token for a cookie or a link: 64 hex digits, which are shown once. It does not print, and its
/// memory is wiped.
#[derive(Clone, PartialEq, Eq)]
pub struct StaffToken(Zeroizing<String>);

impl StaffToken {
    /// Takes a token as it was sent.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Returns the token, for the cookie or the link.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for StaffToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StaffToken(…)")
    }
}

/// Where somebody signs in from, as far as it is known.
pub type Network = Option<IpAddr>;

/// What an app needs to generate codes: the link that its QR code contains, and the secret for
/// typing it in.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// `otpauth://totp/…`.
    pub url: Personal,
    /// The secret in Base32, in groups of four.
    pub secret: Personal,
}

/// The second proof of who somebody is.
#[derive(Debug, Clone)]
pub enum SecondProof {
    /// The code that the app shows.
    Code(Personal),
    /// A recovery code, which works once.
    Recovery(Personal),
}

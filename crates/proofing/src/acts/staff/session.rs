//! Finds out who is signed in, and signs out.

use jiff::SignedDuration;
use subtle::ConstantTimeEq;
use verification::staff::{Member, Proved};

use crate::ports::TokenHash;
use crate::staff::{StaffRefusal, StaffToken};
use crate::tokens::token_hash;
use crate::{App, Principal};

/// How often the use of a session is recorded. Recording every request would write to the disk for
/// each of them.
const RECORDED_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The member, at this moment.
    pub member: Member,
    /// The token that every form of this session carries, so that no other site can send one.
    pub form_token: StaffToken,
}

impl SignedIn {
    /// Returns the principal of what they do.
    pub const fn principal(&self) -> Principal {
        Principal::Staff(self.member.authority())
    }

    /// Returns true if a form carries the token of this session, in a time that does not depend on
    /// how much of it is right.
    pub fn is_form_token(&self, sent: &str) -> bool {
        let right = self.form_token.reveal().as_bytes();
        bool::from(right.ct_eq(sent.as_bytes()))
    }
}

impl App {
    /// Returns who is signed in with a token. It is looked up for every request, so a member who
    /// was disabled or appointed to another role is signed out at once.
    pub async fn staff_session(&self, token: &StaffToken) -> Result<SignedIn, StaffRefusal> {
        let hash = token_hash(token.reveal());
        let now = self.now();
        let Some((session, found)) = self.ports.staff.session(hash).await? else {
            return Err(StaffRefusal::NotSignedIn);
        };
        if session.proved != Proved::Everything {
            return Err(StaffRefusal::NotSignedIn);
        }
        if !session.is_alive(&found.value, now) {
            self.ports.staff.close_session(hash).await?;
            return Err(StaffRefusal::NotSignedIn);
        }
        if now.duration_since(session.used_at) >= RECORDED_EVERY {
            self.ports.staff.use_session(hash, now).await?;
        }
        Ok(SignedIn {
            member: found.value,
            form_token: self.form_token(hash),
        })
    }

    /// Ends a session.
    pub async fn sign_out(&self, by: Principal, token: &StaffToken) -> Result<(), StaffRefusal> {
        by.must_be_staff()?;
        let hash = token_hash(token.reveal());
        Ok(self.ports.staff.close_session(hash).await?)
    }
}

impl App {
    /// The token follows from the session, so it needs no place in the store.
    fn form_token(&self, session: TokenHash) -> StaffToken {
        StaffToken::new(hex::encode(
            self.settings.link_key.staff("form", &[&session]),
        ))
    }
}

//! Storage for staff: members, invitations, sessions, and attempts to sign in.
//!
//! Tokens are stored by their hashes, so nobody who reads the store can use them.

use std::fmt;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use verification::StaffId;
use verification::audit::AuditEntry;
use verification::request::Email;
use verification::staff::{Member, StaffSession};

use super::store::{StoreError, Stored};

/// The hash of a token, or the keyed hash of what attempts are counted by.
pub type TokenHash = [u8; 32];

/// What is stored together when a member changes.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberChange {
    /// The next value of the member who was read with this version. If somebody else changed them
    /// meanwhile, that is a conflict.
    pub member: Stored<Member>,
    /// The invitation that this change uses up, which must still be valid at the time; otherwise
    /// that is a conflict.
    pub uses: Option<(TokenHash, Timestamp)>,
    /// The session that ends with this change.
    pub closes: Option<TokenHash>,
    /// The session that begins with this change.
    pub opens: Option<(TokenHash, StaffSession)>,
    /// The entry of the audit trail about this change.
    pub audit: Option<AuditEntry>,
}

impl MemberChange {
    /// Creates a change of the member alone.
    pub const fn of(member: Stored<Member>) -> Self {
        Self {
            member,
            uses: None,
            closes: None,
            opens: None,
            audit: None,
        }
    }
}

/// Stores members of staff.
#[async_trait]
pub trait StaffStore: Send + Sync + fmt::Debug {
    /// Stores a new member at version 1 together with the entry of the audit trail about them, or
    /// fails if one has this e-mail address.
    async fn add_member(&self, member: Member, audit: Option<AuditEntry>)
    -> Result<(), StoreError>;
    /// Stores all of a change, or nothing. It is on disk when this returns.
    async fn change_member(&self, change: MemberChange) -> Result<(), StoreError>;
    /// Returns the member with an ID.
    async fn member(&self, id: StaffId) -> Result<Option<Stored<Member>>, StoreError>;
    /// Returns the member with an e-mail address.
    async fn member_by_email(&self, email: &Email) -> Result<Option<Stored<Member>>, StoreError>;
    /// Returns all members, the earliest first.
    async fn members(&self) -> Result<Vec<Member>, StoreError>;

    /// Stores the invitation of a member, in place of an earlier one, together with the entry of
    /// the audit trail about it.
    async fn invite(
        &self,
        hash: TokenHash,
        member: StaffId,
        until: Timestamp,
        audit: Option<AuditEntry>,
    ) -> Result<(), StoreError>;
    /// Returns the member to whom a valid invitation belongs.
    async fn invited(
        &self,
        hash: TokenHash,
        now: Timestamp,
    ) -> Result<Option<Stored<Member>>, StoreError>;

    /// Stores a session, and removes the one that it replaces and those that began before a time.
    async fn open_session(
        &self,
        hash: TokenHash,
        session: StaffSession,
        replaces: Option<TokenHash>,
        remove_before: Timestamp,
    ) -> Result<(), StoreError>;
    /// Returns a session with its member, whether it is still alive or not.
    async fn session(
        &self,
        hash: TokenHash,
    ) -> Result<Option<(StaffSession, Stored<Member>)>, StoreError>;
    /// Records that a session was used. An unknown session stays unknown.
    async fn use_session(&self, hash: TokenHash, at: Timestamp) -> Result<(), StoreError>;
    /// Removes a session, if it exists.
    async fn close_session(&self, hash: TokenHash) -> Result<(), StoreError>;

    /// Counts an attempt under every key, or returns the time until which one of them has to wait.
    /// `pause` says how long after the last of so many attempts the next one may be made. Attempts
    /// before `forget` are forgotten.
    async fn count_attempt(
        &self,
        keys: Vec<TokenHash>,
        now: Timestamp,
        forget: Timestamp,
        pause: fn(u32) -> SignedDuration,
    ) -> Result<Option<Timestamp>, StoreError>;
    /// Takes an attempt that succeeded back from every key.
    async fn excuse_attempt(&self, keys: Vec<TokenHash>) -> Result<(), StoreError>;
    /// Records that a member signed in from a place, and forgets the places that were not used
    /// since a time.
    async fn know_place(
        &self,
        member: StaffId,
        place: TokenHash,
        now: Timestamp,
        forget: Timestamp,
    ) -> Result<(), StoreError>;
    /// Returns true if a member signed in from a place.
    async fn knows_place(&self, member: StaffId, place: TokenHash) -> Result<bool, StoreError>;
}

//! Storage for staff. The methods are those of [`proofing::ports::StaffStore`], with records in
//! place of members.

use std::fmt;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use proofing::ports::{StoreError, TokenHash};
use verification::StaffId;
use verification::staff::StaffSession;

use super::records::AuditRecord;

/// A member of staff, sealed under the master key for this version.
#[derive(Clone)]
pub(crate) struct MemberRecord {
    pub(crate) id: StaffId,
    /// The keyed hash of the e-mail address.
    pub(crate) email_hash: TokenHash,
    pub(crate) version: u64,
    pub(crate) sealed: Vec<u8>,
    pub(crate) secrets: Option<Vec<u8>>,
}

/// What names one member.
#[derive(Clone, Copy)]
pub(crate) enum MemberQuery {
    Id(StaffId),
    Email(TokenHash),
    /// Who has this invitation, if it is valid at this time.
    Invited(TokenHash, Timestamp),
    All,
}

/// What is stored together when a member changes.
pub(crate) struct SealedMemberChange {
    /// The record of the version after the one that was read.
    pub(crate) member: MemberRecord,
    pub(crate) uses: Option<(TokenHash, Timestamp)>,
    pub(crate) closes: Option<TokenHash>,
    pub(crate) opens: Option<(TokenHash, StaffSession)>,
    pub(crate) audit: Option<AuditRecord>,
}

/// Stores rows of staff.
#[async_trait]
pub(crate) trait StaffRows: Send + Sync + fmt::Debug {
    async fn add_member(
        &self,
        member: MemberRecord,
        audit: Option<AuditRecord>,
    ) -> Result<(), StoreError>;
    async fn change_member(&self, change: SealedMemberChange) -> Result<(), StoreError>;
    /// Returns members, the earliest first.
    async fn members(&self, query: MemberQuery) -> Result<Vec<MemberRecord>, StoreError>;
    async fn invite(
        &self,
        hash: TokenHash,
        member: StaffId,
        until: Timestamp,
        audit: Option<AuditRecord>,
    ) -> Result<(), StoreError>;
    async fn open_session(
        &self,
        hash: TokenHash,
        session: StaffSession,
        replaces: Option<TokenHash>,
        remove_before: Timestamp,
    ) -> Result<(), StoreError>;
    async fn session(
        &self,
        hash: TokenHash,
    ) -> Result<Option<(StaffSession, MemberRecord)>, StoreError>;
    async fn use_session(&self, hash: TokenHash, at: Timestamp) -> Result<(), StoreError>;
    async fn close_session(&self, hash: TokenHash) -> Result<(), StoreError>;
    async fn count_attempt(
        &self,
        keys: Vec<TokenHash>,
        now: Timestamp,
        forget: Timestamp,
        pause: fn(u32) -> SignedDuration,
    ) -> Result<Option<Timestamp>, StoreError>;
    async fn excuse_attempt(&self, keys: Vec<TokenHash>) -> Result<(), StoreError>;
    async fn know_place(
        &self,
        member: StaffId,
        place: TokenHash,
        now: Timestamp,
        forget: Timestamp,
    ) -> Result<(), StoreError>;
    async fn knows_place(&self, member: StaffId, place: TokenHash) -> Result<bool, StoreError>;
}

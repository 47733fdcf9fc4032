//! The port `StaffRows` over the writer and the readers.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use proofing::ports::{StoreError, TokenHash};
use verification::StaffId;
use verification::staff::StaffSession;

use super::{attempts, members, sessions};
use crate::ports::{AuditRecord, MemberQuery, MemberRecord, SealedMemberChange, StaffRows};
use crate::sqlite::adapter::Sqlite;

#[async_trait]
impl StaffRows for Sqlite {
    async fn add_member(
        &self,
        member: MemberRecord,
        audit: Option<AuditRecord>,
    ) -> Result<(), StoreError> {
        self.write(move |writer| members::add(writer, &member, audit.as_ref()))
            .await
    }

    async fn change_member(&self, change: SealedMemberChange) -> Result<(), StoreError> {
        self.write(move |writer| members::change(writer, &change))
            .await
    }

    async fn members(&self, query: MemberQuery) -> Result<Vec<MemberRecord>, StoreError> {
        self.read(move |reader| members::find(&reader.data, query))
            .await
    }

    async fn invite(
        &self,
        hash: TokenHash,
        member: StaffId,
        until: Timestamp,
        audit: Option<AuditRecord>,
    ) -> Result<(), StoreError> {
        self.write(move |writer| members::invite(writer, hash, member, until, audit.as_ref()))
            .await
    }

    async fn open_session(
        &self,
        hash: TokenHash,
        session: StaffSession,
        replaces: Option<TokenHash>,
        remove_before: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |writer| {
            sessions::open(&writer.data, hash, &session, replaces, remove_before)
        })
        .await
    }

    async fn session(
        &self,
        hash: TokenHash,
    ) -> Result<Option<(StaffSession, MemberRecord)>, StoreError> {
        self.read(move |reader| sessions::find(&reader.data, hash))
            .await
    }

    async fn use_session(&self, hash: TokenHash, at: Timestamp) -> Result<(), StoreError> {
        self.write(move |writer| sessions::use_session(&writer.data, hash, at))
            .await
    }

    async fn close_session(&self, hash: TokenHash) -> Result<(), StoreError> {
        self.write(move |writer| sessions::close(&writer.data, hash).map(|_| ()))
            .await
    }

    async fn count_attempt(
        &self,
        keys: Vec<TokenHash>,
        now: Timestamp,
        forget: Timestamp,
        pause: fn(u32) -> SignedDuration,
    ) -> Result<Option<Timestamp>, StoreError> {
        self.write(move |writer| attempts::count(&writer.data, &keys, now, forget, pause))
            .await
    }

    async fn excuse_attempt(&self, keys: Vec<TokenHash>) -> Result<(), StoreError> {
        self.write(move |writer| attempts::excuse(&writer.data, &keys))
            .await
    }

    async fn know_place(
        &self,
        member: StaffId,
        place: TokenHash,
        now: Timestamp,
        forget: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |writer| attempts::know_place(&writer.data, member, place, now, forget))
            .await
    }

    async fn knows_place(&self, member: StaffId, place: TokenHash) -> Result<bool, StoreError> {
        self.read(move |reader| attempts::knows_place(&reader.data, member, place))
            .await
    }
}

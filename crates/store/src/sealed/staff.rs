//! The port `StaffStore` over rows: members are sealed under the master key.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use proofing::ports::{MemberChange, StaffStore, StoreError, Stored, TokenHash};
use verification::StaffId;
use verification::audit::AuditEntry;
use verification::request::Email;
use verification::staff::{Member, StaffSession};

use super::audit;
use super::store::SealedStore;
use crate::codec::{self, Profile};
use crate::ports::{AuditRecord, MemberQuery, MemberRecord, SealedMemberChange};
use crate::seal::{Sealer, places};

/// Seals a member for a version.
fn seal(sealer: &Sealer, member: &Member, version: u64) -> Result<MemberRecord, StoreError> {
    let id = member.id;
    let profile = codec::encode(&Profile::of(member), id)?;
    let secrets = match &member.credentials {
        None => None,
        Some(credentials) => {
            let plain = codec::encode(credentials, id)?;
            Some(sealer.seal_secrets(&places::credentials(id, version), &plain)?)
        }
    };
    Ok(MemberRecord {
        id,
        email_hash: sealer.blind("staff e-mail", member.email.as_str().as_bytes()),
        version,
        sealed: sealer.seal_secrets(&places::member(id, version), &profile)?,
        secrets,
    })
}

/// Opens a member.
fn open(sealer: &Sealer, record: &MemberRecord) -> Result<Stored<Member>, StoreError> {
    let (id, version) = (record.id, record.version);
    let plain = sealer.open_secrets(&places::member(id, version), &record.sealed)?;
    let profile: Profile = codec::decode(&plain, id)?;
    let credentials = match &record.secrets {
        None => None,
        Some(sealed) => {
            let plain = sealer.open_secrets(&places::credentials(id, version), sealed)?;
            Some(codec::decode(&plain, id)?)
        }
    };
    Ok(Stored {
        value: profile.into_member(id, credentials),
        version,
    })
}

/// Seals the entry about a change. It concerns no verification, so the key is the store's.
fn seal_entry(
    sealer: &Sealer,
    entry: Option<&AuditEntry>,
) -> Result<Option<AuditRecord>, StoreError> {
    let sealed = entry.map(|entry| audit::seal(sealer, None, entry));
    sealed.transpose()
}

impl SealedStore {
    async fn one_member(&self, query: MemberQuery) -> Result<Option<Stored<Member>>, StoreError> {
        let found = self.staff.members(query).await?;
        let one = found.first();
        one.map(|record| open(&self.sealer, record)).transpose()
    }
}

#[async_trait]
impl StaffStore for SealedStore {
    async fn add_member(
        &self,
        member: Member,
        audit: Option<AuditEntry>,
    ) -> Result<(), StoreError> {
        let record = seal(&self.sealer, &member, 1)?;
        let audit = seal_entry(&self.sealer, audit.as_ref())?;
        self.staff.add_member(record, audit).await
    }

    async fn change_member(&self, change: MemberChange) -> Result<(), StoreError> {
        let Stored { value, version } = &change.member;
        let next = SealedMemberChange {
            member: seal(&self.sealer, value, version + 1)?,
            uses: change.uses,
            closes: change.closes,
            opens: change.opens,
            audit: seal_entry(&self.sealer, change.audit.as_ref())?,
        };
        self.staff.change_member(next).await
    }

    async fn member(&self, id: StaffId) -> Result<Option<Stored<Member>>, StoreError> {
        self.one_member(MemberQuery::Id(id)).await
    }

    async fn member_by_email(&self, email: &Email) -> Result<Option<Stored<Member>>, StoreError> {
        let hash = self.sealer.blind("staff e-mail", email.as_str().as_bytes());
        self.one_member(MemberQuery::Email(hash)).await
    }

    async fn members(&self) -> Result<Vec<Member>, StoreError> {
        let records = self.staff.members(MemberQuery::All).await?;
        let opened = records.iter().map(|record| open(&self.sealer, record));
        opened.map(|found| found.map(|it| it.value)).collect()
    }

    async fn invite(
        &self,
        hash: TokenHash,
        member: StaffId,
        until: Timestamp,
        audit: Option<AuditEntry>,
    ) -> Result<(), StoreError> {
        let audit = seal_entry(&self.sealer, audit.as_ref())?;
        self.staff.invite(hash, member, until, audit).await
    }

    async fn invited(
        &self,
        hash: TokenHash,
        now: Timestamp,
    ) -> Result<Option<Stored<Member>>, StoreError> {
        self.one_member(MemberQuery::Invited(hash, now)).await
    }

    async fn open_session(
        &self,
        hash: TokenHash,
        session: StaffSession,
        replaces: Option<TokenHash>,
        remove_before: Timestamp,
    ) -> Result<(), StoreError> {
        self.staff
            .open_session(hash, session, replaces, remove_before)
            .await
    }

    async fn session(
        &self,
        hash: TokenHash,
    ) -> Result<Option<(StaffSession, Stored<Member>)>, StoreError> {
        let found = self.staff.session(hash).await?;
        found
            .map(|(session, record)| Ok((session, open(&self.sealer, &record)?)))
            .transpose()
    }

    async fn use_session(&self, hash: TokenHash, at: Timestamp) -> Result<(), StoreError> {
        self.staff.use_session(hash, at).await
    }

    async fn close_session(&self, hash: TokenHash) -> Result<(), StoreError> {
        self.staff.close_session(hash).await
    }

    async fn count_attempt(
        &self,
        keys: Vec<TokenHash>,
        now: Timestamp,
        forget: Timestamp,
        pause: fn(u32) -> SignedDuration,
    ) -> Result<Option<Timestamp>, StoreError> {
        self.staff.count_attempt(keys, now, forget, pause).await
    }

    async fn excuse_attempt(&self, keys: Vec<TokenHash>) -> Result<(), StoreError> {
        self.staff.excuse_attempt(keys).await
    }

    async fn know_place(
        &self,
        member: StaffId,
        place: TokenHash,
        now: Timestamp,
        forget: Timestamp,
    ) -> Result<(), StoreError> {
        self.staff.know_place(member, place, now, forget).await
    }

    async fn knows_place(&self, member: StaffId, place: TokenHash) -> Result<bool, StoreError> {
        self.staff.knows_place(member, place).await
    }
}

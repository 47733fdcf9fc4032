//! Implements the port of staff in memory.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use proofing::ports::{MemberChange, StaffStore, StoreError, Stored, TokenHash};
use verification::StaffId;
use verification::audit::AuditEntry;
use verification::request::Email;
use verification::staff::{Member, StaffSession};

use super::MemoryStore;

#[async_trait]
impl StaffStore for MemoryStore {
    async fn add_member(
        &self,
        member: Member,
        audit: Option<AuditEntry>,
    ) -> Result<(), StoreError> {
        self.change(|world| {
            world.staff.add(member)?;
            world.audit.extend(audit);
            Ok(())
        })
    }

    async fn change_member(&self, mut change: MemberChange) -> Result<(), StoreError> {
        self.change(|world| {
            let audit = change.audit.take();
            world.staff.change(change)?;
            world.audit.extend(audit);
            Ok(())
        })
    }

    async fn member(&self, id: StaffId) -> Result<Option<Stored<Member>>, StoreError> {
        Ok(self.lock().staff.of(id).cloned())
    }

    async fn member_by_email(&self, email: &Email) -> Result<Option<Stored<Member>>, StoreError> {
        let world = self.lock();
        let mut members = world.staff.members.iter();
        Ok(members.find(|member| member.value.email == *email).cloned())
    }

    async fn members(&self) -> Result<Vec<Member>, StoreError> {
        let world = self.lock();
        let members = world.staff.members.iter();
        Ok(members.map(|member| member.value.clone()).collect())
    }

    async fn invite(
        &self,
        hash: TokenHash,
        member: StaffId,
        until: Timestamp,
        audit: Option<AuditEntry>,
    ) -> Result<(), StoreError> {
        self.change(|world| {
            world.staff.of(member).ok_or(StoreError::Conflict)?;
            world.staff.invitations.insert(member, (hash, until));
            world.audit.extend(audit);
            Ok(())
        })
    }

    async fn invited(
        &self,
        hash: TokenHash,
        now: Timestamp,
    ) -> Result<Option<Stored<Member>>, StoreError> {
        let world = self.lock();
        let mut open = world.staff.invitations.iter();
        let found = open.find(|(_, (stored, until))| *stored == hash && *until > now);
        Ok(found.and_then(|(id, _)| world.staff.of(*id).cloned()))
    }

    async fn open_session(
        &self,
        hash: TokenHash,
        session: StaffSession,
        replaces: Option<TokenHash>,
        remove_before: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(|world| {
            let staff = &mut world.staff;
            staff.of(session.member).ok_or(StoreError::Conflict)?;
            if let Some(replaced) = replaces {
                staff.sessions.remove(&replaced);
            }
            staff
                .sessions
                .retain(|_, old| old.opened_at >= remove_before);
            staff.sessions.insert(hash, session);
            Ok(())
        })
    }

    async fn session(
        &self,
        hash: TokenHash,
    ) -> Result<Option<(StaffSession, Stored<Member>)>, StoreError> {
        let world = self.lock();
        let session = world.staff.sessions.get(&hash).copied();
        Ok(session.and_then(|it| Some((it, world.staff.of(it.member)?.clone()))))
    }

    async fn use_session(&self, hash: TokenHash, at: Timestamp) -> Result<(), StoreError> {
        if let Some(session) = self.lock().staff.sessions.get_mut(&hash) {
            session.used_at = at;
        }
        Ok(())
    }

    async fn close_session(&self, hash: TokenHash) -> Result<(), StoreError> {
        self.lock().staff.sessions.remove(&hash);
        Ok(())
    }

    async fn count_attempt(
        &self,
        keys: Vec<TokenHash>,
        now: Timestamp,
        forget: Timestamp,
        pause: fn(u32) -> SignedDuration,
    ) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.lock().staff.count(&keys, now, forget, pause))
    }

    async fn excuse_attempt(&self, keys: Vec<TokenHash>) -> Result<(), StoreError> {
        let mut world = self.lock();
        for key in keys {
            if let Some((failed, _)) = world.staff.attempts.get_mut(&key) {
                *failed = failed.saturating_sub(1);
            }
        }
        Ok(())
    }

    async fn know_place(
        &self,
        member: StaffId,
        place: TokenHash,
        now: Timestamp,
        forget: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(|world| {
            world.staff.of(member).ok_or(StoreError::Conflict)?;
            world.staff.places.retain(|_, seen_at| *seen_at >= forget);
            world.staff.places.insert((member, place), now);
            Ok(())
        })
    }

    async fn knows_place(&self, member: StaffId, place: TokenHash) -> Result<bool, StoreError> {
        Ok(self.lock().staff.places.contains_key(&(member, place)))
    }
}

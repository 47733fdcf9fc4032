//! Staff in memory.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use proofing::ports::{MemberChange, StoreError, Stored, TokenHash};
use verification::StaffId;
use verification::staff::{Member, StaffSession};

#[derive(Clone, Default)]
pub(super) struct Staff {
    pub(super) members: Vec<Stored<Member>>,
    pub(super) invitations: HashMap<StaffId, (TokenHash, Timestamp)>,
    pub(super) sessions: HashMap<TokenHash, StaffSession>,
    pub(super) attempts: HashMap<TokenHash, (u32, Timestamp)>,
    pub(super) places: HashMap<(StaffId, TokenHash), Timestamp>,
}

impl Staff {
    pub(super) fn add(&mut self, member: Member) -> Result<(), StoreError> {
        let is_taken = |other: &Stored<Member>| {
            other.value.id == member.id || other.value.email == member.email
        };
        if self.members.iter().any(is_taken) {
            return Err(StoreError::MemberExists);
        }
        self.members.push(Stored {
            value: member,
            version: 1,
        });
        Ok(())
    }

    pub(super) fn of(&self, id: StaffId) -> Option<&Stored<Member>> {
        self.members.iter().find(|member| member.value.id == id)
    }

    pub(super) fn change(&mut self, change: MemberChange) -> Result<(), StoreError> {
        let next = change.member;
        let id = next.value.id;
        let known = self.members.iter_mut().find(|known| known.value.id == id);
        let known = known.filter(|known| known.version == next.version);
        let known = known.ok_or(StoreError::Conflict)?;
        *known = Stored {
            version: next.version + 1,
            ..next
        };
        if let Some((hash, now)) = change.uses {
            let open = self.invitations.remove(&id);
            let is_valid = |(stored, until): (TokenHash, Timestamp)| stored == hash && until > now;
            if !open.is_some_and(is_valid) {
                return Err(StoreError::Conflict);
            }
        }
        if let Some(hash) = change.closes {
            self.sessions.remove(&hash).ok_or(StoreError::Conflict)?;
        }
        if let Some((hash, session)) = change.opens {
            self.sessions.insert(hash, session);
        }
        Ok(())
    }

    pub(super) fn count(
        &mut self,
        keys: &[TokenHash],
        now: Timestamp,
        forget: Timestamp,
        pause: fn(u32) -> SignedDuration,
    ) -> Option<Timestamp> {
        self.attempts.retain(|_, (_, last)| *last >= forget);
        let known = keys.iter().filter_map(|key| self.attempts.get(key));
        let waits = known
            .map(|(failed, last)| {
                let last = (*last).min(now);
                last.checked_add(pause(*failed)).unwrap_or(now)
            })
            .filter(|until| *until > now);
        if let Some(until) = waits.max() {
            return Some(until);
        }
        for key in keys {
            let counted = self.attempts.entry(*key).or_insert((0, now));
            *counted = (counted.0 + 1, now);
        }
        None
    }
}

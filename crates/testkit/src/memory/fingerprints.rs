//! Fingerprints in memory.

use std::collections::BTreeSet;

use proofing::ports::{
    FingerprintMatches, FingerprintQuery, Fingerprints, NewFingerprint, StoreError,
};
use verification::duplicates::Fingerprint;
use verification::{AccountId, VerificationId};

/// The fingerprints in the order of their numbers.
#[derive(Clone, Default)]
pub(super) struct Kept {
    accounts: BTreeSet<AccountId>,
    all: Vec<(u64, AccountId, VerificationId, Fingerprint)>,
    last: u64,
}

impl Kept {
    pub(super) fn keep(&mut self, account: AccountId) {
        self.accounts.insert(account);
    }

    pub(super) fn forget_all(&mut self, account: AccountId) {
        self.accounts.remove(&account);
        self.all.retain(|(_, owner, ..)| *owner != account);
    }

    pub(super) fn forget(&mut self, id: VerificationId) {
        self.all.retain(|(_, _, own, _)| *own != id);
    }

    pub(super) fn add(
        &mut self,
        account: AccountId,
        id: VerificationId,
        new: &NewFingerprint,
    ) -> Result<(), StoreError> {
        if !self.accounts.contains(&account) || self.newest(account) > new.newest {
            return Err(StoreError::Outdated);
        }
        self.forget(id);
        self.last += 1;
        let fingerprint = new.fingerprint.clone();
        self.all.push((self.last, account, id, fingerprint));
        Ok(())
    }

    fn newest(&self, account: AccountId) -> u64 {
        let own = self.all.iter().filter(|(_, owner, ..)| *owner == account);
        own.map(|(number, ..)| *number).max().unwrap_or_default()
    }

    pub(super) fn find(
        &self,
        query: &FingerprintQuery,
        is_accepted: impl Fn(VerificationId) -> bool,
    ) -> Fingerprints {
        if !self.accounts.contains(&query.account) {
            return Fingerprints::NotKept;
        }
        let mut found = FingerprintMatches {
            newest: self.newest(query.account),
            ..FingerprintMatches::default()
        };
        for (_, account, id, fingerprint) in self.all.iter().rev() {
            if *account != query.account || *id == query.except || !is_accepted(*id) {
                continue;
            }
            let documents = &fingerprint.documents;
            if query.documents.iter().any(|own| documents.contains(own)) {
                found.documents.push(*id);
            }
            let sought = query.selfie.as_ref().zip(fingerprint.selfie);
            if sought.is_some_and(|(trace, selfie)| trace.is_copy_of(selfie)) {
                found.selfies.push(*id);
            }
        }
        Fingerprints::Searched(found)
    }
}

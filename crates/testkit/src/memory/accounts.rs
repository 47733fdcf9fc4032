//! Accounts and their temporary tokens, in memory.

use std::collections::HashMap;

use jiff::Timestamp;
use proofing::ports::StoreError;
use verification::AccountId;
use verification::account::Account;

#[derive(Clone, Default)]
pub(super) struct Accounts {
    pub(super) all: Vec<Account>,
    pub(super) tokens: HashMap<[u8; 32], (AccountId, Timestamp)>,
}

impl Accounts {
    pub(super) fn create(&mut self, account: Account) -> Result<(), StoreError> {
        let is_there = self.all.iter().any(|other| other.id == account.id);
        if is_there || self.is_taken(&account) {
            return Err(StoreError::AccountExists);
        }
        self.all.push(account);
        self.all.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(())
    }

    pub(super) fn save(&mut self, account: Account) -> Result<(), StoreError> {
        if self.is_taken(&account) {
            return Err(StoreError::AccountExists);
        }
        let known = self.all.iter_mut().find(|other| other.id == account.id);
        *known.ok_or(StoreError::Conflict)? = account;
        Ok(())
    }

    /// Returns true if a name or ID is taken. Names, client IDs and customer IDs are unique, and
    /// the IDs are also unique among each other.
    fn is_taken(&self, account: &Account) -> bool {
        let names = [account.client_id.as_str(), account.customer_id()];
        self.all.iter().any(|other| {
            other.id != account.id
                && (other.name == account.name
                    || names.contains(&other.client_id.as_str())
                    || names.contains(&other.customer_id()))
        })
    }
}

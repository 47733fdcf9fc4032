//! Accounts, for the command line: creates, lists and changes them, and rotates their keys.

use std::time::Duration;

use verification::account::{Account, AccountSettings, CaptureKey, Environment, SecretKey};

use crate::error::{Error, Fault};
use crate::ports::StoreError;
use crate::{App, Principal};

/// The properties of a new account.
#[derive(Debug, Clone, Default)]
pub struct NewAccount {
    /// Its name, unique on the server.
    pub name: String,
    /// Its environment.
    pub environment: Environment,
    /// Its settings.
    pub settings: AccountSettings,
}

impl App {
    /// Creates an account with new keys.
    pub async fn create_account(&self, by: Principal, new: NewAccount) -> Result<Account, Error> {
        by.must_operate()?;
        let now = self.now();
        let account = Account {
            id: self.account_id(now),
            name: new.name,
            client_id: hex::encode(self.random::<20>()),
            secret: self.fresh_secret()?,
            retiring: None,
            capture_key: None,
            environment: new.environment,
            created_at: now,
            settings: new.settings,
        };
        if account.settings.searches_duplicates {
            self.ports.store.keep_fingerprints(account.id).await?;
        }
        match self.ports.store.create_account(account.clone()).await {
            Ok(()) => Ok(account),
            Err(StoreError::AccountExists) => Err(invalid_name("an account of this name exists")),
            Err(error) => Err(error.into()),
        }
    }

    /// Returns all accounts by name.
    pub async fn accounts(&self, by: Principal) -> Result<Vec<Account>, Error> {
        by.must_operate()?;
        Ok(self.ports.store.accounts().await?)
    }

    /// Changes the settings of an account, with effect from the next request and the next attempt.
    /// If its customers are no longer searched for duplicates, everything by which they are found
    /// is removed.
    pub async fn set_account(
        &self,
        by: Principal,
        name: &str,
        change: impl FnOnce(&mut AccountSettings) + Send,
    ) -> Result<Account, Error> {
        by.must_operate()?;
        let mut account = self.account_named(name).await?;
        change(&mut account.settings);
        let store = &self.ports.store;
        if account.settings.searches_duplicates {
            store.keep_fingerprints(account.id).await?;
        }
        store.save_account(account.clone()).await?;
        if !account.settings.searches_duplicates {
            store.forget_fingerprints(account.id).await?;
        }
        Ok(account)
    }

    /// Gives an account a new secret key. The old one keeps working for `overlap`.
    pub async fn rotate_key(
        &self,
        by: Principal,
        name: &str,
        overlap: Duration,
    ) -> Result<Account, Error> {
        by.must_operate()?;
        let account = self.account_named(name).await?;
        let until = jiff::SignedDuration::try_from(overlap)
            .ok()
            .filter(|overlap| !overlap.is_zero())
            .and_then(|overlap| self.now().checked_add(overlap).ok());
        let rotated = account.rotate(self.fresh_secret()?, until);
        self.ports.store.save_account(rotated.clone()).await?;
        Ok(rotated)
    }

    /// Gives the capture protocol its own keys: this API key, or a new one. Without a customer ID,
    /// it uses the account's own keys again.
    pub async fn set_capture_key(
        &self,
        by: Principal,
        name: &str,
        customer_id: Option<String>,
        api_key: Option<SecretKey>,
    ) -> Result<Account, Error> {
        by.must_operate()?;
        let mut account = self.account_named(name).await?;
        account.capture_key = match customer_id {
            None => None,
            Some(customer_id) => Some(CaptureKey {
                customer_id,
                api_key: match api_key {
                    Some(key) => key,
                    None => self.fresh_secret()?,
                },
            }),
        };
        self.ports.store.save_account(account.clone()).await?;
        Ok(account)
    }

    pub(super) async fn account_named(&self, name: &str) -> Result<Account, Error> {
        let accounts = self.ports.store.accounts().await?;
        accounts
            .into_iter()
            .find(|account| account.name == name)
            .ok_or_else(|| invalid_name("there is no account of this name"))
    }

    /// 64 hex digits are 256 bits, and none of them needs escaping in a shell, a URL or a header.
    fn fresh_secret(&self) -> Result<SecretKey, Error> {
        SecretKey::new(hex::encode(self.random::<32>()))
            .map_err(|short| invalid_name(&short.to_string()))
    }
}

fn invalid_name(why: &str) -> Error {
    Error::Invalid {
        service: None,
        key: "name",
        why: Fault::Said(why.to_owned()),
    }
}

//! Authenticates a caller by a client ID and its secret key.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use verification::account::{Account, SecretKey};

use crate::App;
use crate::error::Error;

/// The outcome of checking a client ID and a secret.
#[derive(Debug, Clone)]
pub enum Caller {
    /// The account, and which of its keys was offered. The answer is signed with that key, because
    /// a caller that uses the older key during a rotation knows no other.
    Known(Arc<Account>, SecretKey),
    /// The client ID is known but the secret is wrong. The answer is signed for that account.
    WrongSecret(Arc<Account>),
    /// The client ID is unknown.
    Unknown,
}

impl App {
    /// Returns the account with a customer ID of the capture protocol, and the keys with which its
    /// calls may be signed. Whether one of them signed this call is not checked here.
    pub async fn customer(
        &self,
        customer_id: &str,
    ) -> Result<Option<(Arc<Account>, Vec<SecretKey>)>, Error> {
        let found = self.ports.store.account_by_customer(customer_id).await?;
        let now = self.now();
        Ok(found.map(|account| {
            let keys = account.live_api_keys(now).into_iter().cloned().collect();
            (account, keys)
        }))
    }

    /// Checks a client ID and a secret key in a time that does not depend on the contents of
    /// either.
    pub async fn authenticate(&self, client_id: &str, secret: &str) -> Result<Caller, Error> {
        let found = self.ports.store.account_by_client(client_id).await?;
        let offered = Sha256::digest(secret.as_bytes());
        // Hashes have a fixed length, so the comparison does not reveal the length of the key
        // either.
        let matches = |live: &str| Sha256::digest(live.as_bytes()).ct_eq(&offered);
        let Some(account) = found else {
            let _ = matches("an unknown client id takes as long as a known one");
            return Ok(Caller::Unknown);
        };
        // All keys are compared, whichever one matches.
        let mut offered_key = None;
        for live in account.live_secrets(self.now()) {
            if bool::from(matches(live.reveal())) {
                offered_key = Some(live.clone());
            }
        }
        Ok(match offered_key {
            Some(key) => Caller::Known(account, key),
            None => Caller::WrongSecret(account),
        })
    }
}

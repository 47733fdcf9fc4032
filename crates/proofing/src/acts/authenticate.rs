//! Who is calling: a client id with its secret key.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use verification::account::{Account, SecretKey};

use crate::App;
use crate::error::Error;

/// What a client id and a secret came to.
#[derive(Debug, Clone)]
pub enum Caller {
    /// The account, and which of its keys was offered: answers are signed with that one, since
    /// whoever calls with an older key during a rotation knows no other.
    Known(Arc<Account>, SecretKey),
    /// The client id is an account's, the secret is not: answers are signed for that account.
    WrongSecret(Arc<Account>),
    /// No such client id.
    Unknown,
}

impl App {
    /// The account of a customer id of the capture protocol, with the keys that its calls may be
    /// signed with. Whether one of them did is not known yet.
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

    /// Checks a client id and a secret key in time that does not depend on either's content.
    pub async fn authenticate(&self, client_id: &str, secret: &str) -> Result<Caller, Error> {
        let found = self.ports.store.account_by_client(client_id).await?;
        let offered = Sha256::digest(secret.as_bytes());
        // Hashes have one length, so that comparing does not tell the length of the key either.
        let matches = |live: &str| Sha256::digest(live.as_bytes()).ct_eq(&offered);
        let Some(account) = found else {
            let _ = matches("an unknown client id takes as long as a known one");
            return Ok(Caller::Unknown);
        };
        // Every key is compared, whichever fits.
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

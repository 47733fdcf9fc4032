//! Temporary access tokens, which are random and valid for one request within ten minutes.

use std::sync::Arc;

use verification::account::Account;
use verification::rules::TOKEN_LIFE;

use crate::error::Error;
use crate::tokens::token_hash;
use crate::{App, Principal};

impl App {
    /// Issues a token: 64 hex digits. Only its hash is stored.
    pub async fn issue_token(&self, by: Principal, account: &Account) -> Result<String, Error> {
        by.must_act_for(account.id)?;
        let now = self.now();
        let token = hex::encode(self.random::<32>());
        let until = now.checked_add(TOKEN_LIFE).unwrap_or(now);
        self.ports
            .store
            .save_token(token_hash(&token), account.id, until)
            .await?;
        Ok(token)
    }

    /// Uses up a token and returns its account.
    pub async fn take_token(&self, token: &str) -> Result<Option<Arc<Account>>, Error> {
        match self
            .ports
            .store
            .take_token(token_hash(token), self.now())
            .await?
        {
            Some(id) => Ok(self.ports.store.account(id).await?),
            None => Ok(None),
        }
    }
}

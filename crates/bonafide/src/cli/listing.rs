//! Lists verifications for the operator, with the names of their accounts.

use std::collections::HashMap;

use anyhow::Result;
use bonafide::wiring::LocalApp;
use proofing::Principal;
use proofing::ports::{Found, Listed, VerificationQuery};
use verification::AccountId;

use super::common::{Common, account_named};
use crate::runtime::block_on;

/// A part of a list.
pub(super) struct Listing {
    /// The verifications, no more than were asked for.
    pub(super) listed: Vec<Listed>,
    /// Whether more verifications follow.
    pub(super) are_more: bool,
    names: HashMap<AccountId, String>,
}

impl Listing {
    /// Lists the verifications that a query asks for, of the account with this name or of all.
    pub(super) fn of(
        common: &Common,
        account: Option<&str>,
        query: VerificationQuery,
    ) -> Result<Self> {
        block_on(async {
            let app = LocalApp::open_existing(&common.settings()?)?.app;
            let account = match account {
                Some(name) => Some(account_named(&app, name).await?.id),
                None => None,
            };
            let accounts = app.accounts(Principal::Operator).await?.into_iter();
            let limit = query.limit;
            let query = VerificationQuery {
                account,
                // One more than is shown says whether there are more.
                limit: limit + 1,
                ..query
            };
            let mut listed = app.search(Principal::Operator, query).await?;
            let are_more = listed.len() > limit;
            listed.truncate(limit);
            Ok(Self {
                listed,
                are_more,
                names: accounts.map(|account| (account.id, account.name)).collect(),
            })
        })
    }

    /// Returns the name of the account that a verification belongs to.
    pub(super) fn account_of(&self, found: &Found) -> String {
        let id = found.account();
        self.names
            .get(&id)
            .cloned()
            .unwrap_or_else(|| id.to_string())
    }
}

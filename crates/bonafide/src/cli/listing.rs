//! Lists verifications for the operator, with the names of their accounts.

use std::collections::HashMap;

use anyhow::Result;
use bonafide::wiring::LocalApp;
use proofing::acts::office::search::Total;
use proofing::ports::{Found, Listed, VerificationQuery};
use proofing::{App, Principal};
use verification::AccountId;

use super::common::{Common, account_named};
use crate::runtime::block_on;

/// A part of a list.
pub(super) struct Listing {
    /// The verifications, no more than were asked for.
    pub(super) listed: Vec<Listed>,
    /// Whether more verifications follow.
    pub(super) are_more: bool,
    /// The number of verifications that may be missing because they are not searchable yet.
    left: u64,
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
            let query = within(&app, account, query).await?;
            let accounts = app.accounts(Principal::Operator).await?.into_iter();
            let limit = query.limit;
            let left = left(&app, &query).await?;
            let query = VerificationQuery {
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
                left,
                names: accounts.map(|account| (account.id, account.name)).collect(),
            })
        })
    }

    /// Counts the verifications that a query asks for. The second value warns if some may be
    /// missing.
    pub(super) fn count(
        common: &Common,
        account: Option<&str>,
        query: VerificationQuery,
    ) -> Result<(Total, Option<String>)> {
        block_on(async {
            let app = LocalApp::open_existing(&common.settings()?)?.app;
            let query = within(&app, account, query).await?;
            let left = left(&app, &query).await?;
            let total = app.count_in_office(Principal::Operator, query).await?;
            Ok((total, warning(left)))
        })
    }

    /// Returns a warning if some may be missing.
    pub(super) fn unsearchable(&self) -> Option<String> {
        warning(self.left)
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

/// Returns the query for the account with this name, or for all.
async fn within(
    app: &App,
    account: Option<&str>,
    query: VerificationQuery,
) -> Result<VerificationQuery> {
    let account = match account {
        Some(name) => Some(account_named(app, name).await?.id),
        None => None,
    };
    Ok(VerificationQuery { account, ..query })
}

/// Returns how many verifications a query may miss because they are not searchable yet.
async fn left(app: &App, query: &VerificationQuery) -> Result<u64> {
    if query.filter.is_empty() {
        return Ok(0);
    }
    Ok(app.not_yet_searchable(Principal::Operator).await?)
}

fn warning(left: u64) -> Option<String> {
    (left > 0).then(|| {
        format!(
            "up to {left} of the oldest verifications cannot be found yet; the server or \
             `bonafide store index` makes them searchable"
        )
    })
}

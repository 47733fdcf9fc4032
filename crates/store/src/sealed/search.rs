//! Hashes what verifications are found by, and what is looked for.

use proofing::ports::{Found, StoreError, VerificationQuery};
use verification::search::{SearchWord, facts_of, terms_of};
use verification::{AccountId, Verification};

use super::verifications;
use crate::ports::{
    AccountQuery, BlindQuery, BlindTerm, LateRecord, LivingRecord, Rows, SearchRecord,
};
use crate::seal::{Blinder, Sealer};

/// How far the search terms have come of verifications that an earlier version stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Indexed {
    /// The number of verifications whose terms were made.
    pub made: usize,
    /// The number of verifications that may still have none.
    pub left: u64,
}

/// Returns what a verification is found by.
pub(super) fn record(blinder: &Blinder, value: &Verification) -> SearchRecord {
    SearchRecord {
        terms: blinder.blind_all(value.account, &terms_of(value)),
        facts: facts_of(value),
    }
}

/// Hashes the words of a query: for its account, or for each account there is.
pub(super) async fn blind(
    rows: &dyn Rows,
    blinder: &Blinder,
    query: VerificationQuery,
) -> Result<BlindQuery, StoreError> {
    let words = &query.filter.words;
    let of = match query.account {
        Some(account) => Some(vec![account]),
        None if words.is_empty() => None,
        None => {
            let accounts = rows.accounts(AccountQuery::All).await?.into_iter();
            Some(accounts.map(|account| account.id).collect())
        }
    };
    let of_account = |account| (account, hashes(blinder, account, words));
    Ok(BlindQuery {
        of: of.map(|accounts| accounts.into_iter().map(of_account).collect()),
        query,
    })
}

fn hashes(blinder: &Blinder, account: AccountId, words: &[SearchWord]) -> Vec<Vec<BlindTerm>> {
    let spellings = |word: &SearchWord| {
        let terms = word.spellings().iter();
        terms.map(|term| blinder.blind(account, term)).collect()
    };
    words.iter().map(spellings).collect()
}

/// Makes the search records of the newest verifications that have none, up to this many.
pub(super) async fn index(
    rows: &dyn Rows,
    sealer: &Sealer,
    blinder: &Blinder,
    limit: usize,
) -> Result<Indexed, StoreError> {
    let found = rows.unsearchable(blinder.mark(), limit).await?;
    let ids = found.records.iter().map(|living| living.id);
    let keys = sealer.keys_of(ids.collect::<Vec<_>>()).await?;
    let mut records = Vec::with_capacity(found.records.len());
    for living in &found.records {
        // Without its key it was deleted in the meantime.
        let Some(key) = keys.get(&living.id) else {
            continue;
        };
        match verifications::open(key, living) {
            Ok(Found::Live(stored)) => records.push(LateRecord {
                id: living.id,
                version: living.version,
                search: record(blinder, &stored.value),
            }),
            Ok(Found::Forgotten(_)) => {}
            // It must not keep all older ones from being found.
            Err(error) => warn(living, &error),
        }
    }
    let made = records.len();
    rows.make_searchable(records, found.below).await?;
    Ok(Indexed {
        made,
        left: rows.not_yet_searchable().await?,
    })
}

fn warn(living: &LivingRecord, error: &StoreError) {
    tracing::warn!(verification.id = %living.id, error = %error, "a verification cannot be made searchable");
}

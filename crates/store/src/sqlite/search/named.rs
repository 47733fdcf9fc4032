//! Looks up references before a list is searched.

use proofing::ports::ReferenceFilter;
use rusqlite::params;
use verification::AccountId;

use crate::sqlite::error::Fault;
use crate::sqlite::readers::Reader;
use crate::sqlite::row;

/// The number of verifications that are looked up at most. Where more references start with a text,
/// they are compared one by one while the list is searched, which then soon has enough of them.
const MOST: usize = 10_000;

/// The verifications whose references are asked for.
pub(super) enum Named {
    /// Every one.
    Any,
    /// Those at these places, in ascending order.
    Keys(Vec<i64>),
    /// Those whose references are in this range, because there are many of them.
    Prefix {
        /// The first reference.
        from: String,
        /// The text before which they end.
        before: String,
    },
}

impl Named {
    /// Returns false if the verification at a place is known not to be asked for.
    pub(super) fn contains(&self, key: i64) -> bool {
        match self {
            Self::Any | Self::Prefix { .. } => true,
            Self::Keys(keys) => keys.binary_search(&key).is_ok(),
        }
    }
}

/// Looks up references, of one account or of all.
pub(super) fn look_up(
    reader: &Reader,
    account: Option<AccountId>,
    asked: &ReferenceFilter,
) -> Result<Named, Fault> {
    let (from, before) = match asked {
        ReferenceFilter::Exact(reference) => {
            let text = reference.as_str();
            (text.to_owned(), format!("{text}\0"))
        }
        // References are printable ASCII, so each of them sorts before this one.
        ReferenceFilter::Prefix(text) => (text.clone(), format!("{text}\u{7f}")),
    };
    let of_account = match account {
        Some(_) => "account = ?1",
        None => "?1 IS NULL",
    };
    let sql = format!(
        "-- named\n\
         SELECT key FROM verifications WHERE {of_account} AND reference >= ?2 AND reference < ?3 LIMIT ?4"
    );
    let mut statement = reader.data.prepare_cached(&sql)?;
    let account = account.map(|account| row::id(account.uuid()));
    let most = i64::try_from(MOST).unwrap_or(i64::MAX).saturating_add(1);
    let keys = statement.query_map(params![account, from, before, most], |row| row.get(0))?;
    let mut keys: Vec<i64> = keys.collect::<Result<_, _>>()?;
    if keys.len() > MOST {
        return Ok(Named::Prefix { from, before });
    }
    keys.sort_unstable();
    Ok(Named::Keys(keys))
}

//! Records for searching: hashes in place of words.

use proofing::ports::VerificationQuery;
use verification::search::SearchFacts;
use verification::{AccountId, VerificationId};

/// A hash of a search term: the first 8 bytes of an HMAC-SHA-256.
///
/// Among a hundred million different terms, two have the same hash with a probability of less than
/// one in three thousand, and then a list shows one verification too many. A longer hash would only
/// make the index larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct BlindTerm(pub(crate) i64);

/// What a verification is found by: the hashes of its terms in ascending order, and its facts.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SearchRecord {
    pub(crate) terms: Vec<BlindTerm>,
    pub(crate) facts: SearchFacts,
}

/// The verifications to list, with hashes in place of the words of the filter.
#[derive(Clone)]
pub(crate) struct BlindQuery {
    /// The query, whose words and account do not count.
    pub(crate) query: VerificationQuery,
    /// The accounts whose verifications are listed, each with the words that have to be found. A
    /// word is found by any of its hashes. `None` lists those of every account, without words.
    pub(crate) of: Option<Vec<(AccountId, Vec<Vec<BlindTerm>>)>>,
}

/// A verification whose search record is made after it was stored.
pub(crate) struct LateRecord {
    pub(crate) id: VerificationId,
    /// The version that the record was made of. If there is a newer one, it has its own record.
    pub(crate) version: u64,
    pub(crate) search: SearchRecord,
}

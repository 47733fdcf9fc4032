//! By what customers of an account are known again: fingerprints of their verifications, and faces
//! that they enrolled.

use jiff::Timestamp;
use verification::duplicates::{DocumentIdentity, Fingerprint};
use verification::enrolment::FaceTemplate;
use verification::reading::PictureTrace;
use verification::request::CustomerName;
use verification::{AccountId, VerificationId};

/// What to look for among the fingerprints of an account.
#[derive(Debug, Clone, PartialEq)]
pub struct FingerprintQuery {
    /// The account.
    pub account: AccountId,
    /// The verification that looks for others.
    pub except: VerificationId,
    /// The identities of documents.
    pub documents: Vec<DocumentIdentity>,
    /// The selfie.
    pub selfie: Option<PictureTrace>,
}

/// The answer to a [`FingerprintQuery`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fingerprints {
    /// None are kept of this account, so nothing is known.
    NotKept,
    /// All of them were searched.
    Searched(FingerprintMatches),
}

/// The accepted verifications that a search found, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FingerprintMatches {
    /// Those with one of the documents.
    pub documents: Vec<VerificationId>,
    /// Those with the selfie. Of an account's selfies, the newest 500,000 are compared.
    pub selfies: Vec<VerificationId>,
    /// The number of the account's newest fingerprint.
    pub newest: u64,
}

/// A fingerprint to keep with the decision that rests on a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFingerprint {
    /// The fingerprint.
    pub fingerprint: Fingerprint,
    /// The number of the account's newest fingerprint that the search has seen. If there is a newer
    /// one, or if the account's fingerprints are no longer kept, the change is `Outdated`.
    pub newest: u64,
}

/// The face that a customer of an account enrolled.
#[derive(Debug, Clone, PartialEq)]
pub struct Enrolment {
    /// The account.
    pub account: AccountId,
    /// The business's name for the customer.
    pub customer: CustomerName,
    /// What a network made of the face.
    pub template: FaceTemplate,
    /// The verification whose selfie it was.
    pub verification: VerificationId,
    /// When it was enrolled.
    pub at: Timestamp,
}

//! The ports: everything that the use cases need from the outside world.
//!
//! The store takes whole values. A [`Change`] is everything that one act alters; it is stored
//! completely or not at all, and it is on disk when [`Store::apply`] returns. There is no open
//! transaction to hold, so an adapter may commit many changes with one `fsync`.

mod audit;
mod customers;
mod examiner;
mod jobs;
mod selfie_pages;
mod signals;
mod staff;
mod store;
mod thumbnail;

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use verification::account::Account;
use verification::request::HttpUrl;
use verification::{ResponseEvent, Tombstone, Verification};

pub use audit::{AuditChain, AuditQuery, AuditTrail, Audited};
pub use customers::{
    Enrolment, FingerprintMatches, FingerprintQuery, Fingerprints, NewFingerprint,
};
pub use examiner::{
    CaptureTarget, Examiner, ExaminerError, Guidance, Hint, Picture, Share, Unavailable,
};
pub use jobs::{CALM, GivenUp, Job, JobEnd, JobLease, MOST_CRASHES, NewJob, SUSPECT};
pub use selfie_pages::{NoSelfiePages, SelfiePage, SelfiePages};
pub use signals::{Closed, Listener, Signal, Signals};
pub use staff::{MemberChange, StaffStore, TokenHash};
pub use store::{
    After, Backlog, Change, DeliveryFilter, DeliveryLease, DeliveryQuery, Digest, EvidenceRef,
    Found, KeptExamination, Lane, ListOrder, Listed, Next, ReferenceFilter, ReviewQuery, Store,
    StoreError, Stored, Vault, VerificationQuery,
};
pub use thumbnail::{THUMBNAIL, Thumbnail};

/// Renders events, so that the exact bytes are stored with the change.
pub trait Presenter: Send + Sync + fmt::Debug {
    /// Renders the body of a response event.
    fn event(&self, account: &Account, event: ResponseEvent, about: About<'_>) -> Vec<u8>;
}

/// The subject of a body.
#[derive(Debug, Clone, Copy)]
pub enum About<'a> {
    /// A verification, with the URL of its hosted pages if it has one.
    Verification(&'a Verification, Option<&'a str>),
    /// The tombstone of a deleted verification.
    Tombstone(&'a Tombstone),
}

/// Tells the time.
pub trait Clock: Send + Sync + fmt::Debug {
    /// Returns the current time.
    fn now(&self) -> Timestamp;
}

/// Generates random numbers that are fit for keys.
pub trait Entropy: Send + Sync + fmt::Debug {
    /// Fills a buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// Decides whether a URL may be called at all. It is asked when a request names the URL.
///
/// The sender asks again when it connects, with the addresses to which the name then resolves.
#[async_trait]
pub trait AddressGuard: Send + Sync + fmt::Debug {
    /// Refuses URLs that lead to private networks or to the server itself.
    async fn admit(&self, url: &HttpUrl) -> Result<(), Refusal>;
}

/// The reason why something from outside is refused, as a sentence for the caller.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

/// How long the process that opens a verification may examine it before the worker takes over.
pub const INLINE_LEASE: Duration = Duration::from_mins(2);

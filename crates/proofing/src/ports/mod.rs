//! The ports: what the use cases need from the world, and nothing more.
//!
//! The store takes whole values. A [`Change`] is everything that one act alters; it is stored at
//! once or not at all, and it is on disk when [`Store::apply`] returns. There is no open
//! transaction to hold, so an adapter may commit many changes with one `fsync`.

mod examiner;
mod jobs;
mod signals;
mod store;

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use verification::account::Account;
use verification::request::HttpUrl;
use verification::{ResponseEvent, Tombstone, Verification};

pub use examiner::{
    CaptureTarget, Examiner, ExaminerError, Guidance, Hint, Picture, Share, Unavailable,
};
pub use jobs::{CALM, GivenUp, Job, JobEnd, JobLease, MOST_CRASHES, NewJob, SUSPECT};
pub use signals::{Closed, Listener, Signal, Signals};
pub use store::{
    Backlog, Change, DeliveryFilter, DeliveryLease, DeliveryQuery, Digest, EvidenceRef, Found,
    KeptExamination, Lane, Listed, Next, Store, StoreError, Stored, Vault, VerificationQuery,
};

/// Renders what is told, so that the exact bytes are stored with the change.
pub trait Presenter: Send + Sync + fmt::Debug {
    /// The body of a response event.
    fn event(&self, account: &Account, event: ResponseEvent, about: About<'_>) -> Vec<u8>;
}

/// What a body is about.
#[derive(Debug, Clone, Copy)]
pub enum About<'a> {
    /// A verification, with the address of its hosted pages if it has one.
    Verification(&'a Verification, Option<&'a str>),
    /// What is left of one.
    Tombstone(&'a Tombstone),
}

/// Tells the time.
pub trait Clock: Send + Sync + fmt::Debug {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Makes random numbers fit for keys.
pub trait Entropy: Send + Sync + fmt::Debug {
    /// Fills a buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// Whether an address may be called at all: asked when a request names it.
///
/// The sender asks again when it connects, with the addresses that the name leads to then.
#[async_trait]
pub trait AddressGuard: Send + Sync + fmt::Debug {
    /// Refuses addresses that lead to private networks or to the server itself.
    async fn admit(&self, url: &HttpUrl) -> Result<(), Refusal>;
}

/// Why something from outside is not taken; a sentence for the caller.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

/// How long the one who opens a verification may examine it before the worker takes over.
pub const INLINE_LEASE: Duration = Duration::from_mins(2);

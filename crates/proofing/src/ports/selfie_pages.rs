//! The port that asks an outside service for a page on which a selfie is taken.

use std::fmt;

use async_trait::async_trait;
use verification::TransactionId;
use verification::request::HttpUrl;

/// Makes pages elsewhere on which a selfie is taken. The selfie is then submitted like any other.
#[async_trait]
pub trait SelfiePages: Send + Sync + fmt::Debug {
    /// Returns the address of a page for this transaction.
    async fn page(&self, transaction: TransactionId) -> SelfiePage;
}

/// The answer of a service that makes pages for selfies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SelfiePage {
    /// There is no such service.
    NoService,
    /// The service gave no address in time.
    Missing,
    /// The page is here.
    At(HttpUrl),
}

/// There is no service. This is the default if nothing is configured.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoSelfiePages;

#[async_trait]
impl SelfiePages for NoSelfiePages {
    async fn page(&self, _: TransactionId) -> SelfiePage {
        SelfiePage::NoService
    }
}

//! The address guard, which resolves a name and judges every address.
//!
//! It is asked twice: when a request names a URL, and again for every connection. Only the second
//! time counts; the first saves the business a callback that could never arrive.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use proofing::ports::{AddressGuard, Refusal};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use url::Url;
use verification::request::HttpUrl;

use crate::address::{Blocked, Rules, Target};

/// Resolves names.
#[async_trait]
pub trait Lookup: Send + Sync + fmt::Debug {
    /// Returns all addresses of a name.
    async fn lookup(&self, name: &str) -> io::Result<Vec<IpAddr>>;
}

/// The resolver of the operating system.
///
/// It blocks a thread per lookup and cannot be interrupted, so the number of open lookups is
/// limited: a name server that never answers must not occupy the threads that the store needs.
#[derive(Debug, Clone)]
pub struct SystemLookup(Arc<Semaphore>);

impl Default for SystemLookup {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(128)))
    }
}

#[async_trait]
impl Lookup for SystemLookup {
    async fn lookup(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        let permit = Arc::clone(&self.0)
            .acquire_owned()
            .await
            .map_err(io::Error::other)?;
        let name = name.to_owned();
        // This is a task of its own, so that the permit is held until the answer is there, even if
        // the caller is gone.
        let asked = tokio::spawn(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            drop(permit);
            found.map(|addresses| addresses.map(|address| address.ip()).collect())
        });
        asked.await.map_err(io::Error::other)?
    }
}

/// The reason why there is nothing to connect to.
#[derive(Debug, thiserror::Error)]
pub enum NoWay {
    /// The rules forbid it.
    #[error(transparent)]
    Blocked(#[from] Blocked),
    /// The name does not exist, or could not be resolved.
    #[error("The name could not be resolved.")]
    Unresolved(#[source] io::Error),
}

/// The guard of one server: its rules and a resolver.
#[derive(Debug, Clone)]
pub struct Guard {
    rules: Arc<Rules>,
    /// Limits lookups for sending.
    lookup: Arc<dyn Lookup>,
    /// Limits lookups for requests that name a URL, so that a flood of them does not stop the
    /// sending.
    admitting: Arc<dyn Lookup>,
}

impl Guard {
    /// The maximum time that a request waits for a resolver.
    const PATIENCE: Duration = Duration::from_secs(2);

    /// Creates a guard that asks the operating system.
    pub fn new(rules: Rules) -> Self {
        Self {
            rules: Arc::new(rules),
            lookup: Arc::new(SystemLookup::default()),
            admitting: Arc::new(SystemLookup::default()),
        }
    }

    /// Creates a guard that asks another resolver.
    pub fn with_lookup(rules: Rules, lookup: Arc<dyn Lookup>) -> Self {
        Self {
            rules: Arc::new(rules),
            admitting: Arc::clone(&lookup),
            lookup,
        }
    }

    /// Returns the machines to which a URL leads now; connect to these and nothing else.
    ///
    /// A name with a single forbidden address is refused as a whole, because nobody with honest
    /// intentions publishes such a name.
    pub async fn resolve(&self, url: &Url) -> Result<Vec<SocketAddr>, NoWay> {
        self.resolve_by(&*self.lookup, url).await
    }

    async fn resolve_by(&self, lookup: &dyn Lookup, url: &Url) -> Result<Vec<SocketAddr>, NoWay> {
        let (name, port) = match self.rules.target(url)? {
            Target::Machine(machine) => return Ok(vec![machine]),
            Target::Name(name, port) => (name, port),
        };
        let found = lookup.lookup(&name).await.map_err(NoWay::Unresolved)?;
        if found.is_empty() {
            return Err(NoWay::Unresolved(io::ErrorKind::NotFound.into()));
        }
        found
            .into_iter()
            .map(|ip| self.rules.machine(ip, port).map_err(NoWay::Blocked))
            .collect()
    }
}

#[async_trait]
impl AddressGuard for Guard {
    /// Refuses what is known to be forbidden. A name that cannot be resolved at the moment is
    /// accepted: a broken resolver must not stop verifications, and the sender asks again.
    async fn admit(&self, url: &HttpUrl) -> Result<(), Refusal> {
        let refuse = |blocked: Blocked| Err(Refusal(blocked.sentence().to_owned()));
        match timeout(Self::PATIENCE, self.resolve_by(&*self.admitting, url.url())).await {
            Ok(Err(NoWay::Blocked(blocked))) => refuse(blocked),
            Ok(Ok(_) | Err(NoWay::Unresolved(_))) | Err(_) => Ok(()),
        }
    }
}

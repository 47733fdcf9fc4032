//! A store and a vault in memory, for tests of use cases without files, SQL or HTTP.
//!
//! They pass the same suite as every other store. Nothing is sealed and nothing survives a restart.
//! Deaths during a lease are not counted, because a store in memory has no crashes.

mod accounts;
mod audit;
mod audit_trail;
mod deliveries;
mod fingerprints;
mod jobs;
mod pictures;
mod rows;
mod staff;
mod staff_store;
mod store;
mod vault;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use proofing::ports::{Enrolment, StoreError};

use self::accounts::Accounts;
use self::audit::Trail;
use self::deliveries::Outbox;
use self::fingerprints::Kept;
use self::jobs::Jobs;
use self::pictures::Pictures;
use self::rows::Rows;
use self::staff::Staff;

/// A store in memory. Its clones and its [`MemoryVault`] share the contents.
#[derive(Clone, Default)]
pub struct MemoryStore(Arc<Mutex<World>>);

/// The vault of a [`MemoryStore`].
#[derive(Clone)]
pub struct MemoryVault(MemoryStore);

/// Everything that is stored.
#[derive(Clone, Default)]
struct World {
    accounts: Accounts,
    rows: Rows,
    jobs: Jobs,
    outbox: Outbox,
    fingerprints: Kept,
    enrolments: Vec<Enrolment>,
    pictures: Pictures,
    audit: Trail,
    staff: Staff,
    /// The last time that was believed.
    at_work: Option<Timestamp>,
}

impl MemoryStore {
    /// Returns the vault that belongs to this store, which also loses what is forgotten here.
    pub fn vault(&self) -> MemoryVault {
        MemoryVault(self.clone())
    }

    /// Applies a change completely, or not at all if it is refused.
    fn change<T>(
        &self,
        work: impl FnOnce(&mut World) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut world = self.lock();
        let mut next = world.clone();
        let done = work(&mut next)?;
        *world = next;
        Ok(done)
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStore(…)")
    }
}

impl fmt::Debug for MemoryVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryVault(…)")
    }
}

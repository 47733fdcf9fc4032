//! THE SEALED STORE: implements the ports of `proofing` over the store's own ports.
//!
//! Everything that is encoded, sealed, opened or decoded is so here, before it reaches a database
//! and after it has left it. What a database stores, and how it commits, is not known here.

mod accounts;
mod audit;
mod audit_trail;
mod change;
mod deliveries;
mod enrolments;
mod examinations;
mod fingerprints;
mod orphan_gc;
mod review;
mod search;
mod staff;
mod store;
#[cfg(test)]
mod tests;
mod vault;
mod verifications;

pub use self::orphan_gc::{Rules, Swept};
pub use self::search::Indexed;
pub use self::store::SealedStore;
pub use self::vault::SealedVault;

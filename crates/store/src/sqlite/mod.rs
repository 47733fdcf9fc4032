//! SQLITE: everything that knows SQL, and the files in which SQLite keeps rows and keys.
//!
//! This part sees sealed bytes and plain columns, and no key: it implements the ports in
//! [`crate::ports`]. One thread writes ([`writer`]), several read ([`readers`]); what a transaction
//! decides is in the file of its subject.

mod accept;
mod accounts;
mod adapter;
mod audit;
mod backlog;
mod changes;
mod clock;
mod course;
mod database;
mod deliveries;
mod enrolments;
mod error;
mod evidence;
mod examinations;
mod fingerprints;
mod forget;
mod generation;
mod jobs;
mod keys;
mod keys_table;
mod leases;
mod lot;
mod mark;
mod open;
mod parts;
mod quarantine;
mod queue;
mod readers;
mod reviews;
mod room;
mod row;
mod rows;
mod search;
mod staff;
mod standing;
mod state;
mod suspects;
#[cfg(test)]
mod tests;
mod upkeep;
mod verification_row;
mod verifications;
mod writer;

pub use self::accept::{Unfit, accept, look_at_parts};
pub(crate) use self::adapter::Sqlite;
pub use self::database::DatabaseError;
pub use self::generation::Misfit;
pub(crate) use self::open::{Offer, open};
pub use self::parts::refuse_lacking;

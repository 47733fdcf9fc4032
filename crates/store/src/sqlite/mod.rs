//! SQLITE: everything that knows SQL, and the files in which SQLite keeps the rows and the keys.

pub(crate) mod accept;
pub(crate) mod accounts;
pub(crate) mod backlog;
pub(crate) mod changes;
pub(crate) mod clock;
pub(crate) mod course;
pub(crate) mod database;
pub(crate) mod deliveries;
pub(crate) mod error;
pub(crate) mod examinations;
pub(crate) mod forget;
pub(crate) mod generation;
pub(crate) mod jobs;
pub(crate) mod keys_table;
pub(crate) mod mark;
pub(crate) mod parts;
pub(crate) mod readers;
pub(crate) mod room;
pub(crate) mod row;
pub(crate) mod state;
pub(crate) mod store;
pub(crate) mod suspects;
pub(crate) mod verification_row;
pub(crate) mod verifications;
pub(crate) mod writer;

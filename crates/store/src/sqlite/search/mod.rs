//! Searching: what verifications are found by is stored with them, and found part by part.
//!
//! A *part* is a thousand verifications that were opened one after the other. [`record`] stores,
//! [`find`](mod@find) finds, and [`fill`] makes up for verifications that an earlier version
//! stored.

mod facts;
mod fill;
mod find;
mod named;
mod part;
mod record;

pub(crate) use self::fill::{make_searchable, missing, unsearchable};
pub(crate) use self::find::find;
pub(crate) use self::record::{forget, open, update};

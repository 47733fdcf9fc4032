//! The acts of the back office: what staff and the operator do with verifications. Each asks for
//! one permission, and its entry in the audit trail is stored with what it changes, or before what
//! it shows.

mod change;
pub mod search;

pub(crate) use self::change::Acted;

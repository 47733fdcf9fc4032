//! Staff: invites, signs in, appoints, disables. Each act asks for its permission.

mod accept;
mod accounts;
mod appoint;
mod disable;
mod end_sessions;
mod find;
mod invite;
mod own;
mod recorded;
mod session;
mod sign_in;

pub use accept::{Invitation, SignedUp};
pub use invite::{Invited, NewMember};
pub use session::SignedIn;

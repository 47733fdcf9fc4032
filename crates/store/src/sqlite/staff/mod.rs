//! Staff: members with their invitations, sessions, and attempts to sign in.

mod attempts;
mod members;
mod rows;
mod sessions;

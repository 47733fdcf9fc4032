//! Values of people who do not exist: between them, every variant that can be stored.

mod accounts;
mod parts;
mod read;
mod verifications;

pub(crate) use self::accounts::accounts;
pub(crate) use self::parts::{browser, evidence};
pub(crate) use self::read::examinations;
pub(crate) use self::verifications::{bare, verifications};

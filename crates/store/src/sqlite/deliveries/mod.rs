//! The outbox: deliveries in order, leased lane by lane, kept with their attempts.
//!
//! Of the unfinished deliveries of one verification to one destination, one is ready and the others
//! wait. Everything here preserves that.

mod add;
mod finish;
mod forget;
mod lease;
mod order;
mod resend;
mod rows;
mod show;

pub(crate) use self::add::add;
pub(crate) use self::finish::finish;
pub(crate) use self::forget::forget;
pub(crate) use self::lease::{fail, lease};
pub(crate) use self::resend::resend;
pub(crate) use self::show::{list, one};

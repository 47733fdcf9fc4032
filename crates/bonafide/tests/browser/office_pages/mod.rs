//! The pages for staff in a real browser: members, cases, and a day at the desk by keyboard alone.

mod cases;
mod keyboard;
mod members;
mod signing_in;

pub(crate) use self::signing_in::accepts;

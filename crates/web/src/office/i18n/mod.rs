//! The texts of the office, as one typed table for each group of pages, with the three languages
//! beside each other: a missing text does not compile.
//!
//! Other groups of pages declare a table of their own by the macro `texts`.

mod audit;
mod cases;
mod frame;
mod sign_in;
mod staff;
pub(crate) mod texts;
mod verifications;

pub(crate) use self::audit::AuditTexts;
pub(crate) use self::cases::CaseTexts;
pub(crate) use self::frame::FrameTexts;
pub(crate) use self::sign_in::SignInTexts;
pub(crate) use self::staff::StaffTexts;
pub(crate) use self::texts::fill;
pub(crate) use self::verifications::VerificationsTexts;

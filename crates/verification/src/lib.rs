//! THE CORE: the words and rules of identity verification.
//!
//! Pure and synchronous: this room knows no I/O, no clock, no randomness, no database, no HTTP and
//! no picture formats. Time and random numbers are arguments; effects are values.
//!
//! Start at [`aggregate::Verification`], which every act consumes and returns, and
//! [`policy::judge`], which turns what was read into a verdict.

pub mod account;
pub mod addresses;
pub mod aggregate;
pub mod audit;
pub mod capture;
pub mod comparison;
pub mod decline;
pub mod duplicates;
mod enrolling;
pub mod enrolment;
pub mod event;
pub mod finding;
pub mod ids;
pub mod journal;
pub mod names;
pub mod notification;
pub mod origin;
pub mod personal;
pub mod phone_number;
pub mod policy;
pub mod reading;
pub mod request;
pub mod review;
pub mod rules;
pub mod search;
pub mod service;
pub mod staff;
pub mod stage;
pub mod status;
pub mod verdict;
mod wire_enum;

pub use aggregate::{Effect, NewIds, Step, Tombstone, Verification};
pub use event::ResponseEvent;
pub use ids::{
    AccountId, AttemptId, AuditId, JobId, NotificationId, StaffId, TransactionId, VerificationId,
};
pub use origin::Origin;
pub use personal::Personal;
pub use request::Request;
pub use service::Service;

//! The acts of the back office: what staff and the operator do with verifications. Each asks for
//! one permission, and its entry in the audit trail is stored with what it changes, or before what
//! it shows.

mod approve;
mod ask_again;
mod authority;
mod case;
mod change;
mod colleagues;
mod correct;
mod decide;
mod delete;
mod escalate;
mod give_back;
mod hand_over;
mod hold;
mod overturn;
mod queue;
mod reviewer;
pub mod search;
mod snooze;
mod take;
mod trail;

pub use self::case::Case;
pub(crate) use self::change::Acted;
pub(crate) use self::decide::said;
pub use self::queue::WaitingCase;
pub use self::take::TakenCase;
pub use self::trail::{TrailEntry, TrailPage};

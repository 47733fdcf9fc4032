//! What is known about visitors: user agents, locations of addresses, and what an outside service
//! says.
//!
//! Like the examiners, these translate for the core. They judge nobody and log nothing about
//! anybody.

mod agents;
mod devices;
mod places;

pub use self::agents::UserAgents;
pub use self::devices::{DEVICE_PLACES, OutsideService};
pub use self::places::{BadDatabase, GeoFiles};

//! What is known of visitors: user agents, places of addresses, and what an outside service says.
//!
//! These translate for the core, like the examiners. They judge nobody and log nothing about
//! anybody.

mod agents;
mod devices;
mod places;

pub use self::agents::UserAgents;
pub use self::devices::{DEVICE_PLACES, OutsideService};
pub use self::places::{BadDatabase, GeoFiles};

//! Visitors: their user agents, the locations of their addresses, and information about their
//! devices.
//!
//! These are ports with an empty default. None of them judges a visitor, and none may keep a person
//! waiting: a late answer counts as none.

use std::fmt;
use std::net::IpAddr;

use async_trait::async_trait;
use verification::Personal;
use verification::capture::DeviceSignal;
use verification::origin::{Agent, Origin, Place};

use crate::Desk;

/// The maximum length of a user agent in bytes; the rest of a longer one is ignored.
const LONGEST_AGENT: usize = 1024;

/// Parses user agents.
pub trait Agents: Send + Sync + fmt::Debug {
    /// Parses a user agent. Unknown values are empty.
    fn parse(&self, user_agent: &str) -> Agent;
}

/// Locates IP addresses.
pub trait Places: Send + Sync + fmt::Debug {
    /// Returns the location of an address, if it is known.
    fn locate(&self, ip: IpAddr) -> Option<Place>;
}

/// The data about a visitor that are sent to an outside service.
#[derive(Debug, Clone, Copy)]
pub struct Visitor<'a> {
    /// The visitor's address and user agent.
    pub origin: &'a Origin,
    /// The data that the browser revealed.
    pub signal: &'a DeviceSignal,
}

/// Asks an outside service about a device.
#[async_trait]
pub trait DeviceIntelligence: Send + Sync + fmt::Debug {
    /// Returns the service's answer as unchanged JSON text, or `None` if there is no service or it
    /// did not answer with JSON in time.
    async fn ask(&self, visitor: Visitor<'_>) -> Option<Personal>;
}

/// Knows nothing about visitors. This is the default if nothing is configured.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unknown;

impl Agents for Unknown {
    fn parse(&self, _: &str) -> Agent {
        Agent::default()
    }
}

impl Places for Unknown {
    fn locate(&self, _: IpAddr) -> Option<Place> {
        None
    }
}

#[async_trait]
impl DeviceIntelligence for Unknown {
    async fn ask(&self, _: Visitor<'_>) -> Option<Personal> {
        None
    }
}

impl Desk {
    /// Returns what is known about the other end of a connection. It is determined once, when the
    /// visitor comes.
    pub fn origin(&self, ip: Option<Personal>, user_agent: Option<Personal>) -> Origin {
        let address = ip.as_ref().and_then(|ip| ip.reveal().parse().ok());
        let agent = user_agent.as_ref().map(|user_agent| {
            let text = user_agent.reveal();
            let text = text.get(..text.floor_char_boundary(LONGEST_AGENT));
            self.ports.agents.parse(text.unwrap_or_default())
        });
        Origin {
            agent,
            place: address
                .and_then(|address| self.ports.places.locate(address))
                .map(Box::new),
            ip,
            user_agent,
        }
    }
}

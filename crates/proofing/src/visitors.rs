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

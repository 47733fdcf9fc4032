//! Who comes: what a user agent says, where an address is, what an outside service knows of a device.
//!
//! Ports, and what there is without an adapter: nothing. None of them judges, and none may keep a
//! person waiting: an answer that does not come is no answer.

use std::fmt;
use std::net::IpAddr;

use async_trait::async_trait;
use verification::Personal;
use verification::capture::DeviceSignal;
use verification::origin::{Agent, Origin, Place};

/// Understands user agents.
pub trait Agents: Send + Sync + fmt::Debug {
    /// What a user agent says of itself. What is not understood is an empty text.
    fn parse(&self, user_agent: &str) -> Agent;
}

/// Knows where addresses are.
pub trait Places: Send + Sync + fmt::Debug {
    /// Where an address is, if it is known.
    fn locate(&self, ip: IpAddr) -> Option<Place>;
}

/// What is known of a visitor when an outside service is asked.
#[derive(Debug, Clone, Copy)]
pub struct Visitor<'a> {
    /// Where they come from and with what.
    pub origin: &'a Origin,
    /// What their browser told.
    pub signal: &'a DeviceSignal,
}

/// Asks an outside service about a device.
#[async_trait]
pub trait DeviceIntelligence: Send + Sync + fmt::Debug {
    /// The service's answer as JSON text, word for word. `None` if there is no service, or none that
    /// answered in time with JSON.
    async fn ask(&self, visitor: Visitor<'_>) -> Option<Personal>;
}

/// Knows of nobody: what a server has for which nothing was configured.
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

//! The origin of a visit: what is known about the other end of a connection.

use verification::Personal;
use verification::origin::Origin;

use crate::App;

/// The maximum number of bytes of a user agent that are parsed; the rest is ignored.
const LONGEST_AGENT: usize = 1024;

impl App {
    /// Returns what is known about the other end of a connection. This is determined once, when the
    /// visitor arrives.
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

//! The origin of a visit: what is known of the other end of a connection.

use verification::Personal;
use verification::origin::Origin;

use crate::App;

/// The longest user agent that is looked at, in bytes; a longer one is looked at up to there.
const LONGEST_AGENT: usize = 1024;

impl App {
    /// What is known of the other end of a connection. It is found out once, when they come.
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

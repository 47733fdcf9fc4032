//! Limits on links that people send to their other devices.
//!
//! Whoever holds a link can have it sent to any number or address. Without limits, a text message
//! to a number that charges its caller would turn every link into money, and every address into a
//! target. Each link is sent [`MOST_LINKS`](verification::capture::MOST_LINKS) times at most, which
//! is stored with the verification. The limits here also bind whoever has many links: per network
//! of the caller and per account within an hour. They are kept in memory, per server, and hold no
//! number and no address of a recipient.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use verification::AccountId;

use crate::hourly::Hourly;

/// The maximum number of messages that one network may ask for within an hour.
const MOST_OF_NETWORK: usize = 6;

/// The maximum number of messages for all people of one account within an hour.
const MOST_OF_ACCOUNT: usize = 100;

/// The number of networks that are remembered. If there are more, nothing is sent until the oldest
/// are forgotten: a flood from many networks costs nothing but this convenience.
const MOST_NETWORKS: usize = 10_000;

/// How often links were sent within the last hour.
#[derive(Debug)]
pub(crate) struct LinkLimits {
    counts: Mutex<Counts>,
}

#[derive(Debug)]
struct Counts {
    networks: Hourly<Option<IpAddr>>,
    accounts: Hourly<AccountId>,
}

impl Default for LinkLimits {
    fn default() -> Self {
        Self {
            counts: Mutex::new(Counts {
                networks: Hourly::new(MOST_OF_NETWORK, MOST_NETWORKS),
                accounts: Hourly::new(MOST_OF_ACCOUNT, usize::MAX),
            }),
        }
    }
}

impl LinkLimits {
    /// Counts a message and returns true, or returns false if it would be one too many. What is
    /// refused is not counted.
    pub(crate) fn take(&self, network: Option<IpAddr>, account: AccountId, now: Timestamp) -> bool {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let is_allowed =
            counts.networks.allows(&network, now) && counts.accounts.allows(&account, now);
        if is_allowed {
            counts.networks.add(network, now);
            counts.accounts.add(account, now);
        }
        is_allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn account(number: u128) -> AccountId {
        AccountId::new(uuid::Uuid::from_u128(number))
    }

    fn network(number: u32) -> IpAddr {
        std::net::Ipv4Addr::from(number).into()
    }

    #[test]
    fn a_network_asks_six_times_an_hour() {
        let limits = LinkLimits::default();
        for number in 0..6 {
            assert!(limits.take(Some(network(1)), account(1), at(number)));
        }
        assert!(!limits.take(Some(network(1)), account(2), at(6)));
        // Others are not bound by it, nor is the network an hour after its first.
        assert!(limits.take(Some(network(2)), account(2), at(6)));
        assert!(!limits.take(Some(network(1)), account(1), at(3_599)));
        assert!(limits.take(Some(network(1)), account(1), at(3_600)));
        assert!(!limits.take(Some(network(1)), account(1), at(3_600)));
        // Callers whose address nobody reported share one limit.
        for _ in 0..6 {
            assert!(limits.take(None, account(3), at(7)));
        }
        assert!(!limits.take(None, account(3), at(7)));
    }

    #[test]
    fn an_account_sends_a_hundred_an_hour_from_any_number_of_networks() {
        let limits = LinkLimits::default();
        for number in 0..100 {
            assert!(
                limits.take(Some(network(number)), account(1), at(0)),
                "{number}"
            );
        }
        assert!(!limits.take(Some(network(200)), account(1), at(1)));
        assert!(limits.take(Some(network(200)), account(2), at(1)));
    }
}

//! Limits on messages with codes, so that nobody uses this server to send them to numbers that pay
//! for each, or to annoy somebody.
//!
//! Each verification sends [`MOST_CODES`](verification::capture::MOST_CODES) messages at most,
//! which is stored with it. The limits here also bind whoever has many links: per number, per
//! network of the caller and per account within an hour. They are kept in memory, per server; a
//! number is only known by its keyed hash.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use verification::AccountId;

use crate::hourly::Hourly;

/// The number of numbers and of networks that are remembered. If there are more, nothing is sent
/// until the oldest are forgotten.
const MOST_KEYS: usize = 20_000;

/// How many messages with codes are sent within an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MostCodes {
    /// To one number, for all accounts and verifications.
    pub number: usize,
    /// For one network of callers: an address of IPv4, or the first 64 bits of one of IPv6.
    pub network: usize,
    /// For all people of one account.
    pub account: usize,
}

impl Default for MostCodes {
    fn default() -> Self {
        Self {
            number: 5,
            network: 20,
            account: 300,
        }
    }
}

/// The keyed hash of a number.
pub(crate) type NumberHash = [u8; 32];

/// How often codes were sent within the last hour.
#[derive(Debug)]
pub(crate) struct CodeLimits {
    counts: Mutex<Counts>,
}

#[derive(Debug)]
struct Counts {
    numbers: Hourly<NumberHash>,
    networks: Hourly<Option<IpAddr>>,
    accounts: Hourly<AccountId>,
}

impl Default for CodeLimits {
    fn default() -> Self {
        Self::new(MostCodes::default())
    }
}

impl CodeLimits {
    /// Creates limits.
    pub(crate) fn new(most: MostCodes) -> Self {
        Self {
            counts: Mutex::new(Counts {
                numbers: Hourly::new(most.number, MOST_KEYS),
                networks: Hourly::new(most.network, MOST_KEYS),
                accounts: Hourly::new(most.account, usize::MAX),
            }),
        }
    }

    /// Counts a message and returns true, or returns false if it would be one too many. What is
    /// refused is not counted.
    pub(crate) fn take(
        &self,
        number: NumberHash,
        network: Option<IpAddr>,
        account: AccountId,
        now: Timestamp,
    ) -> bool {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let is_allowed = counts.numbers.allows(&number, now)
            && counts.networks.allows(&network, now)
            && counts.accounts.allows(&account, now);
        if is_allowed {
            counts.numbers.add(number, now);
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

    fn number(number: u8) -> NumberHash {
        [number; 32]
    }

    #[test]
    fn a_number_gets_five_an_hour_whoever_asks() {
        let limits = CodeLimits::default();
        for caller in 0..5 {
            let taken = limits.take(
                number(1),
                Some(network(caller)),
                account(caller.into()),
                at(0),
            );
            assert!(taken, "{caller}");
        }
        assert!(!limits.take(number(1), Some(network(9)), account(9), at(3_599)));
        assert!(limits.take(number(2), Some(network(9)), account(9), at(3_599)));
        assert!(limits.take(number(1), Some(network(9)), account(9), at(3_600)));
    }

    #[test]
    fn networks_and_accounts_have_limits_of_their_own() {
        let limits = CodeLimits::new(MostCodes {
            number: 9,
            network: 2,
            account: 3,
        });
        assert!(limits.take(number(1), Some(network(1)), account(1), at(0)));
        assert!(limits.take(number(2), Some(network(1)), account(1), at(0)));
        // The network has had its share, whatever the account; the refusal is not counted.
        assert!(!limits.take(number(3), Some(network(1)), account(2), at(1)));
        assert!(limits.take(number(3), Some(network(2)), account(1), at(1)));
        assert!(!limits.take(number(4), Some(network(3)), account(1), at(2)));
        assert!(limits.take(number(4), Some(network(3)), account(2), at(2)));
        // Callers whose address nobody reported share one limit.
        assert!(limits.take(number(5), None, account(2), at(3)));
        assert!(limits.take(number(6), None, account(2), at(3)));
        assert!(!limits.take(number(7), None, account(3), at(3)));
    }
}

//! Counting attempts to prove who somebody is, before the proof is looked at.
//!
//! Counting first means that a hundred guesses at the same moment are counted as a hundred.

use jiff::Timestamp;
use verification::StaffId;
use verification::request::Email;
use verification::staff::{ATTEMPTS_KEPT, pause_after};

use super::{Network, StaffRefusal};
use crate::App;
use crate::ports::TokenHash;

/// How long the place from which somebody signed in is remembered.
const PLACE_KEPT: jiff::SignedDuration = jiff::SignedDuration::from_hours(24 * 90);

/// An attempt that was counted.
#[derive(Debug)]
pub(crate) struct Attempt {
    keys: Vec<TokenHash>,
    /// The keyed hash of the address from which it was made.
    pub(crate) place: TokenHash,
    /// Whether the person signed in from there before.
    pub(crate) is_known_place: bool,
}

impl App {
    /// Counts an attempt to sign in as somebody from somewhere, or refuses it because there were
    /// too many. Where the person signed in before, only attempts from there count.
    pub(crate) async fn attempt(
        &self,
        email: &Email,
        member: Option<StaffId>,
        from: Network,
    ) -> Result<Attempt, StaffRefusal> {
        let key = &self.settings.link_key;
        let address = from.map_or_else(|| "?".to_owned(), |address| address.to_string());
        let name = email.as_str().as_bytes();
        let place = key.staff("place", &[address.as_bytes()]);
        let is_known = match member {
            Some(member) => self.ports.staff.knows_place(member, place).await?,
            None => false,
        };
        let keys = if is_known {
            vec![key.staff("attempts at a place", &[name, address.as_bytes()])]
        } else {
            vec![
                key.staff("attempts for a name", &[name]),
                key.staff("attempts from an address", &[address.as_bytes()]),
            ]
        };
        let now = self.now();
        let forget = before(now, ATTEMPTS_KEPT);
        let store = &self.ports.staff;
        match store
            .count_attempt(keys.clone(), now, forget, pause_after)
            .await?
        {
            Some(until) => Err(StaffRefusal::TooSoon(until)),
            None => Ok(Attempt {
                keys,
                place,
                is_known_place: is_known,
            }),
        }
    }

    /// Takes an attempt back, because it succeeded.
    pub(crate) async fn excuse(&self, attempt: &Attempt) -> Result<(), StaffRefusal> {
        let keys = attempt.keys.clone();
        Ok(self.ports.staff.excuse_attempt(keys).await?)
    }

    /// Remembers that somebody signed in from where the attempt was made.
    pub(crate) async fn remember_place(
        &self,
        member: StaffId,
        attempt: &Attempt,
    ) -> Result<(), StaffRefusal> {
        let now = self.now();
        let forget = before(now, PLACE_KEPT);
        let place = attempt.place;
        let store = &self.ports.staff;
        Ok(store.know_place(member, place, now, forget).await?)
    }
}

/// Returns the time this long before another one.
pub(crate) fn before(now: Timestamp, by: jiff::SignedDuration) -> Timestamp {
    now.checked_sub(by).unwrap_or(Timestamp::MIN)
}

//! The journal: every step of a verification as a status event, append-only.
//!
//! Nothing here changes or removes an entry. `sequence` strictly increases within a verification,
//! even if the clock stands still or steps back.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

use crate::status::StatusCode;

/// The most entries that a journal takes; later ones are refused by [`Tail::next`].
pub const MAX_ENTRIES: u32 = 2_000;

/// What the browser said of itself with an event. The server's own events have none.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Browser {
    /// `JSON.stringify(location)`, verbatim.
    pub url: String,
    /// The user agent, verbatim.
    pub user_agent: String,
}

/// An address holds the link's token, and an agent tells people apart.
impl fmt::Debug for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Browser({} + {} chars)",
            self.url.chars().count(),
            self.user_agent.chars().count()
        )
    }
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// 1, 2, 3 … within the verification.
    pub number: u32,
    /// When it was logged; strictly increasing within the verification.
    pub sequence: Timestamp,
    /// When the server received it.
    pub received_at: Timestamp,
    /// What happened. Unknown codes survive.
    pub code: StatusCode,
    /// Fills the template of a code that has one (`sms` for 405), or adds to our own codes.
    pub detail: Option<String>,
    /// What the browser said, for events that it raised.
    pub browser: Option<Browser>,
}

/// The end of a journal: all that an append needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Tail {
    /// How many entries there are.
    pub length: u32,
    /// The last entry's `sequence`.
    pub last: Option<Timestamp>,
}

impl Tail {
    /// The next entry, raised by the server, or `None` if the journal is full.
    pub fn next(
        &mut self,
        now: Timestamp,
        code: StatusCode,
        detail: Option<String>,
    ) -> Option<Entry> {
        self.append(now, now, code, detail, None)
    }

    /// The next entry; `logged_at` is the raiser's clock, `now` the server's.
    pub fn append(
        &mut self,
        logged_at: Timestamp,
        now: Timestamp,
        code: StatusCode,
        detail: Option<String>,
        browser: Option<Browser>,
    ) -> Option<Entry> {
        if self.length >= MAX_ENTRIES {
            return None;
        }
        // One microsecond is the finest that the wire shows: what is finer would be lost there, and
        // two entries would look alike.
        let logged_at = Timestamp::from_microsecond(logged_at.as_microsecond()).ok()?;
        let sequence = match self.last {
            Some(last) if logged_at <= last => {
                last.checked_add(SignedDuration::from_micros(1)).ok()?
            }
            _ => logged_at,
        };
        self.length += 1;
        self.last = Some(sequence);
        Some(Entry {
            number: self.length,
            sequence,
            received_at: now,
            code,
            detail,
            browser,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sequence_strictly_increases_whatever_the_clock_does(times in prop::collection::vec(-1_000_000_i128..1_000_000, 1..200)) {
            let mut tail = Tail::default();
            let mut before: Option<Entry> = None;
            for nanos in times {
                let now = Timestamp::from_nanosecond(1_700_000_000_000_000_000 + nanos).unwrap();
                let entry = tail.next(now, StatusCode::LINK_OPENED, None).unwrap();
                if let Some(before) = before {
                    // As they are told: by microseconds.
                    prop_assert!(entry.sequence.as_microsecond() > before.sequence.as_microsecond());
                    prop_assert_eq!(entry.number, before.number + 1);
                }
                prop_assert_eq!(entry.sequence.subsec_nanosecond() % 1000, 0);
                before = Some(entry);
            }
        }
    }

    #[test]
    fn a_full_journal_takes_no_more() {
        let mut tail = Tail {
            length: MAX_ENTRIES,
            last: None,
        };
        assert_eq!(
            tail.next(Timestamp::UNIX_EPOCH, StatusCode::LINK_OPENED, None),
            None
        );
    }
}

//! The books: what was acknowledged against what was told and what stands.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;

use serde_json::Value;

use super::customer::Case;
use crate::support::client::Client;
use crate::support::receiver::{Receipt, Receiver};

/// All verifications that were acknowledged.
pub(super) struct Books {
    cases: HashMap<String, Case>,
}

/// What was told, in numbers.
pub(super) struct Told {
    events: usize,
    receipts: usize,
    /// Repetitions because the receiver refused or lost its answer.
    repeated_for_receiver: usize,
    /// Repetitions because the server died before it could write the answer down.
    repeated_for_kill: usize,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} events told in {} callbacks ({} repeated because the receiver failed, {} because the \
             server died before it had written the answer down), all in order",
            self.events, self.receipts, self.repeated_for_receiver, self.repeated_for_kill
        )
    }
}

impl Books {
    pub(super) fn new(cases: Vec<Case>) -> Self {
        let cases = cases.into_iter().map(|case| (case.reference.clone(), case));
        Self {
            cases: cases.collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.cases.len()
    }

    /// Events that have to arrive. What a deletion overtook need not.
    fn due(&self) -> HashSet<(String, String)> {
        let events = self.cases.values().flat_map(|case| {
            let told = if case.is_deleted {
                vec!["request.deleted"]
            } else {
                case.told()
            };
            told.into_iter()
                .map(|event| (case.reference.clone(), event.to_owned()))
        });
        events.collect()
    }

    pub(super) async fn wait_until_all_is_told(&self, receiver: &Receiver) {
        let mut due = self.due();
        let mut seen = 0;
        while !due.is_empty() {
            for receipt in receiver.since(seen) {
                seen += 1;
                due.remove(&(receipt.reference, receipt.event));
            }
            if !due.is_empty() {
                let next = receiver.at_least(seen + 1);
                // What was under way at several kills in a row is a suspect. It is tried again
                // after a pause that doubles with each lease: two minutes after seven of them.
                let waited = tokio::time::timeout(std::time::Duration::from_mins(5), next).await;
                assert!(waited.is_ok(), "never told: {due:?}");
            }
        }
    }

    /// Every reference is known and stands as it has to.
    pub(super) async fn every_case_stands(&self, clients: Vec<Client>) {
        let cases: Vec<&Case> = self.cases.values().collect();
        let share = cases.len().div_ceil(clients.len()).max(1);
        let asking = clients.into_iter().zip(cases.chunks(share));
        let asked = asking.map(|(mut client, cases)| async move {
            for case in cases {
                let answer = client.status(&case.reference).await.unwrap();
                assert_eq!(answer.status, 200, "{case:?}: {answer:?}");
                assert_eq!(answer.event(), case.end(), "{case:?}");
            }
        });
        futures::future::join_all(asked).await;
    }

    /// Joins what was received with what was due and with what the server says it has delivered.
    pub(super) fn close(&self, receiver: &Receiver, delivered: &[Value]) -> Told {
        let receipts = receiver.since(0);
        let mut by_id: HashMap<&str, Vec<&Receipt>> = HashMap::new();
        let mut by_case: HashMap<&str, Vec<&Receipt>> = HashMap::new();
        for receipt in &receipts {
            let same = by_id.entry(&receipt.id).or_default();
            if same.is_empty() {
                by_case.entry(&receipt.reference).or_default().push(receipt);
            }
            same.push(receipt);
        }
        let mut told = Told {
            events: by_id.len(),
            receipts: receipts.len(),
            repeated_for_receiver: 0,
            repeated_for_kill: 0,
        };
        for same in by_id.values() {
            told.repetitions(same);
        }
        for (reference, firsts) in &by_case {
            let case = self.cases.get(*reference);
            let case = case.unwrap_or_else(|| panic!("told of nobody: {reference}"));
            let events: Vec<&str> = firsts.iter().map(|first| first.event.as_str()).collect();
            if case.is_deleted {
                assert!(
                    is_part_in_order(&events, &case.told()),
                    "{events:?} of {case:?}"
                );
            } else {
                assert_eq!(events, case.told(), "{case:?}");
            }
        }
        let said: BTreeSet<&str> = delivered
            .iter()
            .filter_map(|row| row["id"].as_str())
            .collect();
        let unheard: Vec<_> = said.iter().filter(|id| !by_id.contains_key(*id)).collect();
        assert!(unheard.is_empty(), "said to be delivered: {unheard:?}");
        told
    }
}

impl Told {
    /// The same id has the same body, and comes again only for a reason.
    fn repetitions(&mut self, same: &[&Receipt]) {
        for pair in same.windows(2) {
            let (first, second) = (pair[0], pair[1]);
            assert_eq!(
                (first.body, &first.event, &first.reference),
                (second.body, &second.event, &second.reference),
                "one id, two contents"
            );
            if !first.answered {
                self.repeated_for_receiver += 1;
            } else if second.kills > first.kills {
                self.repeated_for_kill += 1;
            } else {
                panic!("told again without a reason: {first:?} {second:?}");
            }
        }
    }
}

/// True if the one is the other with some left out. None comes twice: two ids of one event would
/// show.
fn is_part_in_order(part: &[&str], whole: &[&str]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|event| rest.any(|next| next == event))
}

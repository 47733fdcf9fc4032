//! The conformance suite: what every store and its vault must do.
//!
//! An adapter's tests call [`store_conformance!`](crate::store_conformance), which makes a test of
//! each case, and [`covers_the_ports`], which fails if no case calls a method of the ports.

pub mod accounts;
pub mod audit;
pub mod changes;
pub mod deliveries;
pub mod enrolments;
pub mod examinations;
pub mod fingerprints;
pub mod forgetting;
pub mod jobs;
pub mod lanes;
pub mod lists;
pub mod resending;
pub mod reviews;
pub mod searching;
pub mod staff;
pub mod vault;

use std::any::Any;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use proofing::ports::{
    AuditTrail, Change, DeliveryLease, DeliveryQuery, Found, StaffStore, Store, Stored, Vault,
};
use verification::Verification;
use verification::notification::{DeliveryState, NewNotification};

use crate::builders::{at, notification_id, opening, updating, verification_id};
use crate::recording::{self, Calls, Recording};

/// An empty store and vault, and whatever must live as long as they do.
pub struct Subject {
    /// The store.
    pub store: Arc<dyn Store>,
    /// Where it keeps its staff.
    pub staff: Arc<dyn StaffStore>,
    /// Its vault.
    pub vault: Arc<dyn Vault>,
    /// Its audit trail.
    pub audit: Arc<dyn AuditTrail>,
    /// Dropped last; for example the folder that contains both, which is deleted then.
    pub keep: Box<dyn Any + Send + Sync>,
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subject({:?}, {:?})", self.store, self.vault)
    }
}

/// Fails unless the result is this error.
macro_rules! assert_refused {
    ($result:expr, $error:pat) => {{
        let result = $result;
        assert!(matches!(result, Err($error)), "{result:?}");
    }};
}
use assert_refused;

/// Lists the cases once, both for the macro that makes tests of them and for the count of calls.
macro_rules! cases {
    ($d:tt $($module:ident: $($case:ident)*;)*) => {
        /// Makes a test of each case. The argument is an `async fn() -> Subject`.
        #[macro_export]
        macro_rules! store_conformance {
            ($d make:path) => {
                $(mod $module {$(
                    #[::tokio::test]
                    async fn $case() {
                        $d crate::conformance::$module::$case($d make().await).await;
                    }
                )*})*
            };
        }

        /// Runs every case, and fails if none of them calls some method of the ports.
        pub async fn covers_the_ports(make: impl AsyncFn() -> Subject) {
            let calls = Calls::default();
            $($($module::$case(recorded(make().await, &calls)).await;)*)*
            let called = calls.lock().unwrap().clone();
            let ports = [
                recording::STORE,
                recording::STAFF,
                recording::AUDIT,
                recording::VAULT,
            ];
            let all: BTreeSet<&str> = ports.concat().into_iter().collect();
            assert_eq!(called, all);
        }
    };
}

cases!($
    accounts: names_are_unique they_are_found_and_replaced customers_may_be_set_apart tokens_are_taken_once;
    changes: what_is_opened_is_found references_stay_taken stale_versions_are_conflicts
        of_two_at_once_one_wins a_refused_change_leaves_nothing journals_grow_without_gaps
        pictures_replace_those_of_their_slot the_store_is_healthy whoever_acts_must_not_have_changed;
    lists: transactions_are_found_by_their_owner lists_go_back_in_time searches_filter_and_go_both_ways journals_are_read_from_a_number;
    searching: people_are_found_by_words filters_combine references_are_found_by_their_start
        lists_go_on_after_an_id what_changes_is_found_as_it_is_now a_refused_change_is_not_found;
    jobs: the_oldest_due_comes_first a_lost_lease_finishes_nothing ends_are_kept
        what_was_given_up_is_shown a_lease_that_runs_out_under_its_holder_is_no_crash
        a_clock_far_ahead_makes_nothing_due one_may_be_stored_as_leased a_change_may_complete_one;
    deliveries: bodies_come_back_as_they_were they_go_in_order a_journal_that_waits_is_told_once a_retry_waits_for_its_time
        a_lost_lease_keeps_the_attempt_only filters_and_order_of_the_list;
    resending: gone_destinations_are_disabled resending_keeps_order;
    lanes: they_take_turns full_ones_are_passed_over one_account_leaves_slots_to_others
        turns_go_on_where_they_ended the_backlog_is_counted;
    forgetting: only_a_tombstone_stays undelivered_bodies_are_forgotten what_was_told_is_not_told_again
        being_sent_while_forgotten what_is_being_sent_is_not_overtaken late_changes_are_conflicts;
    examinations: the_first_of_the_same_pictures_stays they_go_with_the_verification;
    reviews: the_longest_waiting_comes_first what_others_have_is_not_the_next nobody_confirms_their_own_decision;
    audit: entries_are_chained_and_listed views_need_their_verification what_they_say_goes_with_the_verification
        what_changes_staff_is_told_with_it;
    staff: addresses_are_unique members_change_one_version_at_a_time invitations_are_used_once
        sessions_follow_their_member attempts_make_wait places_are_remembered;
    enrolments: the_first_of_a_customer_stays_until_it_is_forgotten;
    fingerprints: accepted_ones_of_the_account_are_found a_newer_one_outdates_a_search
        they_go_with_their_verification_and_their_account;
    vault: pictures_come_back_to_their_own pictures_may_come_before_the_verification
        erased_and_unknown_ones_are_not_there;
);

fn recorded(subject: Subject, calls: &Calls) -> Subject {
    Subject {
        store: Arc::new(Recording {
            inner: subject.store,
            calls: Arc::clone(calls),
        }),
        staff: Arc::new(Recording {
            inner: subject.staff,
            calls: Arc::clone(calls),
        }),
        vault: Arc::new(Recording {
            inner: subject.vault,
            calls: Arc::clone(calls),
        }),
        audit: Arc::new(Recording {
            inner: subject.audit,
            calls: Arc::clone(calls),
        }),
        keep: subject.keep,
    }
}

/// Opens the verification with a number, with these notifications.
async fn open(
    subject: &Subject,
    number: u128,
    notifications: Vec<NewNotification>,
) -> Stored<Verification> {
    subject
        .store
        .apply(Change {
            notifications,
            ..opening(number)
        })
        .await
        .unwrap();
    live(subject, number).await
}

/// Stores more notifications about a verification.
async fn tell(subject: &Subject, number: u128, notifications: Vec<NewNotification>) {
    let stored = live(subject, number).await;
    let step = stored.value.open_link(at(0)).unwrap();
    let change = Change {
        notifications,
        ..updating(stored.version, step)
    };
    subject.store.apply(change).await.unwrap();
}

/// Returns the verification with a number, which must be live.
async fn live(subject: &Subject, number: u128) -> Stored<Verification> {
    match subject.store.by_id(verification_id(number)).await.unwrap() {
        Some(Found::Live(stored)) => *stored,
        other => panic!("{other:?} instead of a live verification"),
    }
}

/// Leases up to ten deliveries for 60 seconds.
async fn lease(subject: &Subject, seconds: i64) -> Vec<DeliveryLease> {
    subject
        .store
        .lease_deliveries(query(seconds))
        .await
        .unwrap()
}

/// Returns the query of [`lease`].
fn query(seconds: i64) -> DeliveryQuery {
    DeliveryQuery {
        now: at(seconds),
        lease_until: at(seconds + 60),
        limit: 10,
        per_lane: 10,
        per_account: 10,
        in_flight: Vec::new(),
    }
}

/// Returns the numbers of the leased notifications.
fn numbers(leases: &[DeliveryLease]) -> Vec<u128> {
    leases
        .iter()
        .map(|lease| lease.delivery.id.uuid().as_u128())
        .collect()
}

/// Returns the state of a delivery.
async fn state(subject: &Subject, number: u128) -> DeliveryState {
    subject
        .store
        .delivery(notification_id(number))
        .await
        .unwrap()
        .unwrap()
        .0
        .state
}

//! A store and a vault that record which of their methods are called.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use proofing::ports::{
    AuditChain, AuditQuery, AuditTrail, Audited, Backlog, Change, DeliveryFilter, DeliveryLease,
    DeliveryQuery, Digest, Enrolment, EvidenceRef, FingerprintQuery, Fingerprints, Found, GivenUp,
    JobEnd, JobLease, KeptExamination, Listed, MemberChange, ReviewQuery, StaffStore, Store,
    StoreError, Stored, TokenHash, Vault, VerificationQuery,
};
use verification::account::Account;
use verification::audit::AuditEntry;
use verification::journal::Entry;
use verification::notification::{Attempt, AttemptEnd, Delivery};
use verification::request::{CustomerName, Email, Reference};
use verification::staff::{Member, StaffSession};
use verification::{AccountId, NotificationId, StaffId, TransactionId, VerificationId};

/// The names of the methods that were called.
pub(crate) type Calls = Arc<Mutex<BTreeSet<&'static str>>>;

/// Forwards calls and records them.
#[derive(Debug)]
pub(crate) struct Recording<T: ?Sized> {
    pub(crate) inner: Arc<T>,
    pub(crate) calls: Calls,
}

/// Implements every method by forwarding it. A method that is added to the port does not compile
/// until it is listed here, and then the suite has to call it.
macro_rules! recorded {
    ($list:ident, $port:ident, $($name:ident($($arg:ident: $type:ty),*) -> $answer:ty;)*) => {
        /// All methods of the port.
        pub(crate) const $list: &[&str] = &[$(stringify!($name)),*];

        #[async_trait]
        impl $port for Recording<dyn $port> {
            $(async fn $name(&self, $($arg: $type),*) -> Result<$answer, StoreError> {
                self.calls.lock().unwrap().insert(stringify!($name));
                self.inner.$name($($arg),*).await
            })*
        }
    };
}

recorded!(STORE, Store,
    create_account(account: Account) -> ();
    save_account(account: Account) -> ();
    account_by_client(client_id: &str) -> Option<Arc<Account>>;
    account_by_customer(customer_id: &str) -> Option<Arc<Account>>;
    account(id: AccountId) -> Option<Arc<Account>>;
    accounts() -> Vec<Account>;
    save_token(hash: [u8; 32], account: AccountId, until: Timestamp) -> ();
    take_token(hash: [u8; 32], now: Timestamp) -> Option<AccountId>;
    apply(change: Change) -> ();
    by_reference(account: AccountId, reference: &Reference) -> Option<Found>;
    by_id(id: VerificationId) -> Option<Found>;
    by_transaction(account: AccountId, transaction: TransactionId) -> Option<Found>;
    by_any_transaction(transaction: TransactionId) -> Option<Found>;
    verifications(query: VerificationQuery) -> Vec<Listed>;
    count_verifications(query: VerificationQuery) -> u64;
    not_yet_searchable() -> u64;
    evidence(id: VerificationId) -> Vec<EvidenceRef>;
    keep_examination(id: VerificationId, kept: KeptExamination) -> ();
    examination(id: VerificationId) -> Option<KeptExamination>;
    keep_fingerprints(account: AccountId) -> ();
    find_alike(query: FingerprintQuery) -> Fingerprints;
    forget_fingerprints(account: AccountId) -> ();
    enrol(enrolment: Enrolment) -> bool;
    enrolment(account: AccountId, customer: &CustomerName) -> Option<Enrolment>;
    enrolments(account: AccountId) -> Vec<Enrolment>;
    forget_enrolment(account: AccountId, customer: &CustomerName) -> bool;
    journal(id: VerificationId) -> Vec<Entry>;
    journal_after(id: VerificationId, number: u32) -> Vec<Entry>;
    review_queue(query: ReviewQuery) -> Vec<VerificationId>;
    lease_jobs(now: Timestamp, until: Timestamp, limit: usize) -> Vec<JobLease>;
    finish_job(lease: &JobLease, end: JobEnd) -> ();
    given_up(limit: usize) -> Vec<GivenUp>;
    lease_deliveries(query: DeliveryQuery) -> Vec<DeliveryLease>;
    finish_delivery(lease: &DeliveryLease, attempt: Attempt, end: AttemptEnd) -> ();
    deliveries(filter: DeliveryFilter) -> Vec<Delivery>;
    delivery(id: NotificationId) -> Option<(Delivery, Vec<Attempt>)>;
    resend(id: NotificationId, now: Timestamp) -> bool;
    next_due() -> Option<Timestamp>;
    backlog() -> Backlog;
    check() -> ();
);

recorded!(STAFF, StaffStore,
    add_member(member: Member, audit: Option<AuditEntry>) -> ();
    change_member(change: MemberChange) -> ();
    member(id: StaffId) -> Option<Stored<Member>>;
    member_by_email(email: &Email) -> Option<Stored<Member>>;
    members() -> Vec<Member>;
    invite(
        hash: TokenHash, member: StaffId, until: Timestamp, audit: Option<AuditEntry>
    ) -> ();
    invited(hash: TokenHash, now: Timestamp) -> Option<Stored<Member>>;
    open_session(
        hash: TokenHash, session: StaffSession, replaces: Option<TokenHash>, remove_before: Timestamp
    ) -> ();
    session(hash: TokenHash) -> Option<(StaffSession, Stored<Member>)>;
    use_session(hash: TokenHash, at: Timestamp) -> ();
    close_session(hash: TokenHash) -> ();
    count_attempt(
        keys: Vec<TokenHash>, now: Timestamp, forget: Timestamp, pause: fn(u32) -> SignedDuration
    ) -> Option<Timestamp>;
    excuse_attempt(keys: Vec<TokenHash>) -> ();
    know_place(member: StaffId, place: TokenHash, now: Timestamp, forget: Timestamp) -> ();
    knows_place(member: StaffId, place: TokenHash) -> bool;
);

recorded!(VAULT, Vault,
    put(id: VerificationId, content: Bytes) -> Digest;
    get(id: VerificationId, digest: Digest) -> Vec<u8>;
    erase(id: VerificationId) -> ();
);

recorded!(AUDIT, AuditTrail,
    append(entry: AuditEntry) -> ();
    audited(query: AuditQuery) -> Vec<Audited>;
    verify_audit() -> AuditChain;
);

//! A store that tells what is asked of it, and that can be lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use async_trait::async_trait;
use jiff::Timestamp;
use proofing::ports::{
    Backlog, Change, DeliveryFilter, DeliveryLease, DeliveryQuery, Enrolment, EvidenceRef,
    FingerprintQuery, Fingerprints, Found, GivenUp, JobEnd, JobLease, KeptExamination, Listed,
    ReviewQuery, Store, StoreError, VerificationQuery,
};
use tokio::sync::{mpsc, watch};
use verification::account::Account;
use verification::journal::Entry;
use verification::notification::{Attempt, AttemptEnd, Delivery};
use verification::request::{CustomerName, Reference};
use verification::{AccountId, NotificationId, TransactionId, VerificationId};

/// What was stored about an attempt or a job.
#[derive(Debug, Clone)]
pub(crate) enum Ended {
    Attempt(Box<DeliveryLease>, Attempt, AttemptEnd),
    Job(JobLease, JobEnd),
}

#[derive(Debug)]
pub(crate) struct Watched {
    inner: Arc<dyn Store>,
    lost: AtomicBool,
    /// Calls that were refused because the store is lost.
    pub(crate) refused: watch::Sender<usize>,
    /// Looks that found nothing more to wait for.
    pub(crate) rests: watch::Sender<usize>,
    pub(crate) leases: AtomicUsize,
    ended: mpsc::UnboundedSender<Ended>,
}

impl Watched {
    pub(crate) fn new(inner: Arc<dyn Store>) -> (Arc<Self>, mpsc::UnboundedReceiver<Ended>) {
        let (ended, events) = mpsc::unbounded_channel();
        let this = Self {
            inner,
            lost: AtomicBool::new(false),
            refused: watch::Sender::new(0),
            rests: watch::Sender::new(0),
            leases: AtomicUsize::new(0),
            ended,
        };
        (Arc::new(this), events)
    }

    pub(crate) fn lose(&self, lost: bool) {
        self.lost.store(lost, Ordering::SeqCst);
    }

    fn there(&self) -> Result<&dyn Store, StoreError> {
        if self.lost.load(Ordering::SeqCst) {
            self.refused.send_modify(|count| *count += 1);
            return Err(StoreError::Unavailable("lost on purpose".into()));
        }
        Ok(&*self.inner)
    }
}

macro_rules! pass_on {
    ($($name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)*) => {
        #[async_trait]
        impl Store for Watched {
            $(async fn $name(&self, $($argument: $type),*) -> Result<$answer, StoreError> {
                self.there()?.$name($($argument),*).await
            })*

            async fn lease_deliveries(&self, query: DeliveryQuery) -> Result<Vec<DeliveryLease>, StoreError> {
                self.leases.fetch_add(1, Ordering::SeqCst);
                self.there()?.lease_deliveries(query).await
            }

            async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
                let due = self.there()?.next_due().await?;
                self.rests.send_modify(|count| *count += 1);
                Ok(due)
            }

            async fn finish_delivery(
                &self,
                lease: &DeliveryLease,
                attempt: Attempt,
                end: AttemptEnd,
            ) -> Result<(), StoreError> {
                self.there()?.finish_delivery(lease, attempt.clone(), end.clone()).await?;
                let _ = self.ended.send(Ended::Attempt(Box::new(lease.clone()), attempt, end));
                Ok(())
            }

            async fn finish_job(&self, lease: &JobLease, end: JobEnd) -> Result<(), StoreError> {
                self.there()?.finish_job(lease, end.clone()).await?;
                let _ = self.ended.send(Ended::Job(lease.clone(), end));
                Ok(())
            }
        }
    };
}

pass_on! {
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
    given_up(limit: usize) -> Vec<GivenUp>;
    deliveries(filter: DeliveryFilter) -> Vec<Delivery>;
    delivery(id: NotificationId) -> Option<(Delivery, Vec<Attempt>)>;
    resend(id: NotificationId, now: Timestamp) -> bool;
    backlog() -> Backlog;
    check() -> ();
}

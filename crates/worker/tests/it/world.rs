//! A small world: a real store, a clock that runs, and workers.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use proofing::ports::{Change, Clock, Entropy, Job, NewJob, Next, Store};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use verification::account::{Account, Environment, SecretKey, Settings as AccountSettings};
use verification::request::{Abandonment, Flags, HttpUrl, Reference, Services, Ttl, VerificationMode};
use verification::telling::{Attempt, AttemptEnd, NewNotification, Schedule, Told};
use verification::{
    AccountId, JobId, NewIds, NotificationId, Origin, Request, ResponseEvent, TransactionId, Verification,
    VerificationId,
};
use worker::delivery::{Courier, Settings, StoredBodiesOnly};
use worker::jobs::{Runner, Works};
use worker::{Sender, Wake, jobs};

use crate::support::soon;
use crate::watched::{Ended, Watched};

/// A clock that starts at a fixed time and can be put forward.
#[derive(Debug)]
pub(crate) struct RunningClock {
    start: tokio::time::Instant,
    ahead: AtomicU64,
}

impl RunningClock {
    pub(crate) fn advance(&self, by: Duration) {
        self.ahead.fetch_add(by.as_millis() as u64, Ordering::SeqCst);
    }
}

impl Clock for RunningClock {
    fn now(&self) -> Timestamp {
        let ahead = Duration::from_millis(self.ahead.load(Ordering::SeqCst));
        Timestamp::from_second(1_800_000_000).unwrap().checked_add(self.start.elapsed() + ahead).unwrap()
    }
}

pub(crate) struct World {
    pub(crate) store: Arc<Watched>,
    pub(crate) clock: Arc<RunningClock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) wake: Wake,
    pub(crate) account: Account,
    pub(crate) ended: UnboundedReceiver<Ended>,
    next: AtomicU64,
    _dir: tempfile::TempDir,
}

/// A worker that was started.
pub(crate) struct Running {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    pub(crate) fn cancel(&self) {
        self.stop.cancel();
    }

    pub(crate) async fn stop(self) {
        self.stop.cancel();
        soon(self.task).await.unwrap();
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let entropy: Arc<dyn Entropy> = Arc::new(testkit::SeededEntropy::new(7));
        let master = store::MasterKey::load_or_create(&dir.path().join("master.key"), |key| entropy.fill(key)).unwrap();
        let (sqlite, _) = store::open(dir.path(), master, Arc::clone(&entropy), &store::Settings::default()).unwrap();
        let (store, ended) = Watched::new(Arc::new(sqlite));
        let account = account(1);
        store.create_account(account.clone()).await.unwrap();
        Self {
            store,
            clock: Arc::new(RunningClock { start: tokio::time::Instant::now(), ahead: AtomicU64::new(0) }),
            entropy,
            wake: Wake::default(),
            account,
            ended,
            next: AtomicU64::new(1),
            _dir: dir,
        }
    }

    fn number(&self) -> u128 {
        self.next.fetch_add(1, Ordering::SeqCst).into()
    }

    /// Starts a courier.
    pub(crate) fn deliver(&self, sender: Sender, settings: Settings) -> Running {
        let courier = Courier {
            store: self.store.clone(),
            clock: self.clock.clone(),
            entropy: Arc::clone(&self.entropy),
            sender,
            renderer: Arc::new(StoredBodiesOnly),
            wake: self.wake.clone(),
            settings,
        };
        let stop = CancellationToken::new();
        Running { stop: stop.clone(), task: tokio::spawn(courier.run(stop)) }
    }

    /// Starts the works.
    pub(crate) fn work(&self, runner: Arc<dyn Runner>, settings: jobs::Settings) -> Running {
        let (store, clock) = (self.store.clone(), self.clock.clone());
        let works = Works { store, clock, runner, wake: self.wake.clone(), settings };
        let stop = CancellationToken::new();
        Running { stop: stop.clone(), task: tokio::spawn(works.run(stop)) }
    }

    /// Opens a verification that tells something to each of these addresses, in order.
    pub(crate) async fn tell(&self, destinations: &[HttpUrl]) -> Vec<NotificationId> {
        let told = Told::Event(ResponseEvent::RequestReceived);
        let (verification, _) = self.opened();
        let (id, now) = (verification.id, self.clock.now());
        let notifications: Vec<NewNotification> = destinations
            .iter()
            .zip(1..)
            .map(|(destination, number)| NewNotification {
                id: NotificationId::new(Uuid::from_u128(self.number())),
                verification: id,
                account: self.account.id,
                number,
                told,
                destination: destination.clone(),
                body: Some(format!(r#"{{"verification":"{id}","number":{number}}}"#).into_bytes()),
                is_personal: true,
                created_at: now,
            })
            .collect();
        let ids = notifications.iter().map(|notification| notification.id).collect();
        self.apply(verification, notifications, Vec::new()).await;
        ids
    }

    /// Opens a verification with one thing to tell, changed before it is stored.
    pub(crate) async fn tell_otherwise(&self, to: &HttpUrl, change: impl FnOnce(&mut NewNotification)) -> NotificationId {
        let (verification, _) = self.opened();
        let mut notification = NewNotification {
            id: NotificationId::new(Uuid::from_u128(self.number())),
            verification: verification.id,
            account: self.account.id,
            number: 1,
            told: Told::Event(ResponseEvent::RequestReceived),
            destination: to.clone(),
            body: Some(b"{}".to_vec()),
            is_personal: false,
            created_at: self.clock.now(),
        };
        change(&mut notification);
        let id = notification.id;
        self.apply(verification, vec![notification], Vec::new()).await;
        id
    }

    /// Opens a verification with a job that is due at once.
    pub(crate) async fn order(&self) -> JobId {
        let (verification, job) = self.opened();
        let job_id = JobId::new(Uuid::from_u128(self.number()));
        let job = NewJob { id: job_id, job, due_at: self.clock.now(), leased_until: None };
        self.apply(verification, Vec::new(), vec![job]).await;
        job_id
    }

    fn opened(&self) -> (Verification, Job) {
        let number = self.number();
        let id = VerificationId::new(Uuid::from_u128(number));
        let ids = NewIds { id, transaction: TransactionId(Uuid::from_u128(number)) };
        let step = Verification::open(ids, self.account.id, request(number), Origin::default(), self.clock.now());
        (step.next, Job::Examine(id))
    }

    async fn apply(&self, verification: Verification, notifications: Vec<NewNotification>, jobs: Vec<NewJob>) {
        let next = Next::Open(Box::new(verification));
        let change = Change { next, evidence: Vec::new(), entries: Vec::new(), notifications, jobs, finishes: None };
        self.store.apply(change).await.unwrap();
        self.wake.ring();
    }

    /// The next attempt that was written down.
    pub(crate) async fn attempt(&mut self) -> (NotificationId, Attempt, AttemptEnd) {
        loop {
            if let Ended::Attempt(lease, attempt, end) = soon(self.ended.recv()).await.unwrap() {
                return (lease.delivery.id, attempt, end);
            }
        }
    }

    /// The next job that ended.
    pub(crate) async fn job(&mut self) -> (JobId, proofing::ports::JobEnd) {
        loop {
            if let Ended::Job(lease, end) = soon(self.ended.recv()).await.unwrap() {
                return (lease.id, end);
            }
        }
    }

    /// Waits until so many deliveries are over, and gives the attempts that each took.
    pub(crate) async fn over(&mut self, count: usize) -> BTreeMap<NotificationId, Vec<Attempt>> {
        let mut attempts: BTreeMap<NotificationId, Vec<Attempt>> = BTreeMap::new();
        let mut over = 0;
        while over < count {
            let (id, attempt, end) = self.attempt().await;
            attempts.entry(id).or_default().push(attempt);
            over += usize::from(!matches!(end, AttemptEnd::Retry(_)));
        }
        attempts
    }
}

/// Settings that try again at once.
pub(crate) fn eager() -> Settings {
    let schedule = Schedule { base: Duration::from_millis(5), cap: Duration::from_millis(20), ..Schedule::default() };
    Settings { schedule, poll: Duration::from_secs(3600), ..Settings::default() }
}

fn account(number: u128) -> Account {
    Account {
        id: AccountId::new(Uuid::from_u128(number)),
        name: format!("account {number}"),
        client_id: format!("client {number}"),
        secret: SecretKey::new("s".repeat(40)).unwrap(),
        retiring: None,
        environment: Environment::Production,
        created_at: Timestamp::UNIX_EPOCH,
        settings: AccountSettings::default(),
    }
}

fn request(number: u128) -> Request {
    Request {
        reference: Reference::parse(&format!("reference-{number}")).unwrap(),
        country: None,
        language: None,
        email: None,
        callback_url: None,
        status_url: None,
        redirect_url: None,
        verification_mode: VerificationMode::Any,
        ttl: Ttl::DEFAULT,
        abandonment: Abandonment::default(),
        flags: Flags::default(),
        services: Services::default(),
        proofs: std::collections::BTreeSet::default(),
    }
}

//! A small world: a real store, a clock that runs, and workers.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use egress::Sender;
use jiff::Timestamp;
use proofing::ports::{Change, Clock, Entropy, JobEnd, NewJob, Signal, Signals, Store, Vault};
use proofing::signals::LocalSignals;
use testkit::{SeededEntropy, builders};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use verification::account::Account;
use verification::notification::{
    Attempt, AttemptEnd, NewNotification, NotificationKind, Schedule,
};
use verification::request::HttpUrl;
use verification::{JobId, NotificationId};
use worker::delivery::{DeliveryWorker, Renderer, Settings, StoredBodiesOnly};
use worker::jobs;
use worker::jobs::{JobWorker, Runner};

use crate::support::soon;
use crate::watched::{Ended, Watched};

/// A clock that starts at a fixed time and can be put forward.
#[derive(Debug)]
pub(crate) struct RunningClock {
    start: Instant,
    ahead: AtomicU64,
}

impl RunningClock {
    pub(crate) fn advance(&self, by: Duration) {
        self.ahead
            .fetch_add(by.as_millis() as u64, Ordering::SeqCst);
    }
}

impl Clock for RunningClock {
    fn now(&self) -> Timestamp {
        let ahead = Duration::from_millis(self.ahead.load(Ordering::SeqCst));
        builders::at(0)
            .checked_add(self.start.elapsed() + ahead)
            .unwrap()
    }
}

pub(crate) struct World {
    pub(crate) store: Arc<Watched>,
    pub(crate) clock: Arc<RunningClock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) signals: LocalSignals,
    pub(crate) account: Account,
    pub(crate) vault: Arc<dyn Vault>,
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

    /// Ends it in the middle of everything.
    pub(crate) async fn kill(self) {
        self.task.abort();
        assert!(soon(self.task).await.unwrap_err().is_cancelled());
    }

    pub(crate) async fn stop(self) {
        self.stop.cancel();
        soon(self.task).await.unwrap();
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(7));
        let master = store::MasterKey::load_or_create(&dir.path().join("master.key"), |key| {
            entropy.fill(key);
        })
        .unwrap();
        let (sqlite, vault) = store::open(
            dir.path(),
            master,
            Arc::clone(&entropy),
            &store::Settings::default(),
        )
        .unwrap();
        let (store, ended) = Watched::new(Arc::new(sqlite));
        let account = builders::account(1);
        store.create_account(account.clone()).await.unwrap();
        Self {
            store,
            clock: Arc::new(RunningClock {
                start: Instant::now(),
                ahead: AtomicU64::new(0),
            }),
            entropy,
            signals: LocalSignals::default(),
            account,
            vault: Arc::new(vault),
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
        self.deliver_rendered(sender, settings, Arc::new(StoredBodiesOnly))
    }

    /// Starts a courier that renders what is not stored.
    pub(crate) fn deliver_rendered(
        &self,
        sender: Sender,
        settings: Settings,
        renderer: Arc<dyn Renderer>,
    ) -> Running {
        let courier = DeliveryWorker {
            store: self.store.clone(),
            clock: self.clock.clone(),
            entropy: Arc::clone(&self.entropy),
            sender,
            renderer,
            signals: Arc::new(self.signals.clone()),
            settings,
        };
        let stop = CancellationToken::new();
        Running {
            stop: stop.clone(),
            task: tokio::spawn(courier.run(stop)),
        }
    }

    /// Starts the works.
    pub(crate) fn work(&self, runner: Arc<dyn Runner>, settings: jobs::Settings) -> Running {
        let (store, clock) = (self.store.clone(), self.clock.clone());
        let works = JobWorker {
            store,
            clock,
            runner,
            signals: Arc::new(self.signals.clone()),
            settings,
        };
        let stop = CancellationToken::new();
        Running {
            stop: stop.clone(),
            task: tokio::spawn(works.run(stop)),
        }
    }

    /// Opens a verification that tells something to each of these addresses, in order.
    pub(crate) async fn tell(&self, destinations: &[HttpUrl]) -> Vec<NotificationId> {
        let about = self.number();
        let notifications: Vec<NewNotification> = destinations
            .iter()
            .zip(1..)
            .map(|(destination, order)| NewNotification {
                destination: destination.clone(),
                body: Some(format!(r#"{{"verification":{about},"number":{order}}}"#).into_bytes()),
                created_at: self.clock.now(),
                ..builders::notification(self.number(), about, order)
            })
            .collect();
        let ids = notifications
            .iter()
            .map(|notification| notification.id)
            .collect();
        self.apply(Change {
            notifications,
            ..builders::opening(about)
        })
        .await;
        ids
    }

    /// Opens a verification with one thing to tell whose body is not stored.
    pub(crate) async fn tell_journal(&self, to: &HttpUrl) -> NotificationId {
        let (about, number) = (self.number(), self.number());
        let notification = NewNotification {
            told: NotificationKind::Journal,
            destination: to.clone(),
            body: None,
            is_personal: false,
            created_at: self.clock.now(),
            ..builders::notification(number, about, 1)
        };
        let id = notification.id;
        self.apply(Change {
            notifications: vec![notification],
            ..builders::opening(about)
        })
        .await;
        id
    }

    /// Opens a verification with a job that is due at once.
    pub(crate) async fn order(&self) -> JobId {
        let about = self.number();
        let job = NewJob {
            due_at: self.clock.now(),
            ..builders::job(self.number(), about)
        };
        self.apply(Change {
            jobs: vec![job],
            ..builders::opening(about)
        })
        .await;
        job.id
    }

    async fn apply(&self, change: Change) {
        self.store.apply(change).await.unwrap();
        self.tell_all();
    }

    /// Tells both loops to look.
    pub(crate) fn tell_all(&self) {
        self.signals.tell(Signal::DeliveryDue);
        self.signals.tell(Signal::JobDue);
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
    pub(crate) async fn job(&mut self) -> (JobId, JobEnd) {
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
    let schedule = Schedule {
        base: Duration::from_millis(5),
        cap: Duration::from_millis(20),
        ..Schedule::default()
    };
    Settings {
        schedule,
        poll: Duration::from_hours(1),
        ..Settings::default()
    }
}

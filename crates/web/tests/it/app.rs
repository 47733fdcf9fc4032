//! The server under test: everything real but the clock, the dice and, unless asked for, the eyes.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::Method;
use egress::sender::Limits;
use egress::visitors::UserAgents;
use egress::{Guard, Rules, Sender};
use jiff::{SignedDuration, Timestamp};
use proofing::acts::accounts::NewAccount;
use proofing::messaging::{Messenger, NoMessenger};
use proofing::ports::{Examiner, Found, NoSelfiePages, SelfiePages};
use proofing::tokens::LinkKey;
use proofing::visitors::{DeviceIntelligence, Places, Unknown};
use proofing::{App, Ports, Principal, Subject};
use serde_json::Value;
use tempfile::TempDir;
use testkit::builders::at;
use testkit::{FixedClock, RecordingSignals, SeededEntropy};
use tokio_util::sync::CancellationToken;
use verification::VerificationId;
use verification::account::{Account, AccountSettings};
use verification::journal::Entry;
use verification::request::Reference;
use worker::delivery::{self, DeliveryWorker, StoredBodiesOnly};

use crate::call::{Call, Reply};
use crate::fakes::{Bodies, Running, Scripted};
use crate::receiver::{Callback, Receiver};

/// What a server is started with.
pub(crate) struct Plan {
    pub(crate) examiner: Arc<dyn Examiner>,
    pub(crate) base_path: &'static str,
    pub(crate) max_body: usize,
    pub(crate) max_requests: usize,
    pub(crate) limits: web::Limits,
    pub(crate) body_deadline: Duration,
    pub(crate) allow_private: bool,
    pub(crate) now: Timestamp,
    pub(crate) places: Arc<dyn Places>,
    pub(crate) proxies: web::Proxies,
    pub(crate) office: Option<web::OfficeSettings>,
    pub(crate) messenger: Arc<dyn Messenger>,
    pub(crate) devices: Arc<dyn DeviceIntelligence>,
    pub(crate) selfie_pages: Arc<dyn SelfiePages>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            examiner: Arc::new(Scripted::default()),
            base_path: "",
            max_body: 30 << 20,
            max_requests: 64,
            limits: web::Limits::default(),
            body_deadline: Duration::from_secs(20),
            allow_private: false,
            now: at(0),
            places: Arc::new(Unknown),
            proxies: web::Proxies::default(),
            office: None,
            messenger: Arc::new(NoMessenger),
            devices: Arc::new(Unknown),
            selfie_pages: Arc::new(NoSelfiePages),
        }
    }
}

/// A server. Dropping it fails the test if jobs or deliveries are left that the test did not
/// declare.
pub(crate) struct TestApp {
    pub(crate) acts: App,
    /// What it works with, for looking behind it.
    pub(crate) ports: Ports,
    pub(crate) clock: Arc<FixedClock>,
    /// What was told of changes.
    pub(crate) signals: RecordingSignals,
    pub(crate) router: Router,
    guard: Guard,
    base_path: &'static str,
    left: Mutex<(u64, u64)>,
    dir: TempDir,
}

impl TestApp {
    /// One that sees John Doe's card in every picture and calls no private addresses.
    pub(crate) async fn start() -> Self {
        Self::with(Plan::default()).await
    }

    /// One that may call receivers on this machine.
    pub(crate) async fn calling() -> Self {
        Self::with(Plan {
            allow_private: true,
            ..Plan::default()
        })
        .await
    }

    #[expect(
        clippy::unused_async,
        reason = "a server is started where a runtime runs, like everything else here"
    )]
    pub(crate) async fn with(plan: Plan) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let entropy = Arc::new(SeededEntropy::new(7));
        let fill = |bytes: &mut [u8]| proofing::ports::Entropy::fill(&*entropy, bytes);
        let master =
            store::MasterKey::load_or_create(&dir.path().join("master.key"), fill).unwrap();
        let link_key = LinkKey::new(master.derive("links"));
        let (store, vault) = store::open(
            dir.path(),
            master,
            Arc::clone(&entropy) as Arc<dyn proofing::ports::Entropy>,
            &store::Settings::default(),
        )
        .unwrap();
        let guard = Guard::new(Rules {
            allow_private: plan.allow_private,
            ..Rules::default()
        });
        let clock = Arc::new(FixedClock::new(plan.now));
        let signals = RecordingSignals::default();
        let ports = Ports {
            audit: Arc::new(store.clone()),
            staff: Arc::new(store.clone()),
            store: Arc::new(store),
            vault: Arc::new(vault),
            examiner: plan.examiner,
            presenter: Arc::new(Bodies),
            guard: Arc::new(guard.clone()),
            clock: Arc::clone(&clock) as Arc<dyn proofing::ports::Clock>,
            entropy,
            signals: Arc::new(signals.clone()),
            messenger: plan.messenger,
            devices: plan.devices,
            selfie_pages: plan.selfie_pages,
            agents: Arc::new(UserAgents),
            places: plan.places,
        };
        let settings = proofing::Settings {
            public_url: "https://id.example.com".to_owned(),
            link_key,
        };
        let acts = App::new(ports.clone(), settings);
        let router = web::router(
            acts.clone(),
            web::Settings {
                base_path: plan.base_path.to_owned(),
                max_body: plan.max_body,
                body_deadline: plan.body_deadline,
                max_bodies: 256 * 1024 * 1024,
                max_requests: plan.max_requests,
                proxies: plan.proxies,
                limits: plan.limits,
                office: plan.office,
            },
        );
        Self {
            acts,
            ports,
            clock,
            signals,
            router,
            guard,
            base_path: plan.base_path,
            left: Mutex::new((0, 0)),
            dir,
        }
    }

    /// A new account.
    pub(crate) async fn account(&self, name: &str) -> Account {
        self.account_with(name, AccountSettings::default()).await
    }

    /// A new account with settings.
    pub(crate) async fn account_with(&self, name: &str, settings: AccountSettings) -> Account {
        let new = NewAccount {
            name: name.to_owned(),
            settings,
            ..NewAccount::default()
        };
        self.acts
            .create_account(Principal::Operator, new)
            .await
            .unwrap()
    }

    /// A call, to be filled in. The path follows the base path.
    pub(crate) fn call(&self, method: Method, path: &str) -> Call {
        let path = format!("{}{path}", self.base_path);
        Call::new(self.router.clone(), method, &path)
    }

    /// Posts a JSON body in an account's name.
    pub(crate) async fn post(&self, path: &str, account: &Account, body: Value) -> Reply {
        self.call(Method::POST, path)
            .basic(account)
            .json(&body)
            .send()
            .await
    }

    /// A token for one request.
    pub(crate) async fn token(&self, account: &Account) -> String {
        let call = self.call(Method::POST, "/get/access/token").basic(account);
        let reply = call.send().await;
        reply.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// The id behind a reference.
    pub(crate) async fn id_of(&self, account: &Account, reference: &str) -> VerificationId {
        let reference = Reference::parse(reference).unwrap();
        match self
            .acts
            .find(Principal::from(account), account, &reference)
            .await
            .unwrap()
        {
            Found::Live(stored) => stored.value.id,
            Found::Forgotten(tombstone) => tombstone.id,
        }
    }

    /// A verification and whose it is.
    pub(crate) async fn subject(&self, id: VerificationId) -> Subject {
        Subject::from(&self.ports.store.by_id(id).await.unwrap().unwrap())
    }

    /// A token that opens a verification's proofs.
    pub(crate) async fn proof_token(&self, id: VerificationId) -> String {
        let subject = self.subject(id).await;
        self.acts.proof_token(Principal::Server, subject).unwrap()
    }

    /// The whole journal of a verification.
    pub(crate) async fn journal(&self, id: VerificationId) -> Vec<Entry> {
        let subject = self.subject(id).await;
        let journal = self.acts.journal_after(Principal::Server, subject, 0);
        journal.await.unwrap()
    }

    /// Moves the clock on.
    pub(crate) fn advance(&self, by: SignedDuration) {
        self.clock.advance(by);
    }

    /// Runs the jobs that are due, and those that follow from them. Says how many there were.
    pub(crate) async fn run_jobs(&self) -> usize {
        let store = &self.ports.store;
        let mut count = 0;
        loop {
            let now = self.acts.now();
            let until = now.checked_add(SignedDuration::from_mins(5)).unwrap();
            let leases = store.lease_jobs(now, until, 64).await.unwrap();
            if leases.is_empty() {
                return count;
            }
            for lease in leases {
                let end = Box::pin(self.acts.run(Principal::Server, &lease)).await;
                assert_eq!(end, proofing::ports::JobEnd::Done, "{:?}", lease.job);
                store.finish_job(&lease, end).await.unwrap();
                count += 1;
            }
        }
    }

    /// Runs the courier until a receiver was called so many times and all of it is written down.
    pub(crate) async fn deliver(&self, receiver: &mut Receiver, count: usize) -> Vec<Callback> {
        let ports = &self.ports;
        let courier = DeliveryWorker {
            store: Arc::clone(&ports.store),
            clock: Arc::new(Running::from(&self.clock)),
            entropy: Arc::clone(&ports.entropy),
            sender: Sender::new(self.guard.clone(), Limits::default(), &[]).unwrap(),
            renderer: Arc::new(StoredBodiesOnly),
            signals: Arc::clone(&ports.signals),
            settings: delivery::Settings::default(),
        };
        let stop = CancellationToken::new();
        let running = tokio::spawn(courier.run(stop.clone()));
        let mut received = Vec::new();
        while received.len() < count {
            received.push(receiver.next().await);
        }
        stop.cancel();
        running.await.unwrap();
        receiver.assert_quiet();
        received
    }

    /// Declares what the test leaves unattended.
    pub(crate) fn leaves(&self, jobs: u64, deliveries: u64) {
        *self.left.lock().unwrap() = (jobs, deliveries);
    }

    /// Where the server keeps its data.
    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let store = Arc::clone(&self.ports.store);
        // The test's own runtime is blocked by this very call.
        let asked = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .build()
                .unwrap();
            runtime.block_on(store.backlog()).unwrap()
        });
        let backlog = asked.join().unwrap();
        assert_eq!(
            (backlog.jobs, backlog.deliveries),
            *self.left.lock().unwrap(),
            "jobs and deliveries are left unattended"
        );
    }
}

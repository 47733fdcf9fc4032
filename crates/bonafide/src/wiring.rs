//! Wiring: adapters to ports, the server's tasks, and how they stop.

use std::fs::DirBuilder;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use async_trait::async_trait;
use proofing::ports::{About, Clock, Entropy, JobEnd, JobLease, Presenter, Store, Wake};
use proofing::tokens::LinkKey;
use proofing::visitors::{DeviceIntelligence, Places, Unknown};
use proofing::{Desk, Ports};
use store::{Serving, SqliteStore};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use verification::ResponseEvent;
use verification::account::Account;
use wire::verify::render;
use worker::delivery::{self, Courier, Postbacks};
use worker::examiners::Readers;
use worker::jobs::{self, Runner, Works};
use worker::sender::Limits;
use worker::visitors::UserAgents;
use worker::{Guard, Rules, Sender};

use crate::config::{LogFormat, Settings, log_filter};
use crate::process::{for_connections, raise_handles};
use crate::signals::told_to_stop;
use crate::system::{SystemClock, SystemEntropy};
use crate::{listening, out, printed};

/// How long requests and attempts in flight may take after the stop.
const GRACE: Duration = Duration::from_secs(15);

/// Starts logging to standard error.
pub(crate) fn logging(settings: &Settings) -> Result<()> {
    let filter = log_filter(&settings.log_level)?;
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(out::colours_on_stderr())
        .with_writer(std::io::stderr)
        // It would say by `eprintln!` that standard error is full, and panic where it was logged from.
        .log_internal_errors(false);
    let started = match settings.log_format {
        LogFormat::Text => logs.try_init(),
        LogFormat::Json => logs.json().try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("logging does not start: {error}"))
}

/// The use cases over a data folder, without a server: what the command line works with.
pub(crate) struct Office {
    pub(crate) desk: Desk,
    bells: Bells,
    guard: Guard,
    sqlite: SqliteStore,
    vault: store::FileVault,
}

impl Office {
    /// Opens the data folder, and makes it on the first start.
    pub(crate) fn open(settings: &Settings) -> Result<Self> {
        let address = listening::left(&settings.data).unwrap_or(settings.listen);
        Self::listening(settings, address, Visitors::Nobody, None)
    }

    /// Opens a data folder that is there. A name that was mistyped makes nothing.
    pub(crate) fn open_existing(settings: &Settings) -> Result<Self> {
        let data = settings.data.display();
        match Presence::of(&settings.data) {
            Presence::Whole => Self::open(settings),
            Presence::Nothing => bail!(
                "there is no store in {data}; `bonafide account create NAME --data {data}` makes one"
            ),
            Presence::Part(lacking) => {
                store::refuse_lacking(&settings.data, store_settings(settings).busy)?;
                bail!(
                    "the store in {data} lacks {}: put back what was there",
                    lacking.join(", ")
                )
            }
        }
    }

    /// Only the server examines, so only it opens the text engine.
    fn listening(
        settings: &Settings,
        listening: SocketAddr,
        visitors: Visitors,
        engine: Option<ocr::Engine>,
    ) -> Result<Self> {
        let data = &settings.data;
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(data)
            .with_context(|| format!("cannot make the folder {}", data.display()))?;
        let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
        let master =
            store::MasterKey::load_or_create(&data.join("master.key"), |bytes| entropy.fill(bytes))
                .with_context(|| format!("the master key in {}", data.display()))?;
        let link_key = LinkKey::new(master.derive("links"));
        let (sqlite, vault) = store::open(
            data,
            master,
            Arc::clone(&entropy),
            &store_settings(settings),
        )
        .with_context(|| format!("the store in {}", data.display()))?;
        let guard = Guard::new(Rules {
            allow_private: settings.allow_private_callbacks,
            allowed: settings.allow_networks.clone(),
            own: vec![listening],
            ..Rules::default()
        });
        let bells = Bells::default();
        let outward = settings.outward();
        let networks = &settings.allow_networks;
        let devices: Arc<dyn DeviceIntelligence> = match outward.devices(networks)? {
            Some(service) => Arc::new(service),
            None => Arc::new(Unknown),
        };
        let places: Arc<dyn Places> = match visitors {
            Visitors::Come => Arc::new(outward.places()?),
            Visitors::Nobody => Arc::new(Unknown),
        };
        let ports = Ports {
            store: Arc::new(sqlite.clone()),
            vault: Arc::new(vault.clone()),
            examiner: Arc::new(
                Readers::new(
                    settings.parallel_examinations,
                    decoders(settings, visitors)?,
                )
                .with_text(engine)
                .with_print_time(settings.print_time),
            ),
            presenter: Arc::new(Bodies),
            guard: Arc::new(guard.clone()),
            messenger: Arc::new(outward.messenger(networks)?),
            clock: Arc::new(SystemClock),
            entropy,
            wake: Arc::new(bells.clone()),
            agents: Arc::new(UserAgents),
            places,
            devices,
        };
        let public_url = settings
            .public_url
            .clone()
            .unwrap_or_else(|| listening::url(listening));
        let desk = Desk::new(
            ports,
            proofing::Settings {
                public_url,
                link_key,
            },
        );
        Ok(Self {
            desk,
            bells,
            guard,
            sqlite,
            vault,
        })
    }

    /// What the operator should know of the store besides its backlog.
    pub(crate) async fn state(&self) -> Result<store::State> {
        Ok(self.sqlite.state(self.desk.now()).await?)
    }

    /// Sweeps once, by these rules.
    pub(crate) async fn sweep(&self, rules: &store::Rules) -> Result<store::Swept> {
        Ok(self.vault.sweep(self.desk.now(), rules).await?)
    }

    /// The store.
    pub(crate) fn store(&self) -> &Arc<dyn Store> {
        &self.desk.ports().store
    }
}

/// The processes that decode files. The command line decodes none, so it keeps none ready.
fn decoders(settings: &Settings, visitors: Visitors) -> Result<Arc<sandbox::Pool>> {
    let spares = match visitors {
        Visitors::Come => settings.parallel_examinations,
        Visitors::Nobody => 0,
    };
    let settings = sandbox::Settings::of_this_program(spares)
        .context("the system does not say which program this is")?;
    let pool = sandbox::Pool::new(settings);
    pool.refill()
        .context("no process can be started to decode files")?;
    Ok(Arc::new(pool))
}

/// How the store is used here.
pub(crate) fn store_settings(settings: &Settings) -> store::Settings {
    store::Settings {
        longest_rest: settings.longest_rest,
        ..store::Settings::default()
    }
}

/// Whether anybody comes: the command line has no use for large databases of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Visitors {
    Come,
    Nobody,
}

/// The files that make a store, the databases first.
const STORE: [&str; 3] = ["bonafide.db", "keys.db", "master.key"];

/// How much of a store is in a data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Presence {
    /// All of it.
    Whole,
    /// No database; a key that somebody put there for the first start may be.
    Nothing,
    /// Some of it; these files are lacking.
    Part(Vec<&'static str>),
}

impl Presence {
    /// Looks, and changes nothing.
    pub(crate) fn of(data: &Path) -> Self {
        let lacking: Vec<_> = STORE
            .into_iter()
            // What cannot be looked at is not lacking: opening it says what is wrong.
            .filter(|file| matches!(data.join(file).try_exists(), Ok(false)))
            .collect();
        match lacking.as_slice() {
            [] => Self::Whole,
            ["bonafide.db", "keys.db", ..] => Self::Nothing,
            _ => Self::Part(lacking),
        }
    }
}

/// A running server.
pub(crate) struct Server {
    pub(crate) office: Office,
    address: SocketAddr,
    stop: CancellationToken,
    http: JoinHandle<std::io::Result<()>>,
    courier: JoinHandle<()>,
    works: JoinHandle<()>,
    sweeper: JoinHandle<()>,
    data: PathBuf,
    /// Dropped last: until then nobody takes over what is in flight here.
    serving: Serving,
}

impl Server {
    /// Starts everything and answers when requests are taken.
    pub(crate) async fn start(settings: &Settings) -> Result<Self> {
        let listener = web::listen(settings.listen)
            .with_context(|| format!("cannot listen on {}", settings.listen))?;
        let address = listener.local_addr().context("the listening address")?;
        let engine = match printed::engine(settings) {
            Ok(engine) => engine,
            Err(why) => {
                tracing::info!(%why, "printed text is not read: address papers are refused");
                None
            }
        };
        let office = Office::listening(settings, address, Visitors::Come, engine)?;
        office
            .store()
            .check()
            .await
            .context("the store does not work")?;
        let (serving, released) = Serving::begin(&settings.data, &office.sqlite, office.desk.now())
            .await
            .context("the store does not work")?;
        if released > 0 {
            tracing::info!(
                released,
                "going on with what was in flight when the last server ended"
            );
        }
        let stop = CancellationToken::new();
        let courier = courier(settings, &office)?;
        let works = works(settings, &office);
        let served = served(settings, raise_handles());
        let router = web::router(office.desk.clone(), served.clone());
        let told = stop.clone();
        let server = Self {
            address,
            http: tokio::spawn(web::serve(listener, router, served, async move {
                told.cancelled().await;
            })),
            courier: tokio::spawn(courier.run(stop.clone())),
            works: tokio::spawn(works.run(stop.clone())),
            sweeper: tokio::spawn(sweep(
                office.vault.clone(),
                store::Rules {
                    quarantine: settings.quarantine,
                    ..store::Rules::default()
                },
                stop.clone(),
            )),
            stop,
            office,
            serving,
            data: settings.data.clone(),
        };
        listening::leave(&server.data, address);
        tracing::info!(address = %server.address, data = %settings.data.display(), "ready");
        Ok(server)
    }

    /// The address that it listens on.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address under which it is reached here.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Runs until Ctrl-C or a termination signal, then stops cleanly.
    pub(crate) async fn run_until_told(self) -> Result<()> {
        told_to_stop().await?;
        out::note("stopping: finishing what is in flight");
        self.stop().await
    }

    /// Takes no more requests, finishes what is in flight, and waits for all of it.
    pub(crate) async fn stop(self) -> Result<()> {
        self.stop.cancel();
        listening::take_back(&self.data, self.address);
        self.office.desk.end_waits();
        let rest = async {
            self.http
                .await
                .context("the HTTP side broke down")?
                .context("the HTTP side failed")?;
            self.office.desk.drain().await;
            self.courier.await.context("the courier broke down")?;
            self.works.await.context("the works broke down")?;
            self.sweeper.await.context("the sweeper broke down")
        };
        let stopped = tokio::time::timeout(GRACE, rest).await;
        // What is still held did not end the server: the next one must not suspect it.
        if let Err(error) = self.serving.end(&self.office.sqlite).await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "what was in flight is taken for what the server died of"
            );
        }
        if let Ok(stopped) = stopped {
            return stopped;
        }
        out::note("stopped with work in flight; it goes on at the next start");
        Ok(())
    }
}

/// What the HTTP side is told. No more connections are taken than there are file handles for.
fn served(settings: &Settings, handles: Option<u64>) -> web::Settings {
    let mut limits = settings.limits.clone();
    if let Some(handles) = handles {
        let connections = usize::try_from(for_connections(handles)).unwrap_or(usize::MAX);
        if connections < limits.max_connections {
            tracing::warn!(
                handles,
                connections,
                "few open files are allowed: fewer connections"
            );
            limits.max_connections = connections.max(1);
        }
    }
    web::Settings {
        base_path: settings.base_path.clone(),
        max_body: settings.max_body,
        max_bodies: settings.max_bodies,
        body_deadline: settings.body_deadline,
        max_requests: settings.max_requests,
        proxies: settings.proxies.clone(),
        limits,
    }
}

/// Removes what crashes left in the vault, now and every hour until stopped.
async fn sweep(vault: store::FileVault, rules: store::Rules, stop: CancellationToken) {
    let mut hours = tokio::time::interval(Duration::from_hours(1));
    loop {
        tokio::select! {
            _ = hours.tick() => {}
            () = stop.cancelled() => return,
        }
        match vault.sweep(now(), &rules).await {
            Ok(swept) => tell_swept(&swept),
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "the vault was not swept"
                );
            }
        }
    }
}

/// Says what a sweep came to, as loud as it is.
fn tell_swept(swept: &store::Swept) {
    let store::Swept {
        removed,
        quarantined,
        too_many,
        is_doubted,
    } = *swept;
    if is_doubted {
        tracing::error!(
            "nothing was swept: the clock is far ahead of when this store was last at work; if it is right, run \
             `bonafide store accept`"
        );
    } else if too_many > 0 {
        tracing::error!(
            too_many,
            quarantined,
            removed,
            "so many keys or pictures have no verification that none was removed: is this the right bonafide.db? If \
             it is, run `bonafide store sweep --yes`"
        );
    } else if removed + quarantined > 0 {
        tracing::info!(removed, quarantined, "the vault was swept");
    } else {
        tracing::debug!("the vault was swept: nothing was left over");
    }
}

fn courier(settings: &Settings, office: &Office) -> Result<Courier> {
    let limits = Limits {
        deadline: settings.callback_deadline,
        ..Limits::default()
    };
    let ports = office.desk.ports();
    Ok(Courier {
        store: Arc::clone(&ports.store),
        clock: Arc::clone(&ports.clock),
        entropy: Arc::clone(&ports.entropy),
        sender: Sender::new(office.guard.clone(), limits, &[]).context("TLS cannot be set up")?,
        renderer: Arc::new(Postbacks {
            store: Arc::clone(&ports.store),
            vault: Arc::clone(&ports.vault),
            clock: Arc::clone(&ports.clock),
        }),
        wake: office.bells.deliveries.clone(),
        settings: delivery::Settings {
            slots: settings.parallel_callbacks,
            lane_slots: settings.parallel_per_host,
            ..delivery::Settings::default()
        },
    })
}

fn works(settings: &Settings, office: &Office) -> Works {
    let ports = office.desk.ports();
    Works {
        store: Arc::clone(&ports.store),
        clock: Arc::clone(&ports.clock),
        runner: Arc::new(Hands(office.desk.clone())),
        wake: office.bells.jobs.clone(),
        settings: jobs::Settings {
            slots: settings.parallel_examinations.max(2),
            ..jobs::Settings::default()
        },
    }
}

/// The bells of the two loops.
#[derive(Debug, Clone, Default)]
struct Bells {
    deliveries: worker::Wake,
    jobs: worker::Wake,
}

impl Wake for Bells {
    fn deliveries(&self) {
        self.deliveries.ring();
    }

    fn jobs(&self) {
        self.jobs.ring();
    }
}

/// Runs jobs by the use cases.
#[derive(Debug)]
struct Hands(Desk);

#[async_trait]
impl Runner for Hands {
    async fn run(&self, lease: JobLease) -> JobEnd {
        self.0.run(&lease).await
    }

    async fn give_up(&self, lease: JobLease, why: &str) -> JobEnd {
        self.0.give_up(&lease, why.to_owned()).await
    }
}

/// Renders what is told by the verification protocol.
#[derive(Debug)]
struct Bodies;

impl Presenter for Bodies {
    fn event(&self, _: &Account, event: ResponseEvent, about: About<'_>) -> Vec<u8> {
        match about {
            About::Verification(verification, url) => render::event(verification, event, url, None),
            About::Tombstone(tombstone) => render::tombstone(tombstone),
        }
    }
}

/// The clock, for commands that need the time without a server.
pub(crate) fn now() -> jiff::Timestamp {
    SystemClock.now()
}

//! The server: its tasks, and how they start and stop.

use std::fmt;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use async_trait::async_trait;
use egress::Sender;
use egress::sender::Limits;
use proofing::ports::{JobEnd, JobLease};
use proofing::{App, Principal};
use store::Serving;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use worker::delivery::{self, DeliveryWorker, Postbacks};
use worker::jobs::{self, JobWorker, Runner};

use crate::config::Settings;
use crate::process::{for_connections, raise_handles};
use crate::wiring::{Engines, LocalApp, Visitors};
use crate::{indexing, listening, models, sweeping, text_engine};

/// How long current requests and attempts may take after the stop.
const GRACE: Duration = Duration::from_secs(15);

/// How often a folder that seems to be in use is asked again, and the pause before each question.
const ASKED: u32 = 4;
const BETWEEN: Duration = Duration::from_millis(50);

/// How a server ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Stopped {
    /// All current work was finished.
    Clean,
    /// The grace period ended first. Unfinished work continues at the next start.
    InFlight,
}

/// A running server.
pub struct Server {
    /// The use cases that it serves.
    pub office: LocalApp,
    address: SocketAddr,
    stop: CancellationToken,
    http: JoinHandle<std::io::Result<()>>,
    /// The listener of the pages for staff, if they have one of their own.
    staff: Option<Listening>,
    courier: JoinHandle<()>,
    works: JoinHandle<()>,
    sweeper: JoinHandle<()>,
    indexer: JoinHandle<()>,
    data: PathBuf,
    /// Dropped last: until then, no other server takes over this one's work.
    serving: Serving,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Server({})", self.address)
    }
}

impl Server {
    /// Starts everything, and returns when requests are accepted.
    ///
    /// # Errors
    /// Another server uses the data folder, the address cannot be listened on, or something in the
    /// configuration does not work.
    pub async fn start(settings: &Settings) -> Result<Self> {
        refuse_in_use(settings).await?;
        let listener = listen(settings.listen, "try `--listen 127.0.0.1:0`")?;
        let office_listener = match settings.office.listen.filter(|_| settings.office.enabled) {
            Some(own) => Some(listen(own, "set office.listen to another one")?),
            None => None,
        };
        let address = listener
            .local_addr()
            .context("cannot find the listening address")?;
        let engines = engines(settings)?;
        let office = LocalApp::listening(settings, address, Visitors::Come, engines)?;
        office
            .app
            .check_store(Principal::Server)
            .await
            .context("the store is not usable")?;
        let (serving, released) = Serving::begin(&settings.data, &office.sqlite, office.app.now())
            .await
            .context("the store is not usable")?;
        listening::clear(&settings.data);
        if released > 0 {
            tracing::info!(
                released,
                "resuming the work that was in flight when the last server ended"
            );
        }
        let stop = CancellationToken::new();
        let courier = courier(settings, &office)?;
        let works = works(settings, &office);
        let mut served = served(settings, raise_handles());
        let staff = if let Some(listener) = office_listener {
            Some(serve_office(
                settings,
                listener,
                &office.app,
                &served,
                &stop,
            )?)
        } else {
            served.office = settings.office.enabled.then(|| web::OfficeSettings {
                public_url: office.office_url.clone(),
            });
            None
        };
        let router = web::router(office.app.clone(), served.clone());
        let told = stop.clone();
        let server = Self {
            staff,
            address,
            http: tokio::spawn(web::serve(listener, router, served, async move {
                told.cancelled().await;
            })),
            courier: tokio::spawn(courier.run(stop.clone())),
            works: tokio::spawn(works.run(stop.clone())),
            sweeper: tokio::spawn(sweeping::every_hour(
                office.vault.clone(),
                store::Rules {
                    quarantine: settings.quarantine,
                    ..store::Rules::default()
                },
                stop.clone(),
            )),
            indexer: tokio::spawn(indexing::until_done(office.sqlite.clone(), stop.clone())),
            stop,
            office,
            serving,
            data: settings.data.clone(),
        };
        listening::leave(&server.data, address);
        tracing::info!(address = %server.address, data = %settings.data.display(), "ready");
        Ok(server)
    }

    /// Returns the address on which it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the address on which the pages for staff have a listener of their own.
    pub fn office_address(&self) -> Option<SocketAddr> {
        self.staff.as_ref().map(|staff| staff.address)
    }

    /// Returns the URL under which it is reached from this machine.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Accepts no more requests, finishes current work, and waits for all of it, up to a grace
    /// period.
    ///
    /// # Errors
    /// A task of the server broke down.
    pub async fn stop(self) -> Result<Stopped> {
        self.stop.cancel();
        listening::take_back(&self.data, self.address);
        self.office.app.end_waits();
        let rest = async {
            self.http
                .await
                .context("the HTTP server panicked")?
                .context("the HTTP side failed")?;
            if let Some(staff) = self.staff {
                staff
                    .http
                    .await
                    .context("the HTTP server of the staff panicked")?
                    .context("the HTTP side of the staff failed")?;
            }
            self.office.app.drain().await;
            self.courier.await.context("the delivery loop panicked")?;
            self.works.await.context("the job loop panicked")?;
            self.indexer.await.context("the indexer panicked")?;
            self.sweeper.await.context("the sweeper panicked")
        };
        let stopped = tokio::time::timeout(GRACE, rest).await;
        // Whatever is still held did not end the server, so the next one must not suspect it.
        if let Err(error) = self.serving.end(&self.office.sqlite).await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "cannot release work in flight; the next start treats it as the cause of a crash"
            );
        }
        match stopped {
            Ok(stopped) => stopped.map(|()| Stopped::Clean),
            Err(_) => Ok(Stopped::InFlight),
        }
    }
}

/// A listener that is served.
struct Listening {
    address: SocketAddr,
    http: JoinHandle<std::io::Result<()>>,
}

/// Listens on an address, or says what to do if that is not possible.
fn listen(address: SocketAddr, instead: &str) -> Result<TcpListener> {
    match web::listen(address) {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            bail!("{address} is already in use; {instead}")
        }
        Err(error) => Err(error).context(format!("cannot listen on {address}")),
    }
}

/// Serves the pages for staff on a listener of their own.
fn serve_office(
    settings: &Settings,
    listener: TcpListener,
    app: &App,
    served: &web::Settings,
    stop: &CancellationToken,
) -> Result<Listening> {
    let address = listener
        .local_addr()
        .context("cannot find the listening address")?;
    let public_url = settings.office.public_url.clone();
    let served = web::Settings {
        office: Some(web::OfficeSettings {
            public_url: public_url.unwrap_or_else(|| listening::url(address)),
        }),
        ..served.clone()
    };
    let router = web::office_router(app.clone(), served.clone());
    let told = stop.clone();
    let http = tokio::spawn(web::serve(listener, router, served, async move {
        told.cancelled().await;
    }));
    tracing::info!(%address, "the pages for staff have a listener of their own");
    Ok(Listening { address, http })
}

/// Refuses a data folder that another server uses: each would leave the other's signals unheard,
/// and the operator most likely meant another folder.
async fn refuse_in_use(settings: &Settings) -> Result<()> {
    let data = &settings.data;
    // A command that asks whether the folder is in use holds the lock for a moment itself.
    for _ in 0..ASKED {
        if listening::running(data).is_none() {
            return Ok(());
        }
        tokio::time::sleep(BETWEEN).await;
    }
    match listening::running(data) {
        None => Ok(()),
        Some(running) => bail!(
            "the data folder {} is in use by {running}; stop that server first, or give this one another folder with \
             --data",
            data.display()
        ),
    }
}

/// Opens what the operator supplies. What is not there is logged once, and the services that need
/// it are refused; a wrong file stops the start.
fn engines(settings: &Settings) -> Result<Engines> {
    let text = match text_engine::engine(settings) {
        Ok(engine) => engine,
        Err(why) => {
            tracing::info!(%why, "printed text is not read, and proofs of address are refused");
            None
        }
    };
    let faces = match models::optional(settings).context("the networks for faces")? {
        Ok(examiner) => Some(examiner),
        Err(why) => {
            tracing::info!(%why, "faces are not compared, and requests for `face` are refused");
            None
        }
    };
    Ok(Engines { text, faces })
}

/// Returns the settings of the HTTP side. It accepts no more connections than there are file
/// handles.
fn served(settings: &Settings, handles: Option<u64>) -> web::Settings {
    let mut limits = settings.limits.clone();
    if let Some(handles) = handles {
        let connections = usize::try_from(for_connections(handles)).unwrap_or(usize::MAX);
        if connections < limits.max_connections {
            tracing::warn!(
                handles,
                connections,
                "the limit on open files is low, so fewer connections are accepted"
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
        office: None,
    }
}

fn courier(settings: &Settings, office: &LocalApp) -> Result<DeliveryWorker> {
    let limits = Limits {
        deadline: settings.callback_deadline,
        ..Limits::default()
    };
    let ports = &office.ports;
    Ok(DeliveryWorker {
        store: Arc::clone(&ports.store),
        clock: Arc::clone(&ports.clock),
        entropy: Arc::clone(&ports.entropy),
        sender: Sender::new(office.guard.clone(), limits, &[]).context("cannot set up TLS")?,
        renderer: Arc::new(Postbacks {
            store: Arc::clone(&ports.store),
            vault: Arc::clone(&ports.vault),
            clock: Arc::clone(&ports.clock),
        }),
        signals: Arc::clone(&ports.signals),
        settings: delivery::Settings {
            slots: settings.parallel_callbacks,
            lane_slots: settings.parallel_per_host,
            ..delivery::Settings::default()
        },
    })
}

fn works(settings: &Settings, office: &LocalApp) -> JobWorker {
    let ports = &office.ports;
    JobWorker {
        store: Arc::clone(&ports.store),
        clock: Arc::clone(&ports.clock),
        runner: Arc::new(JobRunner(office.app.clone())),
        signals: Arc::clone(&ports.signals),
        settings: jobs::Settings {
            slots: settings.parallel_examinations.max(2),
            ..jobs::Settings::default()
        },
    }
}

/// Runs jobs by the use cases.
#[derive(Debug)]
struct JobRunner(App);

#[async_trait]
impl Runner for JobRunner {
    async fn run(&self, lease: JobLease) -> JobEnd {
        self.0.run(Principal::Server, &lease).await
    }

    async fn give_up(&self, lease: JobLease, why: &str) -> JobEnd {
        self.0
            .give_up(Principal::Server, &lease, why.to_owned())
            .await
    }
}

//! Wiring: connects adapters to ports over a data folder.

use std::fmt;
use std::fs::DirBuilder;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use egress::visitors::UserAgents;
use egress::{Guard, Rules};
use examination::Readers;
use proofing::ports::{About, Entropy, NoSelfiePages, Presenter, SelfiePages};
use proofing::signals::LocalSignals;
use proofing::tokens::LinkKey;
use proofing::visitors::{DeviceIntelligence, Places, Unknown};
use proofing::{App, Ports};
use store::SealedStore;
use verification::ResponseEvent;
use verification::account::Account;
use wire::verify::render;

use crate::config::Settings;
use crate::presence::Presence;
use crate::system::{SystemClock, SystemEntropy};
use crate::{files, listening};

/// The use cases over a data folder without a server, for the command line.
pub struct LocalApp {
    /// The use cases.
    pub app: App,
    /// What the server needs besides the use cases.
    pub(crate) ports: Ports,
    pub(crate) guard: Guard,
    pub(crate) sqlite: SealedStore,
    pub(crate) vault: store::SealedVault,
    /// The URL at which staff reach their pages, without `/office`.
    pub office_url: String,
}

impl fmt::Debug for LocalApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LocalApp(…)")
    }
}

impl LocalApp {
    /// Opens the data folder, and creates it on the first start.
    pub fn open(settings: &Settings) -> Result<Self> {
        let address = listening::left(&settings.data).unwrap_or(settings.listen);
        Self::listening(settings, address, Visitors::Nobody, Engines::default())
    }

    /// Opens an existing data folder. A mistyped name creates nothing.
    pub fn open_existing(settings: &Settings) -> Result<Self> {
        let data = settings.data.display();
        match Presence::of(&settings.data) {
            Presence::Whole => Self::open(settings),
            Presence::Nothing => bail!(
                "there is no store in {data}; create one with `bonafide account create NAME --data {data}`"
            ),
            Presence::Part(lacking) => {
                store::refuse_lacking(&settings.data, store_settings(settings).busy)?;
                bail!(
                    "the store in {data} is missing {}: put back what was there",
                    lacking.join(", ")
                )
            }
        }
    }

    /// Only the server examines pictures, so only it opens the engines.
    pub(crate) fn listening(
        settings: &Settings,
        listening: SocketAddr,
        visitors: Visitors,
        engines: Engines,
    ) -> Result<Self> {
        let data = &settings.data;
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(data)
            .map_err(|error| anyhow!(files::not_created(data, &error)))?;
        let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
        let master =
            store::MasterKey::load_or_create(&data.join("master.key"), |bytes| entropy.fill(bytes))
                .map_err(|error| match &error {
                    store::MasterKeyError::Io { path, source, .. }
                        if source.kind() == ErrorKind::PermissionDenied =>
                    {
                        anyhow!(
                            "cannot read {}; run as the owner of the folder",
                            path.display()
                        )
                    }
                    _ => error.into(),
                })?;
        let link_key = LinkKey::new(master.derive("links"));
        let (sqlite, vault) = store::open(
            data,
            master,
            Arc::clone(&entropy),
            &store_settings(settings),
        )
        .with_context(|| format!("the data folder {}", data.display()))?;
        let guard = Guard::new(Rules {
            allow_private: settings.allow_private_callbacks,
            allowed: settings.allow_networks.clone(),
            own: vec![listening],
            ..Rules::default()
        });
        let integrations = settings.integrations();
        let networks = &settings.allow_networks;
        let devices: Arc<dyn DeviceIntelligence> = match integrations.devices(networks)? {
            Some(service) => Arc::new(service),
            None => Arc::new(Unknown),
        };
        let selfie_pages: Arc<dyn SelfiePages> = match integrations.selfie_pages(networks)? {
            Some(service) => Arc::new(service),
            None => Arc::new(NoSelfiePages),
        };
        let places: Arc<dyn Places> = match visitors {
            Visitors::Come => Arc::new(integrations.places()?),
            Visitors::Nobody => Arc::new(Unknown),
        };
        let ports = Ports {
            store: Arc::new(sqlite.clone()),
            staff: Arc::new(sqlite.clone()),
            vault: Arc::new(vault.clone()),
            audit: Arc::new(sqlite.clone()),
            examiner: Arc::new(
                Readers::new(
                    settings.parallel_examinations,
                    decoders(settings, visitors)?,
                )
                .with_text(engines.text)
                .with_faces(engines.faces.map(Arc::new))
                .with_print_time(settings.print_time)
                .with_clock(Arc::new(SystemClock)),
            ),
            presenter: Arc::new(Bodies),
            guard: Arc::new(guard.clone()),
            messenger: Arc::new(integrations.messenger(networks)?),
            clock: Arc::new(SystemClock),
            entropy,
            signals: Arc::new(LocalSignals::default()),
            agents: Arc::new(UserAgents),
            places,
            devices,
            selfie_pages,
        };
        let public_url = settings
            .public_url
            .clone()
            .unwrap_or_else(|| listening::url(listening));
        let office_url = office_url(settings, &public_url);
        let app = App::new(
            ports.clone(),
            proofing::Settings {
                public_url,
                link_key,
            },
        )
        .with_most_codes(settings.most_codes);
        Ok(Self {
            app,
            ports,
            guard,
            sqlite,
            vault,
            office_url,
        })
    }

    /// Returns what the operator should know about the store besides its backlog.
    pub async fn state(&self) -> Result<store::State> {
        Ok(self.sqlite.state(self.app.now()).await?)
    }

    /// Makes up to this many verifications searchable that an earlier version stored.
    pub async fn index(&self, limit: usize) -> Result<store::Indexed> {
        Ok(self.sqlite.make_searchable(limit).await?)
    }

    /// Sweeps once by these rules.
    pub async fn sweep(&self, rules: &store::Rules) -> Result<store::Swept> {
        Ok(self.vault.sweep(self.app.now(), rules).await?)
    }
}

/// Returns the URL at which staff reach their pages.
fn office_url(settings: &Settings, public_url: &str) -> String {
    let office = &settings.office;
    let own = || office.listen.map(listening::url);
    let url = office.public_url.clone().or_else(own);
    url.unwrap_or_else(|| public_url.to_owned())
}

/// The processes that decode files. The command line decodes none, so it keeps none ready.
fn decoders(settings: &Settings, visitors: Visitors) -> Result<Arc<sandbox::Pool>> {
    let spares = match visitors {
        Visitors::Come => settings.parallel_examinations,
        Visitors::Nobody => 0,
    };
    let mut options = sandbox::Settings::of_this_program(spares)
        .context("cannot find the path of this program")?;
    if let Some(program) = &settings.decoder {
        options.program.clone_from(program);
    }
    let pool = sandbox::Pool::new(options);
    pool.refill().context("cannot start a decoder process")?;
    Ok(Arc::new(pool))
}

/// Returns the settings of the store.
pub fn store_settings(settings: &Settings) -> store::Settings {
    store::Settings {
        longest_rest: settings.longest_rest,
        ..store::Settings::default()
    }
}

/// What examines pictures besides the readers that are built in.
#[derive(Debug, Default)]
pub(crate) struct Engines {
    /// Reads printed text.
    pub(crate) text: Option<ocr::Engine>,
    /// Finds and compares faces.
    pub(crate) faces: Option<face::Examiner>,
}

/// Whether there are visitors: the command line has no use for large databases of locations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visitors {
    Come,
    Nobody,
}

/// Renders notifications of the verification protocol.
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

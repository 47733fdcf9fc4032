//! The services that the server calls besides callbacks: message channels, geolocation databases
//! and device intelligence. All of them are set up at the start, so that a mistake shows at once.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use egress::messenger::{ChannelRouter, Gateway, Smtp, SmtpSettings, SmtpTls, Way};
use egress::selfie_pages::SelfieService;
use egress::sender::Limits;
use egress::template::{Description, Format};
use egress::visitors::{GeoFiles, OutsideService};
use egress::{Guard, Rules, Sender};
use ipnet::IpNet;
use proofing::ports::Clock;
use serde::{Deserialize, Deserializer};
use verification::Personal;
use verification::capture::Channel;

use super::layers::Layers;
use crate::console::Console;
use crate::files;
use crate::system::SystemClock;

/// The maximum sizes of files in bytes: a database of cities, certificates and a secret.
const DATABASE: u64 = 1 << 30;
const CERTIFICATES: u64 = 1 << 20;
const SECRET: u64 = 64 << 10;

/// The mail server, as it was written.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEmail {
    by: String,
    from: String,
    host: String,
    port: u16,
    tls: String,
    ca_file: PathBuf,
    user: String,
    secret_file: PathBuf,
    #[serde(deserialize_with = "personal")]
    secret: Personal,
    deadline_seconds: u32,
}

/// A secret that stands in the file itself.
fn personal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Personal, D::Error> {
    String::deserialize(deserializer).map(Personal::new)
}

/// Declares a section about a service that is called by HTTP, as it was written. `receipt` is the
/// key that says where the answer has what is wanted of it, if the section has one.
macro_rules! http_section {
    ($(#[$doc:meta])* $name:ident $(, receipt: $receipt:ident)?) => {
        $(#[$doc])*
        #[derive(Clone, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            by: String,
            method: String,
            url: String,
            headers: Vec<String>,
            user: String,
            format: String,
            body: String,
            $($receipt: String,)?
            secret_file: PathBuf,
            #[serde(deserialize_with = "personal")]
            secret: Personal,
            deadline_seconds: u32,
        }

        impl From<$name> for RawHttp {
            fn from(raw: $name) -> Self {
                Self {
                    by: raw.by,
                    format: raw.format.clone(),
                    description: Description {
                        method: raw.method,
                        url: raw.url,
                        headers: raw.headers,
                        user: raw.user,
                        format: if raw.format == "form" {
                            Format::Form
                        } else {
                            Format::Json
                        },
                        body: raw.body,
                        secret: raw.secret,
                    },
                    receipt: String::new() $(+ &raw.$receipt)?,
                    secret_file: raw.secret_file,
                    deadline_seconds: raw.deadline_seconds,
                }
            }
        }
    };
}
http_section!(
    /// A gateway for messages.
    RawGateway, receipt: receipt
);
http_section!(
    /// The service that is asked about devices.
    RawDevice
);
http_section!(
    /// The service that makes pages for selfies.
    RawSelfie, receipt: address
);

/// What all sections about services that are called by HTTP have.
struct RawHttp {
    by: String,
    /// The word for the format, which is checked before it counts.
    format: String,
    description: Description,
    receipt: String,
    secret_file: PathBuf,
    deadline_seconds: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPlaces {
    databases: Vec<PathBuf>,
}

/// Headers, bodies and addresses contain credentials, so none of them is shown.
macro_rules! unprinted {
    ($($name:ident),*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).field("by", &self.by).finish_non_exhaustive()
            }
        }
    )*};
}
unprinted!(RawEmail, RawGateway, RawDevice, RawSelfie, Mail, Http);

/// How a channel sends messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The channel is not set up.
    Nothing,
    /// Messages are printed to standard error.
    Console,
    /// Messages are sent by SMTP or HTTP.
    Network,
}

/// A mail server.
#[derive(Clone)]
struct Mail {
    by: By,
    settings: SmtpSettings,
    secret_file: PathBuf,
    ca_file: PathBuf,
}

/// A service that is called by HTTP.
#[derive(Clone)]
struct Http {
    section: &'static str,
    by: By,
    description: Description,
    /// Where the answer has what is wanted of it: a JSON pointer.
    receipt: String,
    secret_file: PathBuf,
    patience: Duration,
}

/// The services that the server calls besides callbacks.
#[derive(Debug, Clone)]
pub struct Integrations {
    email: Mail,
    sms: Http,
    whatsapp: Http,
    device: Http,
    selfie: Http,
    databases: Vec<PathBuf>,
}

impl Integrations {
    pub(super) fn new(
        layers: &Layers,
        email: RawEmail,
        [sms, whatsapp]: [RawGateway; 2],
        places: RawPlaces,
        (device, selfie): (RawDevice, RawSelfie),
    ) -> Result<Self> {
        let one_of = |key: &str, word: &str, words: &[&str]| -> Result<()> {
            let (origin, words) = (
                layers.origin(key),
                (words.join("\", \""), words.contains(&word)),
            );
            ensure!(words.1, "{key} ({origin}): must be one of \"{}\"", words.0);
            Ok(())
        };
        let by = |section: &str, word: &str, network: &str, console: bool| -> Result<By> {
            let words = [Some("none"), Some(network), console.then_some("console")];
            let words: Vec<_> = words.into_iter().flatten().collect();
            one_of(&format!("{section}.by"), word, &words)?;
            Ok(match word {
                "none" => By::Nothing,
                "console" => By::Console,
                _ => By::Network,
            })
        };
        one_of("email.tls", &email.tls, &["implicit", "starttls", "none"])?;
        let http = |section: &'static str, has_console: bool, raw: RawHttp| -> Result<Http> {
            let by = by(section, &raw.by, "http", has_console)?;
            one_of(&format!("{section}.format"), &raw.format, &["json", "form"])?;
            Ok(Http {
                section,
                by,
                description: raw.description,
                receipt: raw.receipt,
                secret_file: raw.secret_file,
                patience: patience(layers, section, raw.deadline_seconds)?,
            })
        };
        Ok(Self {
            sms: http("sms", true, sms.into())?,
            whatsapp: http("whatsapp", true, whatsapp.into())?,
            device: http("device", false, device.into())?,
            selfie: http("selfie", false, selfie.into())?,
            email: Mail {
                by: by("email", &email.by, "smtp", true)?,
                secret_file: email.secret_file,
                ca_file: email.ca_file,
                settings: SmtpSettings {
                    host: email.host,
                    port: (email.port != 0).then_some(email.port),
                    tls: match email.tls.as_str() {
                        "implicit" => SmtpTls::Implicit,
                        "starttls" => SmtpTls::StartTls,
                        _ => SmtpTls::None,
                    },
                    user: email.user,
                    secret: email.secret,
                    from: email.from,
                    authorities: None,
                    patience: patience(layers, "email", email.deadline_seconds)?,
                },
            },
            databases: places.databases,
        })
    }

    /// How a channel sends messages.
    pub fn by(&self, channel: Channel) -> By {
        match channel {
            Channel::Email => self.email.by,
            Channel::Sms => self.sms.by,
            Channel::Whatsapp => self.whatsapp.by,
        }
    }

    /// Tries to create everything and returns the first mistake.
    pub fn check(&self, networks: &[IpNet]) -> Result<()> {
        self.messenger(networks)?;
        self.places()?;
        self.devices(networks)?;
        self.selfie_pages(networks).map(drop)
    }

    /// Creates the message channels.
    pub fn messenger(&self, networks: &[IpNet]) -> Result<ChannelRouter> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let mut board = ChannelRouter::default();
        for channel in Channel::ALL.iter().copied() {
            let way = match (self.by(channel), channel) {
                (By::Nothing, _) => continue,
                (By::Console, _) => Arc::new(Console),
                (By::Network, Channel::Email) => self.email.way(Arc::clone(&clock))?,
                (By::Network, Channel::Sms) => self.sms.way(networks, Arc::clone(&clock))?,
                (By::Network, Channel::Whatsapp) => {
                    self.whatsapp.way(networks, Arc::clone(&clock))?
                }
            };
            board = board.with(channel, way);
        }
        Ok(board)
    }

    /// Loads the geolocation databases.
    pub fn places(&self) -> Result<GeoFiles> {
        self.databases
            .iter()
            .try_fold(GeoFiles::default(), |files, path| {
                let file = || format!("places.databases: {}", path.display());
                files
                    .with(files::read_regular(path, DATABASE).with_context(file)?)
                    .with_context(file)
            })
    }

    /// Creates the client of the device service, if one is configured.
    pub fn devices(&self, networks: &[IpNet]) -> Result<Option<OutsideService>> {
        if self.device.by == By::Nothing {
            return Ok(None);
        }
        let service =
            OutsideService::new(&self.device.description()?, self.device.sender(networks)?);
        service.map(Some).context("[device]")
    }

    /// Creates the client of the service that makes pages for selfies, if one is configured.
    pub fn selfie_pages(&self, networks: &[IpNet]) -> Result<Option<SelfieService>> {
        if self.selfie.by == By::Nothing {
            return Ok(None);
        }
        let sender = self.selfie.sender(networks)?;
        let service = SelfieService::new(&self.selfie.description()?, &self.selfie.receipt, sender);
        service.map(Some).context("[selfie]")
    }
}

impl Mail {
    fn way(&self, clock: Arc<dyn Clock>) -> Result<Arc<dyn Way>> {
        let mut settings = self.settings.clone();
        settings.secret = secret("email", &self.secret_file, settings.secret)?;
        if !self.ca_file.as_os_str().is_empty() {
            let pem = files::read(&self.ca_file, CERTIFICATES)
                .with_context(|| format!("email.ca_file: {}", self.ca_file.display()))?;
            settings.authorities = Some(pem);
        }
        Ok(Arc::new(Smtp::new(&settings, clock).context("[email]")?))
    }
}

impl Http {
    fn way(&self, networks: &[IpNet], clock: Arc<dyn Clock>) -> Result<Arc<dyn Way>> {
        let sender = self.sender(networks)?;
        let gateway = Gateway::new(&self.description()?, &self.receipt, sender, clock);
        Ok(Arc::new(
            gateway.with_context(|| format!("[{}]", self.section))?,
        ))
    }

    fn description(&self) -> Result<Description> {
        let mut description = self.description.clone();
        description.secret = secret(self.section, &self.secret_file, description.secret)?;
        Ok(description)
    }

    /// The operator wrote the address, so it may be in a private network. Link-local ones, where
    /// clouds keep their credentials, stay closed unless callbacks may go there too.
    fn sender(&self, networks: &[IpNet]) -> Result<Sender> {
        let rules = Rules {
            allow_private: true,
            allowed: networks.to_vec(),
            ..Rules::default()
        };
        let limits = Limits {
            deadline: self.patience,
            excerpt: 16 << 10,
            ..Limits::default()
        };
        Sender::new(Guard::new(rules), limits, &[]).context("cannot set up TLS")
    }
}

fn patience(layers: &Layers, section: &str, seconds: u32) -> Result<Duration> {
    let key = format!("{section}.deadline_seconds");
    // A job that sends a message is given up after two minutes.
    ensure!(
        (1..=60).contains(&seconds),
        "{key} ({}): must be 1 to 60",
        layers.origin(&key)
    );
    Ok(Duration::from_secs(seconds.into()))
}

/// Returns the secret, from its file if there is one, without the line breaks at its end.
fn secret(section: &str, file: &Path, written: Personal) -> Result<Personal> {
    if file.as_os_str().is_empty() {
        return Ok(written);
    }
    if !written.is_blank() {
        bail!("{section}.secret and {section}.secret_file are both set; remove one of them");
    }
    let text = files::read_text(file, SECRET)
        .with_context(|| format!("{section}.secret_file: {}", file.display()))?;
    let text = zeroize::Zeroizing::new(text);
    Ok(text.trim_end_matches(['\r', '\n']).into())
}

//! What the configuration means: parsed in two steps, [`Raw`] is what was written, [`Settings`]
//! what it means.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use ipnet::IpNet;
use jiff::SignedDuration;
use proofing::MostCodes;
use serde::Deserialize;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;
use web::{Limits, Proxies, ProxyHeader};

use super::face::{FaceSettings, RawFace};
use super::integrations::{Integrations, RawDevice, RawEmail, RawGateway, RawPlaces, RawSelfie};
use super::layers::Layers;
use super::limits::RawLimits;
use super::office::{OfficeSettings, RawOffice};
use super::public_url::public_url;

/// The merged layers as they were written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    server: RawServer,
    limits: RawLimits,
    office: RawOffice,
    storage: RawStorage,
    callbacks: RawCallbacks,
    examination: RawExamination,
    codes: RawCodes,
    face: RawFace,
    email: RawEmail,
    sms: RawGateway,
    whatsapp: RawGateway,
    places: RawPlaces,
    device: RawDevice,
    selfie: RawSelfie,
    log: RawLog,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawServer {
    listen: String,
    public_url: String,
    base_path: String,
    max_body_mib: u32,
    max_bodies_mib: u32,
    body_deadline_seconds: u32,
    max_requests: u32,
    trusted_proxies: Vec<IpNet>,
    proxy_header: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStorage {
    data: PathBuf,
    quarantine_days: u16,
    longest_rest_days: u16,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCallbacks {
    allow_private: bool,
    allow_networks: Vec<IpNet>,
    deadline_seconds: u32,
    parallel: u32,
    parallel_per_host: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExamination {
    parallel: u32,
    text: TextEngine,
    text_languages: Vec<String>,
    print_seconds: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCodes {
    per_number: u32,
    per_network: u32,
    per_account: u32,
}

/// Whether printed text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextEngine {
    /// Printed text is read if the library is installed.
    Auto,
    /// Never.
    Off,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLog {
    level: String,
    format: LogFormat,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// What the configuration means.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// `None` if it follows from the address that the server listens on.
    pub public_url: Option<String>,
    /// The path under which the verification protocol is served; empty for the root.
    pub base_path: String,
    /// The pages for staff.
    pub office: OfficeSettings,
    /// The largest body of a request, in bytes.
    pub max_body: usize,
    /// The most that all bodies together may hold in memory, in bytes.
    pub max_bodies: usize,
    /// How long a body may take to arrive.
    pub body_deadline: Duration,
    /// How many requests are worked on at a time.
    pub max_requests: usize,
    /// What one caller may take of what all share.
    pub limits: Limits,
    /// The operator's own proxies, whose headers are believed.
    pub proxies: Proxies,
    /// The data folder.
    pub data: PathBuf,
    /// How long keys and pictures without a verification are kept.
    pub quarantine: SignedDuration,
    /// How long the store may be inactive before the clock is doubted.
    pub longest_rest: SignedDuration,
    /// Callbacks may go to private and loopback addresses.
    pub allow_private_callbacks: bool,
    /// Networks that may be called although they are private.
    pub allow_networks: Vec<IpNet>,
    /// How long one attempt at a callback may take.
    pub callback_deadline: Duration,
    /// How many callbacks are sent at a time.
    pub parallel_callbacks: usize,
    /// How many of them to one host of an account.
    pub parallel_per_host: usize,
    /// How many messages with codes for phones are sent within an hour.
    pub most_codes: MostCodes,
    /// How many examinations run at a time.
    pub parallel_examinations: usize,
    /// Whether printed text is read.
    pub text: TextEngine,
    /// The languages to read; empty for the installed ones.
    pub text_languages: Vec<String>,
    /// How long reading the print of one document may take; zero if it is not read.
    pub print_time: Duration,
    /// The networks that find and compare faces.
    pub face: FaceSettings,
    /// What is logged, as a filter.
    pub log_level: String,
    /// How log lines look.
    pub log_format: LogFormat,
    /// The program that decodes files in processes of its own; `None` for this program itself.
    pub decoder: Option<PathBuf>,
    integrations: Integrations,
}

impl Settings {
    /// Parses the layers, or returns the first mistake with the place where it was set.
    pub fn from_layers(layers: &Layers) -> Result<Self> {
        let raw = raw(layers)?;
        let located = |key: &str| format!("{key} ({})", layers.origin(key));
        let at_least_one = |key: &str, number: u32| -> Result<usize> {
            ensure!(number > 0, "{}: must be at least 1", located(key));
            Ok(number as usize)
        };
        let listen = raw
            .server
            .listen
            .to_socket_addrs()
            .ok()
            .and_then(|mut addresses| addresses.next())
            .with_context(|| {
                format!(
                    "{}: `{}` is not an address and port; for example 127.0.0.1:8080",
                    located("server.listen"),
                    raw.server.listen
                )
            })?;
        ensure!(
            raw.server.max_bodies_mib >= raw.server.max_body_mib,
            "{}: must be at least server.max_body_mib, {}",
            located("server.max_bodies_mib"),
            raw.server.max_body_mib
        );
        let public_url =
            public_url(&raw.server.public_url).with_context(|| located("server.public_url"))?;
        Ok(Self {
            listen,
            office: OfficeSettings::new(layers, raw.office, public_url.as_deref(), listen)?,
            public_url,
            base_path: base_path(&raw.server.base_path)
                .with_context(|| located("server.base_path"))?,
            max_body: at_least_one("server.max_body_mib", raw.server.max_body_mib)? * 1024 * 1024,
            max_bodies: at_least_one("server.max_bodies_mib", raw.server.max_bodies_mib)?
                * 1024
                * 1024,
            body_deadline: seconds(at_least_one(
                "server.body_deadline_seconds",
                raw.server.body_deadline_seconds,
            )?),
            max_requests: at_least_one("server.max_requests", raw.server.max_requests)?,
            limits: raw.limits.limits(layers)?,
            proxies: Proxies {
                trusted: raw.server.trusted_proxies,
                header: match raw.server.proxy_header.as_str() {
                    "x-forwarded-for" => ProxyHeader::XForwardedFor,
                    "forwarded" => ProxyHeader::Forwarded,
                    _ => bail!(
                        "{}: must be \"x-forwarded-for\" or \"forwarded\"",
                        located("server.proxy_header")
                    ),
                },
            },
            data: raw.storage.data,
            quarantine: days(at_least_one(
                "storage.quarantine_days",
                raw.storage.quarantine_days.into(),
            )?),
            longest_rest: days(at_least_one(
                "storage.longest_rest_days",
                raw.storage.longest_rest_days.into(),
            )?),
            allow_private_callbacks: raw.callbacks.allow_private,
            allow_networks: raw.callbacks.allow_networks,
            callback_deadline: seconds(at_least_one(
                "callbacks.deadline_seconds",
                raw.callbacks.deadline_seconds,
            )?),
            parallel_callbacks: at_least_one("callbacks.parallel", raw.callbacks.parallel)?,
            parallel_per_host: at_least_one(
                "callbacks.parallel_per_host",
                raw.callbacks.parallel_per_host,
            )?,
            most_codes: MostCodes {
                number: at_least_one("codes.per_number", raw.codes.per_number)?,
                network: at_least_one("codes.per_network", raw.codes.per_network)?,
                account: at_least_one("codes.per_account", raw.codes.per_account)?,
            },
            parallel_examinations: match raw.examination.parallel {
                0 => std::thread::available_parallelism().map_or(1, usize::from),
                some => some as usize,
            },
            text: raw.examination.text,
            text_languages: raw.examination.text_languages,
            print_time: Duration::from_secs(raw.examination.print_seconds.into()),
            face: FaceSettings::new(layers, raw.face)?,
            log_level: log_filter(&raw.log.level)
                .with_context(|| located("log.level"))
                .map(|_| raw.log.level)?,
            log_format: raw.log.format,
            decoder: None,
            integrations: Integrations::new(
                layers,
                raw.email,
                [raw.sms, raw.whatsapp],
                raw.places,
                (raw.device, raw.selfie),
            )?,
        })
    }

    /// What the server calls besides callbacks.
    pub const fn integrations(&self) -> &Integrations {
        &self.integrations
    }
}

/// Returns the merged values, or the first one of the wrong type with the place where it was set.
fn raw(layers: &Layers) -> Result<Raw> {
    let error = match layers.table()?.try_into() {
        Ok(raw) => return Ok(raw),
        Err(error) => error,
    };
    // The error does not know where the value was set, so each one is tried alone over the
    // defaults.
    for (key, value, origin) in layers.changed() {
        let mut alone = Layers::default();
        alone.set(key, value.clone(), origin.clone())?;
        if let Err(error) = alone.table()?.try_into::<Raw>() {
            bail!("{key} ({origin}): {}", error.message());
        }
    }
    Err(error).context("the configuration is inconsistent")
}

/// Parses the log filter.
pub fn log_filter(words: &str) -> Result<EnvFilter> {
    for word in words.split(',') {
        // The filter takes any word for the name of a module, and would silence everything else.
        ensure!(
            !word.is_empty() && (word.contains(['=', '[']) || word.parse::<LevelFilter>().is_ok()),
            "`{word}` is not a level; use off, error, warn, info, debug, trace, or a filter such as worker=debug"
        );
    }
    EnvFilter::try_new(words).with_context(|| format!("`{words}` is not a filter"))
}

fn seconds(number: usize) -> Duration {
    Duration::from_secs(number as u64)
}

fn days(number: usize) -> SignedDuration {
    SignedDuration::from_hours(24 * number as i64)
}

fn base_path(text: &str) -> Result<String> {
    let text = text.trim_end_matches('/');
    if text.is_empty() {
        return Ok(String::new());
    }
    if !text.starts_with('/') {
        bail!("must begin with a slash");
    }
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
    ensure!(
        text.chars().all(good) && !text.contains("//"),
        "may only contain letters, digits, `-`, `_`, `.` and single slashes"
    );
    Ok(text.to_owned())
}

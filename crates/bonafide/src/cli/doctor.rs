//! `bonafide doctor`: checks that this machine has everything the server needs.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::{Context, Result, bail};
use bonafide::config::{By, Settings};
use bonafide::presence::Presence;
use bonafide::process::{for_connections, raise_handles};
use bonafide::wiring::LocalApp;
use bonafide::{out, text_engine};
use clap::Args;
use proofing::Principal;
use verification::capture::Channel;

use super::common::Common;
use super::models as networks;
use crate::runtime::block_on;

/// Flags of `doctor`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bonafide doctor --data /srv/id
  bonafide doctor --config /etc/bonafide.toml

The exit status is 1 if a check failed; warnings do not count.")]
pub(super) struct Doctor {
    #[command(flatten)]
    common: Common,
}

impl Doctor {
    /// Runs every check and fails if something that the server needs does not work.
    pub(super) fn run(self) -> Result<()> {
        let settings = self.common.settings()?;
        let checks = [
            ("configuration", Ok(well("valid"))),
            ("data folder and keys", store(&settings).map(well)),
            ("access to the data folder", mode(&settings.data)),
            ("leftovers and failed jobs", left(&settings)),
            ("listening address", address(&settings).map(well)),
            ("public URL", Ok(links(&settings))),
            ("open files", Ok(handles(&settings, raise_handles()))),
            (
                "licences (PDF417), passports and ID cards (MRZ)",
                Ok(well("built in")),
            ),
            ("decoder processes", decoders().map(well)),
            ("printed text and addresses", Ok(text(&settings))),
            ("faces", networks::state(&settings).map(well)),
            ("private callback addresses", Ok(private(&settings))),
            ("trusted proxies", Ok(proxies(&settings))),
            ("channels for sending links", channels(&settings)),
            ("geolocation of visitors", places(&settings).map(well)),
            ("device intelligence service", devices(&settings).map(well)),
            ("service for selfies", selfies(&settings).map(well)),
            (
                "processors",
                Ok(well(format!(
                    "{} verifications examined in parallel",
                    settings.parallel_examinations
                ))),
            ),
        ];
        let bad = checks.iter().filter(|(_, found)| found.is_err()).count();
        out::table(
            ["check", "", "result"],
            checks.map(|(what, found)| {
                let (mark, text) = match found {
                    Ok(Found::Well(text)) => ("ok", text),
                    Ok(Found::Doubtful(text)) => ("warn", text),
                    Err(error) => ("BAD", format!("{error:#}")),
                };
                [what.to_owned(), mark.to_owned(), text]
            }),
        );
        if bad > 0 {
            bail!(
                "{bad} {} failed; fix {} before starting the server",
                if bad == 1 { "check" } else { "checks" },
                if bad == 1 { "it" } else { "them" }
            );
        }
        Ok(())
    }
}

/// The result of a check that did not fail.
#[derive(Debug)]
enum Found {
    Well(String),
    /// The server runs, but perhaps not as intended.
    Doubtful(String),
}

fn well(text: impl Into<String>) -> Found {
    Found::Well(text.into())
}

fn doubtful(text: impl Into<String>) -> Found {
    Found::Doubtful(text.into())
}

fn store(settings: &Settings) -> Result<String> {
    if Presence::of(&settings.data) == Presence::Nothing {
        return Ok(format!(
            "{} is empty; the first start creates the store",
            settings.data.display()
        ));
    }
    block_on(async {
        let office = LocalApp::open_existing(settings)?;
        office.app.check_store(Principal::Operator).await?;
        let backlog = office.app.backlog(Principal::Operator).await?;
        Ok(format!(
            "{}: {} callbacks and {} jobs are waiting",
            settings.data.display(),
            backlog.deliveries,
            backlog.jobs
        ))
    })
}

/// Starts a decoder process, as the server does for each file, and asks how it is confined.
fn decoders() -> Result<String> {
    let settings = sandbox::Settings::of_this_program(0)?;
    let confinement = sandbox::Pool::new(settings)
        .confinement()
        .context("cannot start a decoder process")?;
    let lacking: Vec<&str> = [
        (confinement.unprivileged, "dropping root privileges"),
        (confinement.no_files, "file system isolation (Landlock)"),
        (
            confinement.few_system_calls,
            "system call filtering (seccomp)",
        ),
    ]
    .into_iter()
    .filter_map(|(holds, what)| (!holds).then_some(what))
    .collect();
    Ok(if lacking.is_empty() {
        "confined in memory, time, files and system calls".to_owned()
    } else {
        format!(
            "confined in memory and time; this system does not support {}",
            lacking.join(", ")
        )
    })
}

/// Printed text is optional: a server without it refuses `address` and does everything else.
fn text(settings: &Settings) -> Found {
    // The server loads the languages with the first page; here they are tried at once.
    let tried = text_engine::engine(settings).and_then(|engine| {
        engine.as_ref().map_or(Ok(()), ocr::Engine::check)?;
        Ok(engine)
    });
    match tried {
        Ok(Some(engine)) => well(format!(
            "libtesseract {} with {}: proofs of address and printed text are read",
            engine.version(),
            engine.languages().join(", ")
        )),
        Ok(None) => well(
            "off: requests for `address` are refused with 403, and printed text is not compared",
        ),
        Err(why) => doubtful(format!(
            "{why}; requests for `address` are refused with 403, and printed text is not compared. On \
             Debian: apt-get install tesseract-ocr tesseract-ocr-deu tesseract-ocr-fra tesseract-ocr-spa"
        )),
    }
}

fn address(settings: &Settings) -> Result<String> {
    match TcpListener::bind(settings.listen) {
        Ok(_) => Ok(format!("{} is free", settings.listen)),
        // A server that is already running is no fault.
        Err(error) if error.kind() == ErrorKind::AddrInUse => Ok(format!(
            "{} is in use; a server is probably running",
            settings.listen
        )),
        Err(error) => bail!("{}: {error}", settings.listen),
    }
}

/// The server refuses a folder that other users can write to, and leaves the mode of a folder that
/// they can only enter.
fn mode(data: &Path) -> Result<Found> {
    if let Some(fault) = ::store::access_faults(data).into_iter().next() {
        bail!("{fault}");
    }
    let mode = match data.metadata() {
        Ok(folder) => folder.permissions().mode() & 0o777,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok(well("only its owner, once it is created"));
        }
        Err(error) => bail!("{}: {error}", data.display()),
    };
    Ok(if mode & 0o077 != 0 {
        doubtful(format!(
            "other users too: its mode is {mode:03o}; run `chmod 700 {}`",
            data.display()
        ))
    } else {
        well("only its owner")
    })
}

/// The number of failed jobs that are shown.
const SHOWN: usize = 5;

/// Reports what needs the operator's attention.
fn left(settings: &Settings) -> Result<Found> {
    if Presence::of(&settings.data) != Presence::Whole {
        return Ok(well("none"));
    }
    let (state, given_up, count) = block_on(async {
        let office = LocalApp::open_existing(settings)?;
        let count = office.app.backlog(Principal::Operator).await?.given_up;
        let given_up = office.app.given_up(Principal::Operator, SHOWN).await?;
        Ok((office.state().await?, given_up, count))
    })?;
    let mut found = Vec::new();
    if let Some(last) = state.doubted_since {
        found.push(format!(
            "the clock is far ahead of the store's last activity ({last}): nothing expires, is deleted or swept until \
             you run `bonafide store accept`"
        ));
    }
    if let Some(oldest) = state.oldest_orphan {
        found.push(format!(
            "{} keys or pictures belong to no verification and are kept for {} days (the oldest since {oldest})",
            state.orphans,
            settings.quarantine.as_hours() / 24
        ));
    }
    if count > 0 {
        let shown: Vec<String> = given_up
            .iter()
            .map(|job| {
                format!(
                    "{} of {}: {}",
                    job.job.word(),
                    job.job.verification(),
                    job.why
                )
            })
            .collect();
        found.push(format!(
            "{count} failed jobs, the newest: {}",
            shown.join(" ")
        ));
    }
    Ok(if found.is_empty() {
        well("none")
    } else {
        doubtful(found.join("; "))
    })
}

/// Every connection takes an open file, and so does every picture being written.
fn handles(settings: &Settings, handles: Option<u64>) -> Found {
    let wanted = settings.limits.max_connections as u64;
    match handles {
        None => well("unlimited"),
        Some(handles) if for_connections(handles) >= wanted => {
            well(format!("{handles}: enough for {wanted} connections"))
        }
        Some(handles) => doubtful(format!(
            "{handles}: enough for {} connections, but limits.max_connections is {wanted}; raise the limit \
             (`ulimit -Hn`, or LimitNOFILE= in systemd)",
            for_connections(handles)
        )),
    }
}

/// Nobody can follow a link to an unspecified address.
fn links(settings: &Settings) -> Found {
    match &settings.public_url {
        Some(url) => well(url),
        None if settings.listen.ip().is_unspecified() => doubtful(format!(
            "http://{} cannot be opened from elsewhere; set server.public_url",
            settings.listen
        )),
        None => well(format!("http://{}", settings.listen)),
    }
}

fn private(settings: &Settings) -> Found {
    match (
        settings.allow_private_callbacks,
        settings.allow_networks.len(),
    ) {
        (true, _) => doubtful("allowed; only for testing"),
        (false, 0) => well("refused"),
        (false, some) => well(format!("refused, except in {some} networks")),
    }
}

/// Behind a proxy that is not trusted, every visitor appears to have the proxy's address.
fn proxies(settings: &Settings) -> Found {
    match (settings.proxies.trusted.len(), &settings.public_url) {
        (0, Some(url)) if url.starts_with("https:") => doubtful(
            "none, although TLS ends at a proxy: set server.trusted_proxies, or every visitor appears to \
             have the proxy's address",
        ),
        (0, _) => well("none; visitors are known by the address that they connect from"),
        (some, _) => well(format!("{some} networks")),
    }
}

fn channels(settings: &Settings) -> Result<Found> {
    let integrations = settings.integrations();
    integrations.messenger(&settings.allow_networks)?;
    let shown: Vec<String> = Channel::ALL
        .iter()
        .map(|channel| {
            let by = match integrations.by(*channel) {
                By::Nothing => "none",
                By::Console => "console",
                By::Network => "configured",
            };
            format!("{} {by}", channel.word())
        })
        .collect();
    let prints = Channel::ALL
        .iter()
        .any(|channel| integrations.by(*channel) == By::Console);
    let shown = shown.join(", ");
    Ok(if prints {
        doubtful(format!(
            "{shown}; printing links to the console is only for testing"
        ))
    } else {
        well(shown)
    })
}

fn places(settings: &Settings) -> Result<String> {
    let about = settings.integrations().places()?.about();
    Ok(if about.is_empty() {
        "no database; `info.geolocation` only holds the IP address".to_owned()
    } else {
        about.join(", ")
    })
}

fn devices(settings: &Settings) -> Result<String> {
    let service = settings.integrations().devices(&settings.allow_networks)?;
    Ok(service.map_or("none", |_| "configured").to_owned())
}

fn selfies(settings: &Settings) -> Result<String> {
    let service = settings
        .integrations()
        .selfie_pages(&settings.allow_networks)?;
    Ok(service.map_or("none", |_| "configured").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide::config::{Layers, Origin};

    #[test]
    fn few_open_files_are_doubtful() {
        let settings = Settings::from_layers(&Layers::default()).unwrap();
        for (open, expected) in [
            (Some(64), true),
            (Some(1024), true),
            (Some(65_536), false),
            (None, false),
        ] {
            let found = handles(&settings, open);
            assert_eq!(matches!(found, Found::Doubtful(_)), expected, "{found:?}");
        }
    }

    #[test]
    fn links_to_everywhere_are_doubtful() {
        let cases = [
            ("listen = \"0.0.0.0:80\"", true),
            ("listen = \"[::]:80\"", true),
            ("listen = \"127.0.0.1:80\"", false),
            (
                "listen = \"0.0.0.0:80\"\npublic_url = \"https://id.example\"",
                false,
            ),
        ];
        for (keys, expected) in cases {
            let mut layers = Layers::default();
            layers
                .add_text(&format!("[server]\n{keys}"), Origin::File("a.toml".into()))
                .unwrap();
            let found = links(&Settings::from_layers(&layers).unwrap());
            assert_eq!(
                matches!(found, Found::Doubtful(_)),
                expected,
                "{keys}: {found:?}"
            );
        }
    }
}

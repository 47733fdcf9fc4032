//! `bonafide doctor`: does this machine have what the server needs?

use std::io::ErrorKind;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::{Context, Result, bail};
use bonafide::config::{By, Settings};
use bonafide::presence::Presence;
use bonafide::process::{for_connections, raise_handles};
use bonafide::wiring::Office;
use bonafide::{out, text_engine};
use clap::Args;
use proofing::Principal;
use verification::capture::Channel;

use super::common::Common;
use crate::runtime::block_on;

/// Flags of `doctor`.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    common: Common,
}

impl Doctor {
    /// Looks at everything and fails if something that is needed does not work.
    pub(super) fn run(self) -> Result<()> {
        let settings = self.common.settings()?;
        let checks = [
            ("configuration", Ok(well("in order"))),
            ("data folder and keys", store(&settings).map(well)),
            ("who may enter the data folder", mode(&settings.data)),
            ("left over and left undone", left(&settings)),
            ("listening address", address(&settings).map(well)),
            ("address in links", Ok(links(&settings))),
            ("open files", Ok(handles(&settings, raise_handles()))),
            (
                "licences (PDF417), passports and cards (MRZ)",
                Ok(well("read by this program")),
            ),
            ("decoding in processes of their own", decoders().map(well)),
            ("printed text, addresses", Ok(text(&settings))),
            (
                "faces",
                Ok(well("not read by this version: such checks answer null")),
            ),
            ("private callback addresses", Ok(private(&settings))),
            ("proxies in front", Ok(proxies(&settings))),
            ("channels for links", channels(&settings)),
            ("places of visitors", places(&settings).map(well)),
            ("service asked about devices", devices(&settings).map(well)),
            (
                "processors",
                Ok(well(format!(
                    "{} examinations at a time",
                    settings.parallel_examinations
                ))),
            ),
        ];
        let bad = checks.iter().filter(|(_, found)| found.is_err()).count();
        out::table(
            ["what", "", "found"],
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
            bail!("{bad} of these must be mended before the server can run");
        }
        Ok(())
    }
}

/// What a check found where nothing is broken.
#[derive(Debug)]
enum Found {
    Well(String),
    /// The server runs, and may not do what is wanted.
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
            "{} holds no store yet: the first start makes it",
            settings.data.display()
        ));
    }
    block_on(async {
        let office = Office::open_existing(settings)?;
        office.desk.check_store(Principal::Operator).await?;
        let backlog = office.desk.backlog(Principal::Operator).await?;
        Ok(format!(
            "{}: {} callbacks and {} jobs waiting",
            settings.data.display(),
            backlog.deliveries,
            backlog.jobs
        ))
    })
}

/// Starts a process as the server starts one for each file, and asks it how it is held in.
fn decoders() -> Result<String> {
    let settings = sandbox::Settings::of_this_program(0)?;
    let confinement = sandbox::Pool::new(settings)
        .confinement()
        .context("no process can be started to decode files")?;
    let lacking: Vec<&str> = [
        (confinement.unprivileged, "giving up root"),
        (confinement.no_files, "closing the file system (Landlock)"),
        (
            confinement.few_system_calls,
            "filtering system calls (seccomp)",
        ),
    ]
    .into_iter()
    .filter_map(|(holds, what)| (!holds).then_some(what))
    .collect();
    Ok(if lacking.is_empty() {
        "limited in memory, time, files and system calls".to_owned()
    } else {
        format!(
            "limited in memory and time; this system lacks {}",
            lacking.join(", ")
        )
    })
}

/// Printed text is an extra: a server without it refuses `address`, and everything else goes on.
fn text(settings: &Settings) -> Found {
    // The server loads the languages when the first page comes; here they are tried.
    let tried = text_engine::engine(settings).and_then(|engine| {
        engine.as_ref().map_or(Ok(()), ocr::Engine::check)?;
        Ok(engine)
    });
    match tried {
        Ok(Some(engine)) => well(format!(
            "libtesseract {} with {}: address papers and printed sides are read",
            engine.version(),
            engine.languages().join(", ")
        )),
        Ok(None) => well(
            "switched off: requests for `address` are refused with 403, printed sides are not compared",
        ),
        Err(why) => doubtful(format!(
            "{why}; requests for `address` are refused with 403, printed sides are not compared. On Debian: \
             apt-get install tesseract-ocr tesseract-ocr-deu tesseract-ocr-fra tesseract-ocr-spa"
        )),
    }
}

fn address(settings: &Settings) -> Result<String> {
    match TcpListener::bind(settings.listen) {
        Ok(_) => Ok(format!("{} is free", settings.listen)),
        // A server that runs already is no fault.
        Err(error) if error.kind() == ErrorKind::AddrInUse => Ok(format!(
            "{} is in use: a server is running",
            settings.listen
        )),
        Err(error) => bail!("{}: {error}", settings.listen),
    }
}

/// The server refuses a folder that others may write, and leaves the mode of one that they may
/// only enter.
fn mode(data: &Path) -> Result<Found> {
    if let Some(fault) = ::store::access_faults(data).into_iter().next() {
        bail!("{fault}");
    }
    let mode = match data.metadata() {
        Ok(folder) => folder.permissions().mode() & 0o777,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok(well("only its owner, once it is made"));
        }
        Err(error) => bail!("{}: {error}", data.display()),
    };
    Ok(if mode & 0o077 != 0 {
        doubtful(format!(
            "others too: its mode is {mode:03o}; run `chmod 700 {}`",
            data.display()
        ))
    } else {
        well("only its owner")
    })
}

/// How many jobs that were given up are shown.
const SHOWN: usize = 5;

/// What waits for somebody to look at it.
fn left(settings: &Settings) -> Result<Found> {
    if Presence::of(&settings.data) != Presence::Whole {
        return Ok(well("nothing"));
    }
    let (state, given_up, count) = block_on(async {
        let office = Office::open_existing(settings)?;
        let count = office.desk.backlog(Principal::Operator).await?.given_up;
        let given_up = office.desk.given_up(Principal::Operator, SHOWN).await?;
        Ok((office.state().await?, given_up, count))
    })?;
    let mut found = Vec::new();
    if let Some(last) = state.doubted_since {
        found.push(format!(
            "the clock is far ahead of when the store was last at work ({last}): nothing is expired, forgotten or \
             swept until `bonafide store accept`"
        ));
    }
    if let Some(oldest) = state.oldest_orphan {
        found.push(format!(
            "{} keys or pictures without a verification, kept for {} days (the oldest since {oldest})",
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
            "{count} jobs given up, the newest: {}",
            shown.join(" ")
        ));
    }
    Ok(if found.is_empty() {
        well("nothing")
    } else {
        doubtful(found.join("; "))
    })
}

/// Each connection is an open file, and so is each picture that is written.
fn handles(settings: &Settings, handles: Option<u64>) -> Found {
    let wanted = settings.limits.max_connections as u64;
    match handles {
        None => well("as many as are wanted"),
        Some(handles) if for_connections(handles) >= wanted => {
            well(format!("{handles}: {wanted} connections at a time"))
        }
        Some(handles) => doubtful(format!(
            "{handles}, which is enough for {} connections and not for the {wanted} of limits.max_connections: raise \
             the limit (`ulimit -Hn`, LimitNOFILE= of systemd)",
            for_connections(handles)
        )),
    }
}

/// An address that listens everywhere leads nowhere.
fn links(settings: &Settings) -> Found {
    match &settings.public_url {
        Some(url) => well(url),
        None if settings.listen.ip().is_unspecified() => doubtful(format!(
            "http://{}, which nobody can follow: set server.public_url",
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
        (true, _) => doubtful("allowed: only for trying things out"),
        (false, 0) => well("refused"),
        (false, some) => well(format!("refused, but for {some} networks")),
    }
}

/// A proxy on this machine that was not named makes everybody come from this machine.
fn proxies(settings: &Settings) -> Found {
    match (settings.proxies.trusted.len(), &settings.public_url) {
        (0, Some(url)) if url.starts_with("https:") => doubtful(
            "none trusted, though TLS ends before this server: set server.trusted_proxies, or every \
             visitor has the proxy's address",
        ),
        (0, _) => well("none trusted: visitors have the address that they connect from"),
        (some, _) => well(format!("{some} networks trusted")),
    }
}

fn channels(settings: &Settings) -> Result<Found> {
    let outward = settings.outward();
    outward.messenger(&settings.allow_networks)?;
    let shown: Vec<String> = Channel::ALL
        .iter()
        .map(|channel| {
            let by = match outward.by(*channel) {
                By::Nothing => "none",
                By::Console => "console",
                By::Network => "configured",
            };
            format!("{} {by}", channel.word())
        })
        .collect();
    let prints = Channel::ALL
        .iter()
        .any(|channel| outward.by(*channel) == By::Console);
    let shown = shown.join(", ");
    Ok(if prints {
        doubtful(format!(
            "{shown}: printing links is only for trying things out"
        ))
    } else {
        well(shown)
    })
}

fn places(settings: &Settings) -> Result<String> {
    let about = settings.outward().places()?.about();
    Ok(if about.is_empty() {
        "no database: `info.geolocation` says the address only".to_owned()
    } else {
        about.join(", ")
    })
}

fn devices(settings: &Settings) -> Result<String> {
    let service = settings.outward().devices(&settings.allow_networks)?;
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

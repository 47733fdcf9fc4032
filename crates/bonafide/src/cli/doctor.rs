//! `bonafide doctor`: does this machine have what the server needs?

use std::net::TcpListener;

use anyhow::{Result, bail};
use clap::Args;

use super::{Common, block_on};
use crate::config::Settings;
use crate::out;
use crate::wiring::{Office, Presence};

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
            ("configuration", Ok("in order".to_owned())),
            ("data folder and keys", store(&settings)),
            ("listening address", address(&settings)),
            (
                "licences (PDF417, AAMVA)",
                Ok("read by this program".to_owned()),
            ),
            (
                "printed text, MRZ, faces",
                Ok("not read by this version: such checks answer null".to_owned()),
            ),
            ("private callback addresses", Ok(private(&settings))),
            (
                "processors",
                Ok(format!(
                    "{} examinations at a time",
                    settings.parallel_examinations
                )),
            ),
        ];
        let bad = checks.iter().filter(|(_, found)| found.is_err()).count();
        out::table(
            ["what", "", "found"],
            checks.map(|(what, found)| {
                let (mark, text) = match found {
                    Ok(text) => ("ok", text),
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

fn store(settings: &Settings) -> Result<String> {
    if Presence::of(&settings.data) == Presence::Nothing {
        return Ok(format!(
            "{} holds no store yet: the first start makes it",
            settings.data.display()
        ));
    }
    block_on(async {
        let office = Office::open_existing(settings)?;
        office.store().check().await?;
        let backlog = office.store().backlog().await?;
        Ok(format!(
            "{}: {} callbacks and {} jobs waiting",
            settings.data.display(),
            backlog.deliveries,
            backlog.jobs
        ))
    })
}

fn address(settings: &Settings) -> Result<String> {
    match TcpListener::bind(settings.listen) {
        Ok(_) => Ok(format!("{} is free", settings.listen)),
        // A server that runs already is no fault.
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => Ok(format!(
            "{} is in use: a server is running",
            settings.listen
        )),
        Err(error) => bail!("{}: {error}", settings.listen),
    }
}

fn private(settings: &Settings) -> String {
    match (
        settings.allow_private_callbacks,
        settings.allow_networks.len(),
    ) {
        (true, _) => "allowed: only for trying things out".to_owned(),
        (false, 0) => "refused".to_owned(),
        (false, some) => format!("refused, but for {some} networks"),
    }
}

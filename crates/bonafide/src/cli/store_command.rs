//! `bonafide store`: recovers a store whose parts do not belong together, and removes orphaned
//! files.

use anyhow::{Result, bail};
use bonafide::config::Settings;
use bonafide::out;
use bonafide::system::SystemEntropy;
use bonafide::system::now;
use bonafide::wiring::{LocalApp, store_settings};
use clap::Subcommand;

use super::common::Common;
use crate::runtime::block_on;

/// The number of verifications that are made searchable in one step.
const INDEXED_AT_A_TIME: usize = 2_000;

/// Subcommands of `store`.
#[derive(Debug, Subcommand)]
pub(super) enum StoreCommand {
    /// Accept parts that do not match, after a restore or a loss, or a clock that is far ahead.
    /// Without `--yes`, only show what would be lost.
    #[command(after_help = "\
Examples:
  bonafide store accept --data /srv/id
  bonafide store accept --data /srv/id --yes")]
    Accept {
        /// Accept and continue; this cannot be undone.
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Destroy keys and pictures that belong to no verification and whose quarantine is over, as
    /// the server does every hour.
    #[command(after_help = "\
Example:
  bonafide store sweep --data /srv/id")]
    Sweep {
        /// Destroy them even if there are many compared with the number of verifications.
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Make verifications searchable that an earlier version stored, as the server does by itself.
    /// It goes on where it was interrupted.
    #[command(after_help = "\
Example:
  bonafide store index --data /srv/id")]
    Index {
        #[command(flatten)]
        common: Common,
    },
}

impl StoreCommand {
    pub(super) fn run(self) -> Result<()> {
        match self {
            Self::Accept { yes, common } => accept(&common.settings()?, yes),
            Self::Sweep { yes, common } => sweep(&common.settings()?, yes),
            Self::Index { common } => index(&common.settings()?),
        }
    }
}

fn accept(settings: &Settings, is_meant: bool) -> Result<()> {
    let (data, busy) = (&settings.data, store_settings(settings).busy);
    if !data.is_dir() {
        bail!(
            "{} {}; name the data folder with --data",
            data.display(),
            if data.exists() {
                "is not a folder"
            } else {
                "does not exist"
            }
        );
    }
    if is_meant {
        let accepted = store::accept(data, &SystemEntropy, now(), busy)?;
        tell(&accepted, settings);
        out::line("accepted: the server can start with what is there");
        return Ok(());
    }
    let found = store::look_at_parts(data, busy)?;
    tell(&found, settings);
    out::line("nothing was changed; run again with --yes to accept this");
    Ok(())
}

/// Prints what does not match, and what is lost by accepting it.
fn tell(found: &store::Unfit, settings: &Settings) {
    match &found.misfit {
        None => out::line("the parts of the store match"),
        Some(misfit) => {
            out::line(misfit);
            out::line(format!(
                "verifications without a key, whose personal data can no longer be opened: {}",
                found.without_key
            ));
            out::line(format!(
                "keys and pictures that belong to no verification, kept for {} days: {}",
                settings.quarantine.as_hours() / 24,
                found.orphans
            ));
            out::line(
                "verifications deleted after the copy was made are back if the copy has them; delete them again",
            );
        }
    }
    if let Some(last) = found.at_work
        && now().duration_since(last) > settings.longest_rest
    {
        out::line(format!(
            "the clock says {}, but the store was last active at {last}: if the clock is right, everything that \
             has become due since expires and is deleted",
            now()
        ));
    }
}

fn index(settings: &Settings) -> Result<()> {
    let made = block_on(async {
        let office = LocalApp::open_existing(settings)?;
        let mut made = 0;
        loop {
            let indexed = office.index(INDEXED_AT_A_TIME).await?;
            made += indexed.made;
            if indexed.left == 0 {
                return anyhow::Ok(made);
            }
            if indexed.made > 0 {
                out::note(format!(
                    "{made} are searchable now, up to {} are left",
                    indexed.left
                ));
            }
        }
    })?;
    out::line(format!(
        "made searchable: {made}; every verification can be found"
    ));
    Ok(())
}

fn sweep(settings: &Settings, may_be_many: bool) -> Result<()> {
    let rules = store::Rules {
        quarantine: settings.quarantine,
        may_be_many,
    };
    let swept = block_on(async { LocalApp::open_existing(settings)?.sweep(&rules).await })?;
    if swept.is_doubted {
        bail!(
            "nothing was swept: the clock is far ahead of the store's last activity; see `bonafide store accept`"
        );
    }
    out::line(format!(
        "removed: {}, kept in quarantine: {}",
        swept.removed, swept.quarantined
    ));
    if swept.too_many > 0 {
        bail!(
            "{} more are due, which is too many to remove without asking: is this the right bonafide.db? If it is, \
             run again with --yes to destroy them for good",
            swept.too_many
        );
    }
    Ok(())
}

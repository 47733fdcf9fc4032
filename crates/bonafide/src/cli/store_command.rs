//! `bonafide store`: what to do when parts of the store do not fit, or when things are left over
//! in them.

use anyhow::{Result, bail};
use bonafide::config::Settings;
use bonafide::out;
use bonafide::system::SystemEntropy;
use bonafide::system::now;
use bonafide::wiring::{Office, store_settings};
use clap::Subcommand;

use super::common::Common;
use crate::runtime::block_on;

/// What to do with the store.
#[derive(Debug, Subcommand)]
pub(super) enum StoreCommand {
    /// Go on with parts that do not fit, after a restore or a loss, or with a clock that is far
    /// ahead. Without `--yes` it says what that means and changes nothing.
    Accept {
        /// Do it.
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Destroy keys and pictures of which the database knows nothing and whose quarantine is over,
    /// as the server does every hour.
    Sweep {
        /// Also if they are many beside the verifications that there are.
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        common: Common,
    },
}

impl StoreCommand {
    pub(super) fn run(self) -> Result<()> {
        match self {
            Self::Accept { yes, common } => accept(&common.settings()?, yes),
            Self::Sweep { yes, common } => sweep(&common.settings()?, yes),
        }
    }
}

fn accept(settings: &Settings, is_meant: bool) -> Result<()> {
    let (data, busy) = (&settings.data, store_settings(settings).busy);
    if !data.is_dir() {
        bail!("there is no folder {}", data.display());
    }
    if is_meant {
        let accepted = store::accept(data, &SystemEntropy, now(), busy)?;
        tell(&accepted, settings);
        out::line("accepted: the server starts with what there is");
        return Ok(());
    }
    let found = store::look_at_parts(data, busy)?;
    tell(&found, settings);
    out::line("nothing was changed; with --yes this is accepted");
    Ok(())
}

/// Says what does not fit, and what is lost by going on with it.
fn tell(found: &store::Unfit, settings: &Settings) {
    match &found.misfit {
        None => out::line("the parts of the store fit"),
        Some(misfit) => {
            out::line(misfit);
            out::line(format!(
                "verifications without a key, of which nothing personal can be opened any more: {}",
                found.without_key
            ));
            out::line(format!(
                "keys and pictures without a verification, kept for {} days: {}",
                settings.quarantine.as_hours() / 24,
                found.orphans
            ));
            out::line(
                "verifications that were deleted since a copy was taken have to be deleted again where the copy knows \
                 them",
            );
        }
    }
    if let Some(last) = found.at_work
        && now().duration_since(last) > settings.longest_rest
    {
        out::line(format!(
            "the clock says {}, and the store was last at work at {last}: if it is right, what has become due since \
             is expired and forgotten",
            now()
        ));
    }
}

fn sweep(settings: &Settings, may_be_many: bool) -> Result<()> {
    let rules = store::Rules {
        quarantine: settings.quarantine,
        may_be_many,
    };
    let swept = block_on(async { Office::open_existing(settings)?.sweep(&rules).await })?;
    if swept.is_doubted {
        bail!(
            "the clock is far ahead of when the store was last at work: nothing was swept; see `bonafide store accept`"
        );
    }
    out::line(format!(
        "removed {}, kept in quarantine {}",
        swept.removed, swept.quarantined
    ));
    if swept.too_many > 0 {
        bail!(
            "{} more are over their quarantine and too many to be removed unasked: is this the right bonafide.db? \
             With --yes they are destroyed for good",
            swept.too_many
        );
    }
    Ok(())
}

//! `bonafide serve`: starts the server, prints one line when it is ready and stops cleanly.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Result;
use bonafide::Server;
use bonafide::config::{Origin, Settings};
use bonafide::logging;
use bonafide::out;
use bonafide::process::limit_heaps;
use clap::{Args, ValueHint};
use toml::Value;

use super::common::Common;
use super::values;
use crate::runtime::block_on;
use crate::shutdown::{self, told_to_stop};

/// Flags of `serve`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bonafide serve --data /srv/id
  bonafide serve --listen 127.0.0.1:0 --data try-out --allow-private-callbacks
  bonafide serve --config /etc/bonafide.toml
  bonafide serve --data /srv/id --models /srv/networks

Ctrl-C or SIGTERM stops the server once what is in flight is finished; a second one stops it at
once, and nothing is lost. Only one server can use a data folder at a time.")]
pub(super) struct Serve {
    /// Address and port to listen on; port 0 picks a free one.
    #[arg(long, value_name = "ADDR", value_parser = values::listen)]
    listen: Option<SocketAddr>,
    /// Allow callbacks to private and loopback addresses; only for testing.
    #[arg(long)]
    allow_private_callbacks: bool,
    /// Folder of the networks that compare faces; by default `models` in the data folder, then
    /// `target/models` of the checkout in which this program was built.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    models: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

impl Serve {
    pub(super) fn run(self) -> Result<()> {
        limit_heaps();
        let mut layers = self.common.layers()?;
        if let Some(listen) = self.listen {
            layers.set(
                "server.listen",
                Value::String(listen.to_string()),
                Origin::Flag("--listen"),
            )?;
        }
        if self.allow_private_callbacks {
            layers.set(
                "callbacks.allow_private",
                Value::Boolean(true),
                Origin::Flag("--allow-private-callbacks"),
            )?;
        }
        let mut settings = Settings::from_layers(&layers)?;
        settings.face.models = self.models.or(settings.face.models);
        logging::start(&settings)?;
        block_on(async {
            let server = Server::start(&settings).await?;
            out::line(format!("bonafide is ready on {}", server.url()));
            told_to_stop().await?;
            out::note("stopping: finishing what is in flight");
            shutdown::end(server).await
        })
    }
}

//! `bonafide serve`: starts the server, prints one line when it is ready and stops cleanly.

use std::net::SocketAddr;

use anyhow::Result;
use clap::Args;
use toml::Value;

use super::{Common, block_on, values};
use crate::config::{Origin, Settings};
use crate::out;
use crate::wiring::{Server, logging};

/// Flags of `serve`.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Address and port to listen on; port 0 picks a free one.
    #[arg(long, value_name = "ADDR", value_parser = values::listen)]
    listen: Option<SocketAddr>,
    /// Allow callbacks to private and loopback addresses; only for testing.
    #[arg(long)]
    allow_private_callbacks: bool,
    #[command(flatten)]
    common: Common,
}

impl Serve {
    pub(super) fn run(self) -> Result<()> {
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
        let settings = Settings::from_layers(&layers)?;
        logging(&settings)?;
        block_on(async {
            let server = Server::start(&settings).await?;
            out::line(format!("bonafide is ready on {}", server.url()));
            server.run_until_told().await
        })
    }
}

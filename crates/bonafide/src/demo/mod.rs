//! `bonafide demo`: the whole service on a fresh machine, told to a person as it happens.
//!
//! It starts the real server on a store of its own, draws documents of people who do not exist, asks
//! for their verification over HTTP like any business would, and shows every callback that a receiver
//! of its own gets. Nothing here is canned: what is shown came over the wire.

mod ask;
mod cases;
mod home;
mod ledger;
mod lines;
mod next;
mod paper;
mod pictures;
mod receiver;
mod request;
mod show;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::pin;
use std::time::Instant;

use anyhow::{Result, bail};
use bonafide::logging;
use bonafide::out;
use clap::Args;

use self::ask::DEADLINE;
use self::home::Home;
use self::paper::Paper;
use self::show::Show;
use crate::runtime::block_on;
use crate::shutdown::told_to_stop;

/// Flags of `demo`.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// End when all is told; the exit status says whether all came as it should.
    #[arg(long)]
    once: bool,
    /// Keep the store and the pictures in this folder. Otherwise they go when the demo ends.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Address and port to listen on. Otherwise 127.0.0.1:8080, or any free port if that is taken.
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
}

impl Demo {
    pub(crate) fn run(self) -> Result<()> {
        block_on(self.play())
    }

    async fn play(self) -> Result<()> {
        let begun = Instant::now();
        let paper = Paper::new();
        let mut told = pin!(told_to_stop());
        let home = Home::make(self.data)?;
        let settings = home.settings(self.listen, self.once)?;
        logging::start(&settings)?;
        let mut show = Show::open(&paper, &home, &settings).await?;
        let end = tokio::select! {
            end = show.tell(DEADLINE) => end,
            stopped = &mut told => {
                show.close().await?;
                return stopped;
            }
        };
        let missing = match end {
            Ok(missing) => missing,
            Err(error) => {
                show.close().await?;
                return Err(error);
            }
        };
        for line in &missing {
            paper.fault(line);
        }
        if missing.is_empty() {
            let seconds = begun.elapsed().as_secs_f64();
            paper.success(&format!("All was told as it should be, in {seconds:.1} s."));
        }
        if !self.once {
            show.next_steps()?;
            let stopped = tokio::select! {
                stopped = &mut told => stopped,
                () = show.keep_showing() => Ok(()),
            };
            out::line("");
            out::line("Stopping: finishing what is in flight.");
            show.close().await?;
            out::line(home.farewell());
            return stopped;
        }
        show.close().await?;
        if !missing.is_empty() {
            bail!("the demo did not go as it should: {}", missing.join("; "));
        }
        Ok(())
    }
}

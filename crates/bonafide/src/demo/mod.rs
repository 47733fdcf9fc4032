//! `bonafide demo`: shows the whole service at work on a fresh machine, event by event.
//!
//! The demo starts the real server on its own store, draws documents of people who do not exist,
//! requests their verification over HTTP as any business would, and shows every callback that its
//! own receiver gets. Nothing is canned: everything shown came over the wire.

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
use clap::{Args, ValueHint};

use self::ask::DEADLINE;
use self::home::Home;
use self::paper::Paper;
use self::show::Show;
use crate::cli::values::listen;
use crate::runtime::block_on;
use crate::shutdown::told_to_stop;

/// Flags of `demo`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bonafide demo                        Run until Ctrl-C, and suggest what to try next
  bonafide demo --once --data demo     Keep the pictures that were drawn in demo/pictures")]
pub(crate) struct Demo {
    /// Exit after the last event; the exit status says whether everything went as expected.
    #[arg(long)]
    once: bool,
    /// Folder for the store and the pictures, which is kept; a temporary folder by default.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    data: Option<PathBuf>,
    /// Folder of the networks that compare faces; by default `target/models` of the checkout in
    /// which this program was built.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    models: Option<PathBuf>,
    /// Address and port to listen on; by default 127.0.0.1:8080, or any free port if that is taken.
    #[arg(long, value_name = "ADDR", value_parser = listen)]
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
        let mut settings = home.settings(self.listen, self.once)?;
        settings.face.models = self.models.or(settings.face.models);
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
            paper.success(&format!("Everything went as expected, in {seconds:.1} s."));
        }
        if !self.once {
            show.next_steps()?;
            let stopped = tokio::select! {
                stopped = &mut told => stopped,
                () = show.keep_showing() => Ok(()),
            };
            out::line("");
            out::line("Stopping: finishing work in flight.");
            show.close().await?;
            out::line(home.farewell());
            return stopped;
        }
        show.close().await?;
        if !missing.is_empty() {
            bail!("the demo did not go as expected: {}", missing.join("; "));
        }
        Ok(())
    }
}

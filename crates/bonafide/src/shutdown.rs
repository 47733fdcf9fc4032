//! The signals that ask this process to stop.

use anyhow::{Context, Result};
use bonafide::{Server, Stopped, out};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Returns on Ctrl-C or a termination signal. A second signal ends the process at once, which is as
/// safe as pulling the plug and does not wait for work in flight.
pub(crate) async fn told_to_stop() -> Result<()> {
    let mut signals = Signals::new().context("cannot install signal handlers")?;
    signals.next().await;
    tokio::spawn(async move {
        let status = signals.next().await;
        out::note("stopped at once; unfinished work resumes at the next start");
        std::process::exit(status);
    });
    Ok(())
}

/// Stops a server, and says so if work was left in flight.
pub(crate) async fn end(server: Server) -> Result<()> {
    if server.stop().await? == Stopped::InFlight {
        out::note("stopped with work in flight; it resumes at the next start");
    }
    Ok(())
}

/// Streams of the signals that ask for a stop.
#[derive(Debug)]
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Waits for a signal and returns the exit status that a shell would see.
    async fn next(&mut self) -> i32 {
        tokio::select! {
            _ = self.interrupt.recv() => 128 + SignalKind::interrupt().as_raw_value(),
            _ = self.terminate.recv() => 128 + SignalKind::terminate().as_raw_value(),
        }
    }
}

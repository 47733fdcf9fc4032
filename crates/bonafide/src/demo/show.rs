//! The course of the demo: starts everything, sends the cases and prints what comes back as it
//! comes.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use bonafide::Server;
use bonafide::config::Settings;
use bonafide::out;
use bonafide::system::now;
use proofing::Principal;
use proofing::acts::accounts::NewAccount;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::sync::oneshot;
use tokio::time::timeout;
use verification::Service;
use verification::account::{Account, Environment};
use verification::rules::today;

use super::ask::Client;
use super::cases::{CASES, Case};
use super::home::Home;
use super::ledger::Ledger;
use super::lines::{answered, asked, called, milliseconds};
use super::next;
use super::paper::{Ink, Paper};
use super::pictures::{self, Drawn};
use super::receiver::{Arrival, Receiver};
use super::request::{self, stamp};
use crate::shutdown;

/// The account that sends the demo's requests.
const ACCOUNT: &str = "demo";

/// A server, a receiver and a client, all running.
pub(super) struct Show<'a> {
    paper: &'a Paper,
    home: &'a Home,
    server: Server,
    address: SocketAddr,
    account: Account,
    receiver: Receiver,
    arrivals: UnboundedReceiver<Arrival>,
    ledger: Ledger,
    drawn: Vec<(&'static Case, Drawn)>,
    /// The cases that this server can examine.
    cases: Vec<&'static Case>,
}

impl<'a> Show<'a> {
    /// Starts everything and prints where it runs.
    pub(super) async fn open(
        paper: &'a Paper,
        home: &'a Home,
        settings: &Settings,
    ) -> Result<Self> {
        let begun = Instant::now();
        let server = Server::start(settings).await?;
        let address = reached(server.address());
        let account = account(&server).await?;
        let services = server
            .office
            .app
            .examined_services(Principal::Operator)?
            .to_vec();
        let sees_faces = services.contains(&Service::Face);
        let cases = CASES
            .iter()
            .filter(|case| sees_faces || !case.compares_faces())
            .collect();
        let (send, arrivals) = unbounded_channel();
        let receiver = Receiver::start(account.clone(), send).await?;
        let took = milliseconds(begun.elapsed());
        paper.heading("1. Starting a server on this machine; it needs no other service, and nothing is sent away");
        paper.fact("server", &format!("http://{address}  (ready after {took})"));
        paper.fact("account", &format!("{ACCOUNT}, a trial account"));
        paper.fact(
            "receiver",
            &format!("{}  (verifies every signature)", receiver.url),
        );
        let folder = home.folder().display();
        paper.fact("folder", &format!("{folder}  ({})", home.fate()));
        if !sees_faces {
            paper.fact(
                "faces",
                "not compared; `cargo xtask models` fetches the networks for it",
            );
        }
        Ok(Self {
            paper,
            home,
            server,
            address,
            account,
            receiver,
            arrivals,
            ledger: Ledger::default(),
            drawn: Vec::new(),
            cases,
        })
    }

    /// Draws the documents, sends the cases and prints the events. Returns what is still missing at
    /// the end or the deadline.
    pub(super) async fn tell(&mut self, deadline: Duration) -> Result<Vec<String>> {
        let told = timeout(deadline, async {
            self.draw().await?;
            self.ask().await
        });
        match told.await {
            Ok(told) => told?,
            Err(_) => out::line("  Some events did not arrive in time."),
        }
        Ok(self.ledger.missing())
    }

    /// Draws all cards at the same time and prints where the pictures are.
    async fn draw(&mut self) -> Result<()> {
        let paper = self.paper;
        paper.heading("2. Drawing and photographing documents of people who do not exist");
        let on = today(now());
        let tasks: Vec<_> = (self.cases.iter().copied())
            .filter_map(|case| Some((case, case.card.as_ref()?)))
            .map(|(case, card)| {
                let folder = self.home.pictures();
                let (send, drawn) = oneshot::channel();
                // A detached thread, so that Ctrl-C works while it draws.
                std::thread::spawn(move || {
                    let _ = send.send(pictures::draw(card, case.name, on, &folder));
                });
                (case, drawn)
            })
            .collect();
        for (case, task) in tasks {
            let drawn = task.await.context("drawing the documents failed")??;
            let (document, person) = (&drawn.document, drawn.document.person());
            paper.fact(
                case.name,
                &format!(
                    "{} {}, {}, born {}, expires {}  {}",
                    person.given,
                    person.family,
                    document.place(),
                    person.born,
                    document.expires(),
                    paper.ink(Ink::Dim, &milliseconds(drawn.took)),
                ),
            );
            for file in &drawn.files {
                paper.fact("", &file.display().to_string());
            }
            self.drawn.push((case, drawn));
        }
        Ok(())
    }

    /// Sends one case after the other and prints everything that comes until each is complete.
    async fn ask(&mut self) -> Result<()> {
        let paper = self.paper;
        paper.heading("3. Verifying them: requests (→), answers (←) and callbacks (⇐)");
        let client = Client::new(self.address, &self.account)?;
        let stamp = stamp(now());
        let reference_of = |case: &Case| format!("{}-{stamp}", case.name);
        for case in self.cases.iter().copied() {
            self.ledger.expect(case, &reference_of(case));
        }
        for case in self.cases.clone() {
            let reference = reference_of(case);
            let drawn = self.drawn.iter().find(|(other, _)| other.name == case.name);
            let drawn = drawn.map(|(_, drawn)| drawn);
            let body = request::body(case, drawn, &reference, &self.receiver.url);
            asked(paper, case, drawn);
            let mut asking = pin!(client.ask(&body));
            while !self.ledger.is_complete(&reference) {
                tokio::select! {
                    answer = &mut asking, if !self.ledger.is_answered(&reference) => {
                        let answer = answer?;
                        answered(paper, case, &answer);
                        self.ledger.answered(&reference, answer.status, &answer.body);
                    }
                    Some(arrival) = self.arrivals.recv() => {
                        called(paper, &self.ledger, &arrival);
                        self.ledger.told(&arrival.id, &arrival.body, arrival.signed.is_ok());
                    }
                }
            }
        }
        Ok(())
    }

    /// Prints what to try next, and writes the request bodies for it.
    pub(super) fn next_steps(&self) -> Result<()> {
        let cases = self.drawn.iter().map(|(case, drawn)| (*case, drawn));
        next::write_bodies(self.home, cases, &self.receiver.url)?;
        let asked = self.ledger.references().next().unwrap_or_default();
        let on_site = |reference: &&str| reference.starts_with("on-site");
        let walked = self.ledger.references().find(on_site).unwrap_or_default();
        next::show(
            self.paper,
            self.home,
            self.address,
            &self.account,
            asked,
            walked,
        );
        Ok(())
    }

    /// Prints every callback from now on.
    pub(super) async fn keep_showing(&mut self) {
        while let Some(arrival) = self.arrivals.recv().await {
            called(self.paper, &self.ledger, &arrival);
        }
    }

    /// Stops everything cleanly.
    pub(super) async fn close(self) -> Result<()> {
        shutdown::end(self.server).await?;
        self.receiver.stop();
        Ok(())
    }
}

/// Returns the demo's account, which a kept folder already has.
async fn account(server: &Server) -> Result<Account> {
    let app = &server.office.app;
    let known = app.accounts(Principal::Operator).await?;
    if let Some(account) = known.into_iter().find(|account| account.name == ACCOUNT) {
        return Ok(account);
    }
    let new = NewAccount {
        name: ACCOUNT.to_owned(),
        environment: Environment::Trial,
        ..NewAccount::default()
    };
    Ok(app.create_account(Principal::Operator, new).await?)
}

/// Returns the address at which a listening address is reached from this machine.
fn reached(listening: SocketAddr) -> SocketAddr {
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
    let ip = match listening.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listening.port())
}

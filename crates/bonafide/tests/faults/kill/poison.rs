//! Poison: an examination that ends every server which begins it, made of a healthy one by killing
//! each server whose log says that it has begun.
//!
//! It has to be given up with its code, and everybody else's work has to go on meanwhile.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::Street;
use crate::support::receiver::Receiver;
use crate::support::requests::Drawn;
use crate::support::server::{Home, Server};

/// Nothing takes longer than this, the calm time before a suspect and other suspects before it
/// included.
const GUARD: Duration = Duration::from_mins(3);

/// After so long a silence the verification is asked for.
const SILENCE: Duration = Duration::from_secs(5);

pub(super) struct Poison<'a> {
    home: &'a Home,
    server_is: &'a watch::Sender<Option<SocketAddr>>,
    street: &'a Street,
    /// Takes long enough to be examined for a kill to come in between.
    drawn: Drawn,
    /// How many servers were killed for it.
    pub(super) kills: u64,
    /// Those that were given up.
    pub(super) caught: Vec<String>,
    /// Those that were examined before the kill came.
    pub(super) escaped: Vec<String>,
}

/// What becomes of an examination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Became {
    Begun,
    Decided,
    GivenUp,
}

impl<'a> Poison<'a> {
    pub(super) fn new(
        home: &'a Home,
        server_is: &'a watch::Sender<Option<SocketAddr>>,
        street: &'a Street,
    ) -> Self {
        Self {
            home,
            server_is,
            street,
            drawn: Drawn::photographed(9),
            kills: 0,
            caught: Vec::new(),
            escaped: Vec::new(),
        }
    }

    /// Opens one, kills every server that begins it until it is given up, and says how many that
    /// were.
    pub(super) async fn strike(&mut self, receiver: &Receiver) -> u64 {
        let before = self.kills;
        let reference = format!("poison-{}", self.caught.len() + self.escaped.len());
        let callback = &self.street.callback;
        let request = self.drawn.request(&reference, callback, false, false);
        let mut server = self.start().await;
        let answer = server.client(&self.street.keys).post("/", &request).await;
        assert_eq!(answer.unwrap().event(), "request.received");
        self.end(&mut server, receiver).await;
        let about = ["deliveries", "list", "--json", "--reference", &reference];
        let told = self.home.say(&about);
        let id = told[0]["verification"].as_str().unwrap().to_owned();
        loop {
            let (_, from) = self.home.logged_since(0);
            let mut server = self.start().await;
            let became = self.wait(&server, &reference, &id, from).await;
            self.end(&mut server, receiver).await;
            let ended = match became {
                Became::Begun => continue,
                Became::Decided => &mut self.escaped,
                Became::GivenUp => &mut self.caught,
            };
            ended.push(reference);
            return self.kills - before;
        }
    }

    async fn start(&self) -> Server {
        let server = self.home.start().await;
        self.server_is.send_replace(server.address);
        server
    }

    async fn end(&mut self, server: &mut Server, receiver: &Receiver) {
        server.kill();
        self.server_is.send_replace(None);
        self.kills += 1;
        receiver.bury().await;
    }

    /// Waits until the log says something of the examination.
    async fn wait(&self, server: &Server, reference: &str, id: &str, mut from: u64) -> Became {
        let begun = Instant::now();
        let mut asked = begun;
        loop {
            let (new, end) = self.home.logged_since(from);
            from = end;
            for line in new.lines().filter(|line| line.contains(id)) {
                if line.contains("given up: the server died of it") {
                    return Became::GivenUp;
                }
                // Where it is given up it is begun by name only: nothing is examined.
                if line.contains(" begun ") && !line.contains("crashes=3") {
                    return Became::Begun;
                }
            }
            if asked.elapsed() > SILENCE {
                asked = Instant::now();
                let mut client = server.client(&self.street.keys);
                if client.status(reference).await.unwrap().event() != "request.received" {
                    return Became::Decided;
                }
            }
            assert!(begun.elapsed() < GUARD, "nothing of {id} in the log");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

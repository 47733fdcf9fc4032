//! One peer against everybody else: while somebody takes all that they can of a server, others are
//! served.
//!
//! `BONAFIDE_TEST_ATTACK` says how large the attacks are, in percent of those in
//! `docs/benchmarks.md` (4); `BONAFIDE_TEST_ATTACKS` which of them, by a part of their names;
//! `BONAFIDE_TEST_BINARY` which server is attacked, where it is not this one. Times, memory and the
//! server's own processor time (in percent of one processor) are printed, not asserted; that nobody
//! else is refused is. Attackers and neighbours have one address.

mod attacks;

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use self::attacks::Attack;
use crate::support::client::Client;
use crate::support::requests::on_site;
use crate::support::server::{Home, Keys, Server};

/// How many calls of neighbours are measured, before each attack and under it.
const CALLS: usize = 60;

/// How large attacks are, in percent.
fn percent() -> usize {
    let asked = std::env::var("BONAFIDE_TEST_ATTACK");
    asked.map_or(4, |text| text.parse().unwrap())
}

/// So many at full size: never fewer than twenty, unless there are fewer at full size.
fn count(full: usize) -> usize {
    (full * percent() / 100).max(full.min(20))
}

/// A server with somebody who is attacked and somebody who attacks.
pub(crate) struct Scene {
    pub(crate) server: Server,
    home: Home,
    /// The account that attacks, or whose id is used to.
    pub(crate) greedy: Keys,
    /// A link of its.
    pub(crate) link: String,
    neighbour: Keys,
    neighbours_link: String,
}

impl Scene {
    async fn new() -> Self {
        let home = Home::new();
        let (greedy, neighbour) = (home.account("greedy"), home.account("neighbour"));
        let server = home.start().await;
        let link = Self::link_of(&server, &greedy, "greedy-one").await;
        let neighbours_link = Self::link_of(&server, &neighbour, "neighbour-one").await;
        Self {
            server,
            home,
            greedy,
            link,
            neighbour,
            neighbours_link,
        }
    }

    /// A link of an account.
    pub(crate) async fn link_of(server: &Server, keys: &Keys, reference: &str) -> String {
        let request = on_site(reference, "http://127.0.0.1:65001/");
        let opened = server.client(keys).post("/", &request).await.unwrap();
        let url = opened.body["verification_url"].as_str();
        let url = url.unwrap_or_else(|| panic!("{}", opened.body));
        url.rsplit('/').next().unwrap().to_owned()
    }

    /// Calls of neighbours, each on a connection of its own: how long each took, and how many were
    /// refused.
    async fn neighbours(&self, calls: usize) -> (Vec<Duration>, Vec<String>) {
        let address = self.server.address.unwrap();
        let mut times = Vec::with_capacity(calls);
        let mut refused = Vec::new();
        for number in 0..calls {
            let mut account = self.server.client(&self.neighbour);
            let mut person = Client::of_person(address, &self.neighbours_link);
            let begun = Instant::now();
            let answer = match number % 4 {
                0 => person.post("/user/get-config", "{}").await,
                1 => account.get("/account/info").await,
                2 => {
                    let pages =
                        json!({"reference": "neighbour-one", "comment": "x".repeat(60_000)});
                    account.post("/status", &pages.to_string()).await
                }
                _ => {
                    // Large enough to need room.
                    let large: Value = json!({"reference": "", "comment": "x".repeat(300_000)});
                    account.post("/", &large.to_string()).await
                }
            };
            times.push(begun.elapsed());
            let expected = if number % 4 == 3 { 400 } else { 200 };
            match answer {
                Ok(answer) if answer.status == expected => {}
                Ok(answer) => refused.push(format!("{} {}", answer.status, answer.body)),
                Err(error) => refused.push(error.to_string()),
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        (times, refused)
    }
}

fn shown(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
    format!("p50 {:.1?}, p99 {:.1?}", at(50), at(99))
}

/// Everything one after the other: each attack has the machine for itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_peer_leaves_everybody_else_their_share() {
    let handles = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    let raised = rustix::process::Rlimit {
        current: handles.maximum,
        maximum: handles.maximum,
    };
    let _ = rustix::process::setrlimit(rustix::process::Resource::Nofile, raised);
    let mut failed = Vec::new();
    let wanted = std::env::var("BONAFIDE_TEST_ATTACKS").unwrap_or_default();
    for attack in Attack::all() {
        if !attack.name().contains(&wanted) {
            continue;
        }
        let scene = Scene::new().await;
        let stage = attack.prepare(&scene).await;
        let (before, refused) = scene.neighbours(CALLS).await;
        assert!(refused.is_empty(), "undisturbed: {refused:?}");
        scene.server.forget_peak();
        let (resident, _) = scene.server.memory();
        let (worked, since) = (scene.server.processor_time(), Instant::now());
        let under_way = attack.begin(&scene, &stage).await;
        let (under, refused) = scene.neighbours(CALLS).await;
        let worked = scene.server.processor_time().saturating_sub(worked);
        let worked = 100.0 * worked.as_secs_f64() / since.elapsed().as_secs_f64();
        let more = attack.neighbours_too(&scene).await;
        let (_, peak) = scene.server.memory();
        println!(
            "{}: undisturbed {}; under attack {}, {} of {CALLS} refused{more}; +{} MB; {worked:.0} %{}",
            attack.name(),
            shown(before),
            shown(under),
            refused.len(),
            peak.saturating_sub(resident) / 1024,
            under_way.report(),
        );
        if !refused.is_empty() {
            failed.push(format!("{}: {refused:?}", attack.name()));
        }
        drop(under_way);
        assert!(
            !scene.home.logged().contains("panicked"),
            "{}",
            scene.home.logged()
        );
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

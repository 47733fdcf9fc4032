//! Jobs: done, tried again, given up.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use proofing::ports::{JobEnd, JobLease, Store};
use proofing::retry::RetryPolicy;
use tokio::sync::Notify;
use worker::jobs::{Runner, Settings};

use crate::support::soon;
use crate::world::World;

/// The usual waits for fewer tries.
fn tries(tries: u32) -> RetryPolicy {
    RetryPolicy {
        tries: Some(tries),
        ..RetryPolicy::BREAKDOWNS
    }
}

#[derive(Debug, Clone)]
enum Act {
    End(JobEnd),
    Panic,
    Hang,
}

/// Plays a list of acts, the last one for ever.
#[derive(Debug)]
struct Player {
    acts: Mutex<Vec<Act>>,
    running: AtomicUsize,
    most: AtomicUsize,
    entered: Notify,
}

impl Player {
    fn new(acts: &[Act]) -> Arc<Self> {
        let acts = Mutex::new(acts.iter().rev().cloned().collect());
        Arc::new(Self {
            acts,
            running: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
            entered: Notify::new(),
        })
    }

    fn act(&self) -> Act {
        let mut acts = self.acts.lock().unwrap();
        if acts.len() > 1 {
            acts.pop().unwrap()
        } else {
            acts[0].clone()
        }
    }
}

#[async_trait]
impl Runner for Player {
    async fn run(&self, _: JobLease) -> JobEnd {
        let running = self.running.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(running, Ordering::SeqCst);
        self.entered.notify_one();
        tokio::task::yield_now().await;
        let act = self.act();
        if let Act::Hang = act {
            std::future::pending::<()>().await;
        }
        self.running.fetch_sub(1, Ordering::SeqCst);
        match act {
            Act::End(end) => end,
            _ => panic!("on purpose"),
        }
    }
}

fn settings() -> Settings {
    Settings {
        poll: Duration::from_hours(1),
        ..Settings::default()
    }
}

#[tokio::test]
async fn jobs_are_run_so_many_at_a_time() {
    let mut world = World::new().await;
    let player = Player::new(&[Act::End(JobEnd::Done)]);
    for _ in 0..20 {
        world.order().await;
    }
    let running = world.work(
        player.clone(),
        Settings {
            slots: 3,
            ..settings()
        },
    );
    for _ in 0..20 {
        assert_eq!(world.job().await.1, JobEnd::Done);
    }
    running.stop().await;
    assert!(player.most.load(Ordering::SeqCst) <= 3);
    assert_eq!(world.store.backlog().await.unwrap().jobs, 0);
}

#[tokio::test]
async fn a_job_says_itself_when_to_try_again() {
    let mut world = World::new().await;
    let at = proofing::ports::Clock::now(&*world.clock);
    let retry = JobEnd::Retry {
        at,
        why: "not yet".to_owned(),
    };
    let give_up = JobEnd::GiveUp {
        why: "never".to_owned(),
    };
    let player = Player::new(&[Act::End(retry.clone()), Act::End(give_up.clone())]);
    let _running = world.work(player, settings());
    let id = world.order().await;
    assert_eq!(
        [world.job().await, world.job().await],
        [(id, retry), (id, give_up)]
    );
}

#[tokio::test]
async fn a_job_that_breaks_down_is_tried_again_and_then_given_up() {
    let mut world = World::new().await;
    let player = Player::new(&[Act::Panic]);
    let _running = world.work(
        player,
        Settings {
            breakdowns: tries(3),
            ..settings()
        },
    );
    world.order().await;
    for wait in [1, 2] {
        let (_, end) = world.job().await;
        assert!(
            matches!(&end, JobEnd::Retry { why, .. } if why == "The job broke down."),
            "{end:?}"
        );
        world.clock.advance(Duration::from_secs(wait));
        world.tell_all();
    }
    assert_eq!(
        world.job().await.1,
        JobEnd::GiveUp {
            why: "The job broke down.".to_owned()
        }
    );
}

/// Breaks down at every try and has a way out.
#[derive(Debug)]
struct Settling;

#[async_trait]
impl Runner for Settling {
    async fn run(&self, _: JobLease) -> JobEnd {
        panic!("a defect");
    }

    async fn give_up(&self, _: JobLease, why: &str) -> JobEnd {
        assert_eq!(why, "The job broke down.");
        JobEnd::Done
    }
}

#[tokio::test]
async fn the_runner_may_settle_what_it_gives_up() {
    let mut world = World::new().await;
    let settings = Settings {
        breakdowns: tries(1),
        ..settings()
    };
    let _running = world.work(Arc::new(Settling), settings);
    world.order().await;
    assert_eq!(world.job().await.1, JobEnd::Done);
    let backlog = world.store.backlog().await.unwrap();
    assert_eq!((backlog.jobs, backlog.given_up), (0, 0));
}

#[tokio::test]
async fn a_job_that_hangs_is_dropped() {
    let mut world = World::new().await;
    let player = Player::new(&[Act::Hang]);
    let settings = Settings {
        time_limit: Duration::from_millis(50),
        breakdowns: tries(1),
        ..settings()
    };
    let _running = world.work(player, settings);
    world.order().await;
    assert_eq!(
        world.job().await.1,
        JobEnd::GiveUp {
            why: "The job took more than 0.05 seconds.".to_owned()
        }
    );
}

#[tokio::test]
async fn a_stop_does_not_wait_longer_than_the_grace() {
    let world = World::new().await;
    let player = Player::new(&[Act::Hang]);
    let running = world.work(
        player.clone(),
        Settings {
            grace: Duration::from_millis(50),
            ..settings()
        },
    );
    world.order().await;
    soon(player.entered.notified()).await;
    running.stop().await;
}

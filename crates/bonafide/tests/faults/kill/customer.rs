//! A client under a dying server: asks, asks again what was cut off, and keeps book of what it was
//! told.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde_json::json;

use super::Street;
use crate::support::client::{Answer, Client};
use crate::support::dice::{Dice, seed};
use crate::support::requests::on_site;

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A link.
    OnSite,
    /// Off-site; the answer is the verdict.
    Now,
    /// Off-site; the verdict is told later.
    Later,
}

/// One verification as its client knows it.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) reference: String,
    pub(super) kind: Kind,
    /// True if the claims hold.
    pub(super) holds: bool,
    /// True once the deletion was acknowledged.
    pub(super) is_deleted: bool,
    /// True once the verdict was seen: from then on it must stay.
    is_decided: bool,
    request: String,
}

impl Case {
    /// One that is never examined, since the server dies of it: declined in the end.
    pub(super) fn poisoned(reference: String) -> Self {
        Self {
            reference,
            kind: Kind::Later,
            holds: false,
            is_deleted: false,
            is_decided: false,
            request: String::new(),
        }
    }

    /// The verdict that it has to come to; nothing for a link that nobody opens.
    pub(super) fn verdict(&self) -> Option<&'static str> {
        match (self.kind, self.holds) {
            (Kind::OnSite, _) => None,
            (_, true) => Some("verification.accepted"),
            (_, false) => Some("verification.declined"),
        }
    }

    /// Everything that has to be told of it, in this order.
    pub(super) fn told(&self) -> Vec<&'static str> {
        let first = match self.kind {
            Kind::OnSite => Some("request.pending"),
            Kind::Later => Some("request.received"),
            Kind::Now => None,
        };
        let last = self.is_deleted.then_some("request.deleted");
        [first, self.verdict(), last]
            .into_iter()
            .flatten()
            .collect()
    }

    /// How it has to stand in the end.
    pub(super) fn end(&self) -> &'static str {
        self.told().last().copied().unwrap_or_default()
    }

    fn check(&mut self, answer: &Answer) {
        assert_eq!(answer.status, 200, "{}: {answer:?}", self.reference);
        let event = answer.event();
        let is_decided = Some(event) == self.verdict();
        let may_be = match (self.is_deleted, self.is_decided, self.kind) {
            (true, _, _) => event == "request.deleted",
            (_, true, _) => is_decided,
            (_, _, Kind::OnSite) => event == "request.pending",
            (_, _, Kind::Now | Kind::Later) => is_decided || event == "request.received",
        };
        assert!(may_be, "{}: {event} of {self:?}", self.reference);
        self.is_decided |= is_decided;
    }
}

/// A client.
pub(super) struct Customer {
    number: u64,
    street: Arc<Street>,
    dice: Dice,
    client: Option<Client>,
    cases: Vec<Case>,
}

impl Customer {
    pub(super) fn new(number: u64, street: Arc<Street>) -> Self {
        Self {
            number,
            street,
            dice: Dice::new(seed(), number + 1),
            client: None,
            cases: Vec::new(),
        }
    }

    /// Asks until the street closes. Gives what there is then.
    pub(super) async fn live(mut self) -> Vec<Case> {
        while !*self.street.closing.borrow() {
            match self.dice.below(100) {
                0..50 => self.open(Kind::OnSite).await,
                50..72 if *self.street.striking.borrow() => self.open(Kind::OnSite).await,
                50..62 => self.open(Kind::Now).await,
                62..72 => self.open(Kind::Later).await,
                72..87 => self.look().await,
                87..92 => self.open_again().await,
                _ => self.delete().await,
            }
        }
        self.cases
    }

    async fn open(&mut self, kind: Kind) {
        let reference = format!("case-{}-{}", self.number, self.cases.len());
        let holds = self.dice.percent(70);
        let street = Arc::clone(&self.street);
        let drawn = self.dice.pick(&street.drawn);
        let request = match kind {
            Kind::OnSite => on_site(&reference, &street.callback),
            Kind::Now | Kind::Later => {
                drawn.request(&reference, &street.callback, kind == Kind::Now, holds)
            }
        };
        let (answer, cut_off) = self.ask("/", &request).await;
        let mut case = Case {
            reference,
            kind,
            holds,
            is_deleted: false,
            is_decided: false,
            request,
        };
        if cut_off > 0 && answer.is_taken() {
            // The one that was cut off had been taken in: then it is known, and can be asked for.
            let (answer, _) = self.ask_for(&case.reference).await;
            case.check(&answer);
        } else {
            case.check(&answer);
            assert!(
                kind != Kind::Now || case.is_decided,
                "an answer without verdict: {answer:?}"
            );
        }
        if kind == Kind::OnSite || !self.dice.percent(5) {
            case.request = String::new();
        }
        self.cases.push(case);
    }

    /// Opens one a second time, as a client does that is not sure.
    async fn open_again(&mut self) {
        let Some(at) = self.any() else { return };
        let case = &self.cases[at];
        let request = if case.request.is_empty() {
            on_site(&case.reference, &self.street.callback)
        } else {
            case.request.clone()
        };
        let (answer, _) = self.ask("/", &request).await;
        assert!(answer.is_taken(), "opened twice: {answer:?}");
    }

    async fn look(&mut self) {
        let Some(at) = self.any() else { return };
        let reference = self.cases[at].reference.clone();
        let (answer, _) = self.ask_for(&reference).await;
        self.cases[at].check(&answer);
    }

    async fn delete(&mut self) {
        let Some(at) = self.any() else { return };
        let case = &self.cases[at];
        if !case.is_decided || case.is_deleted {
            return;
        }
        let reference = case.reference.clone();
        let body = json!({ "reference": reference, "comment": "asked to" }).to_string();
        let (answer, cut_off) = self.ask("/delete", &body).await;
        self.cases[at].is_deleted = true;
        if answer.status == 400 && cut_off > 0 {
            // The one that was cut off had been done.
            let (answer, _) = self.ask_for(&reference).await;
            self.cases[at].check(&answer);
        } else {
            self.cases[at].check(&answer);
        }
    }

    fn any(&mut self) -> Option<usize> {
        let count = self.cases.len() as u64;
        // Recent ones are where something still happens.
        let back = self.dice.below(count.max(1)).min(self.dice.next() % 30);
        (count > 0).then(|| (count - 1 - back.min(count - 1)) as usize)
    }

    async fn ask_for(&mut self, reference: &str) -> (Answer, u32) {
        self.ask("/status", &json!({ "reference": reference }).to_string())
            .await
    }

    /// Asks until there is an answer. The number says how often it was cut off.
    async fn ask(&mut self, path: &str, body: &str) -> (Answer, u32) {
        let mut server = self.street.server.clone();
        let mut cut_off = 0;
        loop {
            let address = server.wait_for(Option::is_some).await.unwrap().unwrap();
            let keys = &self.street.keys;
            let client = self
                .client
                .get_or_insert_with(|| Client::new(address, keys));
            client.turn_to(address);
            if let Ok(answer) = client.post(path, body).await {
                assert!(answer.status < 500, "{path}: {answer:?}");
                self.street.acknowledged.send_modify(|so_far| *so_far += 1);
                return (answer, cut_off);
            }
            cut_off += 1;
            self.street.unanswered.fetch_add(1, Ordering::Relaxed);
            // It is dead, or about to be found dead.
            let gone = server.wait_for(|now| *now != Some(address));
            gone.await.unwrap();
        }
    }
}

//! Shares: permits for one kind of resource, of which nobody may have everything.
//!
//! A permit is taken at each level to which its holder belongs, the narrowest first: the link's
//! own, its account's, everybody's. A holder who has used up its own share waits for itself, and
//! nobody else notices. The semaphores are fair: at each level, the first to wait is the first to
//! be served.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use verification::{AccountId, StaffId, VerificationId};

use crate::limits::Limits;
use crate::peer::Neighbourhood;

/// The party to which a request counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    /// An address, because nothing was proved.
    Stranger(Neighbourhood),
    /// The hash of a token that was not looked up yet. It belongs to no other level, so it takes
    /// nothing from others, whether the token is valid or not.
    Token(u64),
    /// A link, and the account that the link belongs to.
    Link(VerificationId, AccountId),
    /// The token of a verification's proofs, whose owner was not looked up.
    Proofs(VerificationId),
    /// An account, by its key.
    Account(AccountId),
    /// A member of staff, by their session.
    Staff(StaffId),
}

/// How many permits there are, and how many of them each kind of holder may have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Portions {
    pub(crate) total: usize,
    pub(crate) account: usize,
    pub(crate) link: usize,
    pub(crate) strangers: usize,
    pub(crate) peer: usize,
}

impl Portions {
    /// Returns the usual shares of a total. A link has `link` permits, but never more than half of
    /// its account's, because it is one of many.
    pub(crate) fn of(total: usize, link: usize, limits: &Limits) -> Self {
        let part = |percent: usize| (total.saturating_mul(percent) / 100).clamp(1, total.max(1));
        let strangers = part(limits.stranger_percent);
        let account = part(limits.account_percent);
        Self {
            total: total.clamp(1, Semaphore::MAX_PERMITS),
            account,
            link: link.clamp(1, account.div_ceil(2)),
            strangers,
            peer: strangers.div_ceil(2),
        }
    }
}

/// Permits for one kind of resource. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Shares(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    portions: Portions,
    total: Arc<Semaphore>,
    strangers: Arc<Semaphore>,
    own: Mutex<Own>,
}

/// The semaphores of single holders. One that nobody uses or waits for is removed.
#[derive(Debug, Default)]
struct Own {
    semaphores: HashMap<Key, Weak<Semaphore>>,
    /// The number of semaphores from which unused ones are looked for.
    sweep_at: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Peer(Neighbourhood),
    Token(u64),
    Link(VerificationId),
    Account(AccountId),
    Staff(StaffId),
}

/// What somebody has of a shared resource, which is returned when it is dropped.
#[derive(Debug, Default)]
#[must_use]
pub(crate) struct Permit(Vec<OwnedSemaphorePermit>);

impl Permit {
    /// Joins two permits.
    pub(crate) fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

impl Shares {
    pub(crate) fn new(portions: Portions) -> Self {
        Self(Arc::new(Inner {
            portions,
            total: Arc::new(Semaphore::new(portions.total)),
            strangers: Arc::new(Semaphore::new(portions.strangers)),
            own: Mutex::default(),
        }))
    }

    /// Waits for this many permits. A holder that wants more than a level has waits until it is
    /// alone there.
    pub(crate) async fn take(&self, holder: Holder, wanted: usize) -> Permit {
        let mut permit = Permit::default();
        for (semaphore, size) in self.levels(holder) {
            // The semaphores are never closed.
            if let Ok(taken) = semaphore.acquire_many_owned(within(wanted, size)).await {
                permit.0.push(taken);
            }
        }
        permit
    }

    /// Takes permits without waiting, or returns `None` if they are not free.
    pub(crate) fn try_take(&self, holder: Holder, wanted: usize) -> Option<Permit> {
        let mut permit = Permit::default();
        for (semaphore, size) in self.levels(holder) {
            let taken = semaphore.try_acquire_many_owned(within(wanted, size));
            permit.0.push(taken.ok()?);
        }
        Some(permit)
    }

    /// Returns the levels to which a holder belongs with their sizes, the narrowest first.
    fn levels(&self, holder: Holder) -> Vec<(Arc<Semaphore>, usize)> {
        let Portions {
            total,
            account,
            link,
            strangers,
            peer,
        } = self.0.portions;
        let own = |key, size| (self.own(key, size), size);
        let everybody = (Arc::clone(&self.0.total), total);
        match holder {
            Holder::Stranger(at) => vec![
                own(Key::Peer(at), peer),
                (Arc::clone(&self.0.strangers), strangers),
                everybody,
            ],
            Holder::Token(hash) => vec![own(Key::Token(hash), link)],
            Holder::Link(id, of) => vec![
                own(Key::Link(id), link),
                own(Key::Account(of), account),
                everybody,
            ],
            Holder::Proofs(id) => vec![own(Key::Link(id), link), everybody],
            Holder::Account(of) => vec![own(Key::Account(of), account), everybody],
            Holder::Staff(id) => vec![own(Key::Staff(id), link), everybody],
        }
    }

    fn own(&self, key: Key, size: usize) -> Arc<Semaphore> {
        let mut own = self.0.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(semaphore) = own.semaphores.get(&key).and_then(Weak::upgrade) {
            return semaphore;
        }
        if own.semaphores.len() >= own.sweep_at {
            own.semaphores
                .retain(|_, semaphore| semaphore.strong_count() > 0);
            own.sweep_at = (2 * own.semaphores.len()).max(64);
        }
        let semaphore = Arc::new(Semaphore::new(size));
        own.semaphores.insert(key, Arc::downgrade(&semaphore));
        semaphore
    }
}

fn within(wanted: usize, size: usize) -> u32 {
    u32::try_from(wanted.clamp(1, size)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;
    use tokio::time::timeout;
    use uuid::Uuid;

    use super::*;

    const PORTIONS: Portions = Portions {
        total: 10,
        account: 6,
        link: 3,
        strangers: 4,
        peer: 2,
    };

    fn account(number: u128) -> AccountId {
        AccountId::new(Uuid::from_u128(number))
    }

    fn link(number: u128, of: u128) -> Holder {
        let id = VerificationId::new(Uuid::from_u128(number));
        Holder::Link(id, account(of))
    }

    fn peer(last: u8) -> Holder {
        Holder::Stranger(Neighbourhood::of(Some([192, 0, 2, last].into())))
    }

    /// How many permits somebody gets who takes as many as there are.
    fn all(shares: &Shares, holder: Holder) -> Vec<Permit> {
        std::iter::from_fn(|| shares.try_take(holder, 1)).collect()
    }

    #[test]
    fn everybody_has_a_share_and_nobody_has_all() {
        for (greedy, their_share, others) in [
            (
                peer(1),
                2,
                vec![(peer(2), 2), (Holder::Account(account(1)), 6)],
            ),
            (
                link(1, 1),
                3,
                vec![(link(2, 1), 3), (link(3, 1), 0), (link(4, 2), 3)],
            ),
            (
                Holder::Account(account(1)),
                6,
                vec![(link(1, 1), 0), (link(2, 2), 3)],
            ),
        ] {
            let shares = Shares::new(PORTIONS);
            let held = all(&shares, greedy);
            assert_eq!(held.len(), their_share, "{greedy:?}");
            let mut of_others = Vec::new();
            for (other, share) in others {
                let got = all(&shares, other);
                assert_eq!(got.len(), share, "{other:?} beside {greedy:?}");
                of_others.push(got);
            }
            drop((held, of_others));
            assert_eq!(all(&shares, greedy).len(), their_share);
        }
    }

    #[test]
    fn a_token_that_was_not_looked_up_takes_nothing_of_anybody() {
        let shares = Shares::new(PORTIONS);
        let tokens: Vec<Permit> = (0..100)
            .flat_map(|hash| all(&shares, Holder::Token(hash)))
            .collect();
        assert_eq!(tokens.len(), 100 * PORTIONS.link);
        assert!(shares.try_take(Holder::Token(1), 1).is_none());
        // Good or not, nobody has less for it; the link that one of them opens neither.
        assert_eq!(all(&shares, link(1, 1)).len(), PORTIONS.link);
        assert_eq!(all(&shares, peer(1)).len(), PORTIONS.peer);
        drop(tokens);
        assert!(shares.try_take(Holder::Token(1), 1).is_some());
    }

    #[test]
    fn strangers_together_leave_room_for_who_proved_something() {
        let shares = Shares::new(PORTIONS);
        let strangers: Vec<Permit> = (0..100).flat_map(|last| all(&shares, peer(last))).collect();
        assert_eq!(strangers.len(), PORTIONS.strangers);
        assert_eq!(all(&shares, Holder::Account(account(1))).len(), 6);
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_used_up_their_share_waits_behind_themselves() {
        let shares = Shares::new(PORTIONS);
        let held = shares.take(Holder::Account(account(1)), 6).await;
        let more = shares.take(Holder::Account(account(1)), 1);
        assert!(timeout(Duration::from_secs(9), more).await.is_err());
        // Nobody else waits: neither for the permits nor behind the one who does.
        let greedy = shares.clone();
        let waiting =
            tokio::spawn(async move { greedy.take(Holder::Account(account(1)), 6).await });
        tokio::task::yield_now().await;
        assert!(shares.try_take(Holder::Account(account(2)), 4).is_some());
        drop(held);
        assert_eq!(waiting.await.unwrap().0.len(), 2);
    }

    #[test]
    fn what_is_larger_than_a_share_has_the_whole_share() {
        let shares = Shares::new(PORTIONS);
        let large = shares.try_take(link(1, 1), 1000).unwrap();
        assert!(shares.try_take(link(1, 1), 1).is_none());
        drop(large);
        assert!(shares.try_take(link(1, 1), 3).is_some());
    }

    #[test]
    fn holders_who_left_are_forgotten() {
        let shares = Shares::new(PORTIONS);
        for number in 0..10_000 {
            assert!(shares.try_take(link(number, 1), 1).is_some());
        }
        assert!(shares.0.own.lock().unwrap().semaphores.len() <= 65);
    }

    proptest! {
        /// Whatever is taken and given back in whatever order, all of it is there at the end.
        #[test]
        fn nothing_is_lost(steps in prop::collection::vec((0..6_u8, 1..5_usize, any::<bool>()), 0..60)) {
            let shares = Shares::new(PORTIONS);
            let mut held = Vec::new();
            for (who, count, gives_back) in steps {
                let holder = match who {
                    0 | 1 => peer(who),
                    2 | 3 => link(who.into(), 1),
                    _ => Holder::Account(account(who.into())),
                };
                held.extend(shares.try_take(holder, count));
                if gives_back {
                    held.pop();
                }
            }
            held.clear();
            prop_assert_eq!(shares.0.total.available_permits(), PORTIONS.total);
            prop_assert_eq!(shares.0.strangers.available_permits(), PORTIONS.strangers);
        }
    }
}

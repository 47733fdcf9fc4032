//! The time that work may take, by a clock that the caller hands in.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use proofing::ports::Clock;

/// An amount of time and the clock that it is measured by. Without a clock time stands still: work
/// then has all of its time for each of its steps, and what comes of it does not depend on the
/// machine's load.
#[derive(Clone)]
pub(crate) struct Budget {
    within: Duration,
    clock: Option<Arc<dyn Clock>>,
}

impl fmt::Debug for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Budget({:?})", self.within)
    }
}

impl Budget {
    /// So much time by this clock.
    pub(crate) const fn new(within: Duration, clock: Option<Arc<dyn Clock>>) -> Self {
        Self { within, clock }
    }

    /// Whether there is no time at all.
    pub(crate) const fn is_zero(&self) -> bool {
        self.within.is_zero()
    }

    /// Begins to spend it.
    pub(crate) fn begin(&self) -> Spending {
        Spending {
            budget: self.clone(),
            begun: self.now(),
        }
    }

    fn now(&self) -> Timestamp {
        self.clock
            .as_ref()
            .map_or(Timestamp::UNIX_EPOCH, |clock| clock.now())
    }
}

/// A budget that is being spent.
#[derive(Debug)]
pub(crate) struct Spending {
    budget: Budget,
    begun: Timestamp,
}

impl Spending {
    /// What is left of it. A clock that is put back takes nothing away and adds nothing.
    pub(crate) fn left(&self) -> Duration {
        let spent = self.budget.now().duration_since(self.begun);
        let spent = Duration::try_from(spent).unwrap_or_default();
        self.budget.within.saturating_sub(spent)
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use testkit::FixedClock;
    use testkit::builders::at;

    use super::*;

    const WITHIN: Duration = Duration::from_secs(4);

    #[test]
    fn a_budget_is_spent_by_its_clock_and_by_nothing_else() {
        let clock = Arc::new(FixedClock::new(at(0)));
        let budget = Budget::new(WITHIN, Some(Arc::clone(&clock) as Arc<dyn Clock>));
        let spending = budget.begin();
        assert_eq!(spending.left(), WITHIN);
        clock.advance(SignedDuration::from_secs(3));
        assert_eq!(spending.left(), Duration::from_secs(1));
        clock.advance(SignedDuration::from_secs(-9));
        assert_eq!(spending.left(), WITHIN);
        clock.advance(SignedDuration::from_secs(60));
        assert_eq!(spending.left(), Duration::ZERO);
        assert_eq!(budget.begin().left(), WITHIN);
    }

    #[test]
    fn without_a_clock_time_stands_still() {
        let spending = Budget::new(WITHIN, None).begin();
        assert_eq!(spending.left(), WITHIN);
    }
}

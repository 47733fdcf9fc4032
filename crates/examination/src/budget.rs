//! A time budget for work, measured by a clock that the caller passes in.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use proofing::ports::Clock;

/// An amount of time and the clock by which it is measured. Without a clock, time stands still:
/// every step of the work has all of the time, and the result does not depend on the machine's
/// load.
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
    /// Creates a budget of this much time by this clock.
    pub(crate) const fn new(within: Duration, clock: Option<Arc<dyn Clock>>) -> Self {
        Self { within, clock }
    }

    /// Returns true if there is no time at all.
    pub(crate) const fn is_zero(&self) -> bool {
        self.within.is_zero()
    }

    /// Starts spending the budget.
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
    /// Returns the rest of it. A clock that is set back takes nothing away and adds nothing.
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

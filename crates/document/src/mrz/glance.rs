//! A glance at the middle of a line: whether it is type at all, and which way up. It costs a tenth of reading the line,
//! and most lines of most pictures are not worth more.

use super::chain::chains;
use super::net::{self, Net};
use super::seen::certainty;
use super::strip::Strip;

/// Pixels of a strip that are looked at.
pub(super) const WIDTH: usize = 288;
/// So many characters are looked for in them.
const FEW: usize = 12;
/// Type is so sure even upside down: of zones that could be read none was less sure than twice this.
const LEAST_SURE: f32 = 0.08;
/// And a character of it is at least so likely: no zone was below 1.3.
const LEAST_ODDS: f32 = 0.5;
/// What type is at least the right way up: no zone was below 0.2, 2.5 and 0.56.
const LEAST_UPRIGHT: Glance = Glance {
    sure: 0.1,
    odds: 1.8,
    certainty: 0.45,
};
/// The net is surer by this of characters that it sees the right way up; where it is not, more of the line tells.
const CLEARLY: f32 = 0.08;

/// What the net makes of a few characters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glance {
    /// How sure it is of characters, on average over its columns: between two there is nothing to be sure of.
    sure: f32,
    /// How much likelier each of the best [`FEW`] characters is than nothing, as a logarithm.
    odds: f32,
    /// How sure it is which characters those are. Upside down it sees some too, but is less sure which.
    certainty: f32,
}

/// Which way up type may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Upright {
    AsItIs,
    Turned,
    Either,
}

impl Glance {
    fn of(net: &Net, strip: &Strip) -> Self {
        let emissions = net.read(&net::prepare(&strip.levels));
        let sure = |column: &[f32]| {
            let characters = column.iter().take(net::NONE).copied();
            let best = characters.fold(f32::MIN, f32::max);
            let none = column.get(net::NONE).copied().unwrap_or(0.0);
            if best > none { best.exp() } else { 0.0 }
        };
        let sum: f32 = emissions.columns().map(sure).sum();
        let [chain] = chains(&emissions, [FEW]);
        Self {
            sure: sum / emissions.len().max(1) as f32,
            odds: chain.as_ref().map_or(0.0, |chain| chain.score / FEW as f32),
            certainty: chain.map_or(0.0, |chain| certainty(&emissions, &chain)),
        }
    }

    fn is_hopeful(&self) -> bool {
        self.sure >= LEAST_SURE && self.odds >= LEAST_ODDS
    }

    /// Whether there may be type: beside a line that is some, it must not be as sure.
    pub(super) fn may_be_type(net: &Net, strip: &Strip, is_turned: bool) -> bool {
        if is_turned {
            Self::of(net, &strip.half_turned()).is_hopeful()
        } else {
            Self::of(net, strip).is_hopeful()
        }
    }

    /// Which way up the type of a line is; `None` where there is none.
    pub(super) fn upright(net: &Net, strip: &Strip) -> Option<Upright> {
        let as_it_is = Self::of(net, strip);
        if !as_it_is.is_hopeful() {
            return None;
        }
        let turned = Self::of(net, &strip.half_turned());
        let least = LEAST_UPRIGHT;
        if as_it_is.sure.max(turned.sure) < least.sure
            || as_it_is.odds.max(turned.odds) < least.odds
            || as_it_is.certainty.max(turned.certainty) < least.certainty
        {
            return None;
        }
        let ahead = as_it_is.certainty - turned.certainty;
        Some(if ahead > CLEARLY {
            Upright::AsItIs
        } else if ahead < -CLEARLY {
            Upright::Turned
        } else {
            Upright::Either
        })
    }
}

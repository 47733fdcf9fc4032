//! A quick look at the middle of a line, which tells whether it is type at all, and which way up.
//! It costs a tenth of reading the line, and most lines of most pictures are not worth more.

use super::alignment::{Alignment, alignments, certainty};
use super::metered::Metered;
use super::net;
use super::strip::Strip;

/// The number of characters that are looked for.
const FEW: usize = 12;
/// The minimum certainty of type, even upside down. No zone that could be read had less than twice
/// this.
const LEAST_SURE: f32 = 0.08;
/// The minimum likelihood of a character. No zone was below 1.3.
const LEAST_ODDS: f32 = 0.5;
/// The minimums for a zone's type the right way up. Of those that could be read none was below 0.2,
/// 2.5 and 0.56, and none was spaced less evenly than 0.72.
const LEAST_UPRIGHT: Prefilter = Prefilter {
    sure: 0.1,
    odds: 1.8,
    certainty: 0.45,
    pitch: 0.0,
    unevenness: 0.85,
};
/// How much its neighbours may differ in spacing, and how likely and certain they must be. None was
/// below 0.9 and 0.5.
const ALIKE: f64 = 0.25;
const LEAST_BESIDE: (f32, f32) = (0.8, 0.45);
/// Letters of a book are hardly ever this likely and certain.
const CONVINCING: (f32, f32) = (5.0, 0.95);
/// The likelihood of characters from which their spacing can be relied on.
const RELIABLE: f32 = 4.5;
/// By how much the net is surer of characters that it sees the right way up. If it is not, more of
/// the line is examined.
const CLEARLY: f32 = 0.08;

/// What the net sees in a few characters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prefilter {
    /// How certain it is of characters, on average over its columns. Between two characters there
    /// is nothing to be certain of.
    sure: f32,
    /// How much likelier than nothing each of the best [`FEW`] characters is, as a logarithm.
    odds: f32,
    /// How certain it is which characters those are. Upside down it also sees some, but is less
    /// certain which.
    certainty: f32,
    /// The mean distance between two of them in pixels of the strip.
    pitch: f64,
    /// The standard deviation of their distances, in half columns of the net. Letters of a book are
    /// not spaced evenly.
    unevenness: f64,
}

/// The possible orientations of type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Upright {
    AsItIs,
    Turned,
    Either,
}

impl Prefilter {
    fn of(net: &Metered<'_>, strip: &Strip) -> Self {
        let emissions = net.read(strip);
        let sure = |column: &[f32]| {
            let characters = column.iter().take(net::NONE).copied();
            let best = characters.fold(f32::MIN, f32::max);
            let none = column.get(net::NONE).copied().unwrap_or(0.0);
            if best > none { best.exp() } else { 0.0 }
        };
        let sum: f32 = emissions.columns().map(sure).sum();
        let [alignment] = alignments(&emissions, [FEW]);
        Self {
            sure: sum / emissions.len().max(1) as f32,
            odds: alignment
                .as_ref()
                .map_or(0.0, |alignment| alignment.score / FEW as f32),
            certainty: alignment
                .as_ref()
                .map_or(0.0, |alignment| certainty(&emissions, alignment)),
            pitch: alignment.as_ref().map_or(0.0, Alignment::pitch),
            unevenness: alignment.as_ref().map_or(f64::MAX, Alignment::unevenness),
        }
    }

    fn is_hopeful(&self) -> bool {
        self.sure >= LEAST_SURE && self.odds >= LEAST_ODDS
    }

    /// Returns true if the line of a strip may belong to the same zone as this one.
    pub(super) fn may_go_with(&self, net: &Metered<'_>, strip: &Strip, is_turned: bool) -> bool {
        let other = if is_turned {
            Self::of(net, &strip.half_turned())
        } else {
            Self::of(net, strip)
        };
        other.is_hopeful()
            && other.odds >= LEAST_BESIDE.0
            && other.certainty >= LEAST_BESIDE.1
            && (other.pitch / self.pitch - 1.0).abs() < ALIKE
    }

    /// Returns true if it is certainly type of a zone.
    pub(super) fn is_convincing(&self) -> bool {
        self.odds > CONVINCING.0 && self.certainty > CONVINCING.1
    }

    /// Returns the factor by which to stretch the strip so that the net reads it best, or `None` if
    /// that is unknown.
    pub(super) fn stretch(&self) -> Option<f64> {
        (self.odds > RELIABLE).then(|| net::PITCH / self.pitch)
    }

    /// Returns what is seen the right way up, and which way that is, or `None` if there is no type
    /// of a zone.
    pub(super) fn upright(net: &Metered<'_>, strip: &Strip) -> Option<(Self, Upright)> {
        let as_it_is = Self::of(net, strip);
        if !as_it_is.is_hopeful() {
            return None;
        }
        let turned = Self::of(net, &strip.half_turned());
        let least = LEAST_UPRIGHT;
        if as_it_is.sure.max(turned.sure) < least.sure
            || as_it_is.odds.max(turned.odds) < least.odds
            || as_it_is.certainty.max(turned.certainty) < least.certainty
            || as_it_is.unevenness.min(turned.unevenness) > least.unevenness
        {
            return None;
        }
        let ahead = as_it_is.certainty - turned.certainty;
        let upright = if ahead > CLEARLY {
            Upright::AsItIs
        } else if ahead < -CLEARLY {
            Upright::Turned
        } else {
            Upright::Either
        };
        Some((if ahead < 0.0 { turned } else { as_it_is }, upright))
    }
}

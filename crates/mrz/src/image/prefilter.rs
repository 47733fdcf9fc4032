//! A quick test of the middle of a line, which says whether it is type at all and which way up. It
//! costs a tenth of reading the line, and rejects most lines of most pictures.

use super::alignment::{Alignment, alignments, certainty};
use super::metered::MeteredNet;
use super::net;
use super::strip::Strip;

/// The number of characters that are looked for.
const SAMPLE_CHARACTERS: usize = 12;
/// The minimum certainty of type, even upside down. No zone that could be read had less than twice
/// this.
const MIN_CERTAINTY: f32 = 0.08;
/// The minimum log-odds of a character. No zone that could be read was below 1.3.
const MIN_ODDS: f32 = 0.5;
/// The minimums for type of a zone the right way up. Of the zones that could be read, none was
/// below 0.2, 2.5 and 0.56, and none was spaced less evenly than 0.72.
const MIN_UPRIGHT: Prefilter = Prefilter {
    sure: 0.1,
    odds: 1.8,
    certainty: 0.45,
    pitch: 0.0,
    unevenness: 0.85,
};
/// How much adjacent lines may differ in spacing, and their minimum odds and certainty. No zone
/// that could be read was below 0.9 and 0.5.
const MAX_PITCH_DIFFERENCE: f64 = 0.25;
const MIN_ADJACENT: (f32, f32) = (0.8, 0.45);
/// Letters of a book hardly ever have these odds and this certainty.
const CONVINCING: (f32, f32) = (5.0, 0.95);
/// The log-odds of characters from which their spacing is reliable.
const RELIABLE_ODDS: f32 = 4.5;
/// How much more certain the net must be of the characters one way up than the other. If it is not,
/// more of the line is examined.
const MIN_ORIENTATION_MARGIN: f32 = 0.08;

/// What the net sees in a few characters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prefilter {
    /// The mean certainty of characters over all columns. Columns between two characters lower it.
    sure: f32,
    /// The log-odds of each of the best [`SAMPLE_CHARACTERS`] characters.
    odds: f32,
    /// How certain the net is which characters those are. It sees some upside down too, but is less
    /// certain which.
    certainty: f32,
    /// The mean distance between two of them in pixels of the strip.
    pitch: f64,
    /// The standard deviation of their distances, in half columns of the net. Letters of a book are
    /// not evenly spaced.
    unevenness: f64,
}

/// Which way up the type is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Orientation {
    AsItIs,
    Turned,
    Either,
}

impl Prefilter {
    fn of(net: &MeteredNet<'_>, strip: &Strip) -> Self {
        let emissions = net.read(strip);
        let sure = |column: &[f32]| {
            let characters = column.iter().take(net::NONE).copied();
            let best = characters.fold(f32::MIN, f32::max);
            let none = column.get(net::NONE).copied().unwrap_or(0.0);
            if best > none { best.exp() } else { 0.0 }
        };
        let sum: f32 = emissions.columns().map(sure).sum();
        let [alignment] = alignments(&emissions, [SAMPLE_CHARACTERS]);
        Self {
            sure: sum / emissions.len().max(1) as f32,
            odds: alignment
                .as_ref()
                .map_or(0.0, |alignment| alignment.score / SAMPLE_CHARACTERS as f32),
            certainty: alignment
                .as_ref()
                .map_or(0.0, |alignment| certainty(&emissions, alignment)),
            pitch: alignment.as_ref().map_or(0.0, Alignment::pitch),
            unevenness: alignment.as_ref().map_or(f64::MAX, Alignment::unevenness),
        }
    }

    fn is_hopeful(&self) -> bool {
        self.sure >= MIN_CERTAINTY && self.odds >= MIN_ODDS
    }

    /// Returns true if the line of a strip may belong to the same zone as this one.
    pub(super) fn may_go_with(&self, net: &MeteredNet<'_>, strip: &Strip, is_turned: bool) -> bool {
        let other = if is_turned {
            Self::of(net, &strip.half_turned())
        } else {
            Self::of(net, strip)
        };
        other.is_hopeful()
            && other.odds >= MIN_ADJACENT.0
            && other.certainty >= MIN_ADJACENT.1
            && (other.pitch / self.pitch - 1.0).abs() < MAX_PITCH_DIFFERENCE
    }

    /// Returns true if this is certainly type of a zone.
    pub(super) fn is_convincing(&self) -> bool {
        self.odds > CONVINCING.0 && self.certainty > CONVINCING.1
    }

    /// Returns the factor by which to stretch the strip for the net, or `None` if it is unknown.
    pub(super) fn stretch(&self) -> Option<f64> {
        (self.odds > RELIABLE_ODDS).then(|| net::PITCH / self.pitch)
    }

    /// Returns what the net sees the right way up, and which way that is, or `None` if there is no
    /// type of a zone.
    pub(super) fn upright(net: &MeteredNet<'_>, strip: &Strip) -> Option<(Self, Orientation)> {
        let as_it_is = Self::of(net, strip);
        if !as_it_is.is_hopeful() {
            return None;
        }
        let turned = Self::of(net, &strip.half_turned());
        let least = MIN_UPRIGHT;
        if as_it_is.sure.max(turned.sure) < least.sure
            || as_it_is.odds.max(turned.odds) < least.odds
            || as_it_is.certainty.max(turned.certainty) < least.certainty
            || as_it_is.unevenness.min(turned.unevenness) > least.unevenness
        {
            return None;
        }
        let ahead = as_it_is.certainty - turned.certainty;
        let upright = if ahead > MIN_ORIENTATION_MARGIN {
            Orientation::AsItIs
        } else if ahead < -MIN_ORIENTATION_MARGIN {
            Orientation::Turned
        } else {
            Orientation::Either
        };
        Some((if ahead < 0.0 { turned } else { as_it_is }, upright))
    }
}

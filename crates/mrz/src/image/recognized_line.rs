//! The lines of a patch as the net recognised them, and the decision which of them are a zone: two
//! or three adjacent lines with the same number of characters.
#![expect(
    clippy::indexing_slicing,
    reason = "indices follow from the lengths of what they index"
)]

use super::alignment::{Alignment, alignments, cells, certainty};
use super::lines::Lines;
use super::metered::MeteredNet;
use super::net::{self, CLASSES, Emissions};
use super::strip::Strip;

/// The minimum log-odds of each character of a zone's line. No zone that could be read was below
/// 2.6.
const MIN_ODDS: f32 = 1.5;
/// By how many characters the starts and ends of a zone's lines may be shifted against each other.
const MAX_RAGGEDNESS: f64 = 3.0;
/// The minimum log-odds of a character beyond an end of the zone.
const MIN_ODDS_BEYOND: f32 = 1.0;
/// The possible numbers of characters in a zone's line.
const COUNTS: [usize; 3] = [30, 36, 44];

/// A line as the net recognised it.
pub(super) struct RecognizedLine {
    pub(super) baseline: usize,
    strip: Strip,
    emissions: Emissions,
    /// The best alignment for each of [`COUNTS`].
    pub(super) alignments: [Option<Alignment>; 3],
}

impl RecognizedLine {
    pub(super) fn new(net: &MeteredNet<'_>, baseline: usize, strip: Strip) -> Self {
        let emissions = net.read(&strip);
        let alignments = alignments(&emissions, COUNTS);
        Self {
            baseline,
            strip,
            emissions,
            alignments,
        }
    }

    pub(super) fn score(&self, kind: usize) -> f32 {
        let alignment = self.alignments.get(kind).and_then(Option::as_ref);
        alignment.map_or(f32::MIN / 8.0, |alignment| alignment.score)
    }

    /// Returns the score per character of the best alignment.
    pub(super) fn best(&self) -> f32 {
        let each = COUNTS
            .iter()
            .enumerate()
            .map(|(kind, &n)| self.score(kind) / n as f32);
        each.fold(f32::MIN, f32::max)
    }

    /// Returns the index of the best alignment in [`COUNTS`].
    pub(super) fn kind(&self) -> Option<usize> {
        let kinds = (0..COUNTS.len()).filter(|&kind| self.alignments[kind].is_some());
        kinds.max_by(|&a, &b| self.score(a).total_cmp(&self.score(b)))
    }

    pub(super) fn pitch(&self) -> Option<f64> {
        self.alignments
            .get(self.kind()?)?
            .as_ref()
            .map(Alignment::pitch)
    }

    /// Returns true if the strip continues beyond both ends of the alignment and is empty there.
    /// Otherwise the line may be longer than it seems.
    pub(super) fn is_bounded(&self, kind: usize) -> bool {
        let Some(alignment) = self.alignments.get(kind).and_then(Option::as_ref) else {
            return false;
        };
        let (Some(&from), Some(&to)) = (alignment.places.first(), alignment.places.last()) else {
            return false;
        };
        from >= 6 && to + 7 < self.emissions.len() * 2
    }

    /// Returns the mean certainty of the net about which characters it sees. It sees some upside
    /// down too, but is less certain which.
    pub(super) fn certainty(&self) -> f32 {
        let alignment = self.kind().and_then(|kind| self.alignments[kind].as_ref());
        alignment.map_or(0.0, |alignment| certainty(&self.emissions, alignment))
    }

    /// Returns true if both may be lines of one zone in some format.
    pub(super) fn may_be_beside(&self, next: &Self) -> bool {
        (0..COUNTS.len()).any(|kind| self.is_beside(next, kind))
    }

    /// Returns true if both may be lines of one zone, because their characters lie one below the
    /// other.
    pub(super) fn is_beside(&self, next: &Self, kind: usize) -> bool {
        let least = MIN_ODDS * COUNTS[kind] as f32;
        if self.score(kind).min(next.score(kind)) <= least {
            return false;
        }
        let (own, other) = (self.places(kind), next.places(kind));
        let ends = |places: &[f64]| Some((*places.first()?, *places.last()?));
        let (Some(own), Some(other)) = (ends(&own), ends(&other)) else {
            return false;
        };
        let pitch = (own.1 - own.0).abs() / (COUNTS[kind] - 1) as f64;
        (own.0 - other.0).abs() < MAX_RAGGEDNESS * pitch
            && (own.1 - other.1).abs() < MAX_RAGGEDNESS * pitch
    }

    /// Returns which of an alignment's characters seem to be fillers.
    pub(super) fn fillers(&self, kind: usize) -> Vec<bool> {
        let alignment = self.alignments.get(kind).and_then(Option::as_ref);
        let cells = alignment.map_or(Vec::new(), |alignment| cells(&self.emissions, alignment));
        let filler = net::class_of(b'<').unwrap_or(net::NONE);
        let is_filler = |cell: &[f32; CLASSES]| cell[filler] > 0.5;
        cells.iter().map(is_filler).collect()
    }

    /// Returns where an alignment's characters are along the patch.
    pub(super) fn places(&self, kind: usize) -> Vec<f64> {
        let alignment = self.alignments.get(kind).and_then(Option::as_ref);
        let at = |half: usize| {
            let pixel = Emissions::place(half as f64 / 2.0);
            let last = self.strip.places.len().saturating_sub(1);
            let low = (pixel.max(0.0) as usize).min(last);
            let (a, b) = (
                self.strip.places.get(low),
                self.strip.places.get((low + 1).min(last)),
            );
            let (a, b) = (a.copied().unwrap_or(0.0), b.copied().unwrap_or(0.0));
            a + (b - a) * (pixel - low as f64)
        };
        alignment.map_or(Vec::new(), |alignment| {
            alignment.places.iter().map(|&half| at(half)).collect()
        })
    }
}

/// Returns which of the lines, in reading order, are a zone: the first, their number, and the index
/// of their length in [`COUNTS`].
pub(super) fn zone(all: &[RecognizedLine]) -> Option<(usize, usize, usize)> {
    let mut best: Option<(f32, (usize, usize, usize))> = None;
    for (kind, lines) in [3, 2, 2].into_iter().enumerate() {
        for from in 0..(all.len() + 1).saturating_sub(lines) {
            let group = &all[from..from + lines];
            let sum: f32 = group.iter().map(|seen| seen.score(kind)).sum();
            if best.is_none_or(|(top, _)| sum > top)
                && group
                    .windows(2)
                    .all(|pair| pair[0].is_beside(&pair[1], kind))
            {
                best = Some((sum, (from, lines, kind)));
            }
        }
    }
    best.map(|(_, zone)| zone)
}

/// Returns true if more characters precede or follow those of the zone, on two of its lines (or on
/// its only one). It is then a part of a longer zone, for example one that the picture's edge cuts
/// off.
pub(super) fn continues_beyond(zone: &[RecognizedLine], kind: usize) -> bool {
    let goes_on = |end: usize| {
        let alignments = zone
            .iter()
            .filter_map(|seen| seen.alignments[kind].as_ref());
        alignments
            .filter(|alignment| alignment.beyond[end] > MIN_ODDS_BEYOND)
            .count()
            >= zone.len().min(2)
    };
    goes_on(0) || goes_on(1)
}

/// Returns the shear of the zone's columns, whose characters lie one below the other.
pub(super) fn shear(zone: &[RecognizedLine], lines: &Lines, kind: usize) -> f64 {
    let (Some(first), Some(last)) = (zone.first(), zone.last()) else {
        return 0.0;
    };
    let baseline = |seen: &RecognizedLine| lines.baselines.get(seen.baseline);
    let (Some(upper), Some(lower)) = (baseline(first), baseline(last)) else {
        return 0.0;
    };
    let leans: Vec<f64> = first
        .places(kind)
        .into_iter()
        .zip(last.places(kind))
        .map(|(a, b)| (b - a) / (lower.at(b) - upper.at(a)))
        .filter(|lean| lean.is_finite())
        .collect();
    let mean = leans.iter().sum::<f64>() / leans.len().max(1) as f64;
    if mean.abs() < 0.45 { mean } else { 0.0 }
}

pub(super) fn recognized_cells(
    zone: &[RecognizedLine],
    kind: usize,
) -> Option<Vec<Vec<[f32; CLASSES]>>> {
    zone.iter()
        .map(|seen| Some(cells(&seen.emissions, seen.alignments.get(kind)?.as_ref()?)))
        .collect()
}

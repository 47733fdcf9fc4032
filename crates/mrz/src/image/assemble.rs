//! Assembles the zone that a line of type belongs to: finds the lines beside it, and reads all of
//! them.
//!
//! If alignments of 30, 36 or 44 characters lie in two or three adjacent lines, there is a zone. A
//! zone that reads badly is cut out again in several ways, and the net's outputs for all of them
//! are averaged.
#![expect(clippy::indexing_slicing, reason = "two neighbours")]

use imaging::{Point, Quad};

use super::alignment::cells;
use super::baseline::Baseline;
use super::baseline_fit::refit_baselines;
use super::decode::{Decoded, Visibility, decode, format_of};
use super::lines::Lines;
use super::metered::MeteredNet;
use super::net::CLASSES;
use super::patch::Patch;
use super::prefilter::Prefilter;
use super::pyramid::Pyramid;
use super::reading::{MrzReading, Options};
use super::recognized_line::{RecognizedLine, continues_beyond, recognized_cells, shear, zone};
use super::strip::{CutParameters, Strip};
use crate::parse::parse;

/// The minimum mean certainty of the characters of a zone.
const MIN_MEAN: f32 = 0.93;
/// The minimum if two check digits match. In other print, one digit in ten matches by chance.
const MIN_MEAN_WITH_DIGITS: f32 = 0.6;
/// If the mean certainty of the characters is below this, their places may be wrong too, and no
/// field is certain.
const DOUBTFUL_MEAN: f32 = 0.9;
/// If the mean certainty is below this, looking again does not help. The worst zone that could be
/// read in the end started with 0.65.
const HOPELESS_MEAN: f32 = 0.5;
/// The same for text that does not look like a zone.
const UNLIKELY_MEAN: f32 = 0.65;

/// A zone that was found.
pub(super) struct Assembled {
    pub(super) decoded: Decoded,
    /// Whether the cells themselves may be misplaced.
    pub(super) is_doubtful: bool,
    quad: Quad,
}

impl Assembled {
    /// Parses the zone. Returns `None` if its lines turn out not to be those of a zone.
    pub(super) fn into_reading(self) -> Option<MrzReading> {
        let lines = self.decoded.lines();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        Some(MrzReading {
            mrz: parse(&lines).ok()?,
            confidence: self.decoded.certainty,
            unsure: if self.is_doubtful {
                self.decoded
                    .format
                    .fields()
                    .iter()
                    .map(|(field, _)| *field)
                    .collect()
            } else {
                self.decoded.unsure
            },
            digits: self.decoded.holding,
            quad: self.quad,
        })
    }
}

/// A patch of the picture whose own line is type.
pub(super) struct Candidate<'a> {
    pub(super) net: &'a MeteredNet<'a>,
    pub(super) pyramid: &'a Pyramid<'a>,
    pub(super) patch: &'a Patch,
    pub(super) lines: &'a Lines,
    pub(super) is_turned: bool,
    /// Whether the lines above and below its own seem to be type.
    pub(super) beside: [bool; 2],
    /// The result of the prefilter for its own line.
    pub(super) prefilter: Prefilter,
}

impl Candidate<'_> {
    /// Cuts out the strip of a baseline, the right way up.
    fn strip(&self, baseline: usize, cut: &CutParameters) -> Option<Strip> {
        let baseline = self.lines.baselines.get(baseline)?;
        let strip = self.patch.strip(self.pyramid, self.lines, baseline, cut);
        Some(if self.is_turned {
            strip.half_turned()
        } else {
            strip
        })
    }

    pub(super) fn cut(&self, baseline: usize, cut: &CutParameters) -> Option<RecognizedLine> {
        Some(RecognizedLine::new(
            self.net,
            baseline,
            self.strip(baseline, cut)?,
        ))
    }

    /// Reads the zone that the patch's own line, already recognised, belongs to.
    pub(super) fn read(
        &self,
        first: RecognizedLine,
        cut: CutParameters,
        options: &Options,
    ) -> Option<Assembled> {
        if self.beside == [false, false] {
            return self.read_line(first, cut, options);
        }
        let mut all = self.with_neighbours(first, &cut);
        let Some((from, count, kind)) = zone(&all) else {
            let own = all
                .iter()
                .position(|seen| seen.baseline == self.lines.own)?;
            return self.read_line(all.swap_remove(own), cut, options);
        };
        let zone: Vec<RecognizedLine> = all.into_iter().skip(from).take(count).collect();
        if !self.net.is_spent()
            && let Some(laid) = refit_baselines(self.pyramid, self.patch, self.lines, &zone, kind)
        {
            let candidate = Candidate {
                lines: &laid,
                ..*self
            };
            if let Some(anew) = candidate.cut_all(&zone, &cut)
                && score(&anew, kind) > score(&zone, kind)
            {
                return candidate.read_zone(anew, kind, cut, options);
            }
        }
        self.read_zone(zone, kind, cut, options)
    }

    /// Reads the patch's own line as that of a driving licence, which has only one. Many other
    /// things are single lines, so every check digit must match.
    fn read_line(
        &self,
        line: RecognizedLine,
        cut: CutParameters,
        options: &Options,
    ) -> Option<Assembled> {
        let is_worth_it = self.prefilter.is_convincing()
            && line.score(SINGLE_LINE) > MIN_SINGLE_LINE_ODDS * 30.0
            && line.is_bounded(SINGLE_LINE);
        if !is_worth_it {
            return None;
        }
        let found = self.read_zone(vec![line], SINGLE_LINE, cut, options)?;
        let is_one =
            !found.is_doubtful && found.decoded.is_likely && found.decoded.mean() > MIN_MEAN;
        is_one.then_some(found)
    }

    /// Cuts out and recognises the same lines in another way.
    fn cut_all(&self, zone: &[RecognizedLine], cut: &CutParameters) -> Option<Vec<RecognizedLine>> {
        zone.iter()
            .map(|seen| self.cut(seen.baseline, cut))
            .collect()
    }

    /// Reads the lines of a zone.
    fn read_zone(
        &self,
        mut zone: Vec<RecognizedLine>,
        kind: usize,
        mut cut: CutParameters,
        options: &Options,
    ) -> Option<Assembled> {
        let shear = shear(&zone, self.lines, kind);
        if shear.abs() > 0.05 && !self.net.is_spent() {
            let again = CutParameters { shear, ..cut };
            if let Some(anew) = self.cut_all(&zone, &again)
                && score(&anew, kind) > score(&zone, kind)
            {
                zone = anew;
                cut = again;
            }
        }
        let decoded = self.decoded(&zone, kind, cut, options)?;
        let (mean, digits) = (decoded.mean(), decoded.holding.0);
        if mean <= MIN_MEAN && (mean <= MIN_MEAN_WITH_DIGITS || digits < 2) {
            return None;
        }
        let quad = corners(self.patch, self.lines, &zone, kind, self.is_turned)?;
        let is_doubtful = mean < DOUBTFUL_MEAN
            || !zone.iter().all(|seen| seen.is_bounded(kind))
            || continues_beyond(&zone, kind)
            || decoded.is_shifted;
        // The net is as certain of small print as of a zone that is barely visible.
        if (is_doubtful || decoded.is_strange) && !decoded.is_likely {
            return None;
        }
        Some(Assembled {
            decoded,
            is_doubtful,
            quad,
        })
    }

    /// Returns true if a line may belong to the same zone, as far as the prefilter can tell.
    fn may_be_of_it(&self, baseline: usize) -> bool {
        let baseline = self.lines.baselines.get(baseline);
        baseline.is_some_and(|baseline| {
            let middle = self.patch.middle(self.pyramid, self.lines, baseline);
            self.prefilter
                .may_go_with(self.net, &middle, self.is_turned)
        })
    }

    /// Returns the lines around the patch's own that may belong to the same zone, in reading order.
    fn with_neighbours(&self, first: RecognizedLine, cut: &CutParameters) -> Vec<RecognizedLine> {
        let own = self.lines.own;
        let mut all = vec![first];
        for backwards in [true, false] {
            // A zone has at most three lines.
            for away in 1..=2 {
                let baseline = if backwards {
                    own.checked_sub(away)
                } else {
                    Some(own + away)
                };
                let last = if backwards { all.first() } else { all.last() };
                let baseline = baseline.filter(|&baseline| match away {
                    1 => self.beside[usize::from(!backwards)],
                    _ => self.may_be_of_it(baseline),
                });
                let next = baseline.and_then(|baseline| self.cut(baseline, cut));
                let (Some(last), Some(next)) = (last, next) else {
                    break;
                };
                if !last.may_be_beside(&next) {
                    break;
                }
                all.insert(if backwards { 0 } else { all.len() }, next);
            }
        }
        if self.is_turned {
            all.reverse();
        }
        all
    }

    /// Returns how visible the zone's cells are in the picture.
    fn visibility(&self, zone: &[RecognizedLine], kind: usize) -> Visibility {
        Visibility {
            outside: self.outside(zone, kind),
            pitch: zone
                .iter()
                .filter_map(|seen| self.pitch(seen, kind))
                .fold(f64::INFINITY, f64::min),
        }
    }

    /// Returns the distance between a line's characters, in pixels of the picture.
    fn pitch(&self, seen: &RecognizedLine, kind: usize) -> Option<f64> {
        let places = seen.places(kind);
        let baseline = self.lines.baselines.get(seen.baseline)?;
        let [from, to] = [*places.first()?, *places.last()?]
            .map(|place| self.patch.beside(baseline, place, 0.0));
        Some((to.x - from.x).hypot(to.y - from.y) / (places.len().max(2) - 1) as f64)
    }

    /// Returns which cells lie outside the picture, completely or in part.
    fn outside(&self, zone: &[RecognizedLine], kind: usize) -> Vec<Vec<bool>> {
        let half = self.lines.capital / 2.0;
        let is_outside = |seen: &RecognizedLine| {
            let places = seen.places(kind);
            let ends = places.first().zip(places.last());
            let apart = ends.map_or(0.0, |(from, to)| (to - from).abs());
            let reach = apart / (places.len().max(2) - 1) as f64 * (0.5 - MAX_CUT_OFF);
            let baseline = self.lines.baselines.get(seen.baseline);
            let cell = |x: &f64| {
                let corner = |(across, down): (f64, f64)| {
                    let place =
                        baseline.map(|baseline| self.patch.beside(baseline, x + across, down));
                    place.is_none_or(|place| !self.pyramid.holds(place))
                };
                [
                    (-reach, -half),
                    (reach, -half),
                    (reach, half),
                    (-reach, half),
                ]
                .into_iter()
                .any(corner)
            };
            places.iter().map(cell).collect()
        };
        zone.iter().map(is_outside).collect()
    }

    /// Decodes the zone's text. If it reads badly, the lines are cut out again, a little higher,
    /// lower, larger and smaller, with the columns at the same places.
    fn decoded(
        &self,
        zone: &[RecognizedLine],
        kind: usize,
        cut: CutParameters,
        options: &Options,
    ) -> Option<Decoded> {
        let mut sums = recognized_cells(zone, kind)?;
        let visibility = self.visibility(zone, kind);
        let mut decoded = decode(format_of(&sums)?, &sums, &visibility)?;
        let again = [(1.0, -1.6), (1.0, 1.6), (0.86, 0.0), (1.16, 0.0)];
        for (count, (tall, down)) in again.into_iter().take(options.attempts).enumerate() {
            let mean = decoded.mean();
            let is_hopeless = mean < HOPELESS_MEAN || (mean < UNLIKELY_MEAN && !decoded.is_likely);
            if is_hopeless || decoded.is_clear || self.net.is_spent() {
                break;
            }
            let again = CutParameters {
                tall: cut.tall * tall,
                wide: cut.wide * tall,
                down,
                ..cut
            };
            for (seen, sums) in zone.iter().zip(&mut sums) {
                let strip = self.strip(seen.baseline, &again)?;
                let emissions = self.net.read(&strip);
                let alignment = seen.alignments.get(kind)?.as_ref()?;
                for (sum, cell) in sums.iter_mut().zip(cells(&emissions, alignment)) {
                    for (sum, chance) in sum.iter_mut().zip(cell) {
                        *sum += chance;
                    }
                }
            }
            let whole = |cell: &[f32; CLASSES]| {
                let whole = cell.iter().sum::<f32>().max(1e-6);
                cell.map(|chance| chance / whole)
            };
            let mean: Vec<Vec<[f32; CLASSES]>> = sums
                .iter()
                .map(|line| line.iter().map(whole).collect())
                .collect();
            let again = decode(format_of(&mean)?, &mean, &visibility)?;
            let before = std::mem::replace(&mut decoded, again);
            // If two more attempts changed nothing, further ones will not either.
            let holds = decoded.holding.0 == decoded.holding.1;
            if count > 0 && holds && decoded.unsure.is_empty() && before.lines() == decoded.lines()
            {
                break;
            }
        }
        Some(decoded)
    }
}

/// A single line has 30 characters, which is the first of the possible lengths.
const SINGLE_LINE: usize = 0;
/// The minimum log-odds of each of its characters.
const MIN_SINGLE_LINE_ODDS: f32 = 2.6;

/// The part of a character's width that may lie outside the picture before the character counts as
/// outside.
const MAX_CUT_OFF: f64 = 0.1;

/// Returns the score of the characters of all lines.
fn score(zone: &[RecognizedLine], kind: usize) -> f32 {
    zone.iter().map(|seen| seen.score(kind)).sum()
}

/// Returns the corners of a zone in the picture.
fn corners(
    patch: &Patch,
    lines: &Lines,
    zone: &[RecognizedLine],
    kind: usize,
    is_turned: bool,
) -> Option<Quad> {
    let half = lines.capital / 2.0 * if is_turned { -1.0 } else { 1.0 };
    let end = |seen: &RecognizedLine, last: bool, down: f64| -> Option<Point> {
        let places = seen.places(kind);
        let baseline: &Baseline = lines.baselines.get(seen.baseline)?;
        let (from, to) = (*places.first()?, *places.last()?);
        let margin = (to - from) / (places.len().max(2) - 1) as f64 / 2.0;
        let x = if last { to + margin } else { from - margin };
        Some(patch.beside(baseline, x, down))
    };
    let (first, last) = (zone.first()?, zone.last()?);
    Some(Quad([
        end(first, false, -half)?,
        end(first, true, -half)?,
        end(last, true, half)?,
        end(last, false, half)?,
    ]))
}

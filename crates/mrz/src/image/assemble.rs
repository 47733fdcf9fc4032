//! From a line of type to the zone that it belongs to: the lines beside it, and the text of all.
//!
//! Where alignments of 30, 36 or 44 characters lie in two or three lines one below the other, there
//! is a zone. One that reads badly is cut out again in several ways, and what the net sees in all
//! of them is averaged.
#![expect(clippy::indexing_slicing, reason = "two neighbours")]

use imaging::{Point, Quad};

use super::alignment::cells;
use super::baseline::Baseline;
use super::baseline_fit::refit_baselines;
use super::decode::{Decoded, Shown, decode, format_of};
use super::lines::{Lines, Piece};
use super::metered::Metered;
use super::net::CLASSES;
use super::prefilter::Prefilter;
use super::pyramid::Pyramid;
use super::reading::{MrzReading, Options};
use super::recognized_line::{RecognizedLine, go_on, recognized_cells, shear, zone};
use super::strip::{Cut, Strip};
use crate::parse::parse;

/// A zone is told when its characters are this sure on average.
const SURE_MEAN: f32 = 0.93;
/// Or this sure, and two check digits hold: of other type one digit in ten does by chance.
const LEAST_MEAN: f32 = 0.6;
/// When the characters are less sure than this on average, so may be where they stand: then no
/// field is sure.
const DOUBTFUL: f32 = 0.9;
/// Of characters that the net is less sure of than this no zone is made by looking again: what
/// became one began with 0.65.
const HOPELESS: f32 = 0.5;
/// Nor of those that do not look like a zone's, unless it is as sure as this.
const UNLIKELY: f32 = 0.65;

/// A zone that was found.
pub(super) struct Assembled {
    pub(super) decoded: Decoded,
    /// The cells themselves may be misplaced.
    pub(super) is_doubtful: bool,
    quad: Quad,
}

impl Assembled {
    /// The zone with its fields; `None` if its lines are none of a zone after all.
    pub(super) fn into_reading(self) -> Option<MrzReading> {
        let lines = self.decoded.lines();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        Some(MrzReading {
            mrz: parse(&lines).ok()?,
            confidence: self.decoded.sureness,
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

/// A piece of the picture whose own line is type.
pub(super) struct Candidate<'a> {
    pub(super) net: &'a Metered<'a>,
    pub(super) pyramid: &'a Pyramid<'a>,
    pub(super) piece: &'a Piece,
    pub(super) lines: &'a Lines,
    pub(super) is_turned: bool,
    /// Whether the lines above and below its own seem to be type.
    pub(super) beside: [bool; 2],
    /// What a glance at its own line told.
    pub(super) glance: Prefilter,
}

impl Candidate<'_> {
    /// The strip of a baseline, the right way up.
    fn strip(&self, baseline: usize, cut: &Cut) -> Option<Strip> {
        let baseline = self.lines.baselines.get(baseline)?;
        let strip = self.piece.strip(self.pyramid, self.lines, baseline, cut);
        Some(if self.is_turned {
            strip.half_turned()
        } else {
            strip
        })
    }

    pub(super) fn cut(&self, baseline: usize, cut: &Cut) -> Option<RecognizedLine> {
        Some(RecognizedLine::new(
            self.net,
            baseline,
            self.strip(baseline, cut)?,
        ))
    }

    /// Reads the zone that the piece's own line, already seen, belongs to.
    pub(super) fn read(
        &self,
        first: RecognizedLine,
        cut: Cut,
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
            && let Some(laid) = refit_baselines(self.pyramid, self.piece, self.lines, &zone, kind)
        {
            let looked = Candidate {
                lines: &laid,
                ..*self
            };
            if let Some(anew) = looked.cut_all(&zone, &cut)
                && score(&anew, kind) > score(&zone, kind)
            {
                return looked.read_zone(anew, kind, cut, options);
            }
        }
        self.read_zone(zone, kind, cut, options)
    }

    /// Reads the piece's own line as that of a driving licence, which is alone. Much else stands
    /// alone: every digit must hold.
    fn read_line(&self, line: RecognizedLine, cut: Cut, options: &Options) -> Option<Assembled> {
        let is_worth_it = self.glance.is_convincing()
            && line.score(ALONE) > LEAST_ALONE * 30.0
            && line.is_bounded(ALONE);
        if !is_worth_it {
            return None;
        }
        let found = self.read_zone(vec![line], ALONE, cut, options)?;
        let is_one =
            !found.is_doubtful && found.decoded.is_likely && found.decoded.mean() > SURE_MEAN;
        is_one.then_some(found)
    }

    /// The same lines, cut out in another way.
    fn cut_all(&self, zone: &[RecognizedLine], cut: &Cut) -> Option<Vec<RecognizedLine>> {
        zone.iter()
            .map(|seen| self.cut(seen.baseline, cut))
            .collect()
    }

    /// Reads the lines of a zone.
    fn read_zone(
        &self,
        mut zone: Vec<RecognizedLine>,
        kind: usize,
        mut cut: Cut,
        options: &Options,
    ) -> Option<Assembled> {
        let shear = shear(&zone, self.lines, kind);
        if shear.abs() > 0.05 && !self.net.is_spent() {
            let again = Cut { shear, ..cut };
            if let Some(anew) = self.cut_all(&zone, &again)
                && score(&anew, kind) > score(&zone, kind)
            {
                zone = anew;
                cut = again;
            }
        }
        let decoded = self.decoded(&zone, kind, cut, options)?;
        let (mean, digits) = (decoded.mean(), decoded.holding.0);
        if mean <= SURE_MEAN && (mean <= LEAST_MEAN || digits < 2) {
            return None;
        }
        let quad = corners(self.piece, self.lines, &zone, kind, self.is_turned)?;
        let is_doubtful = mean < DOUBTFUL
            || !zone.iter().all(|seen| seen.is_bounded(kind))
            || go_on(&zone, kind)
            || decoded.is_shifted;
        // Small print is as sure to the net as type of a zone that is hardly to be seen.
        if (is_doubtful || decoded.is_strange) && !decoded.is_likely {
            return None;
        }
        Some(Assembled {
            decoded,
            is_doubtful,
            quad,
        })
    }

    /// Whether a line may be of the same zone, as far as a glance tells.
    fn may_be_of_it(&self, baseline: usize) -> bool {
        let baseline = self.lines.baselines.get(baseline);
        baseline.is_some_and(|baseline| {
            let middle = self.piece.middle(self.pyramid, self.lines, baseline);
            self.glance.may_go_with(self.net, &middle, self.is_turned)
        })
    }

    /// The lines around the piece's own, in reading order: as far as they may be lines of one zone.
    fn with_neighbours(&self, first: RecognizedLine, cut: &Cut) -> Vec<RecognizedLine> {
        let own = self.lines.own;
        let mut all = vec![first];
        for backwards in [true, false] {
            // A zone has three lines at most.
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

    /// How the picture shows the zone's cells.
    fn shown(&self, zone: &[RecognizedLine], kind: usize) -> Shown {
        Shown {
            outside: self.outside(zone, kind),
            pitch: zone
                .iter()
                .filter_map(|seen| self.pitch(seen, kind))
                .fold(f64::INFINITY, f64::min),
        }
    }

    /// How far apart a line's characters are, in pixels of the picture.
    fn pitch(&self, seen: &RecognizedLine, kind: usize) -> Option<f64> {
        let places = seen.places(kind);
        let baseline = self.lines.baselines.get(seen.baseline)?;
        let [from, to] = [*places.first()?, *places.last()?]
            .map(|place| self.piece.beside(baseline, place, 0.0));
        Some((to.x - from.x).hypot(to.y - from.y) / (places.len().max(2) - 1) as f64)
    }

    /// Which cells lie outside the picture, wholly or in part.
    fn outside(&self, zone: &[RecognizedLine], kind: usize) -> Vec<Vec<bool>> {
        let half = self.lines.capital / 2.0;
        let is_outside = |seen: &RecognizedLine| {
            let places = seen.places(kind);
            let ends = places.first().zip(places.last());
            let apart = ends.map_or(0.0, |(from, to)| (to - from).abs());
            let reach = apart / (places.len().max(2) - 1) as f64 * (0.5 - CUT);
            let baseline = self.lines.baselines.get(seen.baseline);
            let cell = |x: &f64| {
                let corner = |(across, down): (f64, f64)| {
                    let place =
                        baseline.map(|baseline| self.piece.beside(baseline, x + across, down));
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

    /// The zone's text. What reads badly is cut out again, a little higher, lower, larger and
    /// smaller; the columns stay where they are.
    fn decoded(
        &self,
        zone: &[RecognizedLine],
        kind: usize,
        cut: Cut,
        options: &Options,
    ) -> Option<Decoded> {
        let mut sums = recognized_cells(zone, kind)?;
        let shown = self.shown(zone, kind);
        let mut decoded = decode(format_of(&sums)?, &sums, &shown)?;
        let again = [(1.0, -1.6), (1.0, 1.6), (0.86, 0.0), (1.16, 0.0)];
        for (count, (tall, down)) in again.into_iter().take(options.attempts).enumerate() {
            let mean = decoded.mean();
            let is_hopeless = mean < HOPELESS || (mean < UNLIKELY && !decoded.is_likely);
            if is_hopeless || decoded.is_clear || self.net.is_spent() {
                break;
            }
            let again = Cut {
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
            let again = decode(format_of(&mean)?, &mean, &shown)?;
            let before = std::mem::replace(&mut decoded, again);
            // What two more looks did not change, further ones will not.
            let holds = decoded.holding.0 == decoded.holding.1;
            if count > 0 && holds && decoded.unsure.is_empty() && before.lines() == decoded.lines()
            {
                break;
            }
        }
        Some(decoded)
    }
}

/// A line that is alone has 30 characters, the first of the lengths of lines.
const ALONE: usize = 0;
/// And each of them is so much likelier than nothing, as a logarithm.
const LEAST_ALONE: f32 = 2.6;

/// How much of a character's width may lie outside the picture before it does.
const CUT: f64 = 0.1;

/// How likely characters are where they are seen, over all lines.
fn score(zone: &[RecognizedLine], kind: usize) -> f32 {
    zone.iter().map(|seen| seen.score(kind)).sum()
}

/// The corners of a zone in the picture.
fn corners(
    piece: &Piece,
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
        Some(piece.beside(baseline, x, down))
    };
    let (first, last) = (zone.first()?, zone.last()?);
    Some(Quad([
        end(first, false, -half)?,
        end(first, true, -half)?,
        end(last, true, half)?,
        end(last, false, half)?,
    ]))
}

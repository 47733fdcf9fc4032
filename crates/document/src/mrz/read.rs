//! Finding the zone in a picture and reading it.
//!
//! Bands that look like lines of type are tried, the likeliest first: the lines in and beside a
//! band are cut out and shown to the net, both ways up; where chains of 30, 36 or 44 characters lie
//! in two or three lines one below the other, there is a zone. A zone that reads badly is cut out
//! again in several ways, and what the net sees in all of them is averaged.
#![expect(
    clippy::indexing_slicing,
    reason = "indices follow from the lengths of what they index"
)]

use imaging::{Picture, Point, Quad};

use super::chain::{Chain, cells, chains};
use super::decode::{Decoded, decode, format_of};
use super::find::{Band, bands};
use super::format::{Field, Format};
use super::lines::{Lines, Piece};
use super::net::{self, CLASSES, Emissions, Net};
use super::strip::{Cut, Strip};
use super::track::Track;

/// How hard to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How many bands of the picture are looked at.
    pub bands: usize,
    /// How often a zone that reads badly is cut out anew.
    pub attempts: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            bands: 10,
            attempts: 4,
        }
    }
}

/// A zone as it was read.
#[derive(Clone, PartialEq)]
pub struct MrzReading {
    /// Its form.
    pub format: Format,
    /// Its lines: as many characters of `A-Z`, `0-9` and `<` as the form has.
    pub lines: Vec<String>,
    /// For each character of each line the probability that it is right, 0 to 1.
    pub confidence: Vec<Vec<f32>>,
    /// Fields in which a character is not sure, in the order of the form. That all check digits
    /// hold does not prove the others: nothing but the picture vouches for names, states and sex.
    pub unsure: Vec<Field>,
    /// How many check digits hold, and how many the form has.
    pub digits: (usize, usize),
    /// Where the characters are in the picture, in pixels.
    pub quad: Quad,
}

/// A zone is a person's data: only its form is shown.
impl std::fmt::Debug for MrzReading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MrzReading")
            .field("format", &self.format)
            .field("unsure", &self.unsure)
            .field("digits", &self.digits)
            .field("quad", &self.quad)
            .finish_non_exhaustive()
    }
}

/// A chain must be this much likelier than nothing, per character.
const LEAST_ODDS: f32 = 0.8;
/// A zone is told when its characters are this sure on average.
const SURE_MEAN: f32 = 0.93;
/// Or this sure, and two check digits hold: of other type one digit in ten does by chance.
const LEAST_MEAN: f32 = 0.6;
/// A doubtful zone is looked for in so many bands.
const LOOKS: usize = 3;
/// Pixels of a strip that are looked at first.
const GLANCE: usize = 288;
/// Type is as sure as this on average; between characters there is nothing to be sure of.
const LEAST_GLANCE: f32 = 0.1;
/// When the characters are less sure than this on average, so may be where they stand: then no
/// field is sure.
const DOUBTFUL: f32 = 0.9;
/// Characters a zone's line may have.
const COUNTS: [usize; 3] = [30, 36, 44];

/// Reads the machine readable zone of a picture; `None` where there is none, or none that can be
/// read.
///
/// Memory besides the picture: a copy of 1200 pixels on its longer side with three planes as large,
/// and one strip's worth of the net.
#[must_use]
pub fn read(picture: &Picture, options: &Options) -> Option<MrzReading> {
    let net = Net::committed().ok()?;
    let mut best: Option<Found> = None;
    let mut found = 0;
    for band in bands(picture.luma()).iter().take(options.bands) {
        let Some(zone) = look(net, picture, band, options) else {
            continue;
        };
        if best
            .as_ref()
            .is_none_or(|best| zone.decoded.worth() > best.decoded.worth())
        {
            best = Some(zone);
        }
        // Another band of the same zone may show it better: its own line, or another size.
        found += 1;
        if found == LOOKS || best.as_ref().is_some_and(|best| !best.is_doubtful) {
            break;
        }
    }
    best.map(Found::told)
}

struct Found {
    decoded: Decoded,
    /// The cells themselves may be misplaced.
    is_doubtful: bool,
    quad: Quad,
}

impl Found {
    fn told(self) -> MrzReading {
        MrzReading {
            format: self.decoded.format,
            lines: self.decoded.lines(),
            confidence: self
                .decoded
                .cells
                .iter()
                .map(|line| line.iter().map(|glyph| glyph.confidence).collect())
                .collect(),
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
        }
    }
}

/// What the net saw of one track.
struct Seen {
    track: usize,
    strip: Strip,
    emissions: Emissions,
    /// For each of [`COUNTS`], the best chain.
    chains: [Option<Chain>; 3],
}

/// Tells how far the reading of the band's lines is a zone.
fn look(net: &Net, picture: &Picture, band: &Band, options: &Options) -> Option<Found> {
    let mut piece = Piece::around(picture.luma(), band)?;
    let mut lines = piece.lines()?;
    if let Some(longer) = piece.beyond(&lines)
        && let Some(wider) = Piece::around(picture.luma(), &longer)
        && let Some(more) = wider.lines()
    {
        (piece, lines) = (wider, more);
    }
    let own = lines.tracks.get(lines.own)?;
    let mut cut = Cut::default();
    let strip = piece.strip(picture.luma(), &lines, own, &cut);
    // A glance at the middle tells most bands from type, and mostly which way up it is.
    let (upright, turned) = (glance(net, &strip), glance(net, &strip.half_turned()));
    if upright.max(turned) < LEAST_GLANCE {
        return None;
    }
    let as_it_is = || Seen::new(net, lines.own, strip.clone());
    let other_way = || Seen::new(net, lines.own, strip.half_turned());
    let (is_turned, mut first) = if upright > 1.5 * turned {
        (false, as_it_is())
    } else if turned > 1.5 * upright {
        (true, other_way())
    } else {
        let (upright, turned) = (as_it_is(), other_way());
        let is_turned = turned.certainty() > upright.certainty();
        (is_turned, if is_turned { turned } else { upright })
    };
    if first.best() < LEAST_ODDS {
        return None;
    }
    // The net reads best at its own pitch.
    let stretch = net::PITCH / first.pitch()?;
    if (stretch - 1.0).abs() > 0.07 {
        cut.wide = stretch.clamp(0.6, 1.7);
        first = Seen::cut(net, picture, &piece, &lines, lines.own, &cut, is_turned)?;
    }
    let mut all = Vec::new();
    for track in 0..lines.tracks.len() {
        if track == lines.own {
            continue;
        }
        all.extend(Seen::cut(
            net, picture, &piece, &lines, track, &cut, is_turned,
        ));
    }
    all.push(first);
    all.sort_by_key(|seen| seen.track);
    if is_turned {
        all.reverse();
    }
    let (from, count, kind) = zone(&all)?;
    let mut zone: Vec<Seen> = all.into_iter().skip(from).take(count).collect();
    let shear = shear(&zone, &lines, kind);
    if shear.abs() > 0.05 {
        let again = Cut { shear, ..cut };
        let anew: Option<Vec<Seen>> = zone
            .iter()
            .map(|seen| Seen::cut(net, picture, &piece, &lines, seen.track, &again, is_turned))
            .collect();
        let score = |zone: &[Seen]| zone.iter().map(|seen| seen.score(kind)).sum::<f32>();
        if let Some(anew) = anew
            && score(&anew) > score(&zone)
        {
            zone = anew;
            cut = again;
        }
    }
    let cells = seen_cells(&zone, kind)?;
    let format = format_of(&cells)?;
    let mut decoded = decode(format, &cells)?;
    // Cut out again, a little higher, lower, larger and smaller: the columns stay where they are.
    let again = [(1.0, -1.6), (1.0, 1.6), (0.86, 0.0), (1.16, 0.0)];
    let mut sums = cells;
    for (tall, down) in again.into_iter().take(options.attempts) {
        if decoded.unsure.is_empty() && decoded.holding.0 == decoded.holding.1 {
            break;
        }
        let again = Cut {
            tall: cut.tall * tall,
            wide: cut.wide * tall,
            down,
            ..cut
        };
        for (seen, sums) in zone.iter().zip(&mut sums) {
            let track = lines.tracks.get(seen.track)?;
            let strip = piece.strip(picture.luma(), &lines, track, &again);
            let strip = if is_turned {
                strip.half_turned()
            } else {
                strip
            };
            let emissions = net.read(&net::prepare(&strip.levels));
            let chain = seen.chains.get(kind)?.as_ref()?;
            for (sum, cell) in sums.iter_mut().zip(self::cells(&emissions, chain)) {
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
        decoded = decode(format_of(&mean)?, &mean)?;
    }
    let mean = decoded.mean();
    let digits = decoded.holding.0;
    let told = mean > SURE_MEAN || (mean > LEAST_MEAN && digits >= 2);
    if !told {
        return None;
    }
    let quad = corners(&piece, &lines, &zone, kind, is_turned)?;
    let is_doubtful = mean < DOUBTFUL || !zone.iter().all(|seen| seen.is_bounded(kind));
    Some(Found {
        decoded,
        is_doubtful,
        quad,
    })
}

/// How sure the net is of characters in the middle of a strip, on average over its columns.
fn glance(net: &Net, strip: &Strip) -> f32 {
    let emissions = net.read(&net::prepare(&strip.middle(GLANCE)));
    let sure = |column: &[f32]| {
        let best = column
            .iter()
            .take(net::NONE)
            .copied()
            .fold(f32::MIN, f32::max);
        let none = column.get(net::NONE).copied().unwrap_or(0.0);
        if best > none { best.exp() } else { 0.0 }
    };
    emissions.columns().map(sure).sum::<f32>() / emissions.len().max(1) as f32
}

impl Seen {
    fn new(net: &Net, track: usize, strip: Strip) -> Self {
        let emissions = net.read(&net::prepare(&strip.levels));
        let chains = chains(&emissions, COUNTS);
        Self {
            track,
            strip,
            emissions,
            chains,
        }
    }

    fn cut(
        net: &Net,
        picture: &Picture,
        piece: &Piece,
        lines: &Lines,
        track: usize,
        cut: &Cut,
        is_turned: bool,
    ) -> Option<Self> {
        let strip = piece.strip(picture.luma(), lines, lines.tracks.get(track)?, cut);
        let strip = if is_turned {
            strip.half_turned()
        } else {
            strip
        };
        Some(Self::new(net, track, strip))
    }

    fn score(&self, kind: usize) -> f32 {
        let chain = self.chains.get(kind).and_then(Option::as_ref);
        chain.map_or(f32::MIN / 8.0, |chain| chain.score)
    }

    /// The score per character of the best chain.
    fn best(&self) -> f32 {
        let each = COUNTS
            .iter()
            .enumerate()
            .map(|(kind, &n)| self.score(kind) / n as f32);
        each.fold(f32::MIN, f32::max)
    }

    /// The place in [`COUNTS`] of the best chain.
    fn kind(&self) -> Option<usize> {
        let kinds = (0..COUNTS.len()).filter(|&kind| self.chains[kind].is_some());
        kinds.max_by(|&a, &b| self.score(a).total_cmp(&self.score(b)))
    }

    fn pitch(&self) -> Option<f64> {
        self.chains.get(self.kind()?)?.as_ref().map(Chain::pitch)
    }

    /// Whether the strip goes on beyond both ends of the chain, with nothing there: otherwise the
    /// line may be longer than it seems.
    fn is_bounded(&self, kind: usize) -> bool {
        let Some(chain) = self.chains.get(kind).and_then(Option::as_ref) else {
            return false;
        };
        let (Some(&from), Some(&to)) = (chain.places.first(), chain.places.last()) else {
            return false;
        };
        from >= 6 && to + 7 < self.emissions.len() * 2
    }

    /// How sure the net is on average which characters it sees. Upside down it sees some too, but
    /// is less sure which.
    fn certainty(&self) -> f32 {
        let chain = self.kind().and_then(|kind| self.chains[kind].as_ref());
        let Some(chain) = chain else { return 0.0 };
        let cells = cells(&self.emissions, chain);
        let sure = |cell: &[f32; CLASSES]| cell.iter().take(net::NONE).copied().fold(0.0, f32::max);
        cells.iter().map(sure).sum::<f32>() / cells.len().max(1) as f32
    }

    /// Where a chain's characters are along the piece.
    fn places(&self, kind: usize) -> Vec<f64> {
        let chain = self.chains.get(kind).and_then(Option::as_ref);
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
        chain.map_or(Vec::new(), |chain| {
            chain.places.iter().map(|&half| at(half)).collect()
        })
    }
}

/// Which of the lines, in reading order, are a zone: the first, how many, and the place of their
/// length in [`COUNTS`].
fn zone(all: &[Seen]) -> Option<(usize, usize, usize)> {
    let mut best: Option<(f32, (usize, usize, usize))> = None;
    for (kind, (&count, lines)) in COUNTS.iter().zip([3, 2, 2]).enumerate() {
        for from in 0..(all.len() + 1).saturating_sub(lines) {
            let group = &all[from..from + lines];
            let least = group
                .iter()
                .map(|seen| seen.score(kind))
                .fold(f32::MAX, f32::min);
            let sum: f32 = group.iter().map(|seen| seen.score(kind)).sum();
            if least > 0.55 * LEAST_ODDS * count as f32 && best.is_none_or(|(top, _)| sum > top) {
                best = Some((sum, (from, lines, kind)));
            }
        }
    }
    best.map(|(_, zone)| zone)
}

/// By how much the columns of the zone lean: their characters stand one below the other.
fn shear(zone: &[Seen], lines: &Lines, kind: usize) -> f64 {
    let (Some(first), Some(last)) = (zone.first(), zone.last()) else {
        return 0.0;
    };
    let track = |seen: &Seen| lines.tracks.get(seen.track);
    let (Some(upper), Some(lower)) = (track(first), track(last)) else {
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

fn seen_cells(zone: &[Seen], kind: usize) -> Option<Vec<Vec<[f32; CLASSES]>>> {
    zone.iter()
        .map(|seen| Some(cells(&seen.emissions, seen.chains.get(kind)?.as_ref()?)))
        .collect()
}

/// The corners of a zone in the picture.
fn corners(
    piece: &Piece,
    lines: &Lines,
    zone: &[Seen],
    kind: usize,
    is_turned: bool,
) -> Option<Quad> {
    let half = lines.capital / 2.0 * if is_turned { -1.0 } else { 1.0 };
    let end = |seen: &Seen, last: bool, down: f64| -> Option<Point> {
        let places = seen.places(kind);
        let track: &Track = lines.tracks.get(seen.track)?;
        let (from, to) = (*places.first()?, *places.last()?);
        let margin = (to - from) / (places.len().max(2) - 1) as f64 / 2.0;
        let x = if last { to + margin } else { from - margin };
        Some(piece.beside(track, x, down))
    };
    let (first, last) = (zone.first()?, zone.last()?);
    Some(Quad([
        end(first, false, -half)?,
        end(first, true, -half)?,
        end(last, true, half)?,
        end(last, false, half)?,
    ]))
}

//! Finding the zone in a picture and reading it.
//!
//! Bands that look like lines of type are tried, the likeliest first: the lines in and beside a
//! band are cut out and shown to the net, both ways up; where chains of 30, 36 or 44 characters lie
//! in two or three lines one below the other, there is a zone. A zone that reads badly is cut out
//! again in several ways, and what the net sees in all of them is averaged.

use imaging::{Picture, Point, Quad};

use super::chain::cells;
use super::decode::{Decoded, decode, format_of};
use super::find::{Band, bands};
use super::format::{Field, Format};
use super::lines::{Lines, Piece};
use super::net::{self, CLASSES, Net};
use super::seen::{LEAST_ODDS, Seen, go_on, seen_cells, shear, zone};
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
/// Of characters that the net is less sure of than this no zone is made by looking again.
const HOPELESS: f32 = 0.42;
/// Nor is a line of a zone seen as badly as this.
const LEAST_CERTAINTY: f32 = 0.4;

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

/// Reads the zone that a band is a line of, if it is.
fn look(net: &Net, picture: &Picture, band: &Band, options: &Options) -> Option<Found> {
    let mut piece = Piece::around(picture.luma(), band)?;
    let mut lines = piece.lines()?;
    // A band tells the size of its type only roughly.
    if let Some(other) = piece.resized(picture.luma(), band, &lines)
        && let Some(again) = other.lines()
    {
        (piece, lines) = (other, again);
    }
    let longer = || {
        let wider = piece.beyond(picture.luma(), &lines)?;
        let lines = wider.lines()?;
        Some((wider, lines))
    };
    // A line that goes on beyond the piece is not whole; where only one beside it does, it mostly is
    // something else that goes on.
    if piece.cuts_off(&lines)
        && let Some((piece, lines)) = longer()
    {
        return look_at(net, picture, &piece, &lines, options).ok();
    }
    match look_at(net, picture, &piece, &lines, options) {
        Ok(found) if !found.is_doubtful => Some(found),
        Err(Nothing::Type) => None,
        seen => {
            let again = longer()
                .and_then(|(piece, lines)| look_at(net, picture, &piece, &lines, options).ok());
            match (seen, again) {
                (Ok(one), Some(other)) if one.decoded.worth() > other.decoded.worth() => Some(one),
                (seen, None) => seen.ok(),
                (_, again) => again,
            }
        }
    }
}

/// What there is where there is no zone.
enum Nothing {
    /// Not even type.
    Type,
    /// Type, but no zone that can be read.
    Zone,
}

/// Tells how far the reading of a piece's lines is a zone.
fn look_at(
    net: &Net,
    picture: &Picture,
    piece: &Piece,
    lines: &Lines,
    options: &Options,
) -> Result<Found, Nothing> {
    let own = lines.tracks.get(lines.own).ok_or(Nothing::Type)?;
    // A glance at the middle tells most bands from type, and mostly which way up it is.
    let middle = piece.middle(picture.luma(), lines, own, GLANCE);
    let (upright, turned) = (glance(net, &middle), glance(net, &middle.half_turned()));
    if upright.max(turned) < LEAST_GLANCE {
        return Err(Nothing::Type);
    }
    let mut cut = Cut::default();
    let strip = piece.strip(picture.luma(), lines, own, &cut);
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
    if first.best() < LEAST_ODDS || first.certainty() < LEAST_CERTAINTY {
        return Err(Nothing::Type);
    }
    let looked = Looked {
        net,
        picture,
        piece,
        lines,
        is_turned,
    };
    // The net reads best at its own pitch.
    let stretch = net::PITCH / first.pitch().ok_or(Nothing::Type)?;
    if (stretch - 1.0).abs() > 0.07 {
        cut.wide = stretch.clamp(0.6, 1.7);
        first = looked.cut(lines.own, &cut).ok_or(Nothing::Type)?;
    }
    looked.read(first, cut, options).ok_or(Nothing::Zone)
}

/// A piece of the picture whose own line is type.
struct Looked<'a> {
    net: &'a Net,
    picture: &'a Picture,
    piece: &'a Piece,
    lines: &'a Lines,
    is_turned: bool,
}

impl Looked<'_> {
    /// The strip of a track, the right way up.
    fn strip(&self, track: usize, cut: &Cut) -> Option<Strip> {
        let track = self.lines.tracks.get(track)?;
        let strip = self
            .piece
            .strip(self.picture.luma(), self.lines, track, cut);
        Some(if self.is_turned {
            strip.half_turned()
        } else {
            strip
        })
    }

    fn cut(&self, track: usize, cut: &Cut) -> Option<Seen> {
        Some(Seen::new(self.net, track, self.strip(track, cut)?))
    }

    /// Reads the zone that the piece's own line, already seen, belongs to.
    fn read(&self, first: Seen, mut cut: Cut, options: &Options) -> Option<Found> {
        let all = self.with_neighbours(first, &cut);
        let (from, count, kind) = zone(&all)?;
        let mut zone: Vec<Seen> = all.into_iter().skip(from).take(count).collect();
        let shear = shear(&zone, self.lines, kind);
        if shear.abs() > 0.05 {
            let again = Cut { shear, ..cut };
            let anew: Option<Vec<Seen>> = zone
                .iter()
                .map(|seen| self.cut(seen.track, &again))
                .collect();
            let score = |zone: &[Seen]| zone.iter().map(|seen| seen.score(kind)).sum::<f32>();
            if let Some(anew) = anew
                && score(&anew) > score(&zone)
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
        let is_doubtful =
            mean < DOUBTFUL || !zone.iter().all(|seen| seen.is_bounded(kind)) || go_on(&zone, kind);
        // Small print is as sure to the net as type of a zone that is hardly to be seen.
        if is_doubtful && !decoded.is_likely {
            return None;
        }
        Some(Found {
            decoded,
            is_doubtful,
            quad,
        })
    }

    /// The lines around the piece's own, in reading order: as far as they may be lines of one zone.
    fn with_neighbours(&self, first: Seen, cut: &Cut) -> Vec<Seen> {
        let own = self.lines.own;
        let mut all = vec![first];
        for backwards in [true, false] {
            // A zone has three lines at most.
            for away in 1..=2 {
                let track = if backwards {
                    own.checked_sub(away)
                } else {
                    Some(own + away)
                };
                let last = if backwards { all.first() } else { all.last() };
                let next = track.and_then(|track| self.cut(track, cut));
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

    /// The zone's text. What reads badly is cut out again, a little higher, lower, larger and
    /// smaller; the columns stay where they are.
    fn decoded(&self, zone: &[Seen], kind: usize, cut: Cut, options: &Options) -> Option<Decoded> {
        let mut sums = seen_cells(zone, kind)?;
        let mut decoded = decode(format_of(&sums)?, &sums)?;
        let again = [(1.0, -1.6), (1.0, 1.6), (0.86, 0.0), (1.16, 0.0)];
        for (count, (tall, down)) in again.into_iter().take(options.attempts).enumerate() {
            if decoded.mean() < HOPELESS || decoded.is_clear {
                break;
            }
            let again = Cut {
                tall: cut.tall * tall,
                wide: cut.wide * tall,
                down,
                ..cut
            };
            for (seen, sums) in zone.iter().zip(&mut sums) {
                let strip = self.strip(seen.track, &again)?;
                let emissions = self.net.read(&net::prepare(&strip.levels));
                let chain = seen.chains.get(kind)?.as_ref()?;
                for (sum, cell) in sums.iter_mut().zip(cells(&emissions, chain)) {
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
            let before = std::mem::replace(&mut decoded, decode(format_of(&mean)?, &mean)?);
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

/// How sure the net is of characters in the middle of a strip, on average over its columns.
fn glance(net: &Net, strip: &Strip) -> f32 {
    let emissions = net.read(&net::prepare(&strip.levels));
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

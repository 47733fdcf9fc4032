//! From a band to a line of type: where it lies, whether it is type, and which way up. Nothing is
//! read here; what lies in a band is mostly no type, or no line of a zone.

use super::assemble::{Assembled, Candidate};
use super::baseline::Baseline;
use super::find::Band;
use super::lines::{Lines, Piece};
use super::metered::Metered;
use super::net;
use super::prefilter::{Prefilter, Upright};
use super::pyramid::Pyramid;
use super::reading::Options;
use super::recognized_line::RecognizedLine;
use super::strip::Cut;

/// The likelihood of each character of a line, as a logarithm, and how sure the net is which it is:
/// a zone's line that could be read had more than 2.6 and 0.6.
const LEAST: (f32, f32) = (2.3, 0.52);
/// The same where the middle of the line leaves no doubt that it is type of a zone: the rest may
/// lie under a lamp.
const FAINTEST: (f32, f32) = (0.8, 0.4);
/// How far a strip may be stretched.
const NARROW: f64 = 0.6;
const WIDE: f64 = 1.7;

/// Reads the zone that a band is a line of, if it is.
pub(super) fn read_candidate(
    net: &Metered<'_>,
    pyramid: &Pyramid<'_>,
    band: &Band,
    options: &Options,
) -> Option<Assembled> {
    let mut piece = Piece::around(pyramid, band)?;
    let lined = |piece: &Piece| {
        let (width, height) = piece.size();
        net.cut(width, height);
        piece.lines()
    };
    let mut lines = lined(&piece)?;
    // A band tells the size of its type only roughly.
    if let Some(other) = piece.resized(pyramid, band, &lines)
        && let Some(again) = lined(&other)
    {
        (piece, lines) = (other, again);
    }
    let longer = || {
        let wider = piece.beyond(pyramid, &lines).filter(|_| !net.is_spent())?;
        let lines = lined(&wider)?;
        Some((wider, lines))
    };
    // A line that goes on beyond the piece is not whole; where only one beside it does, it mostly
    // is something else that goes on.
    if piece.cuts_off(&lines)
        && let Some((piece, lines)) = longer()
    {
        return read_lines_of(net, pyramid, &piece, &lines, options).ok();
    }
    match read_lines_of(net, pyramid, &piece, &lines, options) {
        Ok(found) if !found.is_doubtful => Some(found),
        Err(Nothing::Type) => None,
        seen => {
            let again = longer().and_then(|(piece, lines)| {
                read_lines_of(net, pyramid, &piece, &lines, options).ok()
            });
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
fn read_lines_of(
    net: &Metered<'_>,
    pyramid: &Pyramid<'_>,
    piece: &Piece,
    lines: &Lines,
    options: &Options,
) -> Result<Assembled, Nothing> {
    let own = lines.baselines.get(lines.own).ok_or(Nothing::Type)?;
    let is_alone = !lines.may_be_of_a_zone();
    if is_alone && !lines.may_be_alone() {
        return Err(Nothing::Type);
    }
    // A glance at the middle tells most lines from type, and mostly which way up it is.
    let middle = |baseline: &Baseline| piece.middle(pyramid, lines, baseline);
    let (glance, upright) = Prefilter::upright(net, &middle(own)).ok_or(Nothing::Type)?;
    // A zone has more than one line, but for a licence's.
    let beside = [lines.own.checked_sub(1), lines.own.checked_add(1)].map(|at| {
        let baseline = at.and_then(|at| lines.baselines.get(at));
        let baseline = baseline.filter(|_| !is_alone);
        let is_turned = upright == Upright::Turned;
        baseline.is_some_and(|baseline| glance.may_go_with(net, &middle(baseline), is_turned))
    });
    if beside == [false, false] && !glance.is_convincing() {
        return Err(Nothing::Type);
    }
    // The net reads best at its own pitch.
    let mut cut = Cut::default();
    let off = |stretch: f64| (stretch - 1.0).abs() > 0.07;
    if let Some(stretch) = glance.stretch().filter(|&stretch| off(stretch)) {
        cut.wide = stretch.clamp(NARROW, WIDE);
    }
    let strip = piece.strip(pyramid, lines, own, &cut);
    let other_way = || RecognizedLine::new(net, lines.own, strip.half_turned());
    let as_it_is = || RecognizedLine::new(net, lines.own, strip.clone());
    let (is_turned, mut first) = match upright {
        Upright::AsItIs => (false, as_it_is()),
        Upright::Turned => (true, other_way()),
        Upright::Either => {
            let (upright, turned) = (as_it_is(), other_way());
            let is_turned = turned.certainty() > upright.certainty();
            (is_turned, if is_turned { turned } else { upright })
        }
    };
    let (odds, certainty) = if glance.is_convincing() {
        FAINTEST
    } else {
        LEAST
    };
    if first.best() < odds || first.certainty() < certainty {
        return Err(Nothing::Type);
    }
    let looked = Candidate {
        net,
        pyramid,
        piece,
        lines,
        is_turned,
        beside,
        glance,
    };
    let stretch = net::PITCH / first.pitch().ok_or(Nothing::Type)?;
    if off(stretch) {
        cut.wide = (cut.wide * stretch).clamp(NARROW, WIDE);
        first = looked.cut(lines.own, &cut).ok_or(Nothing::Type)?;
    }
    looked.read(first, cut, options).ok_or(Nothing::Zone)
}

//! Decides whether a band is a line of a zone: finds its baseline, and tests whether it is type and
//! which way up. Most bands are no type, or no line of a zone.

use super::assemble::{Assembled, Candidate};
use super::baseline::Baseline;
use super::find::Band;
use super::lines::Lines;
use super::metered::MeteredNet;
use super::net;
use super::patch::Patch;
use super::prefilter::{Orientation, Prefilter};
use super::pyramid::Pyramid;
use super::reading::Options;
use super::recognized_line::RecognizedLine;
use super::strip::CutParameters;

/// The minimum log-odds of each character of a line, and the minimum certainty which character it
/// is. All lines of zones that could be read had more than 2.6 and 0.6.
const MIN_SCORES: (f32, f32) = (2.3, 0.52);
/// The same if the middle of the line is certainly type of a zone. The rest may be overexposed.
const MIN_SCORES_CONVINCING: (f32, f32) = (0.8, 0.4);
/// The limits between which a strip may be stretched.
const MIN_STRETCH: f64 = 0.6;
const MAX_STRETCH: f64 = 1.7;

/// Reads the zone that a band is a line of, if it is one.
pub(super) fn read_candidate(
    net: &MeteredNet<'_>,
    pyramid: &Pyramid<'_>,
    band: &Band,
    options: &Options,
) -> Option<Assembled> {
    let mut patch = Patch::around(pyramid, band)?;
    let lined = |patch: &Patch| {
        let (width, height) = patch.size();
        net.cut(width, height);
        patch.lines()
    };
    let mut lines = lined(&patch)?;
    // The band gives only a rough size of its type.
    if let Some(other) = patch.resized(pyramid, band, &lines)
        && let Some(again) = lined(&other)
    {
        (patch, lines) = (other, again);
    }
    let longer = || {
        let wider = patch.beyond(pyramid, &lines).filter(|_| !net.is_spent())?;
        let lines = lined(&wider)?;
        Some((wider, lines))
    };
    // A line that continues beyond the patch is incomplete. If only an adjacent one continues, it
    // is usually something else.
    if patch.cuts_off(&lines)
        && let Some((patch, lines)) = longer()
    {
        return read_lines_of(net, pyramid, &patch, &lines, options).ok();
    }
    match read_lines_of(net, pyramid, &patch, &lines, options) {
        Ok(found) if !found.is_doubtful => Some(found),
        Err(Rejection::NoType) => None,
        seen => {
            let again = longer().and_then(|(patch, lines)| {
                read_lines_of(net, pyramid, &patch, &lines, options).ok()
            });
            match (seen, again) {
                (Ok(one), Some(other)) if one.decoded.worth() > other.decoded.worth() => Some(one),
                (seen, None) => seen.ok(),
                (_, again) => again,
            }
        }
    }
}

/// The reason why there is no zone.
enum Rejection {
    /// The band is not even type.
    NoType,
    /// It is type, but no zone that can be read.
    NoZone,
}

/// Reads the lines of a patch as a zone.
fn read_lines_of(
    net: &MeteredNet<'_>,
    pyramid: &Pyramid<'_>,
    patch: &Patch,
    lines: &Lines,
    options: &Options,
) -> Result<Assembled, Rejection> {
    let own = lines.baselines.get(lines.own).ok_or(Rejection::NoType)?;
    let is_alone = !lines.may_be_of_a_zone();
    if is_alone && !lines.may_be_alone() {
        return Err(Rejection::NoType);
    }
    // The prefilter on the middle of the line rejects most other things, and usually finds the way
    // up.
    let middle = |baseline: &Baseline| patch.middle(pyramid, lines, baseline);
    let (prefilter, upright) = Prefilter::upright(net, &middle(own)).ok_or(Rejection::NoType)?;
    // All zones have more than one line, except those of driving licences.
    let beside = [lines.own.checked_sub(1), lines.own.checked_add(1)].map(|at| {
        let baseline = at.and_then(|at| lines.baselines.get(at));
        let baseline = baseline.filter(|_| !is_alone);
        let is_turned = upright == Orientation::Turned;
        baseline.is_some_and(|baseline| prefilter.may_go_with(net, &middle(baseline), is_turned))
    });
    if beside == [false, false] && !prefilter.is_convincing() {
        return Err(Rejection::NoType);
    }
    // The net reads best at the character distance that it was trained with.
    let mut cut = CutParameters::default();
    let off = |stretch: f64| (stretch - 1.0).abs() > 0.07;
    if let Some(stretch) = prefilter.stretch().filter(|&stretch| off(stretch)) {
        cut.wide = stretch.clamp(MIN_STRETCH, MAX_STRETCH);
    }
    let strip = patch.strip(pyramid, lines, own, &cut);
    let other_way = || RecognizedLine::new(net, lines.own, strip.half_turned());
    let as_it_is = || RecognizedLine::new(net, lines.own, strip.clone());
    let (is_turned, mut first) = match upright {
        Orientation::AsItIs => (false, as_it_is()),
        Orientation::Turned => (true, other_way()),
        Orientation::Either => {
            let (upright, turned) = (as_it_is(), other_way());
            let is_turned = turned.certainty() > upright.certainty();
            (is_turned, if is_turned { turned } else { upright })
        }
    };
    let (odds, certainty) = if prefilter.is_convincing() {
        MIN_SCORES_CONVINCING
    } else {
        MIN_SCORES
    };
    if first.best() < odds || first.certainty() < certainty {
        return Err(Rejection::NoType);
    }
    let candidate = Candidate {
        net,
        pyramid,
        patch,
        lines,
        is_turned,
        beside,
        prefilter,
    };
    let stretch = net::PITCH / first.pitch().ok_or(Rejection::NoType)?;
    if off(stretch) {
        cut.wide = (cut.wide * stretch).clamp(MIN_STRETCH, MAX_STRETCH);
        first = candidate.cut(lines.own, &cut).ok_or(Rejection::NoType)?;
    }
    candidate.read(first, cut, options).ok_or(Rejection::NoZone)
}

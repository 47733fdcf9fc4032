//! From a band to a line of type: where it lies, whether it is type, and which way up. Nothing is read here; what
//! lies in a band is mostly no type, or no line of a zone.

use super::find::Band;
use super::gather::{Found, Looked};
use super::glance::{Glance, Upright};
use super::lines::{Lines, Piece};
use super::net::{self, Net};
use super::read::Options;
use super::seen::{LEAST_ODDS, Seen};
use super::sizes::Sizes;
use super::strip::Cut;
use super::track::Track;

/// Where the net is less sure than this of a line's characters, they are no zone's.
const LEAST_CERTAINTY: f32 = 0.5;

/// Reads the zone that a band is a line of, if it is.
pub(super) fn look(net: &Net, sizes: &Sizes<'_>, band: &Band, options: &Options) -> Option<Found> {
    let mut piece = Piece::around(sizes, band)?;
    let mut lines = piece.lines()?;
    // A band tells the size of its type only roughly.
    if let Some(other) = piece.resized(sizes, band, &lines)
        && let Some(again) = other.lines()
    {
        (piece, lines) = (other, again);
    }
    let longer = || {
        let wider = piece.beyond(sizes, &lines)?;
        let lines = wider.lines()?;
        Some((wider, lines))
    };
    // A line that goes on beyond the piece is not whole; where only one beside it does, it mostly is
    // something else that goes on.
    if piece.cuts_off(&lines)
        && let Some((piece, lines)) = longer()
    {
        return look_at(net, sizes, &piece, &lines, options).ok();
    }
    match look_at(net, sizes, &piece, &lines, options) {
        Ok(found) if !found.is_doubtful => Some(found),
        Err(Nothing::Type) => None,
        seen => {
            let again = longer()
                .and_then(|(piece, lines)| look_at(net, sizes, &piece, &lines, options).ok());
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
    sizes: &Sizes<'_>,
    piece: &Piece,
    lines: &Lines,
    options: &Options,
) -> Result<Found, Nothing> {
    let own = lines.tracks.get(lines.own).ok_or(Nothing::Type)?;
    if !lines.may_be_of_a_zone() {
        return Err(Nothing::Type);
    }
    // A glance at the middle tells most lines from type, and mostly which way up it is.
    let middle = |track: &Track| piece.middle(sizes, lines, track);
    let upright = Glance::upright(net, &middle(own)).ok_or(Nothing::Type)?;
    // A zone has more than one line.
    let beside = [lines.own.checked_sub(1), lines.own.checked_add(1)].map(|at| {
        let track = at.and_then(|at| lines.tracks.get(at));
        let is_turned = upright == Upright::Turned;
        track.is_some_and(|track| Glance::may_be_type(net, &middle(track), is_turned))
    });
    if beside == [false, false] {
        return Err(Nothing::Type);
    }
    let mut cut = Cut::default();
    let strip = piece.strip(sizes, lines, own, &cut);
    let other_way = || Seen::new(net, lines.own, strip.half_turned());
    let as_it_is = || Seen::new(net, lines.own, strip.clone());
    let (is_turned, mut first) = match upright {
        Upright::AsItIs => (false, as_it_is()),
        Upright::Turned => (true, other_way()),
        Upright::Either => {
            let (upright, turned) = (as_it_is(), other_way());
            let is_turned = turned.certainty() > upright.certainty();
            (is_turned, if is_turned { turned } else { upright })
        }
    };
    if first.best() < LEAST_ODDS || first.certainty() < LEAST_CERTAINTY {
        return Err(Nothing::Type);
    }
    let looked = Looked {
        net,
        sizes,
        piece,
        lines,
        is_turned,
        beside,
    };
    // The net reads best at its own pitch.
    let stretch = net::PITCH / first.pitch().ok_or(Nothing::Type)?;
    if (stretch - 1.0).abs() > 0.07 {
        cut.wide = stretch.clamp(0.6, 1.7);
        first = looked.cut(lines.own, &cut).ok_or(Nothing::Type)?;
    }
    looked.read(first, cut, options).ok_or(Nothing::Zone)
}

//! Which sides have print, and where they lie: a zone shows where its page is, and which way up.

use imaging::locate::locate;
use imaging::{Picture as Page, Point, Quad};
use mrz::Format;
use ocr::Place;
use verification::request::{EvidenceSlot, Side};

use crate::extraction::Extraction;

/// Width and height in millimetres of the documents that have a zone below their print, and the
/// length of its lines.
struct Form {
    width: f64,
    height: f64,
    line: f64,
}

/// A character of a zone is 2.54 mm wide (ICAO Doc 9303 part 3, clause 4.3).
const PITCH: f64 = 2.54;
/// Height of the field of the zone at the lower edge in millimetres (part 4, clause 4.1).
const ZONE: f64 = 23.2;
/// How far a shape may be from that of its form.
const TOLERANCE: f64 = 0.15;

fn form(format: Format) -> Option<Form> {
    let (width, height, characters) = match format {
        Format::Td3 => (125.0, 88.0, 44.0),
        // The French card has the zone of this size and shape.
        Format::Td2 | Format::France => (105.0, 74.0, 36.0),
        _ => return None,
    };
    Some(Form {
        width,
        height,
        line: characters * PITCH,
    })
}

/// One side that may have print.
pub(super) struct Shows {
    pub(super) slot: EvidenceSlot,
    pub(super) page: usize,
    pub(super) place: Place,
}

/// The sides to read, likeliest first. `others` are pages on which something else was read.
pub(super) fn sides(
    first: Option<&Extraction>,
    others: &[usize],
    pages: &[(EvidenceSlot, &Page)],
) -> Vec<Shows> {
    let unknown = |(page, (slot, _)): (usize, &(EvidenceSlot, &Page))| Shows {
        slot: *slot,
        page,
        place: Place::Unknown,
    };
    let all = || pages.iter().enumerate();
    let Some(first) = first else {
        return all()
            .filter(|(_, (slot, _))| is_front(*slot))
            .map(unknown)
            .collect();
    };
    let was_handed_in = first
        .reading
        .from
        .is_some_and(|from| from.side == Side::Barcode);
    // What was handed in was read from the back.
    let is_free = |page: usize, slot: EvidenceSlot| {
        Some(page) != first.page
            && !others.contains(&page)
            && !(was_handed_in && slot.side == Side::AdditionalProof)
    };
    let free = all()
        .filter(|(page, (slot, _))| is_free(*page, *slot))
        .map(unknown);
    let own = first
        .place
        .as_ref()
        .zip(first.page)
        .and_then(|((format, zone), page)| {
            let (slot, picture) = pages.get(page)?;
            Some(Shows {
                slot: *slot,
                page,
                place: upright(picture, &form(*format)?, zone)?,
            })
        });
    // A passport has no other side that people read.
    let is_passport = first
        .place
        .as_ref()
        .is_some_and(|(format, _)| *format == Format::Td3);
    own.into_iter()
        .chain(free.filter(|_| !is_passport))
        .collect()
}

/// The page of a zone, without the field of the zone.
fn upright(picture: &Page, form: &Form, zone: &Quad) -> Option<Place> {
    let share = 1.0 - ZONE / form.height;
    let quad = located(picture, form, zone).or_else(|| around(form, zone))?;
    Some(Place::Upright(quad, share))
}

/// The outline of the page in the picture, if it has the shape of the form and the zone is in it.
fn located(picture: &Page, form: &Form, zone: &Quad) -> Option<Quad> {
    let quad = locate(picture.luma())?.quad;
    let [from, to, ..] = zone.0;
    let along = |quad: &Quad| {
        let [a, b, ..] = quad.0;
        ((b.x - a.x) * (to.x - from.x) + (b.y - a.y) * (to.y - from.y)) / a.distance(b).max(1.0)
    };
    let turned = (0..4).map(|quarter| {
        let mut corners = quad.0;
        corners.rotate_left(quarter);
        Quad(corners)
    });
    let quad = turned.max_by(|a, b| along(a).total_cmp(&along(b)))?;
    let shape = quad.width() / quad.height().max(1.0);
    let is_shaped = (shape / (form.width / form.height) - 1.0).abs() < TOLERANCE;
    let line = from.distance(to) / form.line * form.width;
    let is_sized = (quad.width() / line.max(1.0) - 1.0).abs() < TOLERANCE;
    (is_shaped && is_sized && quad.contains(zone.centre())).then_some(quad)
}

/// The page by its zone alone: a little perspective is lost by that.
fn around(form: &Form, zone: &Quad) -> Option<Quad> {
    let [left, right, below_right, below_left] = zone.0;
    let scale = left.distance(right) / form.line;
    let height = left.distance(below_left);
    if scale <= 0.0 || height <= 0.0 {
        return None;
    }
    let unit = |from: Point, to: Point| {
        let length = from.distance(to).max(1e-9);
        ((to.x - from.x) / length, (to.y - from.y) / length)
    };
    let across = unit(left, right);
    let (up_left, up_right) = (unit(below_left, left), unit(below_right, right));
    let up = (
        f64::midpoint(up_left.0, up_right.0),
        f64::midpoint(up_left.1, up_right.1),
    );
    let at = |from: Point, x: f64, y: f64| Point {
        x: from.x + (across.0 * x + up.0 * y) * scale,
        y: from.y + (across.1 * x + up.1 * y) * scale,
    };
    let side = (form.width - form.line) / 2.0;
    let middle = |a: Point, b: Point| a.towards(b, 0.5);
    let (west, east) = (middle(left, below_left), middle(right, below_right));
    // The middle of the zone is the middle of its field.
    let (down, rise) = (ZONE / 2.0, form.height - ZONE / 2.0);
    Some(Quad([
        at(west, -side, rise),
        at(east, side, rise),
        at(east, side, -down),
        at(west, -side, -down),
    ]))
}

/// The side of a picture that a person reads, by the name of its slot.
fn is_front(slot: EvidenceSlot) -> bool {
    slot.side == Side::Proof
}

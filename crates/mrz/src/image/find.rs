//! Finds bands that may be lines of a zone: long, dark, evenly thick, in any direction and at any
//! size.
//!
//! The picture is searched at several scales. At each, everything that is darker than its
//! surroundings is blurred by about the width of a character, so that a line of type becomes one
//! band. Bands that are long and thin are kept, and parts of one line are joined. Nothing is read
//! here, and most bands are not lines of a zone.
#![expect(clippy::indexing_slicing, reason = "loops over planes of known size")]

use imaging::{Luma, Point};

use super::ink::{box_blur, ink_mask};
use super::pyramid::Pyramid;

/// The maximum number of bands.
const MAX_BANDS: usize = 24;

/// A band that may be a line of type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Band {
    /// One end, in pixels of the picture.
    pub(super) start: Point,
    /// The other end.
    pub(super) end: Point,
    /// The apparent height of the type, in pixels.
    pub(super) height: f64,
    /// How much the band looks like a line of a zone; higher is better.
    pub(super) worth: f64,
    /// How much the band looks like type, from 0 to 1. Type changes along the band, strokes and
    /// edges do not.
    type_likeness: f64,
}

impl Band {
    /// Creates a band from one point to another with this height.
    pub(super) fn new(start: Point, end: Point, height: f64) -> Self {
        Self {
            start,
            end,
            height,
            worth: 0.0,
            type_likeness: 1.0,
        }
    }

    pub(super) fn length(&self) -> f64 {
        self.start.distance(self.end)
    }

    fn middle(&self) -> Point {
        self.start.towards(self.end, 0.5)
    }

    /// Returns the angle between two bands in radians, regardless of their directions.
    fn angle_to(&self, other: &Self) -> f64 {
        let direction = |b: &Self| (b.end.y - b.start.y).atan2(b.end.x - b.start.x);
        let turn = (direction(self) - direction(other)).rem_euclid(std::f64::consts::PI);
        turn.min(std::f64::consts::PI - turn)
    }

    /// Returns how far a point lies along the band from its start, and how far beside it.
    pub(super) fn locate(&self, p: Point) -> (f64, f64) {
        let length = self.length().max(1e-6);
        let (ux, uy) = (
            (self.end.x - self.start.x) / length,
            (self.end.y - self.start.y) / length,
        );
        let (dx, dy) = (p.x - self.start.x, p.y - self.start.y);
        (dx * ux + dy * uy, dy * ux - dx * uy)
    }
}

/// Returns the bands of a picture, the likeliest first.
pub(super) fn bands(pyramid: &Pyramid<'_>) -> Vec<Band> {
    let mut all: Vec<Band> = Vec::new();
    for level in pyramid.search_levels() {
        all.extend(bands_at_scale(&level.luma).into_iter().map(|band| Band {
            start: level.map_to_picture(band.start),
            end: level.map_to_picture(band.end),
            height: band.height * level.factor,
            ..band
        }));
    }
    rank(&mut all);
    let mut kept: Vec<Band> = Vec::new();
    for band in all {
        let same = |other: &&Band| {
            let (along, aside) = other.locate(band.middle());
            aside.abs() < 0.5 * other.height
                && (along - other.length() / 2.0).abs() < 0.12 * other.length()
                && band.angle_to(other) < 0.06
                && (band.length() / other.length() - 1.0).abs() < 0.2
        };
        if kept.len() < MAX_BANDS && !kept.iter().any(|other| same(&other)) {
            kept.push(band);
        }
    }
    kept
}

/// Sorts bands so that those with a parallel neighbour of similar length, one line's distance away,
/// come first.
fn rank(bands: &mut [Band]) {
    let copy = bands.to_vec();
    for band in bands.iter_mut() {
        let companions = copy.iter().filter(|other| {
            let (along, aside) = band.locate(other.middle());
            let away = aside.abs() / band.height;
            (0.9..3.6).contains(&away)
                && (along - band.length() / 2.0).abs() < 0.2 * band.length()
                && band.angle_to(other) < 0.08
                && (0.7..1.4).contains(&(other.length() / band.length()))
                && (0.6..1.7).contains(&(other.height / band.height))
        });
        let paired = companions.count().min(1) as f64;
        // The line of a zone is 30 to 44 characters long.
        let shape = band.length() / band.height;
        let fitting = if (20.0..46.0).contains(&shape) {
            1.0
        } else {
            0.6
        };
        band.worth = band.length() * fitting * (1.0 + paired) * band.type_likeness;
    }
    bands.sort_by(|a, b| b.worth.total_cmp(&a.worth));
}

/// A connected component of dark pixels, as sums over its pixels.
#[derive(Debug, Clone, Copy, Default)]
struct Component {
    area: f64,
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
}

impl Component {
    /// Adds a run of pixels of a row, from `from` up to but excluding `to`.
    fn add_run(&mut self, y: usize, from: usize, to: usize) {
        let (y, n) = (y as f64, (to - from) as f64);
        let middle = f64::midpoint(from as f64, to as f64 - 1.0);
        self.area += n;
        self.x += middle * n;
        self.y += y * n;
        self.xx += middle * middle * n + n * (n * n - 1.0) / 12.0;
        self.xy += middle * y * n;
        self.yy += y * y * n;
    }

    fn join(&mut self, other: &Self) {
        self.area += other.area;
        self.x += other.x;
        self.y += other.y;
        self.xx += other.xx;
        self.xy += other.xy;
        self.yy += other.yy;
    }

    /// Returns the band that would have these sums if it were straight and even.
    fn band(&self) -> Band {
        let n = self.area.max(1.0);
        let (x, y) = (self.x / n, self.y / n);
        let (xx, xy, yy) = (
            self.xx / n - x * x,
            self.xy / n - x * y,
            self.yy / n - y * y,
        );
        let spread = ((xx - yy) / 2.0).hypot(xy);
        let largest = f64::midpoint(xx, yy) + spread;
        let length = (12.0 * largest.max(0.0)).sqrt();
        let turn = 0.5 * (2.0 * xy).atan2(xx - yy);
        let (dx, dy) = (turn.cos() * length / 2.0, turn.sin() * length / 2.0);
        Band::new(
            Point::new(x - dx, y - dy),
            Point::new(x + dx, y + dy),
            n / length.max(1.0),
        )
    }
}

/// Returns the bands of a picture at the scale at which characters are about seven pixels apart.
fn bands_at_scale(luma: &Luma) -> Vec<Band> {
    let (width, height) = (luma.width() as usize, luma.height() as usize);
    if width < 24 || height < 24 {
        return Vec::new();
    }
    let near = box_blur(luma.data(), width, height, 5);
    // The levels are doubled, so that faint type does not vanish in rounding.
    let twice = |level: u8| level.saturating_add(level);
    let dark: Vec<u8> = luma
        .data()
        .iter()
        .zip(&near)
        .map(|(&level, &near)| twice(near.saturating_sub(level)))
        .collect();
    let ink = box_blur(&dark, width, height, 3);
    let mask = ink_mask(&ink, width, height);
    let components = connected_components(&mask, width, height);
    let mut components: Vec<(Component, Band)> = components
        .into_iter()
        .filter(|component| component.area >= 60.0)
        .map(|component| (component, component.band()))
        .filter(|(_, band)| band.height <= 20.0 && band.length() >= 2.2 * band.height)
        .collect();
    components.sort_by(|a, b| b.0.area.total_cmp(&a.0.area));
    components.truncate(500);
    join_components(&components)
        .into_iter()
        .map(|component| component.band())
        .filter(|band| {
            band.length() >= 80.0
                && (3.5..17.0).contains(&band.height)
                && band.length() >= 9.0 * band.height
        })
        // Blurring has added about half a character on each side.
        .map(|band| Band {
            height: (band.height - 1.5).max(2.0),
            type_likeness: type_likeness(luma, &band),
            ..band
        })
        .collect()
}

/// Returns how much the levels change along a band, relative to how much darker it is than its
/// surroundings.
fn type_likeness(luma: &Luma, band: &Band) -> f64 {
    const REACH: usize = 6;
    let length = band.length();
    let (ux, uy) = (
        (band.end.x - band.start.x) / length,
        (band.end.y - band.start.y) / length,
    );
    let along = |aside: f64| -> Vec<f32> {
        let place = |t: usize| {
            let t = t as f64;
            (
                (band.start.x + t * ux - aside * uy) as f32,
                (band.start.y + t * uy + aside * ux) as f32,
            )
        };
        let level = |(x, y): (f32, f32)| luma.sample(x, y);
        (0..length as usize).map(place).map(level).collect()
    };
    let mean = |levels: &[f32]| levels.iter().sum::<f32>() / levels.len().max(1) as f32;
    let (mut inside, mut change) = (0.0, 0.0);
    for aside in [-0.22, 0.0, 0.22] {
        let levels = along(aside * band.height);
        inside += mean(&levels) / 3.0;
        let off = |(at, &level): (usize, &f32)| {
            let (from, to) = (at.saturating_sub(REACH), (at + REACH + 1).min(levels.len()));
            (level - mean(&levels[from..to])).abs()
        };
        let sum: f32 = levels.iter().enumerate().map(off).sum();
        change += sum / levels.len().max(1) as f32 / 3.0;
    }
    let beside = [-1.1, 1.1].map(|aside| mean(&along(aside * band.height)));
    let depth = (f32::midpoint(beside[0], beside[1]) - inside).max(4.0);
    f64::from(change / depth / 0.35).clamp(0.3, 1.0)
}

/// Joins components that are parts of one line.
fn join_components(components: &[(Component, Band)]) -> Vec<Component> {
    let mut group: Vec<usize> = (0..components.len()).collect();
    for (i, (_, one)) in components.iter().enumerate() {
        let length = one.length();
        if length < 4.0 * one.height {
            continue;
        }
        for (j, (_, other)) in components.iter().enumerate().skip(i + 1) {
            let (start, end) = (one.locate(other.start), one.locate(other.end));
            let (near, far) = if (start.0 - length / 2.0).abs() < (end.0 - length / 2.0).abs() {
                (start, end)
            } else {
                (end, start)
            };
            let gap = (-near.0).max(near.0 - length);
            let room = 5.0 * one.height;
            let in_line = near.1.abs() < 0.6 * one.height + 0.06 * gap.max(0.0)
                && far.1.abs() < 0.6 * one.height + 0.1 * other.length();
            if in_line
                && (-one.height..room).contains(&gap)
                && (0.5..2.0).contains(&(other.height / one.height))
            {
                let (a, b) = (root(&group, i), root(&group, j));
                let (low, high) = (a.min(b), a.max(b));
                if let Some(at) = group.get_mut(high) {
                    *at = low;
                }
            }
        }
    }
    let mut sums = vec![Component::default(); components.len()];
    for (i, (component, _)) in components.iter().enumerate() {
        sums[root(&group, i)].join(component);
    }
    sums.retain(|sum| sum.area > 0.0);
    sums
}

fn root(group: &[usize], mut at: usize) -> usize {
    while let Some(&up) = group.get(at)
        && up != at
    {
        at = up;
    }
    at
}

/// Returns the connected components of a mask; pixels are connected by their sides.
fn connected_components(mask: &[u8], width: usize, height: usize) -> Vec<Component> {
    let mut group: Vec<usize> = Vec::new();
    let mut sums: Vec<Component> = Vec::new();
    let mut above: Vec<(usize, usize, usize)> = Vec::new();
    for y in 0..height {
        let row = &mask[y * width..(y + 1) * width];
        let mut here = Vec::new();
        let mut x = 0;
        let mut next = 0;
        while x < width {
            // Most of a row is empty, so eight pixels are skipped at a time.
            if let Some([0, 0, 0, 0, 0, 0, 0, 0]) = row.get(x..x + 8) {
                x += 8;
                continue;
            }
            if row[x] == 0 {
                x += 1;
                continue;
            }
            let from = x;
            while x < width && row[x] != 0 {
                x += 1;
            }
            while next < above.len() && above[next].1 <= from {
                next += 1;
            }
            let mut own = None;
            let mut at = next;
            while at < above.len() && above[at].0 < x {
                let other = root(&group, above[at].2);
                own = Some(match own {
                    None => other,
                    Some(own) => {
                        let (low, high) = (other.min(own), other.max(own));
                        group[high] = low;
                        low
                    }
                });
                at += 1;
            }
            let own = own.unwrap_or_else(|| {
                group.push(group.len());
                sums.push(Component::default());
                group.len() - 1
            });
            sums[own].add_run(y, from, x);
            here.push((from, x, own));
        }
        above = here;
    }
    let mut whole = vec![Component::default(); sums.len()];
    for (i, sum) in sums.iter().enumerate() {
        whole[root(&group, i)].join(sum);
    }
    whole.retain(|component| component.area > 0.0);
    whole
}

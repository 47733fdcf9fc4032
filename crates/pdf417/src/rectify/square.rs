//! Rectified samplings of a place, and the map from points in them back to the picture.

use imaging::{Homography, Luma, Point, Quad, warp};

use super::slant::slanted;

/// A view of a place with upright bars.
#[derive(Debug)]
pub(crate) struct Sampling {
    pub(crate) luma: Luma,
    quad: Quad,
}

impl Sampling {
    fn of(luma: &Luma, quad: Quad, width: u32) -> Option<Self> {
        let height = (f64::from(width) * quad.height() / quad.width().max(1.0)).round();
        let height = height.clamp(8.0, 1_600.0) as u32;
        Some(Self {
            luma: warp(luma, &quad, width, height)?,
            quad,
        })
    }

    /// Returns the map from edges of the sampling's pixels to the picture.
    pub(crate) fn map(&self) -> Option<Homography> {
        let (width, height) = (f64::from(self.luma.width()), f64::from(self.luma.height()));
        Homography::from_rectangle(width, height, &self.quad)
    }

    /// Converts a quad of the sampling to a quad of the picture.
    pub(crate) fn place(&self, inner: &Quad) -> Quad {
        match self.map() {
            Some(map) => Quad(inner.0.map(|p| map.apply(Point::new(p.x + 0.5, p.y + 0.5)))),
            None => self.quad,
        }
    }
}

/// A place cropped from the picture, at no higher resolution than readers need.
#[derive(Debug)]
pub(crate) struct Crop {
    pub(crate) luma: Luma,
    place: Quad,
    /// The upper left corner, and the pixels of the picture per pixel of the crop.
    origin: Point,
    factor: f64,
}

/// Symbols with a higher ratio of opposite sides are not read.
const MAX_SKEW: f64 = 1.4;

/// The width and height of the view in which guards are searched for.
const VIEW_SIZE: (u32, u32) = (1_300, 160);

/// The width in pixels above which a symbol is shrunk before it is read.
const MAX_WIDTH: f64 = 1_500.0;

/// The grey beyond the border of a picture.
const PAPER: u8 = 235;

impl Crop {
    /// Crops a place with a border.
    pub(crate) fn around(luma: &Luma, place: &Quad) -> Option<Self> {
        let (left, top, right, bottom) = grown(place, 0.20, 0.40).bounds();
        // The area beyond the picture counts as paper, so that a symbol that was cropped without
        // its quiet zone gets one.
        let clamp = |value: f64, most: u32| {
            let border = f64::from(most) * 0.15;
            value.clamp(-border, f64::from(most) + border).round() as i64
        };
        let (left, right) = (clamp(left, luma.width()), clamp(right + 1.0, luma.width()));
        let (top, bottom) = (
            clamp(top, luma.height()),
            clamp(bottom + 1.0, luma.height()),
        );
        let inside = |value: i64, most: u32| value.clamp(0, i64::from(most)) as usize;
        let (from, to) = (inside(left, luma.width()), inside(right, luma.width()));
        let (before, behind) = (from as i64 - left, right - to as i64);
        let paper = |count: i64| std::iter::repeat_n(PAPER, count.max(0) as usize);
        let mut data = Vec::new();
        for y in top..bottom {
            match u32::try_from(y).ok().filter(|&y| y < luma.height()) {
                Some(y) => {
                    data.extend(paper(before));
                    data.extend(&luma.row(y)[from..to]);
                    data.extend(paper(behind));
                }
                None => data.extend(paper(right - left)),
            }
        }
        let size = |length: i64| u32::try_from(length).ok();
        let (width, height) = (size(right - left)?, size(bottom - top)?);
        let cut = Luma::new(width, height, data)?;
        let factor = (place.width() / MAX_WIDTH).max(1.0);
        let shrink = |length: u32| ((f64::from(length) / factor).round() as u32).max(1);
        let cut = if factor > 1.0 {
            imaging::resize(&cut, shrink(width), shrink(height))
        } else {
            cut
        };
        let origin = Point::new(left as f64, top as f64);
        let inner = Quad(
            place
                .0
                .map(|p| Point::new((p.x - origin.x) / factor, (p.y - origin.y) / factor)),
        );
        Some(Self {
            luma: cut,
            place: inner,
            origin,
            factor,
        })
    }

    /// Returns flat, wide views of the place for searching for guards.
    pub(crate) fn views(&self) -> impl Iterator<Item = Sampling> {
        // Shrinking the whole place at once is cheaper than averaging many samples per pixel.
        let around = grown(&self.place, 0.10, 0.25);
        let shrink = f64::from(FIT_WIDTH) / around.width().max(1.0);
        let shrink = if shrink < 0.7 { shrink } else { 1.0 };
        let scaled = |length: u32| ((f64::from(length) * shrink).round() as u32).max(1);
        let small = imaging::resize(
            &self.luma,
            scaled(self.luma.width()),
            scaled(self.luma.height()),
        );
        let slant = slanted(&small, &self.place.scaled(shrink));
        let slant = slant.map(|quad| quad.scaled(1.0 / shrink));
        let fitted = |place: &Quad| {
            // If sides were fitted to the print beside the symbol, they may lead far away, or one
            // may be far longer than its opposite. Seen at 40 degrees, the nearer side is a sixth
            // longer.
            let near = grown(place, 0.30, 0.45);
            let is_near = |quad: &Quad| quad.0.iter().all(|&corner| near.contains(corner));
            fit(&small, &place.scaled(shrink))
                .map(|quad| quad.scaled(1.0 / shrink))
                .filter(|quad| is_near(quad) && skew(quad) < MAX_SKEW)
                .map(|quad| grown(&quad, 0.06, 0.12))
        };
        let wide = |place: &Quad| grown(place, 0.12, 0.25);
        let first = match slant {
            Some(slant) => Some(fitted(&slant).unwrap_or_else(|| wide(&slant))),
            None => fitted(&self.place),
        };
        let quads = [first, Some(wide(&self.place))];
        quads
            .into_iter()
            .flatten()
            .filter_map(|quad| self.sample(quad))
    }

    /// Returns the view of a symbol whose corners are known.
    pub(crate) fn view(&self, corners: &Quad) -> Option<Sampling> {
        self.sample(grown(corners, 0.05, 0.10))
    }

    /// Samples one or two lines per row, because guards are searched for in bands of rows, which
    /// average enough.
    fn sample(&self, quad: Quad) -> Option<Sampling> {
        let map =
            Homography::from_rectangle(f64::from(VIEW_SIZE.0), f64::from(VIEW_SIZE.1), &quad)?;
        let lines = if quad.height() > 1.5 * f64::from(VIEW_SIZE.1) {
            2
        } else {
            1
        };
        let mut greys = vec![0_u16; VIEW_SIZE.0 as usize];
        let mut sums = vec![0_u32; VIEW_SIZE.0 as usize];
        let mut data = Vec::with_capacity((VIEW_SIZE.0 * VIEW_SIZE.1) as usize);
        for row in 0..VIEW_SIZE.1 {
            sums.fill(0);
            for line in 0..lines {
                let y = f64::from(row) + (f64::from(line) + 0.5) / f64::from(lines);
                let at = |x| map.apply(Point::new(x + 0.5, y));
                imaging::trace(&self.luma, at, &mut greys);
                for (sum, &grey) in sums.iter_mut().zip(&greys) {
                    *sum += u32::from(grey);
                }
            }
            let whole = 256 * lines;
            data.extend(sums.iter().map(|sum| ((sum + whole / 2) / whole) as u8));
        }
        let luma = Luma::new(VIEW_SIZE.0, VIEW_SIZE.1, data)?;
        Some(Sampling { luma, quad })
    }

    /// Converts a quad of the crop to a quad of the picture.
    pub(crate) fn place(&self, inner: &Quad) -> Quad {
        Quad(inner.0.map(|p| {
            Point::new(
                p.x * self.factor + self.origin.x,
                p.y * self.factor + self.origin.y,
            )
        }))
    }
}

/// Returns samplings of a place, the likeliest to be readable first: both ways up, as a quad and as
/// a rectangle, in several sizes and filters. They are made lazily, since most places need few of
/// them.
pub(crate) fn samplings(luma: &Luma, place: &Quad) -> impl Iterator<Item = Sampling> {
    let wide = grown(place, 0.06, 0.08);
    let fitted = fit(luma, place).map(|quad| grown(&quad, 0.03, 0.03));
    let plans = [
        (1_150, Filter::None),
        (820, Filter::Along),
        (1_150, Filter::Along),
        (1_600, Filter::Sharp),
        (1_150, Filter::Sharp),
        (700, Filter::None),
    ];
    plans.into_iter().flat_map(move |(width, filter)| {
        let quads = [fitted, Some(wide)];
        quads.into_iter().flatten().flat_map(move |quad| {
            [quad, quad.half_turned()]
                .into_iter()
                .filter_map(move |quad| {
                    let sampling = Sampling::of(luma, quad, width)?;
                    Some(Sampling {
                        luma: filter.apply(&sampling.luma),
                        ..sampling
                    })
                })
        })
    })
}

/// Returns small samplings of a place for the open-source decoder, both ways up. In at least two of
/// them, compact symbols with any number of columns have two to four pixels per module.
pub(crate) fn small_samplings(luma: &Luma, place: &Quad) -> impl Iterator<Item = Sampling> {
    let wide = grown(place, 0.12, 0.15);
    let fitted = fit(luma, place).map(|quad| grown(&quad, 0.06, 0.06));
    let quads = [Some(wide), fitted];
    [220, 330, 480, 280, 400, 640]
        .into_iter()
        .flat_map(move |width| {
            quads.into_iter().flatten().flat_map(move |quad| {
                [quad, quad.half_turned()]
                    .into_iter()
                    .filter_map(move |quad| Sampling::of(luma, quad, width))
            })
        })
}

/// Returns the ratio of opposite sides, for the worse of both pairs.
pub(crate) fn skew(quad: &Quad) -> f64 {
    let [a, b, c, d] = quad.0;
    let ratio = |one: f64, other: f64| one.max(other) / one.min(other).max(1e-9);
    ratio(a.distance(b), d.distance(c)).max(ratio(a.distance(d), b.distance(c)))
}

/// Returns the quad enlarged about its centre by a fraction of its width and height on each side.
fn grown(quad: &Quad, sideways: f64, upwards: f64) -> Quad {
    let [a, b, c, d] = quad.0;
    let (left, right) = (-sideways, 1.0 + sideways);
    let (e, f) = (a.towards(b, left), a.towards(b, right));
    let (h, g) = (d.towards(c, left), d.towards(c, right));
    let (top, bottom) = (-upwards, 1.0 + upwards);
    Quad([
        e.towards(h, top),
        f.towards(g, top),
        f.towards(g, bottom),
        e.towards(h, bottom),
    ])
}

#[derive(Debug, Clone, Copy)]
enum Filter {
    None,
    /// Averages along the bars, which keeps their edges and reduces noise.
    Along,
    /// Sharpens the edges across the bars.
    Sharp,
}

impl Filter {
    fn apply(self, luma: &Luma) -> Luma {
        let (width, height) = (i64::from(luma.width()), i64::from(luma.height()));
        let pixel = |x: i64, y: i64| match self {
            Self::None => luma.at(x, y),
            Self::Along => {
                let sum: u32 = (-2..=2).map(|k| u32::from(luma.at(x, y + k))).sum();
                (sum / 5) as u8
            }
            Self::Sharp => {
                let column =
                    |x: i64| -> i32 { (-1..=1).map(|k| i32::from(luma.at(x, y + k))).sum() };
                let around: i32 = [-3, -2, 2, 3].map(|k| column(x + k)).iter().sum();
                let sharp = 3 * column(x) - around / 2;
                (sharp / 3).clamp(0, 255) as u8
            }
        };
        let data = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let data = data.map(|(x, y)| pixel(x, y)).collect();
        Luma::new(luma.width(), luma.height(), data).unwrap_or_else(|| luma.clone())
    }
}

/// Returns the picture rotated by half a turn.
pub(crate) fn half_turned(luma: &Luma) -> Luma {
    let mut data = luma.data().to_vec();
    data.reverse();
    Luma::new(luma.width(), luma.height(), data).unwrap_or_else(|| luma.clone())
}

/// The width in pixels of the sampling in which sides are fitted.
const FIT_WIDTH: u32 = 480;

/// Fits four sides to the texture in an approximate rectangle, so that a symbol seen at an angle is
/// rectified. Returns `None` if the texture has no clear border.
fn fit(luma: &Luma, rough: &Quad) -> Option<Quad> {
    let around = grown(rough, 0.10, 0.25);
    // Shrinking the whole place at once is cheaper than averaging many samples per pixel.
    let shrink = f64::from(FIT_WIDTH) / around.width().max(1.0);
    if shrink < 0.7 {
        let scaled = |length: u32| (f64::from(length) * shrink).round() as u32;
        let small = imaging::resize(luma, scaled(luma.width()), scaled(luma.height()));
        return fit(&small, &rough.scaled(shrink)).map(|quad| quad.scaled(1.0 / shrink));
    }
    let sampling = Sampling::of(luma, around, FIT_WIDTH)?;
    let (width, height) = (
        sampling.luma.width() as usize,
        sampling.luma.height() as usize,
    );
    if width < 32 || height < 24 {
        return None;
    }
    let texture = texture(&sampling.luma);
    let typical = {
        let middle = (height / 3..height * 2 / 3).flat_map(|y| {
            texture[y * width + width / 4..y * width + width * 3 / 4]
                .iter()
                .copied()
        });
        let mut middle: Vec<f32> = middle.collect();
        let half = middle.len() / 2;
        *middle.select_nth_unstable_by(half, f32::total_cmp).1
    };
    let inside = |x: usize, y: usize| texture[y * width + x] > typical * 0.4;
    let rows: Vec<(f64, usize, usize)> = (0..height)
        .filter_map(|y| {
            let first = (0..width).find(|&x| inside(x, y))?;
            let last = (0..width).rfind(|&x| inside(x, y))?;
            (last - first > width / 2).then_some((y as f64, first, last))
        })
        .collect();
    let columns: Vec<(f64, usize, usize)> = (0..width)
        .filter_map(|x| {
            let first = (0..height).find(|&y| inside(x, y))?;
            let last = (0..height).rfind(|&y| inside(x, y))?;
            (last - first > height / 4).then_some((x as f64, first, last))
        })
        .collect();
    let left = Line::through(rows.iter().map(|r| (r.0, r.1 as f64)))?;
    let right = Line::through(rows.iter().map(|r| (r.0, r.2 as f64)))?;
    let top = Line::through(columns.iter().map(|c| (c.0, c.1 as f64)))?;
    let bottom = Line::through(columns.iter().map(|c| (c.0, c.2 as f64)))?;
    let corners = [
        left.meet(top)?,
        right.meet(top)?,
        right.meet(bottom)?,
        left.meet(bottom)?,
    ];
    Some(sampling.place(&Quad(corners)))
}

/// Returns the change across the bars, averaged over about a codeword's width and a row's height.
fn texture(luma: &Luma) -> Vec<f32> {
    /// The number of pixels on either side that are averaged.
    const ALONG: usize = 10;
    const DOWN: usize = 3;
    let (width, height) = (luma.width() as usize, luma.height() as usize);
    let mut across = Vec::with_capacity(width * height);
    let mut sums = vec![0_u32; width + 1];
    for y in 0..height {
        let row = luma.row(y as u32);
        for x in 0..width {
            let change = row[x.saturating_sub(1)].abs_diff(row[(x + 1).min(width - 1)]);
            sums[x + 1] = sums[x] + u32::from(change);
        }
        for x in 0..width {
            let (from, to) = (x.saturating_sub(ALONG), (x + ALONG + 1).min(width));
            across.push((sums[to] - sums[from]) as f32 / (to - from) as f32);
        }
    }
    let mut out = vec![0.0; width * height];
    for (y, out) in out.chunks_exact_mut(width).enumerate() {
        let rows = y.saturating_sub(DOWN)..(y + DOWN + 1).min(height);
        let share = 1.0 / rows.len() as f32;
        for row in rows {
            let row = &across[row * width..][..width];
            for (sum, value) in out.iter_mut().zip(row) {
                *sum += value * share;
            }
        }
    }
    out
}

/// The line `value = at_zero + slope * place`.
#[derive(Debug, Clone, Copy)]
struct Line {
    at_zero: f64,
    slope: f64,
}

impl Line {
    /// Fits a line by the median of slopes and offsets over pairs half the set apart, so that up to
    /// a third of the points may be wrong.
    fn through(points: impl Iterator<Item = (f64, f64)>) -> Option<Self> {
        let points: Vec<(f64, f64)> = points.collect();
        let half = points.len() / 2;
        if half < 6 {
            return None;
        }
        let median = |mut values: Vec<f64>| {
            let middle = values.len() / 2;
            *values.select_nth_unstable_by(middle, f64::total_cmp).1
        };
        let slopes = points
            .iter()
            .zip(&points[half..])
            .map(|(a, b)| (b.1 - a.1) / (b.0 - a.0));
        let slope = median(slopes.collect());
        let at_zero = median(points.iter().map(|p| p.1 - slope * p.0).collect());
        Some(Self { at_zero, slope })
    }

    /// Returns the intersection of a line given as x over y with one given as y over x.
    fn meet(self, flat: Self) -> Option<Point> {
        let det = 1.0 - self.slope * flat.slope;
        if det.abs() < 0.2 {
            return None;
        }
        let x = (self.at_zero + self.slope * flat.at_zero) / det;
        Some(Point::new(x, flat.at_zero + flat.slope * x))
    }
}

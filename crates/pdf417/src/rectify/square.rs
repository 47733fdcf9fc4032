//! Crops a place out of a picture, and samples it in several rectified views.

use imaging::{Homography, Luma, Point, Quad};

use super::sampling::{Sampling, grown};
use super::side_fit::{FIT_WIDTH, fit};
use super::slant::slanted;

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

//! A rectified view of a place, and the map from points in it back to the picture.

use imaging::{Homography, Luma, Point, Quad, warp};

/// A view of a place with upright bars.
#[derive(Debug)]
pub(crate) struct Sampling {
    pub(crate) luma: Luma,
    pub(super) quad: Quad,
}

impl Sampling {
    pub(super) fn of(luma: &Luma, quad: Quad, width: u32) -> Option<Self> {
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

/// Returns the quad enlarged about its centre by a fraction of its width and height on each side.
pub(super) fn grown(quad: &Quad, sideways: f64, upwards: f64) -> Quad {
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

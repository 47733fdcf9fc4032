//! Samples a symbol so that its columns are upright: the start pattern's left edge is column 0, and
//! the stop pattern's left edge is the right border. Rows may still be curved, as on a bent card.

use imaging::{Homography, Luma, Point, Quad};

use super::sampling::Sampling;
use crate::guards::GuardPair;
use crate::symbology::{MODULES, STOP_MODULES};

/// The approximate number of pixels per module.
pub(crate) const SCALE: f64 = 4.0;

#[derive(Debug)]
pub(crate) struct Straight {
    pub(crate) luma: Luma,
    /// The number of modules between the left edges of start and stop, estimated from the pitch of
    /// both.
    pub(crate) modules: f64,
    frame: GuardPair,
    /// Whether the symbol was seen in a mirror. Its bars then look like after half a turn, so the
    /// guards take it for that, and its rows come out from bottom to top.
    is_mirrored: bool,
    map: Homography,
    view: (f64, f64),
}

impl Straight {
    /// Samples `picture` again along the sides found in `view`.
    pub(crate) fn sample(picture: &Luma, view: &Sampling, frame: GuardPair) -> Option<Self> {
        let size = (f64::from(view.luma.width()), f64::from(view.luma.height()));
        let map = view.map()?;
        let middle = size.1 / 2.0;
        let span = frame.stop.at(middle) - frame.start.at(middle);
        // In perspective, the pitch decreases from one side to the other, and the geometric mean of
        // both ends is the mean pitch of the row.
        let modules = span / (frame.start.pitch * frame.stop.pitch).sqrt();
        let least = (4 * MODULES) as f64 * 0.8;
        if !(least..700.0).contains(&modules) {
            return None;
        }
        let mut straight = Self {
            luma: Luma::filled(1, 1, 0),
            modules,
            frame,
            is_mirrored: false,
            map,
            view: size,
        };
        let width = (modules * SCALE).round();
        let (top, bottom) = (straight.place(0.5, 0.0), straight.place(0.5, 1.0));
        let across = straight.place(0.0, 0.5).distance(straight.place(1.0, 0.5));
        let height = (top.distance(bottom) / across * width)
            .round()
            .clamp(12.0, 1_200.0);
        let mut data = Vec::with_capacity((width * height) as usize);
        let mut greys = vec![0_u16; width as usize];
        for y in 0..height as u32 {
            let down = (f64::from(y) + 0.5) / height;
            let (left, right) = straight.sides(down);
            let at = |x| straight.of_view(left + (right - left) * (x + 0.5) / width, down);
            imaging::trace(picture, at, &mut greys);
            data.extend(greys.iter().map(|grey| ((grey + 128) / 256) as u8));
        }
        straight.luma = Luma::new(width as u32, height as u32, data)?;
        Some(straight)
    }

    /// Returns the same symbol, assuming that it was seen in a mirror.
    pub(crate) fn mirrored(mut self) -> Self {
        let (width, height) = (self.luma.width(), self.luma.height());
        let rows = (0..height).rev().flat_map(|y| self.luma.row(y)).copied();
        if let Some(luma) = Luma::new(width, height, rows.collect()) {
            self.luma = luma;
            self.is_mirrored = !self.is_mirrored;
        }
        self
    }

    /// Returns the width of a module beside start and stop, as a fraction of the width.
    pub(crate) fn pitch(&self) -> (f64, f64) {
        let (left, right) = self.sides(0.5);
        (
            self.frame.start.pitch / (right - left),
            self.frame.stop.pitch / (right - left),
        )
    }

    /// Returns both sides at a fraction of the view's height, in pixels of the view as the guards
    /// read it.
    fn sides(&self, down: f64) -> (f64, f64) {
        let y = down * self.view.1 - 0.5;
        (self.frame.start.at(y), self.frame.stop.at(y))
    }

    fn of_view(&self, x: f64, down: f64) -> Point {
        let y = down * self.view.1;
        let (x, y) = if self.frame.turned {
            (self.view.0 - x, self.view.1 - y)
        } else {
            (x, y)
        };
        self.map.apply(Point::new(x, y))
    }

    /// Returns the point of the picture at fractions of width and height.
    pub(crate) fn place(&self, along: f64, down: f64) -> Point {
        let down = if self.is_mirrored { 1.0 - down } else { down };
        let (left, right) = self.sides(down);
        self.of_view(left + (right - left) * along, down)
    }

    /// Returns the symbol's outline, including the stop pattern, between two heights on its left
    /// and two on its right side, given as fractions of the height.
    pub(crate) fn outline(&self, left: (f64, f64), right: (f64, f64)) -> Quad {
        let end = 1.0 + STOP_MODULES as f64 / self.modules;
        Quad([
            self.place(0.0, left.0),
            self.place(end, right.0),
            self.place(end, right.1),
            self.place(0.0, left.1),
        ])
    }
}

//! Cutting a line out of the picture as the strip that the net reads.

use imaging::Luma;

use super::lines::{Lines, Piece};
use super::net;
use super::track::Track;

/// Capitals in a strip are this tall, in pixels.
const CAPITAL: f64 = 14.0;

impl Piece {
    /// Cuts out the strip of a line: [`net::HEIGHT`] rows of grey levels, and where its pixels lie.
    pub(super) fn strip(&self, picture: &Luma, lines: &Lines, track: &Track, cut: &Cut) -> Strip {
        self.part(picture, lines, track, cut, lines.span)
    }

    /// About `width` pixels of the strip from the middle of the line.
    pub(super) fn middle(
        &self,
        picture: &Luma,
        lines: &Lines,
        track: &Track,
        width: usize,
    ) -> Strip {
        let middle = f64::midpoint(lines.span.0, lines.span.1);
        let half = width as f64 / 2.0 * lines.capital / CAPITAL;
        let part = (
            lines.span.0.max(middle - half),
            lines.span.1.min(middle + half),
        );
        self.part(picture, lines, track, &Cut::default(), part)
    }

    /// The strip from one place along the line to another.
    fn part(
        &self,
        picture: &Luma,
        lines: &Lines,
        track: &Track,
        cut: &Cut,
        part: (f64, f64),
    ) -> Strip {
        let (from, to) = lines.span;
        let capital = lines.capital * cut.tall;
        let (middle, half) = (f64::midpoint(from, to), ((to - from) / 2.0).max(1.0));
        let grown = |x: f64| 1.0 + lines.growth * ((x - middle) / half).clamp(-1.0, 1.0);
        // Places along the line, a strip's pixel apart.
        let mut places = Vec::new();
        let mut x = part.0;
        while x < part.1 && places.len() < net::MOST_WIDTH {
            places.push(x);
            x += (capital * grown(x) / CAPITAL / cut.wide).max(0.05);
        }
        let width = places.len() / net::STEP * net::STEP;
        places.truncate(width);
        let mut levels = vec![0.0_f32; net::HEIGHT * width];
        // As many samples a pixel as it covers pixels of the picture.
        let step = capital * self.scale / CAPITAL;
        let samples = (step * 1.1).ceil().clamp(1.0, 3.0) as usize;
        let offset = |i: usize| (i as f64 + 0.5) / samples as f64 - 0.5;
        for (column, &x) in places.iter().enumerate() {
            let unit = capital * grown(x) / CAPITAL;
            let y = track.at(x);
            for row in 0..net::HEIGHT {
                let down = row as f64 - (net::HEIGHT as f64 - 1.0) / 2.0 - cut.down;
                let mut sum = 0.0;
                for i in 0..samples {
                    for j in 0..samples {
                        let down = (down + offset(i)) * unit;
                        let across = x + offset(j) * unit / cut.wide + cut.shear * down;
                        let at = self.place(across, y + down);
                        sum += picture.sample(at.x as f32, at.y as f32);
                    }
                }
                if let Some(level) = levels.get_mut(row * width + column) {
                    *level = sum / (samples * samples) as f32;
                }
            }
        }
        Strip { levels, places }
    }
}

/// How a strip is cut: what may be changed when the first attempt reads badly.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    /// Capitals are taken to be this many times as tall as measured.
    pub(super) tall: f64,
    /// Widths are stretched by this.
    pub(super) wide: f64,
    /// The line is shifted down by this many pixels of the strip.
    pub(super) down: f64,
    /// Pixels to the right per pixel down.
    pub(super) shear: f64,
}

impl Default for Cut {
    fn default() -> Self {
        Self {
            tall: 1.0,
            wide: 1.0,
            down: 0.0,
            shear: 0.0,
        }
    }
}

/// What the net reads.
#[derive(Clone)]
pub(super) struct Strip {
    pub(super) levels: Vec<f32>,
    /// For each column of pixels its place along the line in the piece.
    pub(super) places: Vec<f64>,
}

impl Strip {
    /// The strip upside down.
    pub(super) fn half_turned(&self) -> Self {
        Self {
            levels: self.levels.iter().rev().copied().collect(),
            places: self.places.iter().rev().copied().collect(),
        }
    }
}

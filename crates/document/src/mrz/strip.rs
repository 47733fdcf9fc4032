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
        let (from, to) = lines.span;
        let capital = lines.capital * cut.tall;
        let (middle, half) = (f64::midpoint(from, to), ((to - from) / 2.0).max(1.0));
        let grown = |x: f64| 1.0 + lines.growth * ((x - middle) / half).clamp(-1.0, 1.0);
        // Places along the line, a strip's pixel apart.
        let mut places = Vec::new();
        let mut x = lines.span.0;
        while x < lines.span.1 && places.len() < net::MOST_WIDTH {
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
    /// The grey levels of the middle `width` pixels; all of them where there are fewer.
    pub(super) fn middle(&self, width: usize) -> Vec<f32> {
        let whole = self.places.len();
        if whole <= width {
            return self.levels.clone();
        }
        let from = (whole - width) / 2;
        let rows = self.levels.chunks_exact(whole);
        rows.flat_map(|row| row.iter().skip(from).take(width))
            .copied()
            .collect()
    }

    /// The strip upside down.
    pub(super) fn half_turned(&self) -> Self {
        Self {
            levels: self.levels.iter().rev().copied().collect(),
            places: self.places.iter().rev().copied().collect(),
        }
    }
}

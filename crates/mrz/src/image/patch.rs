//! Traces the lines of type in and beside a band along their middles, even if they bend, by
//! darkness alone.
#![expect(clippy::indexing_slicing, reason = "loops over planes of known size")]

use imaging::{Point, Quad, trace};

use super::baseline::{Baseline, PITCH};
use super::find::Band;
use super::ink::box_blur;
use super::lines::{Lines, bend_alike, growth};
use super::profile::{running_mean, width_at_half_maximum};
use super::pyramid::{Pyramid, PyramidLevel};

/// The usual height of capitals relative to that of the band.
const CAPITAL_SHARE: f64 = 0.85;
/// Half the height of a patch in characters, enough for three lines and their bend.
const HALF_HEIGHT: f64 = 6.5;
/// A line that starts or ends this near to the patch's edge continues beyond it.
const EDGE_DISTANCE: f64 = 2.5 * PITCH;
/// How many pixels of the picture there must be per pixel of the patch. The patch is cut from the
/// smallest level of the pyramid that has them.
const MIN_OVERSAMPLING: f64 = 1.2;
/// The step along a line while tracing it, in pixels.
const STRIDE: usize = 6;
/// The maximum width of a patch, in pixels.
const MAX_PATCH_WIDTH: f64 = 1_400.0;

/// A patch of the picture around a band, rotated so that the band is level.
pub(super) struct Patch {
    /// The corners of the patch in the picture.
    quad: Quad,
    /// Pixels of the picture per pixel of the patch.
    pub(super) scale: f64,
    /// Darkness relative to the surroundings, blurred along the lines.
    ink: Vec<f32>,
    width: usize,
    height: usize,
}

impl Patch {
    /// Cuts out the surroundings of a band. Returns `None` if the band has no size.
    pub(super) fn around(pyramid: &Pyramid<'_>, band: &Band) -> Option<Self> {
        let length = band.length();
        // The height is more reliable than the length, because a band may be a part of a line.
        let pitch = (band.height * 1.05).clamp(length / 50.0, length / 16.0);
        Self::of_pitch(pyramid, band, pitch)
    }

    /// Cuts the patch again at the size of the lines in it. Returns `None` if its size is about
    /// right already.
    pub(super) fn resized(
        &self,
        pyramid: &Pyramid<'_>,
        band: &Band,
        lines: &Lines,
    ) -> Option<Self> {
        let off = lines.capital / (CAPITAL_SHARE * PITCH);
        if (0.8..1.3).contains(&off) {
            return None;
        }
        Self::of_pitch(pyramid, band, self.scale * PITCH * off)
    }

    /// Cuts out a patch for a known character distance.
    fn of_pitch(pyramid: &Pyramid<'_>, band: &Band, pitch: f64) -> Option<Self> {
        let length = band.length();
        let scale = (pitch / PITCH).max(length * 1.3 / MAX_PATCH_WIDTH);
        let margin = (0.12 * length).max(7.0 * pitch);
        let (ux, uy) = (
            (band.end.x - band.start.x) / length,
            (band.end.y - band.start.y) / length,
        );
        let reach = HALF_HEIGHT * pitch;
        let corner = |p: Point, along: f64, down: f64| {
            Point::new(p.x + along * ux - down * uy, p.y + along * uy + down * ux)
        };
        let quad = Quad([
            corner(band.start, -margin, -reach),
            corner(band.end, margin, -reach),
            corner(band.end, margin, reach),
            corner(band.start, -margin, reach),
        ]);
        let (width, height) = (
            (quad.width() / scale).round(),
            (quad.height() / scale).round(),
        );
        if !(width.is_finite() && height.is_finite()) || width < 40.0 || height < 40.0 {
            return None;
        }
        let (width, height) = (width as usize, height as usize);
        let levels = levels(
            pyramid.level_for(scale / MIN_OVERSAMPLING)?,
            &quad,
            width,
            height,
        );
        let near = box_blur(&levels, width, height, 9);
        let dark: Vec<f32> = levels
            .iter()
            .zip(&near)
            .map(|(&level, &near)| f32::from(near.saturating_sub(level)))
            .collect();
        let mut ink = Vec::with_capacity(dark.len());
        for row in dark.chunks_exact(width) {
            running_mean(row, (1.4 * PITCH) as usize, &mut ink);
        }
        Some(Self {
            quad,
            scale,
            ink,
            width,
            height,
        })
    }

    /// Returns width and height in pixels.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// Returns the point of the picture at a place in the patch.
    pub(super) fn place(&self, x: f64, y: f64) -> Point {
        let [a, b, _, d] = self.quad.0;
        let (u, v) = (
            (x + 0.5) / self.width as f64,
            (y + 0.5) / self.height as f64,
        );
        Point::new(
            a.x + (b.x - a.x) * u + (d.x - a.x) * v,
            a.y + (b.y - a.y) * u + (d.y - a.y) * v,
        )
    }

    /// Returns the ink in a column, averaged over about the height of a line around `y`.
    fn level(&self, x: usize, y: f64) -> f64 {
        let reach = 4.5;
        let (low, high) = (y - reach, y + reach);
        let mut sum = 0.0;
        let mut row = low.ceil().max(0.0) as usize;
        while (row as f64) <= high && row < self.height {
            sum += f64::from(self.ink[row * self.width + x]);
            row += 1;
        }
        sum / (2.0 * reach + 1.0)
    }

    /// Returns the height within `reach` of `around` at which a column is darkest, and how dark it
    /// is.
    fn darkest(&self, x: usize, around: f64, reach: f64) -> (f64, f64) {
        let steps = (2.0 * reach).ceil() as i32;
        let levels: Vec<(f64, f64)> = (0..=steps)
            .map(|step| around - reach + f64::from(step) * 2.0 * reach / f64::from(steps.max(1)))
            .map(|y| (y, self.level(x, y)))
            .collect();
        let top = levels.iter().fold(0.0_f64, |top, level| top.max(level.1));
        // A band is flat at its top, so the middle of everything that is nearly as dark counts.
        let (mut sum, mut weights) = (0.0, 0.0);
        for (y, level) in levels {
            let weight = (level / top.max(1e-9) - 0.8).max(0.0);
            sum += y * weight;
            weights += weight;
        }
        (if weights > 0.0 { sum / weights } else { around }, top)
    }

    /// Traces a line in both directions from a place on it.
    fn follow(&self, x: usize, y: f64) -> Option<Baseline> {
        let (start, strength) = self.darkest(x, y, 5.0);
        if strength <= 0.0 {
            return None;
        }
        let mut places = vec![(x as f64, start, strength)];
        for forwards in [true, false] {
            let (mut at, mut y, mut slope) = (x, start, 0.0);
            loop {
                let next = if forwards {
                    at.checked_add(STRIDE)
                } else {
                    at.checked_sub(STRIDE)
                };
                let Some(next) = next.filter(|&next| next < self.width) else {
                    break;
                };
                let (seen, level) = self.darkest(next, y + slope, 2.2);
                if level > 0.25 * strength {
                    slope = (0.75 * slope + 0.25 * (seen - y)).clamp(-2.0, 2.0);
                    y = seen;
                } else {
                    y += slope;
                }
                at = next;
                places.push((at as f64, y, level));
            }
        }
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        Baseline::through(&places)
    }

    /// Finds the band's own line and those above and below it.
    pub(super) fn lines(&self) -> Option<Lines> {
        let middle = self.width / 2;
        let own = self.follow(middle, self.height as f64 / 2.0)?;
        if own.to - own.from < 12.0 * PITCH * 0.7 {
            return None;
        }
        // The mean darkness at each distance from the line.
        let profile = self.profile(&own, (HALF_HEIGHT * PITCH * 0.92) as i32);
        let zero = profile.len() as i32 / 2;
        let smooth = |at: i32| -> f64 {
            (at - 4..=at + 4)
                .filter_map(|at| usize::try_from(at).ok().and_then(|at| profile.get(at)))
                .sum::<f64>()
                / 9.0
        };
        let top = smooth(zero);
        let mut peaks: Vec<(i32, f64)> = (0..profile.len() as i32)
            .filter(|at| (at - zero).abs() as f64 > 1.1 * PITCH)
            .map(|at| (at, smooth(at)))
            .filter(|&(at, level)| {
                level > 0.22 * top && (at - 6..=at + 6).all(|near| smooth(near) <= level)
            })
            .collect();
        peaks.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut baselines = vec![own.clone()];
        let x = f64::midpoint(own.from, own.to).clamp(0.0, self.width as f64 - 1.0);
        for (at, _) in peaks.into_iter().take(5) {
            let y = own.at(x) + f64::from(at - zero);
            if let Some(baseline) = self.follow(x as usize, y)
                && baselines
                    .iter()
                    .all(|other| (other.at(x) - baseline.at(x)).abs() > 0.9 * PITCH)
            {
                baselines.push(baseline);
            }
        }
        baselines.retain(|baseline| {
            baseline.strength > 0.2 * own.strength
                && (baseline.to - baseline.from) > 0.3 * (own.to - own.from)
        });
        baselines.sort_by(|a, b| a.at(x).total_cmp(&b.at(x)));
        let baselines = bend_alike(baselines);
        let which = baselines
            .iter()
            .enumerate()
            .min_by(|a, b| {
                let off = |baseline: &Baseline| (baseline.at(x) - own.at(x)).abs();
                off(a.1).total_cmp(&off(b.1))
            })
            .map(|(which, _)| which)?;
        let capital = self.capital(&baselines, &own);
        let growth = growth(&baselines, &own);
        let long = baselines
            .iter()
            .filter(|baseline| baseline.to - baseline.from > 0.6 * (own.to - own.from));
        let (from, to) = long.fold((own.from, own.to), |(from, to), baseline| {
            (from.min(baseline.from), to.max(baseline.to))
        });
        let room = 0.3 * (own.to - own.from);
        let margin = 3.5 * PITCH;
        let span = (
            from.max(own.from - room) - margin,
            to.min(own.to + room) + margin,
        );
        Some(Lines {
            baselines,
            capital,
            growth,
            own: which,
            span,
        })
    }

    /// Returns true if the band's own line continues to the edge of the patch.
    pub(super) fn cuts_off(&self, lines: &Lines) -> bool {
        let own = lines.baselines.get(lines.own);
        own.is_some_and(|own| own.from < EDGE_DISTANCE || self.ends_outside(own))
    }

    fn ends_outside(&self, baseline: &Baseline) -> bool {
        baseline.to > self.width as f64 - EDGE_DISTANCE
    }

    /// Cuts out a longer patch if the band's line or an adjacent one continues to the edge of this
    /// one. Returns `None` if neither does.
    pub(super) fn beyond(&self, pyramid: &Pyramid<'_>, lines: &Lines) -> Option<Self> {
        let own = lines.baselines.get(lines.own)?;
        let near =
            |baseline: &&Baseline| (baseline.at(own.to) - own.at(own.to)).abs() < 3.0 * PITCH;
        let (mut left, mut right) = (false, false);
        for baseline in lines.baselines.iter().filter(near) {
            left |= baseline.from < EDGE_DISTANCE;
            right |= self.ends_outside(baseline);
        }
        if !left && !right {
            return None;
        }
        let length = own.to - own.from;
        let from = if left {
            own.from - 0.5 * length
        } else {
            own.from
        };
        let to = if right { own.to + 0.5 * length } else { own.to };
        let band = Band::new(
            self.place(from, own.at(from)),
            self.place(to, own.at(to)),
            lines.capital * self.scale,
        );
        Self::of_pitch(pyramid, &band, self.scale * PITCH)
    }

    /// Returns the mean ink at each distance from a line, from `-reach` to `reach`.
    fn profile(&self, baseline: &Baseline, reach: i32) -> Vec<f64> {
        let columns: Vec<usize> = (baseline.from.max(0.0) as usize..=baseline.to.max(0.0) as usize)
            .step_by(4)
            .filter(|&x| x < self.width)
            .collect();
        (-reach..=reach)
            .map(|down| {
                let sum: f64 = columns
                    .iter()
                    .map(|&x| {
                        let y = (baseline.at(x as f64) + f64::from(down)).round();
                        let inside = y >= 0.0 && y < self.height as f64;
                        if inside {
                            f64::from(self.ink[y as usize * self.width + x])
                        } else {
                            0.0
                        }
                    })
                    .sum();
                sum / columns.len().max(1) as f64
            })
            .collect()
    }

    /// Returns the height of capitals: the distance at which lines fall to half their darkness, at
    /// the places where they are tallest, because fillers are lower than letters.
    fn capital(&self, baselines: &[Baseline], own: &Baseline) -> f64 {
        let mut heights = Vec::new();
        for baseline in baselines {
            if (baseline.to - baseline.from) < 0.7 * (own.to - own.from) {
                continue;
            }
            let parts = 10;
            for part in 0..parts {
                let share = |i: i32| {
                    baseline.from + (baseline.to - baseline.from) * f64::from(i) / f64::from(parts)
                };
                let columns = (share(part) as usize..share(part + 1) as usize).step_by(3);
                let mut profile = vec![0.0_f64; 27];
                for x in columns.filter(|&x| x < self.width) {
                    for (down, sum) in profile.iter_mut().enumerate() {
                        let y = (baseline.at(x as f64) + down as f64 - 13.0).round();
                        if y >= 0.0 && y < self.height as f64 {
                            *sum += f64::from(self.ink[y as usize * self.width + x]);
                        }
                    }
                }
                if let Some(height) = width_at_half_maximum(&profile) {
                    heights.push(height);
                }
            }
        }
        heights.sort_by(f64::total_cmp);
        let at = heights.len() * 7 / 10;
        heights
            .get(at)
            .copied()
            .unwrap_or(0.85 * PITCH)
            .clamp(5.0, 20.0)
    }

    /// Returns a place beside a line: `x` along the patch, `down` pixels below the line's middle.
    pub(super) fn beside(&self, baseline: &Baseline, x: f64, down: f64) -> Point {
        self.place(x, baseline.at(x) + down)
    }
}

/// Samples the grey levels of a rectangle at any rotation, one sample per pixel.
fn levels(size: &PyramidLevel<'_>, quad: &Quad, width: usize, height: usize) -> Vec<u8> {
    let [from, to, _, below] = quad.0.map(|corner| size.map_from_picture(corner));
    let mut greys = vec![0_u16; width];
    let mut levels = Vec::with_capacity(width * height);
    for y in 0..height {
        let v = (y as f64 + 0.5) / height as f64;
        let (across, down) = (v * (below.x - from.x), v * (below.y - from.y));
        let start = Point::new(from.x + across, from.y + down);
        let end = Point::new(to.x + across, to.y + down);
        trace(
            &size.luma,
            |x| start.towards(end, (x + 0.5) / width as f64),
            &mut greys,
        );
        levels.extend(greys.iter().map(|&grey| ((grey + 128) >> 8) as u8));
    }
    levels
}

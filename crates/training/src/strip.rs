//! A strip as the reader would cut it out of a photograph, and its contents.

use anyhow::Result;
use mrz::net::{self, NONE, STEP};

use crate::fonts::Fonts;
use crate::paper::{self, CELL, CELLS, Plane, Print};
use crate::rng::Rng;
use crate::text;

/// The width of a strip for training, in pixels.
pub(crate) const WIDTH: usize = 256;
/// The label of a column between two characters, where any output is allowed.
pub(crate) const ANY_CLASS: u8 = 255;

/// A strip and its labels.
pub(crate) struct Strip {
    /// The grey levels: [`net::HEIGHT`] rows of [`WIDTH`].
    pub(crate) levels: Vec<f32>,
    /// One class per column of scores.
    pub(crate) labels: Vec<u8>,
}

/// The position of the strip on the paper.
struct StripPlacement {
    /// Pixels of the paper per pixel of the strip, horizontally and vertically.
    scale: [f32; 2],
    /// The middle of the strip on the paper.
    middle: [f32; 2],
    turn: f32,
    bow: f32,
    shear: f32,
    drift: f32,
}

impl StripPlacement {
    fn new(rng: &mut Rng, print: &Print) -> Self {
        let common = (rng.normal() * 0.09).exp();
        let down = common * (rng.normal() * 0.06).exp();
        let across = common * (rng.normal() * 0.07).exp();
        let bit = if rng.chance(0.3) { 1.0 } else { 0.25 };
        let scale = [
            CELL / (net::PITCH as f32 * across),
            print.capital / (14.0 * down),
        ];
        let free = CELLS as f32 * CELL - WIDTH as f32 * scale[0];
        let x = f32::midpoint(CELLS as f32 * CELL, free.max(0.0) * rng.between(-0.8, 0.8));
        let aside = (rng.normal() * 1.2).clamp(-3.5, 3.5);
        Self {
            scale,
            middle: [x, print.middle + aside * scale[1]],
            turn: rng.normal() * 0.012,
            bow: bit * rng.normal() * 1.2 / (128.0 * 128.0),
            shear: rng.normal() * if rng.chance(0.3) { 0.14 } else { 0.05 },
            drift: bit * rng.normal() * 0.05,
        }
    }

    /// Returns the place on the paper for a place on the strip.
    fn place(&self, u: f32, v: f32) -> [f32; 2] {
        let across = u - (WIDTH as f32 - 1.0) / 2.0;
        let down = v - (net::HEIGHT as f32 - 1.0) / 2.0;
        let x = (across + self.shear * down) * (1.0 + self.drift * across / 128.0);
        let y = down - self.turn * across - self.bow * across * across;
        [
            self.middle[0] + x * self.scale[0],
            self.middle[1] + y * self.scale[1],
        ]
    }
}

/// Draws a random strip.
pub(crate) fn draw(rng: &mut Rng, fonts: &Fonts) -> Result<Strip> {
    let lines = text::training_lines(rng);
    let which = rng.below(lines.len());
    let longest = lines[which].len() as i64;
    let first = match rng.below(6) {
        0 => -(2 + rng.below(12) as i64),
        1 => longest - 8 - rng.below(14) as i64,
        _ => rng.below((longest - 20).max(1) as usize) as i64 - 6,
    };
    let face = fonts.pick(rng);
    let print = paper::print(rng, face, &lines, which, first);
    let cut = StripPlacement::new(rng, &print);
    let labels = labels(&print, &cut);
    let levels = photograph(rng, print.plane, &cut)?;
    Ok(Strip { levels, labels })
}

fn labels(print: &Print, cut: &StripPlacement) -> Vec<u8> {
    let line = |u: f32| {
        // The row of the strip that contains the middle of the line.
        let mut v = (net::HEIGHT as f32 - 1.0) / 2.0;
        for _ in 0..3 {
            v -= (cut.place(u, v)[1] - print.middle) / cut.scale[1];
        }
        v
    };
    let label = |column: usize| {
        let u = net::Emissions::place(column as f64) as f32;
        let cell = cut.place(u, line(u))[0] / CELL;
        if cell < 0.0 || cell >= CELLS as f32 {
            return ANY_CLASS;
        }
        let away = (cell.fract() - 0.5).abs();
        match print
            .cells
            .get(cell as usize)
            .copied()
            .and_then(net::class_of)
        {
            None if !(0.25..=0.4).contains(&away) => NONE as u8,
            Some(class) if away < 0.22 => {
                let cut_off = !(4.0..WIDTH as f32 - 5.0).contains(&u);
                if cut_off { ANY_CLASS } else { class as u8 }
            }
            Some(_) if away > 0.42 => NONE as u8,
            _ => ANY_CLASS,
        }
    };
    (0..WIDTH / STEP).map(label).collect()
}

/// Passes the paper through a lens, a sensor and a JPEG file, and cuts the strip out of it.
fn photograph(rng: &mut Rng, mut paper: Plane, cut: &StripPlacement) -> Result<Vec<f32>> {
    // The number of pixels of the photograph per character.
    let pitch = (rng.between(6.0_f32.ln(), 27.0_f32.ln())).exp();
    blur(rng, &mut paper, CELL / pitch);
    let turn = match rng.below(10) {
        0 | 1 => rng.between(-0.8, 0.8),
        2 => std::f32::consts::FRAC_PI_2 + rng.normal() * 0.02,
        _ => rng.normal() * 0.04,
    };
    let (sin, cos) = turn.sin_cos();
    let scale = CELL / pitch;
    let to_photo = |[x, y]: [f32; 2]| {
        let (x, y) = (x - cut.middle[0], y - cut.middle[1]);
        [(x * cos + y * sin) / scale, (y * cos - x * sin) / scale]
    };
    let ends = [0.0, 85.0, 170.0, 255.0]
        .into_iter()
        .flat_map(|u| [0.0, 23.0].map(|v| to_photo(cut.place(u, v))));
    let (mut low, mut high) = ([f32::MAX; 2], [f32::MIN; 2]);
    for end in ends {
        for axis in 0..2 {
            low[axis] = low[axis].min(end[axis] - 3.0 - rng.unit() * 7.0);
            high[axis] = high[axis].max(end[axis] + 3.0);
        }
    }
    let size = [0, 1].map(|axis| (high[axis] - low[axis]).ceil().clamp(4.0, 900.0) as usize);
    let mut photo = Plane::new(size[0], size[1], 0.0);
    for y in 0..size[1] {
        for x in 0..size[0] {
            let (px, py) = ((x as f32 + low[0]) * scale, (y as f32 + low[1]) * scale);
            let at = [
                cut.middle[0] + px * cos - py * sin,
                cut.middle[1] + px * sin + py * cos,
            ];
            photo.data[y * size[0] + x] = paper.sample(at[0], at[1]);
        }
    }
    develop(rng, &mut photo);
    if rng.chance(0.75) {
        compress(rng, &mut photo)?;
    }
    let samples = (pitch / net::PITCH as f32 * 1.1).ceil().clamp(1.0, 3.0) as usize;
    let offsets: Vec<f32> = (0..samples)
        .map(|i| (i as f32 + 0.5) / samples as f32 - 0.5)
        .collect();
    let mut levels = Vec::with_capacity(net::HEIGHT * WIDTH);
    for v in 0..net::HEIGHT {
        for u in 0..WIDTH {
            let mut sum = 0.0;
            for down in &offsets {
                for across in &offsets {
                    let [x, y] = to_photo(cut.place(u as f32 + across, v as f32 + down));
                    sum += photo.sample(x - low[0], y - low[1]);
                }
            }
            levels.push((sum / (samples * samples) as f32).round());
        }
    }
    Ok(levels)
}

/// Applies defocus and shake, in pixels of the paper, of which `grain` make a pixel of the
/// photograph.
fn blur(rng: &mut Rng, paper: &mut Plane, grain: f32) {
    let spread = CELL
        * match rng.below(20) {
            0..12 => rng.between(0.0, 0.08),
            12..18 => rng.between(0.08, 0.15),
            _ => rng.between(0.15, 0.23),
        };
    // Several box filters in turn: one resembles a poor lens, three are nearly Gaussian.
    let passes = 1 + rng.below(3);
    let variance = spread * spread + (grain * 0.33) * (grain * 0.33);
    let reach = ((12.0 * variance / passes as f32 + 1.0).sqrt() - 1.0) / 2.0;
    for _ in 0..passes {
        paper.box_blur(reach);
    }
    if rng.chance(0.2) {
        let length = CELL * rng.between(0.1, 0.5);
        let (sin, cos) = rng.between(0.0, std::f32::consts::TAU).sin_cos();
        let source = paper.clone();
        let taps = 9;
        for y in 0..paper.height {
            for x in 0..paper.width {
                let mut sum = 0.0;
                for tap in 0..taps {
                    let along = (tap as f32 / (taps - 1) as f32 - 0.5) * length;
                    sum += source.sample(x as f32 + along * cos, y as f32 + along * sin);
                }
                paper.data[y * paper.width + x] = sum / taps as f32;
            }
        }
    }
}

/// Applies light, noise and the processing of a phone.
fn develop(rng: &mut Rng, photo: &mut Plane) {
    let exposure = if rng.chance(0.2) {
        rng.between(0.12, 0.5)
    } else {
        rng.between(0.5, 1.15)
    };
    let slope = [rng.normal() * 0.12, rng.normal() * 0.05];
    let gamma = (rng.normal() * 0.15).exp();
    let lift = if rng.chance(0.15) {
        rng.between(0.0, 70.0)
    } else {
        0.0
    };
    let spread = if rng.chance(0.25) {
        rng.between(3.0, 13.0)
    } else {
        rng.between(0.3, 4.0)
    };
    let spread = spread * (0.4 + 0.6 * exposure.min(1.0));
    let (width, height) = (photo.width as f32, photo.height as f32);
    let (wide, correlated) = (photo.width, rng.chance(0.3));
    let mut noise = Plane::new(photo.width, photo.height, 0.0);
    for value in &mut noise.data {
        *value = rng.normal() * spread;
    }
    if correlated {
        noise.box_blur(0.6);
    }
    for (at, level) in photo.data.iter_mut().enumerate() {
        let (x, y) = (
            (at % wide) as f32 / width - 0.5,
            (at / wide) as f32 / height - 0.5,
        );
        let lit = level.clamp(0.0, 262.0) / 255.0 * (1.0 + slope[0] * x + slope[1] * y);
        let toned = lit.max(0.0).powf(gamma) * (255.0 - lift) * exposure + lift;
        *level = (toned + noise.data[at]).clamp(0.0, 255.0);
    }
    if rng.chance(0.25) {
        let mut soft = photo.clone();
        soft.box_blur(rng.between(0.5, 1.5));
        let amount = rng.between(0.3, 1.5);
        for (level, soft) in photo.data.iter_mut().zip(&soft.data) {
            *level = (*level + (*level - soft) * amount).clamp(0.0, 255.0);
        }
    }
}

fn compress(rng: &mut Rng, photo: &mut Plane) -> Result<()> {
    let bytes: Vec<u8> = photo
        .data
        .iter()
        .map(|&level| level.round() as u8)
        .collect();
    let mut jpeg = Vec::new();
    let quality = if rng.chance(0.25) {
        25 + rng.below(35)
    } else {
        60 + rng.below(36)
    };
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, quality as u8).encode(
        &bytes,
        photo.width as u32,
        photo.height as u32,
        image::ExtendedColorType::L8,
    )?;
    let back = imaging::decode(&jpeg, &imaging::Limits::default())?;
    for (level, &byte) in photo.data.iter_mut().zip(back.luma().data()) {
        *level = f32::from(byte);
    }
    Ok(())
}

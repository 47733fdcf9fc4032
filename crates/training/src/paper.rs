//! Draws the printed strip: paper with its pattern, lines of type, and wear, as a plane of grey
//! levels with [`CELL`] pixels per character.

use ab_glyph::{Font, FontVec, PxScale, ScaleFont};

use crate::rng::Rng;

/// The number of pixels per character.
pub(crate) const CELL: f32 = 24.0;
/// The number of characters across.
pub(crate) const CELLS: usize = 32;
/// The width in pixels.
pub(crate) const WIDTH: usize = CELLS * CELL as usize;
/// The height in pixels.
pub(crate) const HEIGHT: usize = 5 * CELL as usize + 8;

/// A plane of floats.
#[derive(Debug, Clone)]
pub(crate) struct Plane {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) data: Vec<f32>,
}

impl Plane {
    pub(crate) fn new(width: usize, height: usize, value: f32) -> Self {
        Self {
            width,
            height,
            data: vec![value; width * height],
        }
    }

    /// Samples between pixels, where integers are pixel centres and the border repeats.
    pub(crate) fn sample(&self, x: f32, y: f32) -> f32 {
        let x = x.clamp(0.0, self.width as f32 - 1.001);
        let y = y.clamp(0.0, self.height as f32 - 1.001);
        let (column, row) = (x as usize, y as usize);
        let (across, down) = (x - column as f32, y - row as f32);
        let at = row * self.width + column;
        let pair = |at: usize| self.data[at] + (self.data[at + 1] - self.data[at]) * across;
        let (top, bottom) = (pair(at), pair(at + self.width));
        top + (bottom - top) * down
    }

    /// Averages over a box of `2 * reach + 1`, along rows and then columns. `reach` need not be an
    /// integer.
    pub(crate) fn box_blur(&mut self, reach: f32) {
        if reach < 0.05 {
            return;
        }
        let (width, height) = (self.width, self.height);
        let mut line = vec![0.0; width.max(height)];
        for row in self.data.chunks_exact_mut(width) {
            line[..width].copy_from_slice(row);
            boxed(&line[..width], reach, |x, value| row[x] = value);
        }
        for x in 0..width {
            for (y, level) in line.iter_mut().enumerate().take(height) {
                *level = self.data[y * width + x];
            }
            boxed(&line[..height], reach, |y, value| {
                self.data[y * width + x] = value;
            });
        }
    }
}

fn boxed(line: &[f32], reach: f32, mut put: impl FnMut(usize, f32)) {
    let (whole, part) = (reach as usize, reach.fract());
    let at = |i: i64| line[i.clamp(0, line.len() as i64 - 1) as usize];
    let whole = whole as i64;
    let mut sum: f32 = (-whole..=whole).map(at).sum();
    let scale = 1.0 / (2.0 * reach + 1.0);
    for i in 0..line.len() as i64 {
        let ends = at(i - whole - 1) + at(i + whole + 1);
        put(i as usize, (sum + part * ends) * scale);
        sum += at(i + whole + 1) - at(i - whole);
    }
}

/// What is printed, and where.
pub(crate) struct Print {
    /// The grey levels.
    pub(crate) plane: Plane,
    /// The characters of the middle line, one per cell, or 0 where there is none.
    pub(crate) cells: Vec<u8>,
    /// The middle of that line in pixels from the top.
    pub(crate) middle: f32,
    /// The height of its capitals in pixels.
    pub(crate) capital: f32,
}

/// Prints `lines` with line `which` in the middle, starting at its cell `first`.
pub(crate) fn print(
    rng: &mut Rng,
    face: &FontVec,
    lines: &[Vec<u8>],
    which: usize,
    first: i64,
) -> Print {
    let capital = CELL * rng.between(0.80, 1.10);
    let spacing = CELL
        * if rng.chance(0.8) {
            rng.between(1.5, 2.0)
        } else {
            rng.between(2.0, 2.6)
        };
    let middle = HEIGHT as f32 / 2.0;
    let condensed = rng.between(0.86, 1.08);
    let mut ink = Plane::new(WIDTH, HEIGHT, 0.0);
    let mut cells = vec![0; CELLS];
    for (number, line) in lines.iter().enumerate() {
        let y = middle + (number as f32 - which as f32) * spacing;
        for cell in 0..CELLS as i64 {
            let Some(&byte) = usize::try_from(cell + first)
                .ok()
                .and_then(|at| line.get(at))
            else {
                continue;
            };
            glyph(
                &mut ink,
                face,
                byte,
                [(cell as f32 + 0.5) * CELL, y],
                capital,
                condensed,
            );
            if number == which {
                cells[cell as usize] = byte;
            }
        }
    }
    change_weight(rng, &mut ink);
    remove_ink(rng, &mut ink);
    let mut plane = paper(rng);
    let dark = rng.between(8.0, 85.0);
    let depth = if rng.chance(0.15) {
        rng.between(0.45, 0.8)
    } else {
        rng.between(0.8, 1.0)
    };
    for (level, cover) in plane.data.iter_mut().zip(&ink.data) {
        *level += (dark.min(*level) - *level) * cover * depth;
    }
    over(rng, &mut plane, middle, spacing);
    Print {
        plane,
        cells,
        middle,
        capital,
    }
}

fn glyph(ink: &mut Plane, face: &FontVec, byte: u8, at: [f32; 2], capital: f32, condensed: f32) {
    let unit = PxScale::from(100.0);
    let outline = |byte: u8| {
        let id = face.glyph_id(char::from(byte));
        face.outline_glyph(id.with_scale(unit))
    };
    let Some(tall) = outline(b'H').map(|glyph| glyph.px_bounds().height()) else {
        return;
    };
    let advance = face
        .as_scaled(unit)
        .h_advance(face.glyph_id(char::from(byte)));
    let down = 100.0 * capital / tall;
    // Typefaces with other proportions are scaled to the cell by their advance.
    let across = 100.0 * CELL * condensed / advance.max(1.0);
    let across = across.clamp(down * 0.7, down * 1.25);
    let scale = PxScale { x: across, y: down };
    let left = at[0] - advance * across / 200.0;
    let base = at[1] + capital / 2.0;
    let placed = face
        .glyph_id(char::from(byte))
        .with_scale_and_position(scale, ab_glyph::point(left, base));
    let Some(outline) = face.outline_glyph(placed) else {
        return;
    };
    let bounds = outline.px_bounds();
    let (x0, y0) = (bounds.min.x as i64, bounds.min.y as i64);
    outline.draw(|x, y, cover| {
        let (x, y) = (x0 + i64::from(x), y0 + i64::from(y));
        if (0..WIDTH as i64).contains(&x) && (0..HEIGHT as i64).contains(&y) {
            let spot = &mut ink.data[y as usize * WIDTH + x as usize];
            *spot = spot.max(cover);
        }
    });
}

/// Makes the strokes thicker or thinner.
fn change_weight(rng: &mut Rng, ink: &mut Plane) {
    if rng.chance(0.25) {
        return;
    }
    ink.box_blur(rng.between(0.5, 1.3));
    let threshold = rng.between(0.12, 0.58);
    let steep = rng.between(2.0, 4.0);
    for cover in &mut ink.data {
        *cover = ((*cover - threshold) * steep + 0.5).clamp(0.0, 1.0);
    }
}

/// Removes ink in places.
fn remove_ink(rng: &mut Rng, ink: &mut Plane) {
    if rng.chance(0.3) {
        let grain = rng.between(1.5, 9.0);
        let (low, soft) = (rng.between(-0.1, 0.33), rng.between(0.1, 0.5));
        let field = Field::new(rng, grain);
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let kept = (field.at(x as f32, y as f32) - low) / soft;
                ink.data[y * WIDTH + x] *= kept.clamp(0.0, 1.0);
            }
        }
    }
    if rng.chance(0.08) {
        for _ in 0..=rng.below(4) {
            stroke(rng, ink, 0.0);
        }
    }
}

/// Smooth random values from 0 to 1.
struct Field {
    values: Vec<f32>,
    grain: f32,
    wide: usize,
}

impl Field {
    fn new(rng: &mut Rng, grain: f32) -> Self {
        let wide = (WIDTH as f32 / grain) as usize + 3;
        let tall = (HEIGHT as f32 / grain) as usize + 3;
        Self {
            values: (0..wide * tall).map(|_| rng.unit()).collect(),
            grain,
            wide,
        }
    }

    fn at(&self, x: f32, y: f32) -> f32 {
        let (x, y) = (x / self.grain, y / self.grain);
        let at = y as usize * self.wide + x as usize;
        let (across, down) = (x.fract(), y.fract());
        let pair = |at: usize| self.values[at] + (self.values[at + 1] - self.values[at]) * across;
        let (top, bottom) = (pair(at), pair(at + self.wide));
        top + (bottom - top) * down
    }
}

/// Draws paper with waves, clouds and uneven light.
fn paper(rng: &mut Rng) -> Plane {
    let base = rng.between(120.0, 250.0);
    let mut plane = Plane::new(WIDTH, HEIGHT, base);
    if rng.chance(0.75) {
        for _ in 0..=rng.below(3) {
            waves(rng, &mut plane);
        }
    }
    if rng.chance(0.5) {
        let grain = rng.between(3.0, 60.0);
        let field = Field::new(rng, grain);
        let strength = rng.between(4.0, 45.0);
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                plane.data[y * WIDTH + x] += strength * (field.at(x as f32, y as f32) - 0.5);
            }
        }
    }
    plane
}

/// Draws curved lines like those of guilloches.
fn waves(rng: &mut Rng, plane: &mut Plane) {
    let strength = rng.between(2.0, 22.0) * if rng.chance(0.15) { 1.8 } else { 1.0 };
    let turn = rng.between(0.0, std::f32::consts::TAU);
    let (sin, cos) = turn.sin_cos();
    let step = 1024.0 / (CELL * rng.between(0.18, 1.6));
    let swing = CELL * rng.between(0.0, 0.8);
    let slow = 1024.0 / (CELL * rng.between(1.0, 6.0));
    let sharp = rng.between(0.6, 5.0);
    let table: Vec<f32> = (0..1024)
        .map(|i| (i as f32 / 1024.0 * std::f32::consts::TAU).sin())
        .collect();
    let wave = |phase: f32| table[phase as i32 as usize & 1023];
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let along = x as f32 * cos + y as f32 * sin + 4_000.0;
            let across = y as f32 * cos - x as f32 * sin + 4_000.0;
            let height = wave((across + swing * wave(along * slow)) * step);
            plane.data[y * WIDTH + x] -= strength * ((height * sharp).clamp(-1.0, 1.0) * 0.5 + 0.5);
        }
    }
}

/// Draws what lies over the print: edges of the page, strokes, reflections.
fn over(rng: &mut Rng, plane: &mut Plane, middle: f32, spacing: f32) {
    if rng.chance(0.1) {
        let edge =
            middle + if rng.chance(0.7) { 1.0 } else { -1.0 } * spacing * rng.between(0.6, 1.4);
        let (slope, level) = (rng.normal() * 0.01, rng.between(5.0, 250.0));
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let at = edge + slope * (x as f32 - WIDTH as f32 / 2.0);
                if (y as f32 > at) == (at > middle) {
                    plane.data[y * WIDTH + x] = level;
                }
            }
        }
    }
    if rng.chance(0.05) {
        let level = rng.between(0.0, 255.0);
        stroke(rng, plane, level);
    }
    if rng.chance(0.15) {
        let (x0, y0) = (rng.unit() * WIDTH as f32, middle + rng.normal() * CELL);
        let (radius, strength) = (CELL * rng.between(0.5, 3.5), rng.between(40.0, 260.0));
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let (dx, dy) = ((x as f32 - x0) / radius, (y as f32 - y0) / radius);
                let square = dx * dx + dy * dy;
                if square < 6.0 {
                    plane.data[y * WIDTH + x] += strength / (1.0 + square * square);
                }
            }
        }
    }
}

/// Draws a straight scratch or pen stroke.
fn stroke(rng: &mut Rng, plane: &mut Plane, level: f32) {
    let (mut x, mut y) = (rng.unit() * WIDTH as f32, rng.unit() * HEIGHT as f32);
    let (sin, cos) = rng.between(0.0, std::f32::consts::TAU).sin_cos();
    let thick = rng.between(0.5, 2.2);
    for _ in 0..rng.below(400) {
        (x, y) = (x + cos * 0.7, y + sin * 0.7);
        let mut aside = -thick;
        while aside <= thick {
            let (px, py) = (x - sin * aside, y + cos * aside);
            if px >= 0.0 && py >= 0.0 && px < WIDTH as f32 && py < HEIGHT as f32 {
                plane.data[py as usize * WIDTH + px as usize] = level;
            }
            aside += 0.6;
        }
    }
}

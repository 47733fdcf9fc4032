//! The printed strip: paper with its pattern, lines of type, and what wears them; one plane of
//! grey levels with [`CELL`] pixels to the character.

use ab_glyph::{Font, FontVec, PxScale, ScaleFont};

use crate::dice::Dice;

/// Pixels per character.
pub(crate) const CELL: f32 = 24.0;
/// Characters across.
pub(crate) const CELLS: usize = 32;
/// Width in pixels.
pub(crate) const WIDTH: usize = CELLS * CELL as usize;
/// Height in pixels.
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

    /// Between pixels; integers are pixel centres, and the border repeats.
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

    /// The mean over a box of `2 * reach + 1`, `reach` need not be whole; along rows, then columns.
    pub(crate) fn soften(&mut self, reach: f32) {
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

/// What is printed and where.
pub(crate) struct Print {
    /// Grey levels.
    pub(crate) plane: Plane,
    /// The characters of the middle line, one per cell; 0 where there is none.
    pub(crate) cells: Vec<u8>,
    /// Middle of that line in pixels from the top.
    pub(crate) middle: f32,
    /// Height of its capitals in pixels.
    pub(crate) capital: f32,
}

/// Prints `lines` with line `which` in the middle; cell 0 of the strip is cell `first` of the line.
pub(crate) fn print(
    dice: &mut Dice,
    face: &FontVec,
    lines: &[Vec<u8>],
    which: usize,
    first: i64,
) -> Print {
    let capital = CELL * dice.between(0.80, 1.10);
    let spacing = CELL
        * if dice.chance(0.8) {
            dice.between(1.5, 2.0)
        } else {
            dice.between(2.0, 2.6)
        };
    let middle = HEIGHT as f32 / 2.0;
    let condensed = dice.between(0.86, 1.08);
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
    weigh(dice, &mut ink);
    spoil(dice, &mut ink);
    let mut plane = paper(dice);
    let dark = dice.between(8.0, 85.0);
    let depth = if dice.chance(0.15) {
        dice.between(0.45, 0.8)
    } else {
        dice.between(0.8, 1.0)
    };
    for (level, cover) in plane.data.iter_mut().zip(&ink.data) {
        *level += (dark.min(*level) - *level) * cover * depth;
    }
    over(dice, &mut plane, middle, spacing);
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
    // Faces with other proportions are fitted to the cell by their advance.
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
fn weigh(dice: &mut Dice, ink: &mut Plane) {
    if dice.chance(0.25) {
        return;
    }
    ink.soften(dice.between(0.5, 1.3));
    let threshold = dice.between(0.12, 0.58);
    let steep = dice.between(2.0, 4.0);
    for cover in &mut ink.data {
        *cover = ((*cover - threshold) * steep + 0.5).clamp(0.0, 1.0);
    }
}

/// Lets ink be missing in places.
fn spoil(dice: &mut Dice, ink: &mut Plane) {
    if dice.chance(0.3) {
        let grain = dice.between(1.5, 9.0);
        let (low, soft) = (dice.between(-0.1, 0.33), dice.between(0.1, 0.5));
        let field = Field::new(dice, grain);
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let kept = (field.at(x as f32, y as f32) - low) / soft;
                ink.data[y * WIDTH + x] *= kept.clamp(0.0, 1.0);
            }
        }
    }
    if dice.chance(0.08) {
        for _ in 0..=dice.below(4) {
            stroke(dice, ink, 0.0);
        }
    }
}

/// Soft random hills, 0 to 1.
struct Field {
    values: Vec<f32>,
    grain: f32,
    wide: usize,
}

impl Field {
    fn new(dice: &mut Dice, grain: f32) -> Self {
        let wide = (WIDTH as f32 / grain) as usize + 3;
        let tall = (HEIGHT as f32 / grain) as usize + 3;
        Self {
            values: (0..wide * tall).map(|_| dice.unit()).collect(),
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

/// Paper with waves, clouds and uneven light.
fn paper(dice: &mut Dice) -> Plane {
    let base = dice.between(120.0, 250.0);
    let mut plane = Plane::new(WIDTH, HEIGHT, base);
    if dice.chance(0.75) {
        for _ in 0..=dice.below(3) {
            waves(dice, &mut plane);
        }
    }
    if dice.chance(0.5) {
        let grain = dice.between(3.0, 60.0);
        let field = Field::new(dice, grain);
        let strength = dice.between(4.0, 45.0);
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                plane.data[y * WIDTH + x] += strength * (field.at(x as f32, y as f32) - 0.5);
            }
        }
    }
    plane
}

/// Lines that swing: what guilloches look like from near.
fn waves(dice: &mut Dice, plane: &mut Plane) {
    let strength = dice.between(2.0, 22.0) * if dice.chance(0.15) { 1.8 } else { 1.0 };
    let turn = dice.between(0.0, std::f32::consts::TAU);
    let (sin, cos) = turn.sin_cos();
    let step = 1024.0 / (CELL * dice.between(0.18, 1.6));
    let swing = CELL * dice.between(0.0, 0.8);
    let slow = 1024.0 / (CELL * dice.between(1.0, 6.0));
    let sharp = dice.between(0.6, 5.0);
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

/// What lies over the print: edges of the page, strokes, mirrored light.
fn over(dice: &mut Dice, plane: &mut Plane, middle: f32, spacing: f32) {
    if dice.chance(0.1) {
        let edge =
            middle + if dice.chance(0.7) { 1.0 } else { -1.0 } * spacing * dice.between(0.6, 1.4);
        let (slope, level) = (dice.normal() * 0.01, dice.between(5.0, 250.0));
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let at = edge + slope * (x as f32 - WIDTH as f32 / 2.0);
                if (y as f32 > at) == (at > middle) {
                    plane.data[y * WIDTH + x] = level;
                }
            }
        }
    }
    if dice.chance(0.05) {
        let level = dice.between(0.0, 255.0);
        stroke(dice, plane, level);
    }
    if dice.chance(0.15) {
        let (x0, y0) = (dice.unit() * WIDTH as f32, middle + dice.normal() * CELL);
        let (radius, strength) = (CELL * dice.between(0.5, 3.5), dice.between(40.0, 260.0));
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

/// A straight scratch or pen stroke.
fn stroke(dice: &mut Dice, plane: &mut Plane, level: f32) {
    let (mut x, mut y) = (dice.unit() * WIDTH as f32, dice.unit() * HEIGHT as f32);
    let (sin, cos) = dice.between(0.0, std::f32::consts::TAU).sin_cos();
    let thick = dice.between(0.5, 2.2);
    for _ in 0..dice.below(400) {
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

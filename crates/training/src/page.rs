//! Draws whole pages with a zone, photographed by `specimen`'s camera, to score the reader on
//! pictures that were never used for tuning. Paper, other print and camera differ from those in
//! training.

use std::path::Path;

use ab_glyph::{Font, FontVec, PxScale, ScaleFont, point};
use anyhow::{Context, Result};
use image::{Rgb, RgbImage};
use specimen::{Card, Difficulty, Scene, photograph};

use crate::fonts::Fonts;
use crate::rng::Rng;
use crate::text;

/// The size of a page in dots: the card of ISO/IEC 7810 at 600 per inch.
const SIZE: (u32, u32) = (2022, 1275);
/// The first seed, far from those used in training.
const FIRST: u64 = 0x00fa_ce00_0000;

/// Writes `count` photographs of each difficulty and a manifest into a folder.
pub(crate) fn write(fonts: &Fonts, seed: u64, count: u64, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut manifest = String::new();
    let classes = [
        ("good", Difficulty::Good),
        ("fair", Difficulty::Fair),
        ("hard", Difficulty::Hard),
    ];
    for (class, difficulty) in classes {
        for index in 0..count {
            let number = FIRST + seed * 10_000 + index;
            let mut rng = Rng::at(number, class.len() as u64 + u64::from(class.as_bytes()[0]));
            let format = text::format(&mut rng);
            let lines = text::zone(&mut rng, format);
            let page = draw(&mut rng, fonts, &lines);
            let scene =
                Scene::from_seed(number + class.as_bytes()[0] as u64 * 1_000_000, difficulty);
            let photo = photograph(&Card::printed(page), &scene)?;
            let file = format!("{class}_{index:03}.jpg");
            std::fs::write(folder.join(&file), &photo.jpeg)?;
            let entry = serde_json::json!({
                "file": file, "cls": class, "format": format.as_str(), "lines": lines,
            });
            manifest.push_str(&entry.to_string());
            manifest.push('\n');
        }
    }
    std::fs::write(folder.join("manifest.jsonl"), manifest).context("writing the manifest")
}

fn draw(rng: &mut Rng, fonts: &Fonts, lines: &[String]) -> RgbImage {
    let tint = [0, 1, 2].map(|_| rng.between(205.0, 248.0));
    let (across, down) = (rng.between(0.004, 0.05), rng.between(0.004, 0.05));
    let strength = rng.between(0.0, 22.0);
    let mut page = RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| {
        let (x, y) = (x as f32, y as f32);
        let wave = ((x * across + 9.0 * (y * 0.006).sin()).sin()
            * (y * down + 7.0 * (x * 0.004).cos()).cos())
            * strength;
        Rgb(tint.map(|level| (level - wave.max(0.0)).clamp(0.0, 255.0) as u8))
    });
    // The place of a portrait, and words of other sizes.
    let portrait = [
        rng.between(90.0, 200.0) as u32,
        rng.between(200.0, 280.0) as u32,
    ];
    for y in 0..420 {
        for x in 0..330 {
            let level = 90 + (((x * x + y * y) / 700) % 90) as u8;
            page.put_pixel(portrait[0] + x, portrait[1] + y, Rgb([level, level, level]));
        }
    }
    let face = fonts.pick(rng);
    for row in 0..5 + rng.below(4) {
        let words = text::zone(rng, mrz::Format::Td2);
        let word = words[0].replace('<', " ");
        let y = 190.0 + row as f32 * rng.between(78.0, 92.0);
        let size = rng.between(26.0, 40.0);
        set(
            &mut page,
            face,
            word.trim().get(5..).unwrap_or("SPECIMEN"),
            [620.0, y],
            size,
            0.62,
            60,
        );
    }
    set(
        &mut page,
        face,
        "SPECIMEN  REPUBLIC OF UTOPIA",
        [520.0, 110.0],
        60.0,
        0.62,
        70,
    );
    let count = lines[0].len() as f32;
    let pitch = (SIZE.0 as f32 * rng.between(0.86, 0.93) / count).min(61.0);
    let left = (SIZE.0 as f32 - pitch * count) / 2.0;
    let capital = pitch * rng.between(0.86, 1.02);
    let spacing = pitch * rng.between(1.6, 2.0);
    let level = rng.between(15.0, 60.0) as u8;
    let face = fonts.pick(rng);
    let bottom = SIZE.1 as f32 - rng.between(70.0, 120.0);
    for (number, line) in lines.iter().enumerate() {
        let base = bottom - (lines.len() - 1 - number) as f32 * spacing;
        set(
            &mut page,
            face,
            line,
            [left, base],
            capital,
            pitch / capital,
            level,
        );
    }
    page
}

/// Sets a line with capitals of a given height, and a pitch in multiples of it.
fn set(
    page: &mut RgbImage,
    face: &FontVec,
    line: &str,
    at: [f32; 2],
    capital: f32,
    pitch: f32,
    level: u8,
) {
    let unit = PxScale::from(100.0);
    let tall = face.outline_glyph(face.glyph_id('H').with_scale(unit));
    let Some(tall) = tall.map(|glyph| glyph.px_bounds().height()) else {
        return;
    };
    let scale = PxScale::from(100.0 * capital / tall);
    for (cell, letter) in line.chars().enumerate() {
        let advance = face.as_scaled(scale).h_advance(face.glyph_id(letter));
        let middle = at[0] + (cell as f32 + 0.5) * pitch * capital;
        let glyph = face
            .glyph_id(letter)
            .with_scale_and_position(scale, point(middle - advance / 2.0, at[1]));
        let Some(outline) = face.outline_glyph(glyph) else {
            continue;
        };
        let bounds = outline.px_bounds();
        outline.draw(|x, y, cover| {
            let (x, y) = (bounds.min.x + x as f32, bounds.min.y + y as f32);
            if x >= 0.0 && y >= 0.0 && x < SIZE.0 as f32 && y < SIZE.1 as f32 {
                let Rgb(levels) = page.get_pixel_mut(x as u32, y as u32);
                for own in levels {
                    *own = (f32::from(*own) + (f32::from(level) - f32::from(*own)) * cover) as u8;
                }
            }
        });
    }
}

//! Heads that turned, and flat sheets that were turned: photographs on paper, seen by a camera from
//! the front and then from a side.

use anyhow::{Context, Result};
use face::{Detector, Face, FindOptions, Marks, Relief, align, quality, relief};
use imaging::Picture;

use crate::interval::percent;
use crate::people::Person;

/// The angles by which sheets are turned, in degrees.
const ANGLES: [f64; 3] = [18.0, 30.0, 43.0];
/// People whose photographs are turned.
const SHEETS: usize = 200;

/// Turns sheets, looks for people who turned their heads between two photographs, and prints.
pub(crate) fn run(people: &[Person], detector: &Detector) -> Result<()> {
    let find = |picture: &Picture| -> Result<Option<Face>> {
        let faces = detector.find(picture, &FindOptions::default())?;
        Ok(faces.first().copied())
    };
    let (mut sheets, mut passed, mut most) = (0, 0, 0.0_f64);
    for (at, person) in people.iter().take(SHEETS).enumerate() {
        let Some(ahead) = find(&turned(&person.second, 0.0)?)? else {
            continue;
        };
        for (step, angle) in ANGLES.into_iter().enumerate() {
            let sign = if (at + step) % 2 == 0 { 1.0 } else { -1.0 };
            // Up to three degrees more or less, by the person.
            let angle = sign * (angle + (at % 7) as f64 - 3.0);
            let seen = find(&turned(&person.second, angle)?)?;
            let moved = seen.and_then(|seen| relief(&ahead.marks, &seen.marks));
            sheets += 1;
            passed += usize::from(moved.is_some_and(|moved| moved.is_turned_head()));
            most = most.max(moved.map_or(0.0, |moved| moved.relief.min(moved.change.abs())));
        }
    }
    let mut heads = Vec::new();
    let mut faults = std::collections::BTreeMap::<String, usize>::new();
    for person in people {
        for picture in [&person.first, &person.second] {
            let face = find(picture)?;
            let chip = face.and_then(|face| Some((face.marks, align(picture, &face.marks)?)));
            if let Some((marks, chip)) = chip {
                for fault in quality(&marks, &chip).faults(&face::QualityLimits::default()) {
                    *faults.entry(format!("{fault:?}")).or_default() += 1;
                }
            }
        }
        if let Some((one, other)) = find(&person.first)?.zip(find(&person.second)?) {
            heads.extend(between(&one.marks, &other.marks));
        }
    }
    let turned: Vec<&Relief> = heads
        .iter()
        .filter(|moved| moved.change.abs() >= Relief::CHANGE)
        .collect();
    let seen = turned.iter().filter(|moved| moved.is_turned_head()).count();
    println!("### Turned heads and turned sheets\n");
    println!("| what turned | count | passes as a head |\n|---|---|---|");
    println!(
        "| flat sheets, 15 to 46° | {sheets} | {} |",
        percent(passed, sheets)
    );
    println!(
        "| heads whose nose moved by {} or more between two photographs | {} | {} |",
        Relief::CHANGE,
        turned.len(),
        percent(seen, turned.len())
    );
    println!("\nThe sheet that came closest reached {most:.3} in both measures.");
    println!(
        "Photographs with each fault, of {}: {faults:?}.\n",
        people.len() * 2
    );
    Ok(())
}

/// From the photograph that looks straighter ahead to the other one.
fn between(one: &Marks, other: &Marks) -> Option<Relief> {
    let (there, back) = (relief(one, other)?, relief(other, one)?);
    let blank = face::Chip::from_rgb(vec![0; face::CHIP * face::CHIP * 3])?;
    let yaw = |marks: &Marks| quality(marks, &blank).yaw.abs();
    Some(if yaw(one) <= yaw(other) { there } else { back })
}

/// A photograph as a sheet of 16 cm, 45 cm before a camera, turned about its upright axis.
fn turned(photograph: &Picture, degrees: f64) -> Result<Picture> {
    const SIDE: u32 = 240;
    const CENTIMETRES: f64 = 16.0;
    const DISTANCE: f64 = 45.0;
    let rgb = photograph.rgb().context("a sample without colours")?;
    let (wide, tall) = (photograph.width(), photograph.height());
    let focus = f64::from(SIDE) * 0.9 * DISTANCE / CENTIMETRES;
    let (sin, cos) = degrees.to_radians().sin_cos();
    let mut out = Vec::with_capacity((SIDE * SIDE * 3) as usize);
    for y in 0..SIDE {
        for x in 0..SIDE {
            let middle = f64::from(SIDE) / 2.0 - 0.5;
            let (u, v) = (
                (f64::from(x) - middle) / focus,
                (f64::from(y) - middle) / focus,
            );
            // Where the ray meets the sheet, in centimetres along it.
            let depth = DISTANCE * cos / (cos - u * sin);
            let across = (u * depth) / cos;
            let pixel = |at: f64, pixels: u32| {
                let share = at / CENTIMETRES + 0.5;
                share * f64::from(pixels) - 0.5
            };
            let (px, py) = (pixel(across, wide), pixel(v * depth, tall));
            let values = [0, 1, 2].map(|channel| between_pixels(rgb, wide, tall, px, py, channel));
            out.extend(values);
        }
    }
    Picture::from_rgb(SIDE, SIDE, out).context("a picture of this size")
}

/// Bilinear; a grey table beside the sheet.
fn between_pixels(rgb: &[u8], wide: u32, tall: u32, x: f64, y: f64, channel: usize) -> u8 {
    if x < 0.0 || y < 0.0 || x > f64::from(wide - 1) || y > f64::from(tall - 1) {
        return 110;
    }
    let at = |x: f64, y: f64| {
        let (x, y) = ((x as u32).min(wide - 1), (y as u32).min(tall - 1));
        let place = (y * wide + x) as usize * 3 + channel;
        f64::from(rgb.get(place).copied().unwrap_or_default())
    };
    let (across, down) = (x.fract(), y.fract());
    let top = at(x, y) * (1.0 - across) + at(x + 1.0, y) * across;
    let bottom = at(x, y + 1.0) * (1.0 - across) + at(x + 1.0, y + 1.0) * across;
    (top * (1.0 - down) + bottom * down).round() as u8
}

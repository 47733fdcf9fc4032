//! Heads that turned, and flat sheets that were turned: photographs on paper, seen by a camera from
//! the front and then from a side.

use anyhow::{Context, Result};
use face::{
    Examiner, Frame, Marks, QualityLimits, Relief, Thresholds, Turned, align, quality, relief,
};
use imaging::Picture;
use specimen::{Head, Light};

use crate::interval::percent;
use crate::people::{Person, spread, timed};

/// The angles by which sheets are turned, in degrees.
const ANGLES: [f64; 3] = [18.0, 30.0, 43.0];
/// The most that the nose is beside the middle of a face that looks ahead, as the server judges it
/// (`verification::capture::turns::limits`).
const STRAIGHT: f64 = 0.30;
/// People whose photographs are turned.
const SHEETS: usize = 200;
/// People who are drawn.
const DRAWN: u64 = 100;
/// The similarities that are counted for turned heads: the threshold of one person, and lower ones.
const SIMILARITIES: [f32; 3] = [0.42, 0.363, 0.30];

/// Turns sheets, looks for people who turned their heads between two photographs, and prints.
pub(crate) fn run(people: &[Person], examiner: &Examiner) -> Result<()> {
    println!("### Turned heads and turned sheets\n");
    println!(
        "| what turned | count | by the relief alone | by the whole challenge |\n|---|---|---|---|"
    );
    let most = sheets(people, examiner)?;
    drawn(examiner)?;
    heads(people, examiner)?;
    guidance_times(examiner)?;
    println!("\nThe sheet that came closest reached {most:.3} in both measures.");
    faults(people, examiner)
}

/// Sheets that are turned pass for heads as often as this prints. Returns what the best of them
/// reached.
fn sheets(people: &[Person], examiner: &Examiner) -> Result<f64> {
    let (mut count, mut by_relief, mut by_all, mut most) = (0, 0, 0, 0.0_f64);
    for (at, person) in people.iter().take(SHEETS).enumerate() {
        let still = turned(&person.second, 0.0)?;
        // The largest face, as if nobody counted them.
        let largest = |picture: &Picture| -> Result<Option<Marks>> {
            Ok(examiner.find(picture)?.first().map(|face| face.marks))
        };
        let Some(ahead) = largest(&still)? else {
            continue;
        };
        let counted = examiner.frame(&still)?.ok();
        for (step, angle) in ANGLES.into_iter().enumerate() {
            let sign = if (at + step) % 2 == 0 { 1.0 } else { -1.0 };
            // Up to three degrees more or less, by the person.
            let angle = sign * (angle + (at % 7) as f64 - 3.0);
            let seen = turned(&person.second, angle)?;
            let moved = largest(&seen)?.and_then(|seen| relief(&ahead, &seen));
            let whole = match (&counted, examiner.frame(&seen)?) {
                (Some(ahead), Ok(later)) => ahead.turned_to(&later).map(|it| passes(ahead, &it)),
                _ => None,
            };
            count += 1;
            by_relief += usize::from(moved.is_some_and(|moved| moved.is_turned_head()));
            by_all += usize::from(whole.unwrap_or(false));
            most = most.max(moved.map_or(0.0, |moved| moved.relief.min(moved.change.abs())));
        }
    }
    println!(
        "| flat sheets, 15 to 46° | {count} | {} | {by_all}: {} |",
        percent(by_relief, count),
        percent(by_all, count)
    );
    Ok(most)
}

/// What a turn has to be in a challenge: from a face that looks ahead, the same face, and a head
/// that turned.
fn passes(ahead: &Frame, turned: &Turned) -> bool {
    ahead.quality.yaw.abs() <= STRAIGHT
        && turned.relief.is_turned_head()
        && turned.similarity >= Thresholds::default().same()
}

/// Heads of people who do not exist, turned to a side in the light in which they looked ahead.
fn drawn(examiner: &Examiner) -> Result<()> {
    let frame = |head: &Head| -> Result<Option<Frame>> {
        let picture = Picture::from_rgb(320, 320, head.draw(320, 320)?.into_raw());
        Ok(examiner
            .frame(&picture.context("a picture of this size")?)?
            .ok())
    };
    let (mut count, mut by_relief, mut by_all) = (0, 0, 0);
    for seed in 0..DRAWN {
        let head = Head::from_seed(seed).lit(Light::from_seed(seed));
        let Some(ahead) = frame(&head)? else {
            continue;
        };
        for side in [-1.0, 1.0] {
            let degrees = side * (28.0 + (seed % 5) as f32 * 3.0);
            let later = frame(&head.clone().turned(degrees, 0.0))?;
            let turned = later.and_then(|later| ahead.turned_to(&later));
            // The person's left is the right of the picture.
            let turned = turned.filter(|it| it.relief.change.signum() == f64::from(side));
            count += 1;
            by_relief += usize::from(turned.is_some_and(|it| it.relief.is_turned_head()));
            by_all += usize::from(turned.is_some_and(|it| passes(&ahead, &it)));
        }
    }
    println!(
        "| drawn heads, 28 to 40° | {count} | {} | {} |",
        percent(by_relief, count),
        percent(by_all, count)
    );
    Ok(())
}

/// How long the guidance of one frame of 640 × 480 takes after decoding: finding, aligning, and
/// measuring the quality.
fn guidance_times(examiner: &Examiner) -> Result<()> {
    let mut times = Vec::new();
    for seed in 0..DRAWN {
        let drawn = Head::from_seed(seed).draw(640, 480)?;
        let frame = Picture::from_rgb(640, 480, drawn.into_raw()).context("a frame")?;
        let (measured, time) = timed(|| {
            let face = examiner.find_once(&frame).ok()?.first().copied()?;
            let chip = align(&frame, &face.marks)?;
            Some(quality(&face.marks, &chip))
        });
        times.extend(measured.map(|_| time));
    }
    println!("\n| operation, processor time | least ms | median | p95 |\n|---|---|---|---|");
    let count = times.len();
    println!(
        "| guidance of {count} frames of 640 × 480 | {} |",
        spread(&mut times)
    );
    Ok(())
}

/// People who turned their heads between their two photographs, which were taken on different days.
fn heads(people: &[Person], examiner: &Examiner) -> Result<()> {
    let mut heads = Vec::new();
    for person in people {
        let frames = (
            examiner.frame(&person.first)?,
            examiner.frame(&person.second)?,
        );
        if let (Ok(one), Ok(other)) = frames {
            heads.extend(between(&one, &other));
        }
    }
    heads.retain(|(turned, _)| turned.relief.change.abs() >= Relief::CHANGE);
    let seen = heads
        .iter()
        .filter(|(turned, _)| turned.relief.is_turned_head());
    let whole = heads.iter().filter(|(_, passes)| *passes).count();
    println!(
        "| heads whose nose moved by {} or more between two photographs | {} | {} | {} |",
        Relief::CHANGE,
        heads.len(),
        percent(seen.count(), heads.len()),
        percent(whole, heads.len())
    );
    println!("\n| similarity | reached by turned heads |\n|---|---|");
    for least in SIMILARITIES {
        let reached = heads
            .iter()
            .filter(|(turned, _)| turned.similarity >= least);
        println!("| {least} | {} |", percent(reached.count(), heads.len()));
    }
    Ok(())
}

/// How many photographs have each fault.
fn faults(people: &[Person], examiner: &Examiner) -> Result<()> {
    let mut faults = std::collections::BTreeMap::<String, usize>::new();
    for picture in people
        .iter()
        .flat_map(|person| [&person.first, &person.second])
    {
        let face = examiner.find(picture)?.first().copied();
        let chip = face.and_then(|face| Some((face.marks, align(picture, &face.marks)?)));
        if let Some((marks, chip)) = chip {
            for fault in quality(&marks, &chip).faults(&QualityLimits::default()) {
                *faults.entry(format!("{fault:?}")).or_default() += 1;
            }
        }
    }
    println!(
        "Photographs with each fault, of {}: {faults:?}.\n",
        people.len() * 2
    );
    Ok(())
}

/// From the photograph that looks straighter ahead to the other one, and whether that passes.
fn between(one: &Frame, other: &Frame) -> Option<(Turned, bool)> {
    let is_first = one.quality.yaw.abs() <= other.quality.yaw.abs();
    let (ahead, later) = if is_first { (one, other) } else { (other, one) };
    let turned = ahead.turned_to(later)?;
    Some((turned, passes(ahead, &turned)))
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

//! The portrait of a document against a photograph of its holder, by how the portrait was made.

use std::time::Duration;

use anyhow::{Context, Result};
use face::{Detector, Embedder, Face, Faceprint, FindOptions, Thresholds, align};
use imaging::{Limits, Picture, decode_colour};
use specimen::{Reproduction, reproduce};

use crate::interval::{percent, rate};
use crate::people::{Person, spread, timed};

/// A class of portraits: its name, how they were made, and their width in pixels.
const CLASSES: [(&str, Reproduction, u32); 6] = [
    ("clean, 120 px", Reproduction::Clean, 120),
    ("phone photo, 120 px", Reproduction::Phone, 120),
    ("laser dots, 120 px", Reproduction::LaserDots, 120),
    ("overlay, 120 px", Reproduction::Overlay, 120),
    ("phone photo, 80 px", Reproduction::Phone, 80),
    ("phone photo, 60 px", Reproduction::Phone, 60),
];

/// What is known of one picture.
struct Seen {
    face: Face,
    print: Faceprint,
}

/// How long each operation took.
#[derive(Default)]
struct Times {
    find: Vec<Duration>,
    align: Vec<Duration>,
    embed: Vec<Duration>,
}

/// Draws, compares everybody with everybody, and prints.
pub(crate) fn run(people: &[Person], detector: &Detector, embedder: &Embedder) -> Result<()> {
    let mut times = Times::default();
    let look = |picture: &Picture, times: &mut Times| see(picture, detector, embedder, times);
    let mut selfies = Vec::new();
    let mut originals = Vec::new();
    for person in people {
        selfies.push(look(&person.second, &mut times)?);
        originals.push(look(&person.first, &mut times)?);
    }
    println!("### Document portrait against photograph\n");
    println!(
        "{} people, two photographs each; portraits are made of the first by `specimen`. Pairs of \
         strangers share people and are not independent, so their intervals are too narrow.\n",
        people.len()
    );
    println!(
        "| class | found | eyes px | FNMR at FMR 1e-3 | threshold | FNMR at FMR 1e-4 | genuine \
         called same | genuine called different | strangers called same |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    print_class("the photograph itself", &originals, &selfies);
    for (name, way, width) in CLASSES {
        let mut portraits = Vec::new();
        for (person, seed) in people.iter().zip(0..) {
            let original = &person.first;
            let rgb = original.rgb().context("a sample without colours")?;
            let size = [original.width(), original.height()];
            let jpeg = reproduce(rgb.to_vec(), size, way, width, seed)?;
            let portrait = decode_colour(&jpeg, &Limits::default())?;
            portraits.push(look(&portrait, &mut times)?);
        }
        print_class(name, &portraits, &selfies);
    }
    println!("\n| operation, processor time | least ms | median | p95 |\n|---|---|---|---|");
    for (name, times) in [
        ("find", &mut times.find),
        ("align", &mut times.align),
        ("embed", &mut times.embed),
    ] {
        println!("| {name} | {} |", spread(times));
    }
    println!();
    Ok(())
}

fn see(
    picture: &Picture,
    detector: &Detector,
    embedder: &Embedder,
    times: &mut Times,
) -> Result<Option<Seen>> {
    let (found, time) = timed(|| detector.find(picture, &FindOptions::default()));
    times.find.push(time);
    let Some(face) = found?.first().copied() else {
        return Ok(None);
    };
    let (chip, time) = timed(|| align(picture, &face.marks));
    times.align.push(time);
    let Some(chip) = chip else { return Ok(None) };
    let (print, time) = timed(|| embedder.embed(&chip));
    times.embed.push(time);
    Ok(Some(Seen {
        face,
        print: print?,
    }))
}

/// One row. Portraits without a face count as not matched.
fn print_class(name: &str, portraits: &[Option<Seen>], selfies: &[Option<Seen>]) {
    let (mut genuine, mut strangers) = (Vec::new(), Vec::new());
    for (one, portrait) in portraits.iter().enumerate() {
        for (other, selfie) in selfies.iter().enumerate() {
            let both = portrait.as_ref().zip(selfie.as_ref());
            let score =
                both.and_then(|(portrait, selfie)| portrait.print.similarity(&selfie.print));
            let score = score.unwrap_or(f32::MIN);
            if one == other {
                genuine.push(score);
            } else {
                strangers.push(score);
            }
        }
    }
    strangers.sort_by(|a, b| b.total_cmp(a));
    let threshold = |rate: f64| {
        let allowed = (strangers.len() as f64 * rate) as usize;
        strangers.get(allowed).copied().unwrap_or(f32::MAX)
    };
    // A score equal to that of the last stranger who is refused is refused as well.
    let refused = |threshold: f32| genuine.iter().filter(|score| **score <= threshold).count();
    let mut eyes: Vec<f64> = portraits
        .iter()
        .flatten()
        .map(|seen| seen.face.marks.eyes_px())
        .collect();
    eyes.sort_by(f64::total_cmp);
    let own = Thresholds::default();
    let count = genuine.len();
    let same = genuine.iter().filter(|score| **score >= own.same()).count();
    let different = genuine.iter().filter(|score| **score < own.different());
    let strange = strangers.iter().filter(|score| **score >= own.same());
    println!(
        "| {name} | {} of {} | {:.0} | {} | {:.3} | {} | {} | {} | {} |",
        eyes.len(),
        portraits.len(),
        eyes.get(eyes.len() / 2).copied().unwrap_or_default(),
        percent(refused(threshold(1e-3)), count),
        threshold(1e-3),
        percent(refused(threshold(1e-4)), count),
        percent(same, count),
        percent(different.count(), count),
        rate(strange.count(), strangers.len()),
    );
}

//! Drawn people: whether each is found, known again from another side and in another light, and
//! told from all others.

use anyhow::{Context, Result};
use face::{Detector, Embedder, Faceprint, FindOptions, Thresholds, align};
use imaging::Picture;
use specimen::{Head, Light};

use crate::interval::percent;

/// How many people are drawn.
const PEOPLE: u64 = 100;

/// Draws everybody twice, compares everybody with everybody, and prints.
pub(crate) fn run(detector: &Detector, embedder: &Embedder) -> Result<()> {
    let heads = |draw: fn(u64) -> Head| (0..PEOPLE).map(|seed| (seed, draw(seed))).collect();
    let cast = Head::CAST.map(|seed| (seed, Head::caricature(seed)));
    println!("### Drawn people\n");
    println!(
        "| drawn people | without a face | one person, at least 0.42 | least, median | strangers, \
         less than 0.30 | strangers, 0.42 or more | median, 99th percentile, most |"
    );
    println!("|---|---|---|---|---|---|---|");
    let all: [(&str, Vec<(u64, Head)>); 3] = [
        ("`Head::from_seed`", heads(Head::from_seed)),
        ("`Head::caricature`", heads(Head::caricature)),
        ("`Head::CAST`", cast.to_vec()),
    ];
    for (name, heads) in all {
        row(name, &heads, detector, embedder)?;
    }
    println!();
    Ok(())
}

/// One row: everybody as a portrait, and turned a little in another light.
fn row(name: &str, heads: &[(u64, Head)], detector: &Detector, embedder: &Embedder) -> Result<()> {
    let look = |head: &Head| print(head, detector, embedder);
    let (mut portraits, mut selfies) = (Vec::new(), Vec::new());
    for (seed, head) in heads {
        let yaw = match seed % 4 {
            0 => -12.0,
            1 => 9.0,
            2 => 15.0,
            _ => -6.0,
        };
        let selfie = head.clone().turned(yaw, yaw / 3.0);
        portraits.push(look(head)?);
        selfies.push(look(&selfie.lit(Light::from_seed(*seed)))?);
    }
    let missed = portraits.iter().chain(&selfies).filter(|it| it.is_none());
    let (mut same, mut strangers) = (Vec::new(), Vec::new());
    for (one, portrait) in portraits.iter().enumerate() {
        for (other, selfie) in selfies.iter().enumerate() {
            let both = portrait.as_ref().zip(selfie.as_ref());
            let scores = if one == other {
                &mut same
            } else {
                &mut strangers
            };
            scores.extend(both.and_then(|(portrait, selfie)| portrait.similarity(selfie)));
        }
    }
    same.sort_by(f32::total_cmp);
    strangers.sort_by(f32::total_cmp);
    let own = Thresholds::default();
    let share = |scores: &[f32], holds: fn(f32, &Thresholds) -> bool| {
        let count = scores.iter().filter(|score| holds(**score, &own)).count();
        percent(count, scores.len())
    };
    let at = |scores: &[f32], percentile: usize| {
        let place = scores.len().saturating_sub(1) * percentile / 100;
        scores.get(place).copied().unwrap_or_default()
    };
    println!(
        "| {name} | {} of {} | {} | {:.2}, {:.2} | {} | {} | {:.2}, {:.2}, {:.2} |",
        missed.count(),
        heads.len() * 2,
        share(&same, |score, own| score >= own.same()),
        at(&same, 0),
        at(&same, 50),
        share(&strangers, |score, own| score < own.different()),
        share(&strangers, |score, own| score >= own.same()),
        at(&strangers, 50),
        at(&strangers, 99),
        at(&strangers, 100),
    );
    Ok(())
}

fn print(head: &Head, detector: &Detector, embedder: &Embedder) -> Result<Option<Faceprint>> {
    let drawn = head.draw(240, 240)?;
    let picture = Picture::from_rgb(240, 240, drawn.into_raw()).context("a picture")?;
    let faces = detector.find(&picture, &FindOptions::default())?;
    let chip = faces.first().and_then(|face| align(&picture, &face.marks));
    Ok(chip.map(|chip| embedder.embed(&chip)).transpose()?)
}

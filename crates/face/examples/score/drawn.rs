//! Drawn people: whether each is found, known again from another side and in another light, and told
//! from all others.

use anyhow::{Context, Result};
use face::{Detector, Embedder, Faceprint, FindOptions, Thresholds, align};
use imaging::Picture;
use specimen::{Head, Light};

use crate::interval::percent;

/// How many people are drawn.
const PEOPLE: u64 = 100;

/// Draws everybody twice, compares everybody with everybody, and prints.
pub(crate) fn run(detector: &Detector, embedder: &Embedder) -> Result<()> {
    let (mut portraits, mut selfies, mut missed) = (Vec::new(), Vec::new(), 0);
    for seed in 0..PEOPLE {
        let yaw = [-12.0, 9.0, 15.0, -6.0].map(|yaw: f32| yaw)[(seed % 4) as usize];
        let head = Head::from_seed(seed);
        let selfie = head
            .clone()
            .turned(yaw, yaw / 3.0)
            .lit(Light::from_seed(seed));
        for (take, prints) in [(head, &mut portraits), (selfie, &mut selfies)] {
            let print = print(&take, detector, embedder)?;
            missed += usize::from(print.is_none());
            prints.push(print);
        }
    }
    let (mut same, mut strangers) = (Vec::new(), Vec::new());
    for (one, portrait) in portraits.iter().enumerate() {
        for (other, selfie) in selfies.iter().enumerate() {
            let Some((portrait, selfie)) = portrait.as_ref().zip(selfie.as_ref()) else {
                continue;
            };
            let score = portrait.similarity(selfie).unwrap_or(f32::MIN);
            if one == other {
                same.push(score);
            } else {
                strangers.push(score);
            }
        }
    }
    let own = Thresholds::default();
    let held = |scores: &[f32], holds: &dyn Fn(f32) -> bool| {
        percent(
            scores.iter().filter(|score| holds(**score)).count(),
            scores.len(),
        )
    };
    println!("### Drawn people\n");
    println!("{PEOPLE} people of `specimen`, two pictures each: no face in {missed} pictures.\n");
    println!("| pairs | count | as they should be | 1st percentile | median | 99th |");
    println!("|---|---|---|---|---|---|");
    println!(
        "| one person, at least {} | {} | {} | {} |",
        own.same(),
        same.len(),
        held(&same, &|score| score >= own.same()),
        percentiles(&mut same),
    );
    println!(
        "| strangers, less than {} | {} | {} | {} |\n",
        own.different(),
        strangers.len(),
        held(&strangers, &|score| score < own.different()),
        percentiles(&mut strangers),
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

fn percentiles(scores: &mut [f32]) -> String {
    scores.sort_by(f32::total_cmp);
    let at = |share: usize| {
        let place = scores.len().saturating_sub(1) * share / 100;
        scores.get(place).copied().unwrap_or_default()
    };
    format!("{:.2} | {:.2} | {:.2}", at(1), at(50), at(99))
}

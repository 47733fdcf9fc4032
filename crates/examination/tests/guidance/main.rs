//! What people who aim a camera are told, on drawn films: six backgrounds, near and far, both
//! sides, sharp and blurred, in four lights; and what becomes of what is no document.
//!
//! `cargo xtask score guidance` shows the tables of all films, of several takes each; the ordinary
//! tests see a part of one take.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has to stop"
)]

mod impostors;
mod originals;
mod scenes;
mod tally;

use std::sync::Arc;

use bytes::Bytes;
use examination::Readers;
use proofing::ports::{CaptureTarget, Examiner, Guidance, Hint, Share};
use sandbox::InProcess;

use crate::impostors::{Look, Shown};
use crate::scenes::{Blur, Film};
use crate::tally::{Tally, Told};

/// Every film is seen once for each of these, with other scenes.
fn takes() -> u64 {
    let told = std::env::var("BONAFIDE_TEST_GUIDANCE_TAKES").ok();
    told.and_then(|takes| takes.parse().ok()).unwrap_or(0)
}

/// The first seed of the documents that are held up: another one is `BONAFIDE_TEST_GUIDANCE_SEED`.
fn first_seed() -> u64 {
    let told = std::env::var("BONAFIDE_TEST_GUIDANCE_SEED").ok();
    told.and_then(|seed| seed.parse().ok()).unwrap_or(0)
}

/// How a film is seen by the pages: two looks in a row have to say the same.
async fn told(readers: &Readers, frames: Vec<Vec<u8>>, target: CaptureTarget) -> Told {
    let mut looks: Vec<Guidance> = Vec::new();
    for frame in frames {
        let look = readers.look(Bytes::from(frame), target, Share::Server);
        looks.push(look.await.unwrap());
    }
    let [first, second] = &looks[..] else {
        return Told::Nothing;
    };
    if first.hint != second.hint {
        return Told::Nothing;
    }
    match (first.hint, first.quad.and(second.quad)) {
        (Some(Hint::NothingFound), _) | (None, None) => Told::Nothing,
        (Some(hint), _) => Told::Hint(hint),
        (None, Some(_)) => Told::Good,
    }
}

/// What is true of a film for somebody who is to show this side.
fn judged(film: &Film, told: Told, wanted_front: bool) -> tally::Judgement {
    let mut troubles = film.troubles();
    if wanted_front && film.is_back {
        troubles.push(Hint::WrongSide);
    }
    match told {
        Told::Nothing => tally::Judgement::Silent,
        Told::Good if troubles.is_empty() => tally::Judgement::Right,
        Told::Hint(hint) if film.is_opposite(hint) => tally::Judgement::Opposite,
        Told::Hint(hint) if troubles.contains(&hint) => tally::Judgement::Right,
        Told::Good | Told::Hint(_) => tally::Judgement::Wrong,
    }
}

#[tokio::test]
async fn hints_are_right_and_never_the_opposite_of_the_truth() {
    let readers = Readers::new(1, Arc::new(InProcess));
    let (sides, takes) = (scenes::sides(first_seed()), takes());
    let films = scenes::films(first_seed(), takes.max(1));
    // Half of the good ones, since they are few, and every seventh of the others.
    let is_seen = |number: usize, film: &Film| match (takes, film.troubles().is_empty()) {
        (0, true) => (number + number / 8).is_multiple_of(2),
        (0, false) => number.is_multiple_of(7),
        _ => true,
    };
    let mut tally = Tally::default();
    for (number, film) in films.iter().enumerate() {
        if !is_seen(number, film) {
            continue;
        }
        let frames = film.frames(&sides, 2);
        // The person is to show what they show, and then the front.
        let own = if film.is_back {
            CaptureTarget::Back
        } else {
            CaptureTarget::LicenceFront
        };
        let said = told(&readers, frames.clone(), own).await;
        tally.count(film, said, judged(film, said, false));
        if film.is_back {
            let said = told(&readers, frames, CaptureTarget::LicenceFront).await;
            tally.count_side(film, said, judged(film, said, true));
        }
    }
    println!("{tally}");
    assert_eq!(tally.opposite(), 0, "a hint was the opposite of the truth");
    assert!(tally.right_share() >= 0.95, "{}", tally.right_share());
    // Who says nothing is never wrong: these hold how much is said.
    assert!(tally.good_moments() >= 0.7, "{}", tally.good_moments());
    assert!(tally.told_share() >= 0.5, "{}", tally.told_share());
    assert!(tally.sides_told() >= 0.5, "{}", tally.sides_told());
}

/// The ordinary tests see one film of so many.
const EVERY: usize = 4;

#[tokio::test]
async fn what_is_no_original_is_named_and_nothing_else_is() {
    let readers = Readers::new(1, Arc::new(InProcess));
    println!("| held up | films | named | told something else | called what it is not |");
    println!("|---|---|---|---|---|");
    for shown in Shown::ALL {
        let [mut seen, mut named, mut else_told, mut slandered] = [0; 4];
        for take in 0..takes().max(1) {
            for film in impostors::films(shown, 200 + first_seed() + take) {
                seen += 1;
                if takes() == 0 && seen % EVERY != 0 {
                    continue;
                }
                let (target, look) = (target(&readers, &film).await, film.look);
                match told(&readers, film.frames(), target).await {
                    Told::Hint(hint) if shown.is_slandered_by(hint) => {
                        slandered += 1;
                        println!("{hint:?} of {shown:?} {look:?}");
                    }
                    Told::Hint(hint) if shown.hint() == Some(hint) => named += 1,
                    Told::Good if shown == Shown::Original => named += 1,
                    // There is nothing to say about a surface.
                    Told::Nothing if shown == Shown::Original && look == Look::Surface => {
                        named += 1;
                    }
                    Told::Hint(_) | Told::Good => else_told += 1,
                    Told::Nothing => {}
                }
            }
        }
        let films = if takes() == 0 { seen / EVERY } else { seen };
        println!(
            "| {} | {films} | {named} | {else_told} | {slandered} |",
            shown.name()
        );
        assert_eq!(slandered, 0, "{shown:?}");
        // Who says nothing is never wrong: this holds how much is said.
        assert!(3 * named >= films, "{shown:?}: {named} of {films}");
    }
}

/// What a page asks for that has seen the front before.
async fn target(readers: &Readers, film: &impostors::Film) -> CaptureTarget {
    let Some(before) = film.before() else {
        return film.target();
    };
    let front = CaptureTarget::LicenceFront;
    let look = readers.look(Bytes::from(before), front, Share::Server);
    let thumbnail = look.await.unwrap().thumbnail;
    thumbnail.map_or(CaptureTarget::Back, CaptureTarget::BackOf)
}

#[tokio::test]
async fn a_bare_table_is_told_nothing() {
    let readers = Readers::new(1, Arc::new(InProcess));
    let sides = scenes::sides(first_seed());
    for (name, table) in scenes::BACKGROUNDS {
        let frames = scenes::bare(table).frames(&sides, 2);
        let said = told(&readers, frames, CaptureTarget::LicenceFront).await;
        let is_quiet = matches!(said, Told::Nothing | Told::Hint(Hint::Blurred));
        assert!(is_quiet, "{name}: {said:?}");
    }
}

#[test]
fn every_kind_of_film_is_there() {
    let films = scenes::films(0, 1);
    assert_eq!(films.len(), 6 * 3 * 2 * 2 * 4);
    assert!(films.iter().any(|film| film.troubles().is_empty()));
    let blurred = |film: &&Film| film.blur == Blur::Blurred;
    assert_eq!(films.iter().filter(blurred).count(), films.len() / 2);
}

//! Drawn people stand in for real ones: their portraits are found on drawn documents, matched with
//! their selfies, and told from those of others.

use face::{Comparison, Outcome};
use imaging::{Limits, Picture, decode_colour};
use specimen::{Head, Light, Scene, Specimen, photograph};

use crate::networks::examiner;

/// The photograph of a licence with this portrait, from above and in good light.
fn document(seed: u64) -> Picture {
    let licence = Specimen::from_seed(seed, jiff::civil::date(2026, 6, 1));
    let front = licence.front().unwrap();
    let front = front.with_portrait(&Head::caricature(seed)).unwrap();
    let scene = Scene::from_seed(seed, specimen::Difficulty::Good);
    let photo = photograph(&front, &scene).unwrap();
    decode_colour(&photo.jpeg, &Limits::default()).unwrap()
}

fn selfie(seed: u64) -> Picture {
    let head = Head::caricature(seed)
        .turned(8.0, 3.0)
        .lit(Light::from_seed(3));
    let jpeg = head.jpeg(480, 640, 85).unwrap();
    decode_colour(&jpeg, &Limits::default()).unwrap()
}

#[test]
fn a_portrait_is_its_holders_and_nobody_elses() {
    let Some(examiner) = examiner() else {
        return;
    };
    let [holder, other] = [Head::CAST[1], Head::CAST[8]];
    let outcome = |document: &Picture, selfie: &Picture| {
        let faces = [document, selfie].map(|picture| examiner.find(picture).unwrap());
        let compared = examiner.compare([document, selfie], [&faces[0], &faces[1]]);
        match compared.unwrap() {
            Comparison::Compared { outcome, score, .. } => (outcome, score),
            Comparison::NotChecked { picture, reason } => panic!("{picture}: {reason:?}"),
        }
    };
    let document = document(holder);
    let own = outcome(&document, &selfie(holder));
    assert_eq!(own.0, Outcome::Same, "{own:?}");
    let strange = outcome(&document, &selfie(other));
    assert_eq!(strange.0, Outcome::Different, "{strange:?}");
}

//! The same drawn picture is known again after what happens to pictures, and another is not.

use face::{ChipHash, ChipProbes, Detector, FindOptions, Marks, align, hash};
use image::RgbImage;
use image::imageops::{self, FilterType};
use imaging::Picture;
use specimen::{Head, Light};

use crate::networks::detector;

fn drawn(seed: u64) -> RgbImage {
    let light = Light::from_seed(seed);
    Head::caricature(seed).lit(light).draw(240, 240).unwrap()
}

fn settled(detector: &Detector, image: RgbImage) -> (Picture, Marks) {
    let (width, height) = image.dimensions();
    let picture = Picture::from_rgb(width, height, image.into_raw()).unwrap();
    let faces = detector.find(&picture, &FindOptions::default()).unwrap();
    let marks = detector.settle(&picture, faces.first().unwrap()).unwrap();
    (picture, marks)
}

#[test]
fn copies_of_a_picture_are_known_again() {
    let Some(detector) = detector() else {
        return;
    };
    let probes = |image| {
        let (picture, marks) = settled(&detector, image);
        ChipProbes::of(&align(&picture, &marks).unwrap())
    };
    let stored = |seed| -> ChipHash {
        let (picture, marks) = settled(&detector, drawn(seed));
        hash(&align(&picture, &marks).unwrap())
    };
    let [seed, other] = [Head::CAST[1], Head::CAST[8]];
    let (own, other) = (stored(seed), stored(other));
    let half = imageops::resize(&drawn(seed), 120, 120, FilterType::Triangle);
    let cut = imageops::crop_imm(&drawn(seed), 12, 12, 228, 228).to_image();
    for copy in [drawn(seed), half, cut] {
        let probes = probes(copy);
        assert!(probes.know(own), "{}", probes.distance(own));
        assert!(!probes.know(other), "{}", probes.distance(other));
    }
}

#[test]
fn settled_marks_move_with_their_picture() {
    let Some(detector) = detector() else {
        return;
    };
    let (_, whole) = settled(&detector, drawn(3));
    let cut = imageops::crop_imm(&drawn(3), 17, 9, 223, 231).to_image();
    let (_, cut) = settled(&detector, cut);
    for (whole, cut) in whole.points().into_iter().zip(cut.points()) {
        let away = (whole.x - 17.0 - cut.x).hypot(whole.y - 9.0 - cut.y);
        assert!(away < 3.0, "{whole:?} {cut:?}");
    }
}

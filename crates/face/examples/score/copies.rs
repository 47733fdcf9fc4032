//! The same picture again, after what happens to pictures; and different pictures.

use anyhow::{Context, Result};
use face::{Chip, ChipHash, ChipProbes, Detector, FindOptions, align, hash};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{ExtendedColorType, ImageEncoder, RgbImage};
use imaging::{Limits, Picture, decode_colour};

use crate::interval::{percent, rate};
use crate::people::Person;

/// What becomes of a picture, and the quality at which it is encoded again.
type Change = fn(RgbImage) -> (RgbImage, u8);

const CHANGES: [(&str, Change); 4] = [
    ("JPEG of quality 40", |picture| (picture, 40)),
    ("half size", |picture| {
        let (width, height) = (picture.width() / 2, picture.height() / 2);
        (
            imageops::resize(&picture, width, height, FilterType::Triangle),
            90,
        )
    }),
    ("5 % cut off", |picture| {
        let (width, height) = picture.dimensions();
        let (left, top) = (width / 20, height / 20);
        let cut = imageops::crop_imm(&picture, left, top, width - left, height - top);
        (cut.to_image(), 90)
    }),
    ("other light", |mut picture| {
        for value in picture.iter_mut() {
            *value = (f32::from(*value) * 1.15 + 12.0).min(255.0) as u8;
        }
        (picture, 90)
    }),
];

/// Changes every picture, compares all, and prints.
pub(crate) fn run(people: &[Person], detector: &Detector) -> Result<()> {
    let look = |picture: &Picture| -> Result<Option<Chip>> {
        let faces = detector.find(picture, &FindOptions::default())?;
        let Some(face) = faces.first() else {
            return Ok(None);
        };
        Ok(align(picture, &detector.settle(picture, face)?))
    };
    let pictures = || {
        people
            .iter()
            .flat_map(|person| [&person.first, &person.second])
    };
    let chips: Vec<Option<Chip>> = pictures().map(look).collect::<Result<_>>()?;
    let hashes: Vec<Option<ChipHash>> = chips.iter().map(|chip| chip.as_ref().map(hash)).collect();
    println!("### The same picture again\n");
    println!("| change | pictures | known again | bits that differ, p99 |\n|---|---|---|---|");
    for (name, change) in CHANGES {
        let (mut known, mut distances) = (0, Vec::new());
        for (picture, own) in pictures().zip(&hashes) {
            let copy = look(&changed(picture, change)?)?;
            let both = own.zip(copy);
            let distance = both.map(|(own, copy)| ChipProbes::of(&copy).distance(own));
            known += usize::from(distance.is_some_and(|bits| bits <= ChipHash::SAME_PICTURE));
            distances.push(distance.unwrap_or(ChipHash::BITS));
        }
        distances.sort_unstable();
        let p99 = distances.get(distances.len() * 99 / 100);
        println!(
            "| {name} | {} | {} | {} |",
            distances.len(),
            percent(known, distances.len()),
            p99.copied().unwrap_or_default()
        );
    }
    let (mut pairs, mut least) = (0, [0_usize; ChipHash::BITS as usize + 1]);
    for (at, chip) in chips.iter().enumerate() {
        let Some(probes) = chip.as_ref().map(ChipProbes::of) else {
            continue;
        };
        let others = hashes.iter().enumerate().filter(|(other, _)| *other != at);
        for other in others.filter_map(|(_, hash)| *hash) {
            pairs += 1;
            if let Some(count) = least.get_mut(probes.distance(other) as usize) {
                *count += 1;
            }
        }
    }
    let collisions: usize = least.iter().take(ChipHash::SAME_PICTURE as usize + 1).sum();
    println!(
        "\nDifferent pictures that are taken for copies: {collisions} of {pairs} pairs, {}.",
        rate(collisions, pairs)
    );
    let few: Vec<String> = least.iter().take(33).map(ToString::to_string).collect();
    println!(
        "Pairs by the bits that differ, from 0 to 32: {}.\n",
        few.join(", ")
    );
    Ok(())
}

/// A changed copy, stored as JPEG and read again.
fn changed(picture: &Picture, change: fn(RgbImage) -> (RgbImage, u8)) -> Result<Picture> {
    let rgb = picture.rgb().context("a sample without colours")?.to_vec();
    let image = RgbImage::from_raw(picture.width(), picture.height(), rgb);
    let (image, quality) = change(image.context("a picture of another size")?);
    let mut jpeg = Vec::new();
    let (width, height) = image.dimensions();
    JpegEncoder::new_with_quality(&mut jpeg, quality).write_image(
        &image,
        width,
        height,
        ExtendedColorType::Rgb8,
    )?;
    Ok(decode_colour(&jpeg, &Limits::default())?)
}

//! What becomes of a photograph on its way to the portrait of a document: cut, printed, varnished,
//! and photographed again by a telephone.
//!
//! Whoever measures how well faces are compared brings photographs of their own; none is in this
//! crate.
use image::RgbImage;
use image::imageops::{self, FilterType};

use crate::error::SpecimenError;
use crate::photo;
use crate::rng::Rng;
use crate::sensor;

/// How a portrait was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reproduction {
    /// A sharp copy, as an issuer keeps it.
    Clean,
    /// Printed, and photographed by a telephone: soft, grainy, in some light.
    Phone,
    /// Burnt into plastic by a laser: grey dots, and photographed.
    LaserDots,
    /// Printed under fine curved lines and half a seal, with a glare, and photographed.
    Overlay,
}

impl Reproduction {
    /// Every way with its name.
    pub const ALL: [(&'static str, Self); 4] = [
        ("clean", Self::Clean),
        ("phone photo", Self::Phone),
        ("laser dots", Self::LaserDots),
        ("overlay", Self::Overlay),
    ];
}

/// The share of a photograph's width that a portrait shows.
const SHOWN: f32 = 0.72;

/// Makes a portrait, three to four and of this width in pixels, of the middle of a photograph, and
/// returns it as JPEG. The same arguments give the same bytes.
///
/// # Errors
///
/// Returns an error if the sizes do not fit the pixels, or are 0 or too large.
///
/// ```
/// use specimen::{Reproduction, reproduce};
///
/// let photograph = vec![120; 150 * 150 * 3];
/// let jpeg = reproduce(photograph, [150, 150], Reproduction::LaserDots, 120, 7)?;
/// assert!(jpeg.starts_with(&[0xff, 0xd8]));
/// # Ok::<(), specimen::SpecimenError>(())
/// ```
pub fn reproduce(
    rgb: Vec<u8>,
    [width, height]: [u32; 2],
    way: Reproduction,
    portrait_width: u32,
    seed: u64,
) -> Result<Vec<u8>, SpecimenError> {
    let size = SpecimenError::Size { width, height };
    let is_whole = rgb.len() as u64 == 3 * u64::from(width) * u64::from(height);
    if width < 8 || height < 8 || !is_whole || !(8..=4_000).contains(&portrait_width) {
        return Err(size);
    }
    let Some(photograph) = RgbImage::from_raw(width, height, rgb) else {
        return Err(size);
    };
    let shown = (width as f32 * SHOWN).min(height as f32 * 0.75);
    let (across, down) = (shown as u32, (shown * 4.0 / 3.0) as u32);
    let (left, top) = ((width - across) / 2, (height.saturating_sub(down)) / 2);
    let cut = imageops::crop_imm(&photograph, left, top, across, down).to_image();
    let portrait_height = portrait_width * 4 / 3;
    let mut portrait = imageops::resize(
        &cut,
        portrait_width,
        portrait_height,
        FilterType::CatmullRom,
    );
    let mut rng = Rng::new(seed, "reproduction");
    let scale = portrait_width as f32 / 120.0;
    match way {
        Reproduction::Clean => return photo::encode(&portrait, 85),
        Reproduction::Phone => {}
        Reproduction::LaserDots => burn(&mut portrait, &mut rng),
        Reproduction::Overlay => cover(&mut portrait, &mut rng, scale),
    }
    sensor::defocus(&mut portrait, rng.between(0.45, 0.8));
    expose(&mut portrait, &mut rng);
    photo::encode(&portrait, rng.within(68, 82) as u8)
}

/// Grey dots whose darkness follows the picture, two pixels apart.
fn burn(portrait: &mut RgbImage, rng: &mut Rng) {
    let (turn, depth) = (rng.between(0.6, 0.95), rng.between(0.28, 0.4));
    let pitch = rng.between(2.1, 2.6);
    let (sin, cos) = turn.sin_cos();
    for (x, y, pixel) in portrait.enumerate_pixels_mut() {
        let [r, g, b] = pixel.0.map(f32::from);
        let grey = 0.299 * r + 0.587 * g + 0.114 * b;
        let (x, y) = (x as f32, y as f32);
        let wave = |at: f32| (at * std::f32::consts::TAU / pitch).cos();
        let screen = (wave(x * cos + y * sin) + wave(y * cos - x * sin)) * 0.5;
        // Plastic is never black, and burnt never quite evenly.
        let burnt = 58.0 + grey * 0.66 + screen * depth * (200.0 - grey).max(20.0) * 0.5;
        let value = burnt + rng.between(-9.0, 9.0);
        pixel.0 = [value, value, value * 0.97].map(|value| value as u8);
    }
}

/// Fine curved lines over everything, half a seal in a corner, and a glare.
fn cover(portrait: &mut RgbImage, rng: &mut Rng, scale: f32) {
    let (wide, tall) = (portrait.width() as f32, portrait.height() as f32);
    let inks = [[120.0, 60.0, 140.0], [40.0, 120.0, 110.0]];
    let bands: Vec<[f32; 4]> = (0..2)
        .map(|_| {
            [
                rng.between(5.5, 8.0) * scale,
                rng.between(6.0, 14.0) * scale,
                rng.between(30.0, 60.0) * scale,
                rng.angle(),
            ]
        })
        .collect();
    let seal = [
        wide * rng.between(0.75, 1.0),
        tall * rng.between(0.72, 0.95),
        wide * rng.between(0.26, 0.36),
    ];
    let glare = [
        wide * rng.between(0.15, 0.85),
        tall * rng.between(0.1, 0.75),
        wide * rng.between(0.16, 0.28),
    ];
    let strength = rng.between(70.0, 140.0);
    for (x, y, pixel) in portrait.enumerate_pixels_mut() {
        let (x, y) = (x as f32, y as f32);
        let mut value = pixel.0.map(f32::from);
        for ([pitch, swing, length, phase], ink) in bands.iter().zip(inks) {
            let line = y + swing * (x / length * std::f32::consts::TAU + phase).sin();
            let near = (line / pitch * std::f32::consts::TAU).cos();
            let share = ((near - 0.55) / 0.45).clamp(0.0, 1.0) * 0.5;
            for (value, ink) in value.iter_mut().zip(ink) {
                *value += (ink - *value) * share;
            }
        }
        let from_seal = (x - seal[0]).hypot(y - seal[1]);
        let ring = (from_seal / (3.2 * scale)).cos() * 0.5 + 0.5;
        if from_seal < seal[2] {
            for (value, ink) in value.iter_mut().zip([150.0, 40.0, 50.0]) {
                *value += (ink - *value) * 0.45 * ring;
            }
        }
        let from_glare = (x - glare[0]).hypot((y - glare[1]) * 0.7) / glare[2];
        let light = strength * (-from_glare * from_glare).exp();
        pixel.0 = value.map(|value| (value + light).clamp(0.0, 255.0) as u8);
    }
}

/// The light of a room and the grain of a sensor.
fn expose(portrait: &mut RgbImage, rng: &mut Rng) {
    let (wide, tall) = (portrait.width() as f32, portrait.height() as f32);
    let (gain, lift) = (rng.between(0.78, 1.08), rng.between(0.0, 22.0));
    let warmth = rng.between(-0.06, 0.08);
    let (sin, cos) = rng.angle().sin_cos();
    let slope = rng.between(0.0, 0.25);
    let noise = rng.between(3.0, 7.0);
    let tint = [1.0 + warmth, 1.0, 1.0 - warmth];
    for (x, y, pixel) in portrait.enumerate_pixels_mut() {
        let along = (x as f32 / wide - 0.5) * cos + (y as f32 / tall - 0.5) * sin;
        let light = gain * (1.0 + slope * along);
        for (channel, tint) in pixel.0.iter_mut().zip(tint) {
            // The sum of three even throws is close to a normal one.
            let grain = rng.unit() + rng.unit() + rng.unit() - 1.5;
            let value = f32::from(*channel) * light * tint;
            let value = lift + value * (1.0 - lift / 255.0) + grain * 2.0 * noise;
            *channel = value.clamp(0.0, 255.0) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portrait_follows_from_its_arguments() {
        let rgb: Vec<u8> = (0..150 * 150 * 3).map(|i| (i % 251) as u8).collect();
        for (_, way) in Reproduction::ALL {
            let made = |seed| reproduce(rgb.clone(), [150, 150], way, 80, seed).unwrap();
            assert_eq!(made(1), made(1));
            assert_eq!(made(1) == made(2), way == Reproduction::Clean);
        }
        for (size, width) in [([10, 10], 120), ([150, 150], 0), ([0, 0], 120)] {
            assert!(reproduce(rgb.clone(), size, Reproduction::Clean, width, 1).is_err());
        }
    }
}

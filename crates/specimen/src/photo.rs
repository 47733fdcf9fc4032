//! Photographs a card on a table, through a camera, in some light, with a sensor.
#![expect(
    clippy::indexing_slicing,
    reason = "pixel loops over buffers of known size"
)]

use crate::camera::{Camera, PixelView};
use crate::card::{Card, DOTS_PER_MM, Outline, Quad};
use crate::error::SpecimenError;
use crate::rng::Rng;
use crate::scene::{Glare, Scene};
use crate::sensor;
use crate::table::Surface;
use crate::wear::wear;
use image::{ExtendedColorType, ImageEncoder, RgbImage, codecs::jpeg::JpegEncoder};

/// The maximum size of a picture, in pixels.
const MAX_PIXELS: u64 = 50_000_000;

/// A photograph, and what is in it.
#[derive(Debug, Clone)]
pub struct Photo {
    /// The picture before compression.
    pub image: RgbImage,
    /// The picture as a phone would save it.
    pub jpeg: Vec<u8>,
    /// What is in the picture, and where.
    pub truth: Truth,
}

/// What a perfect reader would find.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Truth {
    /// The text of the PDF417 symbol, with one `char` below U+0100 per byte, or `None` on a front.
    pub text: Option<String>,
    /// The corners of the card in pixels, clockwise from its own top left. They are outside the
    /// frame where the card is cut off. Because the corners are rounded, the material ends slightly
    /// inside.
    pub card: Quad,
    /// The corners of the symbol without its quiet zone, in the same order.
    pub code: Option<Quad>,
    /// The lines of the machine-readable zone, or `None` on a side without one.
    pub lines: Option<Vec<String>>,
    /// The corners of the zone's cells, in the same order.
    pub zone: Option<Quad>,
}

/// Photographs a side of a card.
///
/// The same card and scene give the same bytes. Returns an error for a scene without pixels, or
/// with more than 50 million.
pub fn photograph(card: &Card, scene: &Scene) -> Result<Photo, SpecimenError> {
    let (width, height) = (scene.width, scene.height);
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 || pixels > MAX_PIXELS || width.max(height) > u32::from(u16::MAX) {
        return Err(SpecimenError::Size { width, height });
    }
    let camera = Camera::new(scene, card.outline);
    let project = |[left, top, right, bottom]: [f32; 4]| {
        [[left, top], [right, top], [right, bottom], [left, bottom]].map(|at| camera.project(at))
    };
    let truth = Truth {
        text: card.text().map(str::to_owned),
        card: camera.outline(),
        code: card.code.as_ref().map(|code| project(code.edges)),
        lines: card.lines().map(<[String]>::to_vec),
        zone: card.zone.as_ref().map(|zone| project(zone.edges)),
    };
    let mut image = expose(card, scene, &camera);
    let scale = camera.pixels_per_mm();
    sensor::defocus(&mut image, scene.defocus * scale);
    sensor::shake(&mut image, scene.motion * scale, scene.motion_angle);
    sensor::apply_sensor(&mut image, scene);

    let jpeg = encode(&image, scene.quality)?;
    Ok(Photo { image, jpeg, truth })
}

/// Encodes the picture as JPEG with this quality.
pub(crate) fn encode(image: &RgbImage, quality: u8) -> Result<Vec<u8>, SpecimenError> {
    let mut jpeg = Vec::new();
    let (width, height) = image.dimensions();
    JpegEncoder::new_with_quality(&mut jpeg, quality.clamp(1, 100))
        .write_image(image, width, height, ExtendedColorType::Rgb8)
        .map_err(SpecimenError::Jpeg)?;
    Ok(jpeg)
}

/// Computes the picture that an ideal lens would project onto the sensor.
fn expose(card: &Card, scene: &Scene, camera: &Camera) -> RgbImage {
    let print = Print::new(card, scene, camera.pixels_per_mm());
    let (light, outline) = (Light::new(scene, card.outline), card.outline);
    let surface = Surface::new(scene.table, scene.seed, outline);
    let mut image = RgbImage::new(scene.width, scene.height);
    let row_bytes = scene.width as usize * 3;
    for (y, row) in image.chunks_exact_mut(row_bytes).enumerate() {
        for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
            let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
            let Some(sight) = camera.see(x, y) else {
                continue;
            };
            let outside = outline.distance(sight.card[0], sight.card[1]);
            let cover = (0.5 - outside * print.pixels_per_mm).clamp(0.0, 1.0);
            let mut colour = [0.0; 3];
            if cover < 1.0 {
                let shadow = light.card_shadow(sight.table);
                colour = surface.colour(sight.table).map(|value| value * shadow);
            }
            if cover > 0.0 {
                let printed = light.on_card(print.colour(sight.card), sight, outside);
                for (value, printed) in colour.iter_mut().zip(printed) {
                    *value += (printed - *value) * cover;
                }
            }
            if let Some((hand, cover)) = surface.over(sight.card) {
                colour = [0, 1, 2].map(|c| colour[c] + (hand[c] - colour[c]) * cover);
            }
            let lit = light.on_all(colour, x, y);
            for (byte, value) in pixel.iter_mut().zip(lit) {
                *byte = value as u8;
            }
        }
    }
    image
}

/// The print of a card, halved until its dots are about as large as the picture's pixels.
struct Print {
    pixels: RgbImage,
    scale: f32,
    pixels_per_mm: f32,
    /// Whether a pixel still covers more than one dot, so that two points are averaged.
    coarse: bool,
}

impl Print {
    fn new(card: &Card, scene: &Scene, pixels_per_mm: f32) -> Self {
        let (mut pixels, mut scale) = (card.pixels.clone(), DOTS_PER_MM);
        while scale > 2.0 * pixels_per_mm && pixels.width() > 64 {
            pixels = sensor::halve(&pixels);
            scale /= 2.0;
        }
        wear(&mut pixels, scale, scene.wear, scene.seed);
        Self {
            pixels,
            scale,
            pixels_per_mm,
            coarse: scale > 1.2 * pixels_per_mm,
        }
    }

    fn colour(&self, [x, y]: [f32; 2]) -> [f32; 3] {
        let (x, y) = (x * self.scale - 0.5, y * self.scale - 0.5);
        if !self.coarse {
            return self.between(x, y);
        }
        // Two points on a diagonal sample both directions.
        let step = self.scale / self.pixels_per_mm / 4.0;
        let one = self.between(x - step, y + step * 0.6);
        let other = self.between(x + step, y - step * 0.6);
        [0, 1, 2].map(|c| (one[c] + other[c]) * 0.5)
    }

    /// Interpolates bilinearly.
    fn between(&self, x: f32, y: f32) -> [f32; 3] {
        let (wide, tall) = (self.pixels.width() as usize, self.pixels.height() as usize);
        let x = x.clamp(0.0, wide as f32 - 1.001);
        let y = y.clamp(0.0, tall as f32 - 1.001);
        let (column, row) = (x as usize, y as usize);
        let (across, down) = (x - column as f32, y - row as f32);
        let bytes = self.pixels.as_raw();
        let start = (row * wide + column) * 3;
        let upper = &bytes[start..start + 6];
        let lower = &bytes[start + wide * 3..start + wide * 3 + 6];
        let mix = |a: u8, b: u8| f32::from(a) + (f32::from(b) - f32::from(a)) * across;
        [0, 1, 2].map(|c| {
            let top = mix(upper[c], upper[c + 3]);
            top + (mix(lower[c], lower[c + 3]) - top) * down
        })
    }
}

/// All light in a scene.
struct Light {
    /// The card that it falls on.
    card: Outline,
    /// The direction of the light, in the picture.
    from: [f32; 2],
    gradient: f32,
    /// The part of the brightness above 1. Lower brightness is applied by the sensor, after the
    /// blur.
    gain: f32,
    frame: [f32; 2],
    glare: Option<Glare>,
    stretch: f32,
    /// Sine and cosine of the direction in which the glare is stretched.
    stretch_turn: (f32, f32),
    shade: f32,
    /// The edge of the shade: a point and a direction, as fractions of the frame.
    shade_at: [f32; 2],
    shade_turn: (f32, f32),
    tint: [f32; 3],
}

impl Light {
    fn new(scene: &Scene, card: Outline) -> Self {
        let mut rng = Rng::new(scene.seed, "light");
        let (sin, cos) = rng.angle().sin_cos();
        let warm = scene.warmth;
        Self {
            card,
            from: [cos, sin],
            gradient: scene.gradient,
            gain: 0.93 * scene.exposure.max(1.0),
            frame: [scene.width as f32, scene.height as f32],
            glare: scene.glare,
            stretch: rng.between(0.6, 1.0),
            stretch_turn: rng.angle().sin_cos(),
            shade: scene.shade,
            shade_at: [rng.between(0.25, 0.75), rng.between(0.25, 0.75)],
            shade_turn: rng.angle().sin_cos(),
            tint: [1.0 + 0.07 * warm, 1.0 + 0.01 * warm, 1.0 - 0.16 * warm],
        }
    }

    /// Returns the card's own shadow on the table, which is 1 where there is none.
    fn card_shadow(&self, [x, y]: [f32; 2]) -> f32 {
        let near = self.card.distance(x, y);
        let thrown = self
            .card
            .distance(x + self.from[0] * 1.3, y + self.from[1] * 1.3);
        1.0 - 0.30 * falling(near, -0.5, 1.0) - 0.32 * falling(thrown, -0.8, 2.2)
    }

    /// Returns the card's colour with reflected light and the shading of its bend and edge.
    fn on_card(&self, colour: [f32; 3], sight: PixelView, outside: f32) -> [f32; 3] {
        let rim = if outside > -0.2 { 0.9 } else { 1.0 };
        let shading = rim * (1.0 + 0.45 * sight.slope * self.from[0]);
        let mirrored = self.glare.map_or(0.0, |glare| {
            let [x, y] = sight.card;
            let away = [
                x - glare.at[0] * self.card.width,
                y - glare.at[1] * self.card.height,
            ];
            let (sin, cos) = self.stretch_turn;
            let along = (away[0] * cos + away[1] * sin) * self.stretch / glare.radius;
            let across = (away[1] * cos - away[0] * sin) / glare.radius;
            let square = along * along + across * across;
            glare.strength * ((-square * square).exp() + 0.12 * (-square * 0.35).exp())
        });
        colour.map(|value| value * shading + mirrored * 420.0)
    }

    /// Applies uneven light, a hand's shade, vignetting and the colour of the light.
    fn on_all(&self, colour: [f32; 3], x: f32, y: f32) -> [f32; 3] {
        let (u, v) = (x / self.frame[0] - 0.5, y / self.frame[1] - 0.5);
        let uneven = 1.0 + self.gradient * (u * self.from[0] + v * self.from[1]);
        let vignette = 1.0 - 0.22 * (u * u + v * v);
        let (sin, cos) = self.shade_turn;
        let edge = (u + 0.5 - self.shade_at[0]) * cos + (v + 0.5 - self.shade_at[1]) * sin;
        let lit = 1.0 - self.shade * falling(edge, -0.05, 0.06);
        let level = uneven * vignette * lit * self.gain;
        [0, 1, 2].map(|c| shoulder(colour[c] * level * self.tint[c]))
    }
}

/// Compresses highlights towards white, as a phone does, instead of clipping them.
fn shoulder(value: f32) -> f32 {
    /// Where the curve leaves the straight line.
    const KNEE: f32 = 205.0;
    let over = value - KNEE;
    if over > 0.0 {
        KNEE + over / (1.0 + over / 50.0)
    } else {
        value.max(0.0)
    }
}

/// Returns 1 below `low`, 0 above `high`, and a smooth transition in between.
fn falling(value: f32, low: f32, high: f32) -> f32 {
    let share = ((high - value) / (high - low)).clamp(0.0, 1.0);
    share * share * (3.0 - 2.0 * share)
}

//! The light in which somebody sits.

use super::canvas::{Seen, Shadows};
use super::paint::Paint;
use super::vector::{Vector, dot, minus, unit};
use crate::rng::Rng;

/// The light that falls on a face: one lamp or window, and what comes from everywhere else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Light {
    /// Where the lamp is, in degrees from the camera: positive towards the right of the picture,
    /// which is the person's left.
    pub beside: f32,
    /// How high the lamp is above the camera, in degrees.
    pub above: f32,
    /// How strong the lamp is; 1 makes a well exposed picture.
    pub lamp: f32,
    /// How strong the light from everywhere is.
    pub around: f32,
    /// How warm the light is, from -1 (blue) to 1 (orange).
    pub warmth: f32,
}

impl Light {
    /// Even light from the front, as in a photographer's studio.
    pub const EVEN: Self = Self {
        beside: 10.0,
        above: 28.0,
        lamp: 0.75,
        around: 0.62,
        warmth: 0.0,
    };

    /// Light as it may be in somebody's room: a lamp or a window at a side, stronger or weaker.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        let mut rng = Rng::new(seed, "light on a head");
        Self {
            beside: rng.between(-45.0, 45.0),
            above: rng.between(5.0, 45.0),
            lamp: rng.between(0.55, 0.95),
            around: rng.between(0.4, 0.7),
            warmth: rng.between(-0.5, 0.8),
        }
    }

    /// The direction towards the lamp.
    pub(crate) fn direction(&self) -> Vector {
        let (sin, cos) = self.beside.to_radians().sin_cos();
        let (up, ahead) = self.above.to_radians().sin_cos();
        [sin * ahead, -up, cos * ahead]
    }

    /// The colour of the light.
    pub(crate) fn tint(&self) -> Vector {
        let warm = self.warmth;
        [1.0 + 0.12 * warm, 1.0, 1.0 - 0.2 * warm]
    }

    /// The light that a place throws towards a camera, in linear light.
    pub(crate) fn on(&self, seen: &Seen, paint: &Paint, camera: Vector, lit: &Shadows) -> Vector {
        let normal = unit(seen.normal);
        let from = self.direction();
        let facing = dot(normal, from);
        let reaches = lit.lit(seen.place, normal);
        // Light goes under the skin, most of all red light, and comes out where none falls.
        let under = if paint.is_skin {
            [0.28, 0.13, 0.09]
        } else {
            [0.04; 3]
        };
        let sky = 0.78 - 0.22 * normal[1];
        let towards = unit(minus(camera, seen.place));
        let half = unit([0, 1, 2].map(|axis| sum(from, towards, axis)));
        let [strength, sharp] = paint.gloss;
        let mirrored = strength * dot(normal, half).max(0.0).powf(sharp) * reaches;
        let edge = 1.0 - dot(normal, towards).max(0.0);
        let mirrored = mirrored * (1.0 + 2.0 * edge * edge) * self.lamp;
        let tint = self.tint();
        let mut out = [0.0; 3];
        let parts = out.iter_mut().zip(paint.colour).zip(tint).zip(under);
        for (((out, colour), tint), under) in parts {
            let direct = ((facing + under) / (1.0 + under)).max(0.0) * reaches.max(under * 0.3);
            let all =
                self.lamp * direct * (0.4 + 0.6 * paint.open) + self.around * sky * paint.open;
            *out = (colour * all + mirrored) * tint;
        }
        out
    }
}

fn sum(a: Vector, b: Vector, axis: usize) -> f32 {
    let value = |of: Vector| of.get(axis).copied().unwrap_or_default();
    value(a) + value(b)
}

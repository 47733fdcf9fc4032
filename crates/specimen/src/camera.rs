//! Where a card is in front of a pinhole camera, and which point of it each pixel shows.
//!
//! Lengths are in millimetres. The camera is at the origin and looks along +z; y points down, as in
//! pictures.

use crate::card::{Outline, Quad};
use crate::scene::Scene;

/// The pose of a card, and the camera that sees it.
#[derive(Debug, Clone)]
pub(crate) struct Camera {
    /// The rows of the rotation from card to camera.
    turn: [[f32; 3]; 3],
    /// The centre of the card in camera coordinates.
    centre: [f32; 3],
    /// The focal length in pixels.
    focal: f32,
    /// The middle of the picture in pixels.
    middle: [f32; 2],
    /// How far the middle of the card is raised towards the camera.
    bend: f32,
    /// The size of the card.
    card: Outline,
}

/// What a pixel shows: the points of the card's plane and of the table, in millimetres from the
/// card's top left.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PixelView {
    pub(crate) card: [f32; 2],
    pub(crate) table: [f32; 2],
    /// The slope of the card's surface there, for its shading.
    pub(crate) slope: f32,
}

impl Camera {
    pub(crate) fn new(scene: &Scene, card: Outline) -> Self {
        let (width, height) = (scene.width as f32, scene.height as f32);
        let focal = width.max(height) * 0.82;
        let turn = rotation(scene.roll, scene.tilt, scene.pan);
        let mut camera = Self {
            turn,
            centre: [0.0, 0.0, 300.0],
            focal,
            middle: [width / 2.0, height / 2.0],
            bend: scene.bend,
            card,
        };
        // The distance is adjusted until the card takes the wanted share of the frame. The size is
        // roughly proportional to the inverse of the distance, so three rounds are enough.
        for _ in 0..3 {
            let corners = camera.outline();
            let spread = |axis: usize| {
                let values = corners.iter().map(|c| c.get(axis).copied().unwrap_or(0.0));
                values.clone().fold(f32::MIN, f32::max) - values.fold(f32::MAX, f32::min)
            };
            let share = (spread(0) / width).max(spread(1) / height);
            camera.centre[2] *= share / scene.fill.max(0.02);
        }
        let depth = camera.centre[2] / focal;
        camera.centre[0] = scene.offset[0] * width * depth;
        camera.centre[1] = scene.offset[1] * height * depth;
        camera
    }

    /// Returns the pixels per millimetre at the middle of the card.
    pub(crate) fn pixels_per_mm(&self) -> f32 {
        self.focal / self.centre[2].max(1.0)
    }

    /// Returns where a point of the card (millimetres from its top left) appears, in pixels.
    pub(crate) fn project(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let point = [
            x - self.card.width / 2.0,
            y - self.card.height / 2.0,
            -self.rise(x - self.card.width / 2.0),
        ];
        let [along, down, depth] = std::array::from_fn(|axis| {
            let row = self.turn.get(axis).copied().unwrap_or_default();
            dot(row, point) + self.centre.get(axis).copied().unwrap_or_default()
        });
        let depth = depth.max(1.0);
        [
            self.middle[0] + self.focal * along / depth,
            self.middle[1] + self.focal * down / depth,
        ]
    }

    /// Returns the corners of the card in pixels, clockwise from its top left. Rounded corners are
    /// ignored.
    pub(crate) fn outline(&self) -> Quad {
        [
            [0.0, 0.0],
            [self.card.width, 0.0],
            [self.card.width, self.card.height],
            [0.0, self.card.height],
        ]
        .map(|corner| self.project(corner))
    }

    /// Returns what the middle of pixel `x`, `y` shows, or `None` above the horizon.
    pub(crate) fn see(&self, x: f32, y: f32) -> Option<PixelView> {
        let ray = [
            (x - self.middle[0]) / self.focal,
            (y - self.middle[1]) / self.focal,
            1.0,
        ];
        let direction = self.card_axes(ray);
        let eye = self.card_axes(self.centre).map(|value| -value);
        if direction[2] <= 1e-3 {
            return None;
        }
        let flat = -eye[2] / direction[2];
        let mut reach = flat;
        if self.bend != 0.0 {
            for _ in 0..4 {
                let along = eye[0] + reach * direction[0];
                reach = (-self.rise(along) - eye[2]) / direction[2];
            }
        }
        let at = |reach: f32| {
            [
                eye[0] + reach * direction[0] + self.card.width / 2.0,
                eye[1] + reach * direction[1] + self.card.height / 2.0,
            ]
        };
        let card = at(reach);
        let slope = self.bend * 8.0 * (card[0] - self.card.width / 2.0)
            / (self.card.width * self.card.width);
        Some(PixelView {
            card,
            table: at(flat),
            slope,
        })
    }

    /// Returns the height of the bent card over the table, `along` millimetres to the right of its
    /// middle.
    fn rise(&self, along: f32) -> f32 {
        let share = (along / (self.card.width / 2.0)).clamp(-1.0, 1.0);
        self.bend * (1.0 - share * share)
    }

    /// Converts a direction from the camera's axes to the card's.
    fn card_axes(&self, [x, y, z]: [f32; 3]) -> [f32; 3] {
        let [a, b, c] = self.turn;
        [
            a[0] * x + b[0] * y + c[0] * z,
            a[1] * x + b[1] * y + c[1] * z,
            a[2] * x + b[2] * y + c[2] * z,
        ]
    }
}

fn dot(a: [f32; 3], b: [f32; 3]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Pans about the vertical axis first, then tilts about the horizontal one, then rolls in the
/// picture.
fn rotation(roll: f32, tilt: f32, pan: f32) -> [[f32; 3]; 3] {
    let (sr, cr) = roll.to_radians().sin_cos();
    let (st, ct) = tilt.to_radians().sin_cos();
    let (sp, cp) = pan.to_radians().sin_cos();
    [
        [cr * cp - sr * st * sp, -sr * ct, cr * sp + sr * st * cp],
        [sr * cp + cr * st * sp, cr * ct, sr * sp - cr * st * cp],
        [-ct * sp, st, ct * cp],
    ]
}

//! People who do not exist, drawn so that faces are found and told apart: heads in space, with
//! everything from a seed, from any side and in any light.

mod anatomy;
mod canvas;
mod hair;
mod light;
mod mesh;
mod noise;
mod paint;
mod traits;
mod vector;

use image::RgbImage;

pub use light::Light;

use crate::error::SpecimenError;
use crate::person::Sex;
use crate::photo;
use crate::rng::Rng;
use canvas::{Canvas, Corner, Seen, Shadows};
use mesh::Mesh;
use traits::Traits;
use vector::{Vector, minus, plus, times, unit};

/// Pixels of the drawing along each side of a pixel of the picture.
const FINER: usize = 2;

/// The distance between camera and head in centimetres.
const DISTANCE: f32 = 75.0;

/// The point about which a head turns: the top of the neck.
const PIVOT: Vector = [0.0, 8.0, -3.0];

/// The most pixels of a picture.
const MOST_PIXELS: u64 = 6_000_000;

/// By how much the sizes of caricatures vary more than those of real people.
const EXAGGERATION: f32 = 2.2;

/// The head of somebody who does not exist, and how it is held and lit.
///
/// ```
/// use specimen::{Head, Light};
///
/// let ahead = Head::from_seed(7).draw(64, 64)?;
/// let turned = Head::from_seed(7).turned(30.0, 0.0).lit(Light::from_seed(1)).draw(64, 64)?;
/// assert_ne!(ahead, turned);
/// # Ok::<(), specimen::SpecimenError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Head {
    traits: Traits,
    yaw: f32,
    pitch: f32,
    roll: f32,
    light: Light,
    size: f32,
    middle: [f32; 2],
    wall: Vector,
}

impl Head {
    /// The head of `seed`, which looks into the camera in even light.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        Self::with(seed, None, None, 1.0)
    }

    /// The head of `seed` as a caricature: sizes vary twice as much as among real people, and large
    /// patches of the skin are lighter and darker. That tells people apart, for which
    /// [`from_seed`](Self::from_seed) draws them too much alike; `docs/benchmarks.md` has the
    /// figures. No two of the seeds in [`CAST`](Self::CAST) are taken for one person.
    ///
    /// ```
    /// use specimen::Head;
    ///
    /// let [one, other] = [0, 1].map(|at| Head::caricature(Head::CAST[at]).draw(64, 64));
    /// assert_ne!(one?, other?);
    /// # Ok::<(), specimen::SpecimenError>(())
    /// ```
    #[must_use]
    pub fn caricature(seed: u64) -> Self {
        Self::with(seed, None, None, EXAGGERATION)
    }

    /// Seeds of caricatures none of which the measured embedder takes for another; nine of the ten
    /// are known again from another side and in another light. They were chosen by it out of 240,
    /// and `docs/benchmarks.md` has the figures.
    pub const CAST: [u64; 10] = [27, 44, 97, 125, 133, 179, 189, 195, 205, 209];

    /// The head of `seed`, with the sex and the hair (three letters of AAMVA D20) that a document
    /// states.
    #[must_use]
    pub fn of(seed: u64, sex: Sex, hair: &str) -> Self {
        Self::with(seed, Some(sex), Some(hair), 1.0)
    }

    fn with(seed: u64, sex: Option<Sex>, hair: Option<&str>, far: f32) -> Self {
        let mut rng = Rng::new(seed, "wall");
        let wall = rng.between(0.35, 0.75);
        Self {
            traits: Traits::new(seed, sex, hair, far),
            yaw: 0.0,
            pitch: 0.0,
            roll: 0.0,
            light: Light::EVEN,
            size: 0.62,
            middle: [0.5, 0.47],
            wall: [1.0, 1.0, 1.0].map(|level| level * wall * rng.between(0.9, 1.1)),
        }
    }

    /// Turns the head, in degrees: `yaw` is positive towards the person's left, which is the right
    /// of the picture, and `pitch` is positive for a raised head. Both are kept within 60 degrees.
    #[must_use]
    pub fn turned(self, yaw: f32, pitch: f32) -> Self {
        Self {
            yaw: yaw.clamp(-60.0, 60.0),
            pitch: pitch.clamp(-60.0, 60.0),
            ..self
        }
    }

    /// Tilts the head towards the right of the picture by so many degrees.
    #[must_use]
    pub fn tilted(self, roll: f32) -> Self {
        Self {
            roll: roll.clamp(-60.0, 60.0),
            ..self
        }
    }

    /// Changes the light.
    #[must_use]
    pub fn lit(self, light: Light) -> Self {
        Self { light, ..self }
    }

    /// Changes how much of the height of the picture the head takes, as a share; 0.62 at first.
    #[must_use]
    pub fn sized(self, size: f32) -> Self {
        Self {
            size: size.clamp(0.02, 4.0),
            ..self
        }
    }

    /// Changes where the middle of the head is, as shares of the width and the height of the
    /// picture.
    #[must_use]
    pub fn placed(self, across: f32, down: f32) -> Self {
        Self {
            middle: [across, down],
            ..self
        }
    }

    /// Draws head and shoulders in front of a plain wall, in this many pixels.
    ///
    /// # Errors
    ///
    /// Returns an error for a picture without pixels, or with more than six million.
    pub fn draw(&self, width: u32, height: u32) -> Result<RgbImage, SpecimenError> {
        let pixels = u64::from(width) * u64::from(height);
        if pixels == 0 || pixels > MOST_PIXELS {
            return Err(SpecimenError::Size { width, height });
        }
        let mut surfaces = anatomy::surfaces(&self.traits);
        surfaces.extend(hair::surfaces(&self.traits));
        let turn = Turn::new(self.yaw, self.pitch, self.roll);
        let mut shadows = Shadows::new(self.light.direction());
        let view = View::new(self, [width, height]);
        let (wide, tall) = (width as usize * FINER, height as usize * FINER);
        let mut canvas = Canvas::new(wide, tall);
        for mesh in &surfaces {
            shadows.draw(mesh, |at| turn.seen(mesh, at));
            canvas.draw(mesh, |at| view.corner(turn.seen(mesh, at)));
        }
        let mut image = RgbImage::new(width, height);
        for (x, y, pixel) in image.enumerate_pixels_mut() {
            let mut sum = [0.0_f32; 3];
            for step in 0..FINER * FINER {
                let at = [
                    x as usize * FINER + step % FINER,
                    y as usize * FINER + step / FINER,
                ];
                let light = match canvas.at(at[0], at[1]) {
                    Some(seen) => {
                        let paint = paint::paint(&self.traits, seen.material, seen.own);
                        self.light.on(seen, &paint, view.camera, &shadows)
                    }
                    None => self.wall_at(at[0] as f32 / wide as f32, at[1] as f32 / tall as f32),
                };
                sum = plus(sum, light);
            }
            pixel.0 = times(sum, 1.0 / (FINER * FINER) as f32).map(byte);
        }
        Ok(image)
    }

    /// Draws as [`draw`](Self::draw) does, and encodes the picture as a telephone would: as JPEG of
    /// this quality, 1 to 100.
    ///
    /// # Errors
    ///
    /// Returns an error for a picture without pixels, or with more than six million.
    pub fn jpeg(&self, width: u32, height: u32, quality: u8) -> Result<Vec<u8>, SpecimenError> {
        photo::encode(&self.draw(width, height)?, quality)
    }

    /// The light of the wall at a share of the width and the height.
    fn wall_at(&self, across: f32, down: f32) -> Vector {
        let side = (across - 0.5) * self.light.direction()[0] * 0.35;
        let level = (self.light.lamp * 0.6 + self.light.around * 0.6) * (1.0 + side - 0.15 * down);
        let tint = self.light.tint();
        let mut out = times(self.wall, level);
        for (value, tint) in out.iter_mut().zip(tint) {
            *value *= tint;
        }
        out
    }
}

/// The byte of linear light, whose highlights are compressed.
fn byte(light: f32) -> u8 {
    let light = light.max(0.0);
    let soft = if light > 0.7 {
        0.7 + 0.3 * (1.0 - (-(light - 0.7) / 0.3).exp())
    } else {
        light
    };
    (soft.powf(1.0 / 2.2) * 255.0).round() as u8
}

/// How the head is turned.
#[derive(Debug, Clone, Copy)]
struct Turn {
    yaw: (f32, f32),
    pitch: (f32, f32),
    roll: (f32, f32),
}

impl Turn {
    fn new(yaw: f32, pitch: f32, roll: f32) -> Self {
        let turn = |degrees: f32| degrees.to_radians().sin_cos();
        Self {
            yaw: turn(yaw),
            pitch: turn(pitch),
            roll: turn(roll),
        }
    }

    fn apply(&self, [x, y, z]: Vector) -> Vector {
        let (sin, cos) = self.pitch;
        let (y, z) = (y * cos - z * sin, y * sin + z * cos);
        let (sin, cos) = self.yaw;
        let (x, z) = (x * cos + z * sin, z * cos - x * sin);
        let (sin, cos) = self.roll;
        [x * cos - y * sin, x * sin + y * cos, z]
    }

    /// A point of a surface in the room.
    fn seen(&self, mesh: &Mesh, at: usize) -> Seen {
        let own = mesh.places.get(at).copied().unwrap_or_default();
        let normal = mesh.normals.get(at).copied().unwrap_or_default();
        let (place, normal) = if mesh.turns {
            (
                plus(self.apply(minus(own, PIVOT)), PIVOT),
                unit(self.apply(normal)),
            )
        } else {
            (own, normal)
        };
        Seen {
            material: mesh.material,
            own,
            place,
            normal,
        }
    }
}

/// The camera that looks at a head: it maps places in space to pixels.
#[derive(Debug, Clone, Copy)]
struct View {
    camera: Vector,
    middle: [f32; 2],
    scale: f32,
}

impl View {
    fn new(head: &Head, [width, height]: [u32; 2]) -> Self {
        // A mean head is 25 cm high.
        let per_cm = height as f32 * head.size / 25.0 * FINER as f32;
        Self {
            camera: [0.0, 0.0, DISTANCE],
            middle: [
                width as f32 * head.middle[0] * FINER as f32,
                height as f32 * head.middle[1] * FINER as f32,
            ],
            scale: per_cm * (DISTANCE - 6.0),
        }
    }

    fn corner(&self, seen: Seen) -> Corner {
        let [x, y, z] = seen.place;
        let scale = self.scale / (self.camera[2] - z).max(1.0);
        Corner {
            at: [self.middle[0] + x * scale, self.middle[1] + y * scale],
            near: z,
            seen,
        }
    }
}

//! Draws what a camera sees while somebody shows it things, as a Motion JPEG film.
//!
//! Browsers accept such a file in place of a camera (Chromium:
//! `--use-file-for-fake-video-capture`), play it at 30 frames per second, and start again at its
//! end. Frames are compressed independently, and a hand that is held still repeats a few of them,
//! so drawing a film takes only a moment.

use crate::card::{Card, Outline};
use crate::error::SpecimenError;
use crate::licence::Licence;
use crate::photo::{Photo, encode, photograph};
use crate::portrait;
use crate::rng::Rng;
use crate::scene::{Difficulty, Scene, Table};
use crate::sensor;
use crate::sheet::Sheet;
use image::RgbImage;

/// The number of frames per second, as browsers play it.
pub const FRAMES_A_SECOND: usize = 30;

/// The number of different pictures of a steady hand.
const STEADY_PICTURES: usize = 3;

/// A film that is being made, to which shots are added one after the other.
///
/// ```no_run
/// use specimen::{Footage, Specimen};
/// let licence = Specimen::from_seed(7, jiff::civil::date(2026, 6, 1));
/// let film = Footage::new(7, 1280, 720)
///     .table(30)?
///     .card(&licence.front()?, 120)?
///     .card(&licence.back()?, 120)?
///     .face(licence.licence(), 120)?;
/// std::fs::write("camera.mjpeg", film.mjpeg()).ok();
/// # Ok::<(), specimen::SpecimenError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Footage {
    scene: Scene,
    frames: usize,
    bytes: Vec<u8>,
}

impl Footage {
    /// Creates a film without frames, of pictures with this size, on a wooden table in good light.
    pub fn new(seed: u64, width: u32, height: u32) -> Self {
        let scene = Scene {
            width,
            height,
            fill: 0.78,
            offset: [0.0, 0.0],
            table: Table::Wood,
            noise: 1.0,
            quality: 84,
            ..Scene::from_seed(seed, Difficulty::Good)
        };
        Self {
            scene,
            frames: 0,
            bytes: Vec::new(),
        }
    }

    /// Changes how all later shots are taken, for example too dark, from too far away, or with
    /// glare.
    pub fn changed(mut self, change: impl FnOnce(&mut Scene)) -> Self {
        change(&mut self.scene);
        self
    }

    /// Adds the empty table for a number of frames.
    pub fn table(mut self, frames: usize) -> Result<Self, SpecimenError> {
        // A card that lies two frames below the picture leaves only the table in it.
        let away = Scene {
            offset: [0.0, 2.0],
            ..self.scene.clone()
        };
        let nothing = Card::finish(Card::new_sheet(Outline::CARD)?, Outline::CARD);
        let picture = photograph(&nothing, &away)?;
        self.show(&picture.jpeg, frames);
        Ok(self)
    }

    /// Adds a card that is moved in during half a second and then held for a number of frames.
    pub fn card(mut self, card: &Card, held: usize) -> Result<Self, SpecimenError> {
        const STEPS: usize = 5;
        for step in 0..STEPS {
            let left = 1.0 - step as f32 / STEPS as f32;
            let moving = Scene {
                offset: [0.0, 0.9 * left],
                motion: 3.0 * left,
                motion_angle: 90.0,
                ..self.scene.clone()
            };
            let picture = photograph(card, &moving)?;
            self.show(&picture.jpeg, FRAMES_A_SECOND / 2 / STEPS);
        }
        self.held(card, held)
    }

    /// Adds a card that is held still for a number of frames, as a steady hand does.
    pub fn held(mut self, card: &Card, frames: usize) -> Result<Self, SpecimenError> {
        let mut rng = Rng::new(self.scene.seed, "tremor");
        let still: Vec<Photo> = (0..STEADY_PICTURES)
            .map(|_| {
                // The seed is the same, so the table does not change and only the card moves.
                let held = Scene {
                    offset: [rng.between(-0.001, 0.001), rng.between(-0.001, 0.001)],
                    roll: self.scene.roll + rng.between(-0.05, 0.05),
                    ..self.scene.clone()
                };
                photograph(card, &held)
            })
            .collect::<Result<_, _>>()?;
        for picture in still.iter().cycle().take(frames) {
            self.show(&picture.jpeg, 1);
        }
        Ok(self)
    }

    /// Adds the holder of a licence, who looks into the camera for a number of frames. The face is
    /// drawn, and nobody's.
    pub fn face(mut self, licence: &Licence, frames: usize) -> Result<Self, SpecimenError> {
        let picture = face(licence, &self.scene)?;
        self.show(&picture, frames);
        Ok(self)
    }

    /// Adds a picture for this many frames: red, green and blue of each pixel, row by row.
    ///
    /// # Errors
    ///
    /// Returns an error if the picture does not have the size of the film.
    pub fn picture(mut self, rgb: &[u8], frames: usize) -> Result<Self, SpecimenError> {
        let Scene { width, height, .. } = self.scene;
        let image = RgbImage::from_raw(width, height, rgb.to_vec());
        let image = image.ok_or(SpecimenError::Size { width, height })?;
        let picture = encode(&image, self.scene.quality)?;
        self.show(&picture, frames);
        Ok(self)
    }

    /// Returns the number of frames so far.
    pub fn frames(&self) -> usize {
        self.frames
    }

    /// Returns the film: its frames one after the other, each a complete JPEG.
    pub fn mjpeg(self) -> Vec<u8> {
        self.bytes
    }

    fn show(&mut self, jpeg: &[u8], frames: usize) {
        for _ in 0..frames {
            self.bytes.extend_from_slice(jpeg);
        }
        self.frames += frames;
    }
}

/// Draws head and shoulders in front of a wall, as JPEG.
fn face(licence: &Licence, scene: &Scene) -> Result<Vec<u8>, SpecimenError> {
    let (width, height) = (scene.width, scene.height);
    let mut sheet = Sheet::new(width, height, 1.0)?;
    portrait::sitter(
        &mut sheet,
        licence.seed,
        licence.person.hair,
        [width as f32, height as f32],
    );
    let pixels = sheet
        .pixmap
        .data()
        .chunks_exact(4)
        .flat_map(|pixel| pixel.iter().take(3).copied())
        .collect();
    let mut image = RgbImage::from_raw(width, height, pixels).unwrap_or_default();
    sensor::defocus(&mut image, 0.8);
    sensor::apply_sensor(&mut image, scene);
    encode(&image, scene.quality)
}

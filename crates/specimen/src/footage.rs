//! What a camera sees while somebody holds things up to it: a Motion JPEG, frame after frame.
//!
//! Browsers take such a file in place of a camera (Chromium: `--use-file-for-fake-video-capture`),
//! play it at 30 frames a second and begin again at its end. Nothing is compressed between frames,
//! and a hand that is held still repeats a few of them, so that a film of many seconds is drawn in
//! a moment.

use crate::card::{Card, Outline};
use crate::dice::Dice;
use crate::error::SpecimenError;
use crate::film;
use crate::ink::Sheet;
use crate::licence::Licence;
use crate::photo::{Photo, encode, photograph};
use crate::portrait;
use crate::scene::{Difficulty, Scene, Table};
use image::RgbImage;

/// Frames in a second of film, as browsers play it.
pub const FRAMES_A_SECOND: usize = 30;

/// How many different pictures a steady hand gives.
const TREMOR: usize = 3;

/// A film in the making: shots are put one behind the other.
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
    /// A film without a frame yet, of pictures this large. On a wooden table, in good light.
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

    /// Takes every later shot in another light or from elsewhere: too dark, too far away, with a
    /// glare.
    pub fn changed(mut self, change: impl FnOnce(&mut Scene)) -> Self {
        change(&mut self.scene);
        self
    }

    /// The bare table for so many frames.
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

    /// A card that is brought in over half a second and held for so many frames.
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
        let mut dice = Dice::new(self.scene.seed, "tremor");
        let still: Vec<Photo> = (0..TREMOR)
            .map(|_| {
                // The same seed: the table stays what it is, and only the card moves.
                let held = Scene {
                    offset: [dice.between(-0.001, 0.001), dice.between(-0.001, 0.001)],
                    roll: self.scene.roll + dice.between(-0.05, 0.05),
                    ..self.scene.clone()
                };
                photograph(card, &held)
            })
            .collect::<Result<_, _>>()?;
        for picture in still.iter().cycle().take(held) {
            self.show(&picture.jpeg, 1);
        }
        Ok(self)
    }

    /// The holder of a licence, who looks into the camera for so many frames: drawn, and nobody.
    pub fn face(mut self, licence: &Licence, frames: usize) -> Result<Self, SpecimenError> {
        let picture = face(licence, &self.scene)?;
        self.show(&picture, frames);
        Ok(self)
    }

    /// How many frames there are so far.
    pub fn frames(&self) -> usize {
        self.frames
    }

    /// The film: its frames, each a whole JPEG, one behind the other.
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

/// The picture of a head and shoulders before a wall, as JPEG.
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
    film::defocus(&mut image, 0.8);
    film::develop(&mut image, scene);
    encode(&image, scene.quality)
}

//! How a card is photographed: everything that can go wrong with a phone and its owner, as numbers.

use crate::rng::Rng;

/// A photograph to take. Lengths on the card are in millimetres, so that a scene is as difficult at
/// 0.3 as at 12 megapixels. What depends on the sensor is in pixels or levels of 255.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// The seed of what has no number of its own: the grain of the table, and noise.
    pub seed: u64,
    /// The width of the picture in pixels.
    pub width: u32,
    /// The height of the picture in pixels.
    pub height: u32,
    /// The fraction of the frame that the card takes along the tighter side. Above 1, it is cut.
    pub fill: f32,
    /// The position of the card's middle, in fractions of the frame from its middle.
    pub offset: [f32; 2],
    /// The rotation in the picture, in degrees clockwise.
    pub roll: f32,
    /// The rotation about the picture's horizontal axis, in degrees.
    pub tilt: f32,
    /// The rotation about the picture's vertical axis, in degrees.
    pub pan: f32,
    /// How far the middle of the card is raised above its left and right edges, in millimetres.
    pub bend: f32,
    /// How worn the card is, from 0 (new) to 1 (scratched and rubbed all over).
    pub wear: f32,
    /// What the card lies on.
    pub table: Table,
    /// The sigma of the defocus, in millimetres on the card.
    pub defocus: f32,
    /// The length of the camera's shake, in millimetres on the card.
    pub motion: f32,
    /// The direction of the shake in the picture, in degrees.
    pub motion_angle: f32,
    /// The brightness, which is 1 for a well exposed picture.
    pub exposure: f32,
    /// How much brighter one side of the picture is than the other, 0 to 1.
    pub gradient: f32,
    /// The colour of the light, from -1 (bluish) to 1 (yellowish).
    pub warmth: f32,
    /// The shade of a hand or a phone, 0 to 1.
    pub shade: f32,
    /// A reflection on the card.
    pub glare: Option<Glare>,
    /// The sigma of the sensor's noise in levels of 255, at middle grey.
    pub noise: f32,
    /// The JPEG quality, 1 to 100.
    pub quality: u8,
}

/// A bright reflection of a light on the lamination.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glare {
    /// Its middle, in fractions of the card's width and height from the top left.
    pub at: [f32; 2],
    /// Its radius in millimetres.
    pub radius: f32,
    /// Its strength; 1 makes its middle white.
    pub strength: f32,
}

/// What the card lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Table {
    /// Wooden boards with their grain.
    Wood,
    /// A woven cloth.
    Cloth,
    /// A plain grey surface.
    Grey,
    /// A dark desk.
    Dark,
    /// A light stone with veins.
    Stone,
    /// The keys of a keyboard, in rows.
    Keyboard,
    /// A checked cloth: straight stripes both ways.
    Checks,
    /// Nothing: a hand holds the card up before a room, its thumb over one edge.
    Hand,
}

/// How hard a photograph is to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Difficulty {
    /// Taken by a careful person in good light, at 1600 × 1200.
    Good,
    /// An ordinary photograph: rotated, tilted, slightly blurred or dim.
    Fair,
    /// Two or three real difficulties at once; a person could still read most of them.
    Hard,
}

impl Scene {
    /// Returns the scene of `seed` at a difficulty.
    pub fn from_seed(seed: u64, difficulty: Difficulty) -> Self {
        let mut rng = Rng::new(seed, "scene");
        let good = Self {
            seed,
            width: 1600,
            height: 1200,
            fill: rng.between(0.74, 0.88),
            offset: [rng.between(-0.03, 0.03), rng.between(-0.04, 0.04)],
            roll: rng.between(-3.0, 3.0),
            tilt: rng.between(-5.0, 5.0),
            pan: rng.between(-5.0, 5.0),
            bend: 0.0,
            wear: 0.0,
            table: *rng.choose(&TABLES).unwrap_or(&Table::Wood),
            defocus: rng.between(0.025, 0.045),
            motion: 0.0,
            motion_angle: rng.between(0.0, 180.0),
            exposure: rng.between(0.94, 1.06),
            gradient: rng.between(0.04, 0.16),
            warmth: rng.between(-0.15, 0.3),
            shade: 0.0,
            glare: None,
            noise: rng.between(1.0, 2.5),
            quality: rng.within(86, 93) as u8,
        };
        match difficulty {
            Difficulty::Good => good,
            Difficulty::Fair => good.fair(&mut rng),
            Difficulty::Hard => good.fair(&mut rng).hard(&mut rng),
        }
    }

    /// Returns a photograph that nobody can read: far out of focus, shaken and nearly black.
    pub fn unreadable(seed: u64) -> Self {
        let mut rng = Rng::new(seed, "unreadable");
        Self {
            defocus: rng.between(0.9, 1.3),
            motion: rng.between(1.5, 3.0),
            exposure: rng.between(0.22, 0.4),
            noise: rng.between(9.0, 13.0),
            quality: 60,
            ..Self::from_seed(seed, Difficulty::Good)
        }
    }

    fn fair(self, rng: &mut Rng) -> Self {
        let (width, height) = *rng
            .choose(&[
                (1600, 1200),
                (2048, 1536),
                (1280, 960),
                (1200, 1600),
                (1920, 1080),
            ])
            .unwrap_or(&(1600, 1200));
        // One in three is held in any direction, the others nearly straight.
        let roll = if rng.chance(0.33) {
            rng.between(-180.0, 180.0)
        } else {
            rng.between(-14.0, 14.0)
        };
        Self {
            width,
            height,
            fill: rng.between(0.68, 0.92),
            roll,
            tilt: rng.between(-16.0, 16.0),
            pan: rng.between(-14.0, 14.0),
            bend: if rng.chance(0.2) {
                rng.between(0.3, 1.0)
            } else {
                0.0
            },
            wear: if rng.chance(0.25) {
                rng.between(0.05, 0.3)
            } else {
                0.0
            },
            defocus: rng.between(0.03, 0.075),
            motion: if rng.chance(0.3) {
                rng.between(0.05, 0.18)
            } else {
                0.0
            },
            exposure: rng.between(0.62, 1.15),
            gradient: rng.between(0.1, 0.4),
            warmth: rng.between(-0.4, 0.7),
            shade: if rng.chance(0.35) {
                rng.between(0.15, 0.4)
            } else {
                0.0
            },
            glare: rng.chance(0.3).then(|| Glare {
                at: [rng.between(0.0, 1.0), rng.between(0.0, 0.25)],
                radius: rng.between(4.0, 9.0),
                strength: rng.between(0.3, 0.7),
            }),
            noise: rng.between(2.0, 6.0),
            quality: rng.within(70, 90) as u8,
            ..self
        }
    }

    fn hard(mut self, rng: &mut Rng) -> Self {
        let troubles = rng.within(2, 3);
        for _ in 0..troubles {
            match rng.below(10) {
                0 => self.roll = rng.between(-180.0, 180.0),
                1 => {
                    self.tilt = rng.between(18.0, 34.0) * if rng.chance(0.5) { 1.0 } else { -1.0 };
                    self.pan = rng.between(-24.0, 24.0);
                }
                2 => self.defocus = rng.between(0.09, 0.17),
                3 => self.motion = rng.between(0.25, 0.6),
                4 => {
                    self.exposure = rng.between(0.16, 0.4);
                    self.noise = rng.between(6.0, 12.0);
                }
                5 => {
                    self.glare = Some(Glare {
                        at: [rng.between(0.2, 0.8), rng.between(0.35, 0.8)],
                        radius: rng.between(5.0, 13.0),
                        strength: rng.between(0.8, 1.5),
                    });
                }
                6 => self.wear = rng.between(0.4, 1.0),
                7 => self.bend = rng.between(1.5, 4.5),
                8 => {
                    (self.width, self.height) = *rng
                        .choose(&[(800, 600), (1024, 768), (720, 960)])
                        .unwrap_or(&(800, 600));
                    self.quality = rng.within(48, 70) as u8;
                }
                _ => {
                    self.fill = rng.between(1.02, 1.12);
                    self.offset = [rng.between(-0.12, 0.12), rng.between(-0.1, 0.1)];
                    self.shade = rng.between(0.3, 0.6);
                }
            }
        }
        self
    }
}

/// What seeds choose from. A kind that is added here gives every seed another photograph.
const TABLES: [Table; 6] = [
    Table::Wood,
    Table::Wood,
    Table::Cloth,
    Table::Grey,
    Table::Dark,
    Table::Stone,
];

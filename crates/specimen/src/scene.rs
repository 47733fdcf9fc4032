//! How a card is photographed: every trouble a phone and its owner cause, as plain numbers.

use crate::dice::Dice;

/// A photograph to take. Lengths on the card are in millimetres, so that a scene is as hard at
/// 0.3 as at 12 megapixels; what depends on the sensor is in pixels or levels of 255.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Seed of what has no number of its own: grain of the table, noise.
    pub seed: u64,
    /// Width of the picture in pixels.
    pub width: u32,
    /// Height of the picture in pixels.
    pub height: u32,
    /// Share of the frame the card's outline takes, along the tighter side; above 1 it is cut.
    pub fill: f32,
    /// Where the middle of the card lies, as shares of the frame from its middle.
    pub offset: [f32; 2],
    /// Rotation in the picture, degrees clockwise.
    pub roll: f32,
    /// Rotation about the picture's level axis, degrees.
    pub tilt: f32,
    /// Rotation about the picture's upright axis, degrees.
    pub pan: f32,
    /// How far the middle of the card rises over its left and right edges, millimetres.
    pub bend: f32,
    /// How worn the card is: 0 new, 1 scratched and rubbed all over.
    pub wear: f32,
    /// What the card lies on.
    pub table: Table,
    /// Spread (sigma) of the defocus, millimetres on the card.
    pub defocus: f32,
    /// Length of the camera's shake, millimetres on the card.
    pub motion: f32,
    /// Direction of the shake in the picture, degrees.
    pub motion_angle: f32,
    /// Brightness, 1 for a well exposed picture.
    pub exposure: f32,
    /// How much brighter one side of the picture is than the other, 0 to 1.
    pub gradient: f32,
    /// Colour of the light: below 0 bluish, above 0 yellowish, up to 1.
    pub warmth: f32,
    /// Shade thrown by a hand or a phone, 0 to 1.
    pub shade: f32,
    /// Light mirrored by the card.
    pub glare: Option<Glare>,
    /// Spread (sigma) of the sensor's noise in levels of 255, at middle grey.
    pub noise: f32,
    /// JPEG quality, 1 to 100.
    pub quality: u8,
}

/// A blob of mirrored light.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glare {
    /// Its middle, as shares of the card's width and height from the top left.
    pub at: [f32; 2],
    /// Its radius in millimetres.
    pub radius: f32,
    /// 1 whites out its middle.
    pub strength: f32,
}

/// What the card lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Table {
    /// Boards with their grain.
    Wood,
    /// A woven cloth.
    Cloth,
    /// An even grey surface.
    Grey,
    /// A dark desk.
    Dark,
    /// A pale stone with veins.
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
    /// A careful person in good light, at 1600 x 1200.
    Good,
    /// An ordinary photograph: turned, tilted, a little soft or dim.
    Fair,
    /// Two or three real troubles at once; a person could still read most of them.
    Hard,
}

impl Scene {
    /// The scene of `seed` at a difficulty.
    pub fn from_seed(seed: u64, difficulty: Difficulty) -> Self {
        let mut dice = Dice::new(seed, "scene");
        let good = Self {
            seed,
            width: 1600,
            height: 1200,
            fill: dice.between(0.74, 0.88),
            offset: [dice.between(-0.03, 0.03), dice.between(-0.04, 0.04)],
            roll: dice.between(-3.0, 3.0),
            tilt: dice.between(-5.0, 5.0),
            pan: dice.between(-5.0, 5.0),
            bend: 0.0,
            wear: 0.0,
            table: *dice.choose(&TABLES).unwrap_or(&Table::Wood),
            defocus: dice.between(0.025, 0.045),
            motion: 0.0,
            motion_angle: dice.between(0.0, 180.0),
            exposure: dice.between(0.94, 1.06),
            gradient: dice.between(0.04, 0.16),
            warmth: dice.between(-0.15, 0.3),
            shade: 0.0,
            glare: None,
            noise: dice.between(1.0, 2.5),
            quality: dice.within(86, 93) as u8,
        };
        match difficulty {
            Difficulty::Good => good,
            Difficulty::Fair => good.fair(&mut dice),
            Difficulty::Hard => good.fair(&mut dice).hard(&mut dice),
        }
    }

    /// A photograph nobody can read: far out of focus, shaken and nearly black.
    pub fn unreadable(seed: u64) -> Self {
        let mut dice = Dice::new(seed, "unreadable");
        Self {
            defocus: dice.between(0.9, 1.3),
            motion: dice.between(1.5, 3.0),
            exposure: dice.between(0.22, 0.4),
            noise: dice.between(9.0, 13.0),
            quality: 60,
            ..Self::from_seed(seed, Difficulty::Good)
        }
    }

    fn fair(self, dice: &mut Dice) -> Self {
        let (width, height) = *dice
            .choose(&[
                (1600, 1200),
                (2048, 1536),
                (1280, 960),
                (1200, 1600),
                (1920, 1080),
            ])
            .unwrap_or(&(1600, 1200));
        // One in three is held in any direction, the others nearly straight.
        let roll = if dice.chance(0.33) {
            dice.between(-180.0, 180.0)
        } else {
            dice.between(-14.0, 14.0)
        };
        Self {
            width,
            height,
            fill: dice.between(0.68, 0.92),
            roll,
            tilt: dice.between(-16.0, 16.0),
            pan: dice.between(-14.0, 14.0),
            bend: if dice.chance(0.2) {
                dice.between(0.3, 1.0)
            } else {
                0.0
            },
            wear: if dice.chance(0.25) {
                dice.between(0.05, 0.3)
            } else {
                0.0
            },
            defocus: dice.between(0.03, 0.075),
            motion: if dice.chance(0.3) {
                dice.between(0.05, 0.18)
            } else {
                0.0
            },
            exposure: dice.between(0.62, 1.15),
            gradient: dice.between(0.1, 0.4),
            warmth: dice.between(-0.4, 0.7),
            shade: if dice.chance(0.35) {
                dice.between(0.15, 0.4)
            } else {
                0.0
            },
            glare: dice.chance(0.3).then(|| Glare {
                at: [dice.between(0.0, 1.0), dice.between(0.0, 0.25)],
                radius: dice.between(4.0, 9.0),
                strength: dice.between(0.3, 0.7),
            }),
            noise: dice.between(2.0, 6.0),
            quality: dice.within(70, 90) as u8,
            ..self
        }
    }

    fn hard(mut self, dice: &mut Dice) -> Self {
        let troubles = dice.within(2, 3);
        for _ in 0..troubles {
            match dice.below(10) {
                0 => self.roll = dice.between(-180.0, 180.0),
                1 => {
                    self.tilt =
                        dice.between(18.0, 34.0) * if dice.chance(0.5) { 1.0 } else { -1.0 };
                    self.pan = dice.between(-24.0, 24.0);
                }
                2 => self.defocus = dice.between(0.09, 0.17),
                3 => self.motion = dice.between(0.25, 0.6),
                4 => {
                    self.exposure = dice.between(0.16, 0.4);
                    self.noise = dice.between(6.0, 12.0);
                }
                5 => {
                    self.glare = Some(Glare {
                        at: [dice.between(0.2, 0.8), dice.between(0.35, 0.8)],
                        radius: dice.between(5.0, 13.0),
                        strength: dice.between(0.8, 1.5),
                    });
                }
                6 => self.wear = dice.between(0.4, 1.0),
                7 => self.bend = dice.between(1.5, 4.5),
                8 => {
                    (self.width, self.height) = *dice
                        .choose(&[(800, 600), (1024, 768), (720, 960)])
                        .unwrap_or(&(800, 600));
                    self.quality = dice.within(48, 70) as u8;
                }
                _ => {
                    self.fill = dice.between(1.02, 1.12);
                    self.offset = [dice.between(-0.12, 0.12), dice.between(-0.1, 0.1)];
                    self.shade = dice.between(0.3, 0.6);
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

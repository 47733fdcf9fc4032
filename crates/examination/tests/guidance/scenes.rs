//! What is held to the camera: every background, distance, side, blur and light against each other.

use proofing::ports::Hint;
use specimen::{Card, Difficulty, Glare, Scene, Specimen, Table, photograph};

/// What the document lies on, or is held by.
pub(crate) const BACKGROUNDS: [(&str, Table); 6] = [
    ("wood", Table::Wood),
    ("marble", Table::Stone),
    ("cloth", Table::Cloth),
    ("keyboard", Table::Keyboard),
    ("hand", Table::Hand),
    ("patterned", Table::Checks),
];

/// Where the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Distance {
    /// A quarter or a third of the frame's width.
    Far,
    /// All of it is in the frame, and large enough.
    Right,
    /// A part of it is outside the frame.
    Cut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blur {
    Sharp,
    Blurred,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Light {
    Good,
    Dim,
    Dark,
    Glare,
}

/// One film: the frames differ as those of a hand that is held still.
#[derive(Debug, Clone)]
pub(crate) struct Film {
    pub(crate) background: &'static str,
    pub(crate) distance: Distance,
    pub(crate) is_back: bool,
    pub(crate) blur: Blur,
    pub(crate) light: Light,
    scene: Scene,
}

impl Film {
    /// The hints that are true of it. Where nothing is wrong there is none, and the moment is good.
    pub(crate) fn troubles(&self) -> Vec<Hint> {
        let mut troubles = Vec::new();
        match self.distance {
            Distance::Far => troubles.push(Hint::TooFar),
            Distance::Cut => troubles.push(Hint::CutOff),
            Distance::Right => {}
        }
        if self.blur == Blur::Blurred {
            troubles.push(Hint::Blurred);
        }
        match self.light {
            Light::Dark => troubles.push(Hint::TooDark),
            Light::Glare => troubles.push(Hint::Glare),
            Light::Good | Light::Dim => {}
        }
        troubles
    }

    /// Whether a hint makes it worse: who is too far away is told to move back, or who is in the
    /// dark to avoid the light.
    pub(crate) fn is_opposite(&self, hint: Hint) -> bool {
        match hint {
            Hint::CutOff => self.distance == Distance::Far,
            Hint::TooFar => self.distance == Distance::Cut,
            Hint::Glare => self.light == Light::Dark,
            Hint::TooDark => self.light == Light::Glare,
            _ => false,
        }
    }

    pub(crate) fn blur_name(&self) -> &'static str {
        match self.blur {
            Blur::Sharp => "sharp",
            Blur::Blurred => "blurred",
        }
    }

    pub(crate) fn light_name(&self) -> &'static str {
        match self.light {
            Light::Good => "good",
            Light::Dim => "dim",
            Light::Dark => "dark",
            Light::Glare => "glare",
        }
    }

    /// Its frames as JPEG, as many as are asked for.
    pub(crate) fn frames(&self, sides: &[Card; 2], count: u64) -> Vec<Vec<u8>> {
        let side = &sides[usize::from(self.is_back)];
        (0..count)
            .map(|number| {
                let step = number as f32 * 0.003;
                let scene = Scene {
                    offset: [self.scene.offset[0] + step, self.scene.offset[1] - step],
                    roll: self.scene.roll + 0.3 * number as f32,
                    ..self.scene.clone()
                };
                photograph(side, &scene).unwrap().jpeg
            })
            .collect()
    }
}

/// The licence that all films show, another one for each seed.
pub(crate) fn sides(seed: u64) -> [Card; 2] {
    let specimen = Specimen::from_seed(11 + seed, jiff::civil::date(2026, 6, 1));
    [specimen.front().unwrap(), specimen.back().unwrap()]
}

/// Every film, `takes` times with other seeds from this one on. Frames are as large as the pages
/// send them.
pub(crate) fn films(first: u64, takes: u64) -> Vec<Film> {
    let mut films = Vec::new();
    for take in first..first + takes {
        for (background, table) in BACKGROUNDS {
            for distance in [Distance::Far, Distance::Right, Distance::Cut] {
                for is_back in [false, true] {
                    for blur in [Blur::Sharp, Blur::Blurred] {
                        for light in [Light::Good, Light::Dim, Light::Dark, Light::Glare] {
                            let seed = films.len() as u64 + 1_000 * take;
                            films.push(Film {
                                background,
                                distance,
                                is_back,
                                blur,
                                light,
                                scene: scene(seed, table, distance, blur, light),
                            });
                        }
                    }
                }
            }
        }
    }
    films
}

/// A film of nothing: the card lies two frames below.
pub(crate) fn bare(table: Table) -> Film {
    let mut scene = scene(7, table, Distance::Right, Blur::Sharp, Light::Good);
    scene.offset = [0.0, 2.0];
    Film {
        background: "bare",
        distance: Distance::Right,
        is_back: false,
        blur: Blur::Sharp,
        light: Light::Good,
        scene,
    }
}

pub(crate) fn scene(
    seed: u64,
    table: Table,
    distance: Distance,
    blur: Blur,
    light: Light,
) -> Scene {
    let base = Scene::from_seed(seed, Difficulty::Good);
    // Three numbers a film, from its own scene.
    let [one, two, three] = [base.roll, base.tilt, base.pan].map(|angle| (angle * 97.0).fract());
    let share = |from: f32, to: f32| from + (to - from) * (one.abs() + two.abs()) / 2.0;
    let side = if three < 0.0 { -1.0 } else { 1.0 };
    let (fill, offset) = match distance {
        Distance::Far => (share(0.24, 0.36), [0.1 * one, 0.12 * two]),
        Distance::Right => (share(0.62, 0.86), [0.03 * one, 0.04 * two]),
        Distance::Cut if three.abs() < 0.5 => (share(0.7, 0.9), [0.26 * side, 0.04 * two]),
        Distance::Cut => (share(1.12, 1.35), [0.1 * side, 0.08 * two]),
    };
    let exposure = match light {
        Light::Good => 1.0,
        Light::Dim => 0.55,
        Light::Dark => 0.14,
        Light::Glare => 1.1,
    };
    Scene {
        width: 640,
        height: 480,
        fill,
        offset,
        table,
        exposure,
        roll: 2.0 * base.roll,
        defocus: if blur == Blur::Blurred { 0.75 } else { 0.04 },
        glare: (light == Light::Glare).then_some(Glare {
            at: [0.5 + 0.2 * one, 0.5 + 0.2 * two],
            radius: 12.0,
            strength: 1.4,
        }),
        noise: if light == Light::Dark { 5.0 } else { 2.0 },
        quality: 70,
        ..base
    }
}

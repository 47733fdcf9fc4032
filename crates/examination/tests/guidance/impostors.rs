//! What is held up in place of the side that is wanted: the front again, a cover, a copy, a screen;
//! and the documents themselves, which must never be called one of them.

use std::rc::Rc;

use proofing::ports::{CaptureTarget, Hint};
use specimen::{Card, Scene, Specimen, Travel, photograph};

use crate::scenes::{BACKGROUNDS, Blur, Distance, Light, scene};

/// What somebody holds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shown {
    /// The front of a licence whose back is wanted.
    FrontAgain,
    /// The cover of a passport.
    Cover,
    /// A black and white copy of a licence or of the page of a passport.
    Copy,
    /// A licence or the page of a passport on a screen.
    Screen,
    /// What is wanted: a front, a page, a back.
    Original,
}

impl Shown {
    pub(crate) const ALL: [Self; 5] = [
        Self::FrontAgain,
        Self::Cover,
        Self::Copy,
        Self::Screen,
        Self::Original,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::FrontAgain => "the front where the back is wanted",
            Self::Cover => "the cover of a passport",
            Self::Copy => "a black and white copy",
            Self::Screen => "a screen",
            Self::Original => "the side that is wanted",
        }
    }

    /// The hint that is true of it.
    pub(crate) fn hint(self) -> Option<Hint> {
        match self {
            Self::FrontAgain => Some(Hint::WrongSide),
            Self::Cover => Some(Hint::Cover),
            Self::Copy => Some(Hint::Copy),
            Self::Screen => Some(Hint::Screen),
            Self::Original => None,
        }
    }

    /// Whether a hint says of it that it is something else than it is.
    pub(crate) fn is_slandered_by(self, hint: Hint) -> bool {
        let about = [Hint::WrongSide, Hint::Cover, Hint::Copy, Hint::Screen];
        about.contains(&hint) && self.hint() != Some(hint)
    }
}

/// What the server is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Licence,
    Page,
    Back,
    /// A licence and a page, close up.
    Surface,
}

/// One film, of two frames.
#[derive(Debug)]
pub(crate) struct Film {
    pub(crate) look: Look,
    card: Rc<Card>,
    scene: Scene,
    /// The front and where it was seen before, where the back is wanted.
    before: Option<(Rc<Card>, Scene)>,
}

impl Film {
    pub(crate) fn target(&self) -> CaptureTarget {
        match self.look {
            Look::Licence => CaptureTarget::LicenceFront,
            Look::Page => CaptureTarget::Front,
            Look::Back => CaptureTarget::Back,
            Look::Surface => CaptureTarget::Surface,
        }
    }

    /// Its frames as JPEG.
    pub(crate) fn frames(&self) -> Vec<Vec<u8>> {
        [0, 1]
            .map(|step| shot(&self.card, &self.scene, step))
            .to_vec()
    }

    /// A frame of the front, as it was seen before.
    pub(crate) fn before(&self) -> Option<Vec<u8>> {
        let (front, scene) = self.before.as_ref()?;
        Some(shot(front, scene, 0))
    }
}

/// The films of one kind, on every background in two lights, with documents of this seed.
pub(crate) fn films(shown: Shown, seed: u64) -> Vec<Film> {
    let on = jiff::civil::date(2026, 6, 1);
    let licence = Specimen::from_seed(seed, on);
    let passport = Travel::passport(seed, on);
    let (front, page) = (licence.front().unwrap(), passport.page().unwrap());
    let (front, page) = (Rc::new(front), Rc::new(page));
    let sides = match shown {
        Shown::FrontAgain => vec![(Look::Back, Rc::clone(&front))],
        Shown::Cover => vec![(Look::Page, Rc::new(passport.cover().unwrap()))],
        Shown::Copy => vec![
            (Look::Licence, Rc::new(Card::clone(&front).copied())),
            (Look::Page, Rc::new(Card::clone(&page).copied())),
        ],
        Shown::Screen => vec![
            (Look::Surface, Rc::new(Card::clone(&front).on_a_screen(6))),
            (Look::Surface, Rc::new(Card::clone(&page).on_a_screen(10))),
        ],
        Shown::Original => vec![
            (Look::Licence, Rc::clone(&front)),
            (Look::Page, Rc::clone(&page)),
            (Look::Back, Rc::new(licence.back().unwrap())),
            (Look::Surface, Rc::clone(&front)),
            (Look::Surface, page),
        ],
    };
    let mut films = Vec::new();
    for (number, (_, table)) in (0..).zip(BACKGROUNDS) {
        for (half, light, camera) in [(0, Light::Good, 3_840.0), (1, Light::Dim, 1_920.0)] {
            for (look, card) in &sides {
                let seed = 100 * seed + 2 * number + half;
                let own = scene(seed, table, Distance::Right, Blur::Sharp, light);
                // The front was held up somewhere else, and the card was turned over in between.
                let (_, other) = BACKGROUNDS[(number as usize + 1) % BACKGROUNDS.len()];
                let earlier = scene(seed + 50, other, Distance::Right, Blur::Sharp, Light::Good);
                films.push(Film {
                    look: *look,
                    card: Rc::clone(card),
                    scene: match look {
                        Look::Surface => close_up(&own, camera),
                        _ => own,
                    },
                    before: (*look == Look::Back).then(|| (Rc::clone(&front), earlier)),
                });
            }
        }
    }
    films
}

/// The middle of what a camera with this many pixels across sees, in all of these.
fn close_up(scene: &Scene, camera: f32) -> Scene {
    let (width, height) = (512, 256);
    Scene {
        width,
        height,
        fill: scene.fill * camera / width as f32,
        offset: [0.0, 0.0],
        quality: 80,
        ..scene.clone()
    }
}

fn shot(card: &Card, scene: &Scene, step: u8) -> Vec<u8> {
    let by = 0.003 * f32::from(step);
    let moved = Scene {
        offset: [scene.offset[0] + by, scene.offset[1] - by],
        roll: scene.roll + 100.0 * by,
        ..scene.clone()
    };
    photograph(card, &moved).unwrap().jpeg
}

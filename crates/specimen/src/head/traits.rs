//! What makes a head somebody's: sizes, shapes and colours, all from a seed.

use super::vector::{Vector, mix, times};
use crate::person::Sex;
use crate::rng::Rng;

/// Everything by which one head differs from another. Lengths are in centimetres, and heights count
/// downwards from the line of the eyes. Colours are shares of red, green and blue in linear light.
#[derive(Debug, Clone)]
pub(crate) struct Traits {
    pub(crate) seed: u64,
    pub(crate) skull: Skull,
    pub(crate) eyes: Eyes,
    pub(crate) brows: Brows,
    pub(crate) nose: Nose,
    pub(crate) mouth: Mouth,
    pub(crate) skin: Skin,
    pub(crate) hair: Hair,
    pub(crate) beard: Beard,
    pub(crate) glasses: Option<Glasses>,
    pub(crate) cloth: Vector,
}

/// The outline of the head.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Skull {
    /// A factor of the width.
    pub(crate) wide: f32,
    /// A factor of the width of the jaw.
    pub(crate) jaw: f32,
    /// How far down the chin ends.
    pub(crate) chin: f32,
    /// How far the chin stands out.
    pub(crate) chin_out: f32,
    /// The width of the chin.
    pub(crate) chin_wide: f32,
    /// A factor of the height above the eyes.
    pub(crate) tall: f32,
    /// How far the cheekbones stand out.
    pub(crate) cheek: f32,
    /// How far the brows stand out.
    pub(crate) ridge: f32,
    /// How hollow the cheeks are.
    pub(crate) hollow: f32,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Eyes {
    /// From the middle of the face to the middle of an eye.
    pub(crate) apart: f32,
    /// Half the width of an eye.
    pub(crate) half: f32,
    /// How far it is open above and below its middle.
    pub(crate) open: [f32; 2],
    /// How much higher the outer corner is, as a slope.
    pub(crate) tilt: f32,
    /// How deep the eye lies.
    pub(crate) deep: f32,
    pub(crate) iris: Vector,
    pub(crate) iris_size: f32,
    /// How plain the fold of the upper lid is, 0 to 1, and how far above the lid it is.
    pub(crate) fold: [f32; 2],
    /// How dark it is below the eye, 0 to 1.
    pub(crate) bags: f32,
    /// Colour on the upper lid and how much of it.
    pub(crate) shadow: (Vector, f32),
    /// How strong the line of the lashes is.
    pub(crate) lashes: f32,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Brows {
    /// How far above the eyes they are.
    pub(crate) above: f32,
    pub(crate) thick: f32,
    pub(crate) arch: f32,
    /// How much higher the outer end is, as a slope.
    pub(crate) tilt: f32,
    /// Where they begin and end, from the middle of the face.
    pub(crate) ends: [f32; 2],
    pub(crate) dense: f32,
    pub(crate) colour: Vector,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Nose {
    /// How far down the tip is.
    pub(crate) tip: f32,
    /// How far the tip stands out.
    pub(crate) out: f32,
    /// Half the width at the tip and at the bridge.
    pub(crate) wide: [f32; 2],
    /// How far the bridge stands out.
    pub(crate) bridge: f32,
    pub(crate) hump: f32,
    /// How far the wings stand out.
    pub(crate) wings: f32,
    /// How far the tip points up.
    pub(crate) turned_up: f32,
    pub(crate) nostrils: f32,
    /// How far to a side the tip is.
    pub(crate) aside: f32,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Mouth {
    /// How far down the line between the lips is.
    pub(crate) at: f32,
    pub(crate) half: f32,
    /// How thick the lips are, above and below.
    pub(crate) lips: [f32; 2],
    /// How much higher the corners are.
    pub(crate) smile: f32,
    /// How deep the notch of the upper lip is.
    pub(crate) bow: f32,
    pub(crate) colour: Vector,
}

#[derive(Debug, Clone)]
pub(crate) struct Skin {
    pub(crate) colour: Vector,
    /// How red cheeks and nose are.
    pub(crate) flush: f32,
    pub(crate) freckles: f32,
    /// How uneven the colour is at close range.
    pub(crate) blotches: f32,
    /// How much lighter and darker large patches are.
    pub(crate) patches: f32,
    /// How deep folds and lines are, 0 to 1.
    pub(crate) age: f32,
    pub(crate) gloss: f32,
    /// Moles: across, down and size.
    pub(crate) moles: Vec<[f32; 3]>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cut {
    Bald,
    Ring,
    Short,
    Full,
    Fringe,
    Long,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Hair {
    pub(crate) cut: Cut,
    pub(crate) colour: Vector,
    /// How far above the eyes the hair begins.
    pub(crate) line: f32,
    /// How far the corners of the forehead recede.
    pub(crate) corners: f32,
    pub(crate) thick: f32,
    /// How far down long hair falls.
    pub(crate) falls: f32,
    /// Where it is parted, -1 to 1.
    pub(crate) parting: f32,
    pub(crate) curly: f32,
}

/// Where a beard grows, each 0 to 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beard {
    pub(crate) moustache: f32,
    pub(crate) chin: f32,
    pub(crate) cheeks: f32,
    pub(crate) colour: Vector,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Glasses {
    pub(crate) half: [f32; 2],
    /// How square they are: the exponent of the outline.
    pub(crate) square: f32,
    pub(crate) rim: f32,
    pub(crate) colour: Vector,
}

/// Tones of skin, from light to dark, in bytes.
const SKIN: [[u8; 3]; 9] = [
    [250, 224, 204],
    [243, 206, 180],
    [232, 188, 156],
    [218, 172, 130],
    [196, 146, 104],
    [168, 118, 80],
    [136, 92, 62],
    [104, 68, 46],
    [76, 50, 36],
];

const IRIS: [[u8; 3]; 6] = [
    [58, 36, 22],
    [84, 54, 30],
    [112, 88, 52],
    [92, 112, 82],
    [96, 128, 156],
    [128, 144, 152],
];

const CLOTH: [[u8; 3]; 8] = [
    [52, 66, 92],
    [110, 42, 48],
    [52, 92, 70],
    [208, 206, 200],
    [134, 112, 72],
    [32, 34, 40],
    [96, 130, 168],
    [168, 92, 112],
];

const HAIR: [[u8; 3]; 6] = [
    [24, 20, 20],
    [46, 31, 24],
    [84, 57, 38],
    [120, 62, 36],
    [188, 150, 92],
    [150, 148, 146],
];

/// Linear light of a colour in bytes.
fn linear(bytes: [u8; 3]) -> Vector {
    bytes.map(|byte| (f32::from(byte) / 255.0).powf(2.2))
}

fn pick(rng: &mut Rng, all: &[[u8; 3]]) -> Vector {
    linear(rng.choose(all).copied().unwrap_or([128; 3]))
}

/// The hair of a D20 colour, or of any.
fn hair_colour(rng: &mut Rng, code: Option<&str>) -> Vector {
    let any = pick(rng, &HAIR);
    let [black, _, brown, red, blond, grey] = HAIR.map(linear);
    match code {
        Some("BLK") => black,
        Some("BRO") => brown,
        Some("RED") => red,
        Some("BLN" | "SDY") => blond,
        Some("GRY") => grey,
        Some("WHI") => times(grey, 1.6),
        _ => any,
    }
}

/// A size out of a range of real people, which is `far` times as wide about its middle. A size that
/// is never negative keeps at least two fifths of the least.
fn size(rng: &mut Rng, far: f32, low: f32, high: f32) -> f32 {
    let (middle, half) = (f32::midpoint(low, high), (high - low) / 2.0);
    let value = middle + half * far * (rng.unit() * 2.0 - 1.0);
    if low >= 0.0 {
        value.max(low * 0.4)
    } else {
        value
    }
}

impl Traits {
    /// The traits of a seed. Sex and D20 hair colour are those that a document states, or any.
    /// Sizes are out of ranges that are `far` times as wide as those of real people.
    pub(crate) fn new(seed: u64, sex: Option<Sex>, hair: Option<&str>, far: f32) -> Self {
        let mut rng = Rng::new(seed, "head");
        let is_woman = rng.chance(0.5);
        let is_woman = match sex {
            Some(Sex::Female) => true,
            Some(Sex::Male) => false,
            _ => is_woman,
        };
        let tone = rng.unit() * (SKIN.len() - 1) as f32;
        let at = |place: f32| linear(SKIN.get(place as usize).copied().unwrap_or([200, 160, 130]));
        let skin = mix(at(tone), at((tone + 1.0).min(8.0)), tone.fract());
        let hair_colour = hair_colour(&mut Rng::new(seed, "head: hair"), hair);
        let eyes = eyes(&mut Rng::new(seed, "head: eyes"), far, is_woman);
        let brows = brows(
            &mut Rng::new(seed, "head: brows"),
            far,
            hair_colour,
            is_woman,
        );
        let nose = nose(&mut Rng::new(seed, "head: nose"), far);
        let mouth = mouth(
            &mut Rng::new(seed, "head: mouth"),
            far,
            nose,
            skin,
            is_woman,
        );
        let skull = skull(&mut Rng::new(seed, "head: skull"), far, mouth, is_woman);
        Self {
            seed,
            skull,
            eyes,
            brows,
            nose,
            mouth,
            skin: texture(&mut Rng::new(seed, "head: skin"), skin, far),
            hair: cut(&mut Rng::new(seed, "head: cut"), hair_colour, is_woman),
            beard: beard(&mut Rng::new(seed, "head: beard"), hair_colour, is_woman),
            glasses: glasses(&mut Rng::new(seed, "head: glasses"), eyes),
            cloth: pick(&mut Rng::new(seed, "head: cloth"), &CLOTH),
        }
    }
}

fn skull(rng: &mut Rng, far: f32, mouth: Mouth, is_woman: bool) -> Skull {
    let jaw = size(rng, far, 0.84, 1.14);
    Skull {
        wide: size(rng, far, 0.88, 1.12),
        jaw: if is_woman { jaw - 0.05 } else { jaw + 0.03 },
        chin: mouth.at + size(rng, far, 3.6, 5.4),
        chin_out: size(rng, far, 0.0, 1.3),
        chin_wide: size(rng, far, 1.1, 2.3),
        tall: size(rng, far, 0.92, 1.08),
        cheek: size(rng, far, 0.0, 0.9),
        ridge: size(rng, far, 0.0, if is_woman { 0.35 } else { 0.9 }),
        hollow: size(rng, far, -0.4, 0.6),
    }
}

fn eyes(rng: &mut Rng, far: f32, is_woman: bool) -> Eyes {
    let open = size(rng, far, 0.36, 0.72);
    Eyes {
        apart: size(rng, far, 2.8, 3.7),
        half: size(rng, far, 1.2, 1.7),
        open: [open, size(rng, far, 0.2, 0.42)],
        tilt: size(rng, far, -0.14, 0.24),
        deep: size(rng, far, 0.3, 1.3),
        iris: pick(rng, &IRIS),
        iris_size: size(rng, far, 0.54, 0.66),
        fold: [rng.unit(), size(rng, far, 0.18, 0.6)],
        bags: rng.unit() * rng.unit(),
        shadow: (
            pick(
                rng,
                &[[70, 60, 90], [90, 60, 50], [60, 80, 100], [40, 36, 40]],
            ),
            if is_woman && rng.chance(0.6) {
                size(rng, far, 0.2, 0.7)
            } else {
                0.0
            },
        ),
        lashes: if is_woman {
            size(rng, far, 0.7, 1.0)
        } else {
            size(rng, far, 0.35, 0.75)
        },
    }
}

fn brows(rng: &mut Rng, far: f32, hair: Vector, is_woman: bool) -> Brows {
    let inner = size(rng, far, 0.7, 1.8);
    Brows {
        above: size(rng, far, 1.25, 2.5),
        thick: size(rng, far, 0.16, if is_woman { 0.4 } else { 0.68 }),
        arch: size(rng, far, 0.0, 0.75),
        tilt: size(rng, far, -0.2, 0.25),
        ends: [inner, size(rng, far, 4.4, 5.8)],
        dense: size(rng, far, 0.35, 1.0),
        colour: times(hair, size(rng, far, 0.4, 0.9)),
    }
}

fn nose(rng: &mut Rng, far: f32) -> Nose {
    let tip = size(rng, far, 3.3, 5.2);
    Nose {
        tip,
        out: size(rng, far, 1.5, 3.2),
        wide: [size(rng, far, 0.75, 1.5), size(rng, far, 0.5, 1.0)],
        bridge: size(rng, far, 0.1, 1.2),
        hump: size(rng, far, -0.3, 0.5),
        wings: size(rng, far, 0.35, 1.1),
        turned_up: size(rng, far, -0.3, 0.6),
        nostrils: size(rng, far, 0.5, 1.2),
        aside: size(rng, far, -0.18, 0.18),
    }
}

fn mouth(rng: &mut Rng, far: f32, nose: Nose, skin: Vector, is_woman: bool) -> Mouth {
    let natural = mix(skin, linear([168, 74, 72]), size(rng, far, 0.25, 0.65));
    let painted = pick(
        rng,
        &[[170, 24, 40], [190, 80, 96], [120, 30, 50], [200, 100, 80]],
    );
    let colour = if is_woman && rng.chance(0.55) {
        mix(natural, painted, size(rng, far, 0.4, 0.95))
    } else {
        natural
    };
    Mouth {
        at: nose.tip + size(rng, far, 1.9, 3.2),
        half: size(rng, far, 1.9, 3.1),
        lips: [size(rng, far, 0.18, 0.75), size(rng, far, 0.3, 1.0)],
        smile: size(rng, far, -0.25, 0.4),
        bow: size(rng, far, 0.0, 0.25),
        colour,
    }
}

fn texture(rng: &mut Rng, colour: Vector, far: f32) -> Skin {
    let moles = rng.below(5);
    Skin {
        colour,
        flush: rng.between(0.0, 1.0),
        freckles: if rng.chance(0.25) { rng.unit() } else { 0.0 },
        blotches: rng.between(0.05, 0.3),
        patches: if far > 1.0 { 0.5 } else { 0.0 },
        age: rng.unit() * rng.unit(),
        gloss: rng.between(0.03, 0.2),
        moles: (0..moles)
            .map(|_| {
                [
                    rng.between(-5.5, 5.5),
                    rng.between(-4.0, 10.0),
                    rng.between(0.1, 0.26),
                ]
            })
            .collect(),
    }
}

fn cut(rng: &mut Rng, colour: Vector, is_woman: bool) -> Hair {
    let cuts: &[Cut] = if is_woman {
        &[Cut::Long, Cut::Long, Cut::Fringe, Cut::Full, Cut::Short]
    } else {
        &[
            Cut::Short,
            Cut::Short,
            Cut::Full,
            Cut::Bald,
            Cut::Ring,
            Cut::Fringe,
        ]
    };
    Hair {
        cut: rng.choose(cuts).copied().unwrap_or(Cut::Short),
        colour,
        line: rng.between(5.2, 7.6),
        corners: rng.between(0.0, if is_woman { 0.8 } else { 2.4 }),
        thick: rng.between(0.5, 2.0),
        falls: rng.between(7.0, 18.0),
        parting: rng.between(-0.8, 0.8),
        curly: rng.unit(),
    }
}

fn beard(rng: &mut Rng, colour: Vector, is_woman: bool) -> Beard {
    let kind = rng.below(8);
    let amounts = match kind {
        _ if is_woman => [0.0, 0.0, 0.0],
        0 => [1.0, 1.0, 1.0],
        1 => [1.0, 1.0, 0.0],
        2 => [1.0, 0.0, 0.0],
        3 => [0.5, 0.6, 0.45],
        4 => [0.0, 1.0, 0.6],
        5 => [0.25, 0.25, 0.2],
        _ => [0.0, 0.0, 0.0],
    };
    let [moustache, chin, cheeks] = amounts.map(|amount| amount * rng.between(0.75, 1.0));
    Beard {
        moustache,
        chin,
        cheeks,
        colour: times(colour, rng.between(0.5, 1.0)),
    }
}

fn glasses(rng: &mut Rng, eyes: Eyes) -> Option<Glasses> {
    let wears = rng.chance(0.2);
    let half = [rng.between(1.9, 2.5), rng.between(1.3, 2.0)];
    let glasses = Glasses {
        half: [half[0].min(eyes.apart - 0.6), half[1]],
        square: rng.between(2.0, 5.0),
        rim: rng.between(0.1, 0.3),
        colour: pick(
            rng,
            &[[24, 22, 24], [70, 44, 28], [120, 118, 116], [60, 20, 28]],
        ),
    };
    wears.then_some(glasses)
}

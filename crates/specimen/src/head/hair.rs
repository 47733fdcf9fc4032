//! Hair and glasses, which lie on the head.

use std::f32::consts::PI;

use super::anatomy::{on_skin, spot};
use super::mesh::{Material, Mesh};
use super::noise::noise;
use super::traits::{Cut, Glasses, Traits};
use super::vector::{Vector, bell, minus, plus, rise, times, unit};

/// Where hair ends by the angle from the front: from the forehead over the temples and around the
/// ears to the neck.
fn edge(traits: &Traits, angle: f32) -> f32 {
    let hair = traits.hair;
    let front = match hair.cut {
        Cut::Fringe => -2.6,
        _ => -hair.line,
    };
    let corner = front - hair.corners;
    let temple = (front + 1.4).max(-4.2);
    let line = [
        [0.0, front],
        [0.42, corner],
        [0.8, temple],
        [1.12, -0.6],
        [1.3, 1.6],
        [1.5, 0.4],
        [1.85, -0.6],
        [2.1, 6.0],
        [PI, 9.5],
    ];
    let beside = angle.abs();
    line.windows(2)
        .find_map(|pair| {
            let [[from, low], [to, high]] = pair else {
                return None;
            };
            (beside <= *to).then(|| low + (high - low) * rise(*from, *to, beside))
        })
        .unwrap_or(9.5)
}

/// How much of a spot hair covers, 0 to 1.
fn cover(traits: &Traits, angle: f32, y: f32) -> f32 {
    let hair = traits.hair;
    let rough = 0.35 * noise(traits.seed, [angle * 9.0, y * 0.9, 3.0]);
    let mut covers = rise(0.0, 0.7, edge(traits, angle) - y + rough);
    if hair.cut == Cut::Ring {
        covers *= rise(-7.0, -5.0, y) * rise(0.7, 1.1, angle.abs());
    }
    covers
}

/// The surfaces of hair.
pub(crate) fn surfaces(traits: &Traits) -> Vec<Mesh> {
    let hair = traits.hair;
    let mut all = Vec::new();
    if hair.cut != Cut::Bald {
        let thick = match hair.cut {
            Cut::Bald | Cut::Ring => 0.35,
            Cut::Short => 0.3 + 0.35 * hair.thick,
            Cut::Fringe | Cut::Long => 0.5 + 0.4 * hair.thick,
            Cut::Full => 0.9 + 0.8 * hair.thick,
        };
        all.push(cap(traits, thick));
    }
    if hair.cut == Cut::Long {
        all.push(fall(traits));
    }
    if let Some(glasses) = traits.glasses {
        all.extend(frames(traits, glasses));
    }
    all
}

/// The hair on the skull.
fn cap(traits: &Traits, thick: f32) -> Mesh {
    let hair = traits.hair;
    let seed = traits.seed ^ 0x4a17;
    let middle: Vector = [0.0, -2.0, -1.0];
    Mesh::grid(
        Material::Hair,
        true,
        [150, 220],
        Some(middle),
        |row, column| {
            let spot = spot(row * 0.8, column);
            let skin = on_skin(traits, spot);
            let covers = cover(traits, spot.angle, skin[1]);
            if covers <= 0.02 {
                return None;
            }
            let curls = noise(seed, skin.map(|axis| axis * (0.35 + 0.5 * hair.curly)));
            let parted = bell(skin[0] - hair.parting * 4.0, 0.5) * rise(-6.0, -9.0, skin[1]);
            let high = thick * (1.0 + (0.12 + 0.3 * hair.curly) * curls - 0.4 * parted);
            let top = 1.0 + 0.5 * rise(-5.0, -11.0, skin[1]);
            let away = unit(minus(skin, middle));
            Some(plus(skin, times(away, high * top * covers.sqrt())))
        },
    )
}

/// Long hair that falls beside the face and behind it.
fn fall(traits: &Traits) -> Mesh {
    let hair = traits.hair;
    let (wide, seed) = (traits.skull.wide, traits.seed ^ 0x10f6);
    Mesh::grid(
        Material::Hair,
        true,
        [80, 120],
        Some([0.0, 2.0, -3.0]),
        move |row, column| {
            let y = -8.5 + row * (hair.falls + 8.5);
            let side = column * 2.0 - 1.0;
            // From one cheek around the back to the other.
            let angle = side.signum() * (1.12 + (1.0 - side.abs()) * (PI - 1.12));
            let round = (1.0 - ((-5.0 - y) / 9.0).clamp(0.0, 1.0).powi(2)).sqrt();
            let full = 0.9 + 0.5 * hair.thick + 0.9 * rise(0.0, 8.0, y);
            let wave = noise(seed, [angle * 3.0, y * (0.15 + 0.3 * hair.curly), 1.0]);
            let reach = full + wave * (0.3 + 0.7 * hair.curly);
            Some([
                (7.4 * wide + reach) * round * angle.sin(),
                y,
                -0.6 + (9.6 + reach)
                    * round
                    * angle.cos()
                    * if angle.cos() > 0.0 { 0.55 } else { 1.0 },
            ])
        },
    )
}

/// Frames of glasses: two rims, a bridge and two temples.
fn frames(traits: &Traits, glasses: Glasses) -> Vec<Mesh> {
    let ahead = on_skin(traits, spot(0.46, 0.5))[2] + 0.9;
    let rim = glasses.rim;
    let tube = |path: Box<dyn Fn(f32) -> Vector>, steps: usize| {
        Mesh::grid(Material::Rim, true, [steps, 9], None, move |row, column| {
            let (at, next) = (path(row), path(row + 1e-3));
            let way = unit(minus(next, at));
            let side = unit([-way[1], way[0], 0.0]);
            let (sin, cos) = (column * 2.0 * PI).sin_cos();
            let out = plus(times(side, cos * rim), [0.0, 0.0, sin * rim]);
            Some(plus(at, out))
        })
    };
    let apart = traits.eyes.apart;
    let [half_wide, half_tall] = glasses.half;
    let square = glasses.square;
    let mut all = Vec::new();
    for side in [-1.0_f32, 1.0] {
        let around = move |share: f32| {
            let (sin, cos) = (share * 2.0 * PI).sin_cos();
            let reach = (sin.abs().powf(square) + cos.abs().powf(square)).powf(-1.0 / square);
            let x = side * apart + half_wide * cos * reach;
            [
                x,
                0.25 + half_tall * sin * reach,
                ahead - 0.045 * x * x * 0.9,
            ]
        };
        all.push(tube(Box::new(around), 80));
        let end = side * (apart + half_wide);
        let temple = move |share: f32| {
            [
                end + side * share * (7.6 - end.abs()).max(0.3),
                -0.3,
                ahead - 0.045 * end * end * 0.9 - share * 9.0,
            ]
        };
        all.push(tube(Box::new(temple), 24));
    }
    let inner = apart - half_wide;
    let bridge = move |share: f32| [inner * (share * 2.0 - 1.0), -0.35, ahead];
    all.push(tube(Box::new(bridge), 8));
    all
}

//! The surface of a head: skull, features, ears, neck and shoulders.

use std::f32::consts::{PI, TAU};

use super::mesh::{Material, Mesh};
use super::traits::Traits;
use super::vector::{Vector, bell, rise};

/// The outline of a mean head, from the top to below the chin: height, half the width, and how far
/// it reaches to the front and to the back.
const OUTLINE: [[f32; 4]; 14] = [
    [-12.6, 0.0, 0.4, 0.4],
    [-12.3, 2.6, 3.1, 3.6],
    [-11.2, 4.7, 5.3, 6.4],
    [-9.2, 6.3, 7.2, 8.6],
    [-6.4, 7.25, 8.5, 9.9],
    [-3.4, 7.5, 9.0, 10.2],
    [-0.4, 7.35, 8.9, 9.8],
    [2.4, 7.1, 8.9, 8.8],
    [5.0, 6.55, 9.0, 7.4],
    [7.6, 5.75, 9.1, 5.4],
    [9.8, 4.55, 9.0, 3.2],
    [11.3, 3.2, 8.5, 1.2],
    [12.1, 1.7, 7.0, -1.4],
    [12.2, 0.0, 4.4, -4.0],
];

/// Rows and columns of the surface of the head.
const SKIN_GRID: [usize; 2] = [210, 240];

/// A place on the outline: the row as a share from the top to below the chin, and the angle from
/// the front, positive towards the person's left.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot {
    pub(crate) row: f32,
    pub(crate) angle: f32,
}

/// The spot of a share of rows and columns of a grid, which is denser where the face is.
pub(crate) fn spot(row: f32, column: f32) -> Spot {
    let turn = column * 2.0 - 1.0;
    let angle = PI * (0.42 * turn + 0.58 * turn * turn * turn);
    Spot { row, angle }
}

/// Width, front and back of the head at this height of the outline.
fn section(traits: &Traits, row: f32) -> [f32; 4] {
    let place = row.clamp(0.0, 1.0) * (OUTLINE.len() - 1) as f32;
    let at = |offset: i32| {
        let index = (place as i32 + offset).clamp(0, OUTLINE.len() as i32 - 1);
        OUTLINE.get(index as usize).copied().unwrap_or_default()
    };
    let (a, b, c, d) = (at(-1), at(0), at(1), at(2));
    let t = place.fract();
    let mut out = [0.0; 4];
    for (axis, value) in out.iter_mut().enumerate() {
        let of = |point: &[f32; 4]| point.get(axis).copied().unwrap_or_default();
        let (a, b, c, d) = (of(&a), of(&b), of(&c), of(&d));
        // A Catmull-Rom spline passes through all points.
        let (m, n) = ((c - a) / 2.0, (d - b) / 2.0);
        let (t2, t3) = (t * t, t * t * t);
        *value = (2.0 * t3 - 3.0 * t2 + 1.0) * b
            + (t3 - 2.0 * t2 + t) * m
            + (3.0 * t2 - 2.0 * t3) * c
            + (t3 - t2) * n;
    }
    let skull = traits.skull;
    let [y, wide, front, back] = out;
    let low = rise(1.0, 9.0, y);
    let tall = if y < 0.0 {
        skull.tall
    } else {
        skull.chin / 12.2
    };
    let jaw = 1.0 + (skull.jaw - 1.0) * low;
    [y * tall, wide.max(0.0) * skull.wide * jaw, front, back]
}

/// The place of a spot without features, which are only in front.
fn bare(traits: &Traits, spot: Spot) -> Vector {
    let [y, wide, front, back] = section(traits, spot.row);
    let (sin, cos) = spot.angle.sin_cos();
    // Slightly squarer than an ellipse.
    let reach = (sin.abs().powf(2.25) + cos.abs().powf(2.25)).powf(-1.0 / 2.25);
    let middle = (front - back).min(0.0) / 2.0;
    let depth = if cos > 0.0 {
        front - middle
    } else {
        back + middle
    };
    [wide * sin * reach, y, middle + depth * cos * reach]
}

/// The place of a spot on the skin.
pub(crate) fn on_skin(traits: &Traits, spot: Spot) -> Vector {
    let [x, y, z] = bare(traits, spot);
    let ahead = rise(0.02, 0.5, spot.angle.cos());
    let hollow = traits.skull.hollow
        * bell(spot.angle.abs() - 0.95, 0.4)
        * bell(y - traits.mouth.at + 0.6, 2.4);
    [
        x - hollow * x.signum() * 0.8,
        y,
        z + ahead * features(traits, x, y) - hollow * 0.4,
    ]
}

/// How far features stand out of the outline.
fn features(traits: &Traits, x: f32, y: f32) -> f32 {
    let (eyes, nose, mouth, skull) = (traits.eyes, traits.nose, traits.mouth, traits.skull);
    let beside = x.abs();
    let mut out = 0.0;
    // Brows, sockets, and the balls in them.
    out += skull.ridge * bell(beside - 2.6, 2.2) * bell(y + eyes.deep.min(0.8) + 1.1, 0.75);
    out -= eyes.deep * bell(beside - eyes.apart, 1.75) * bell(y + 0.15, 1.15);
    out += 0.6 * bell(beside - eyes.apart, 1.05) * bell(y, 0.72);
    out += 0.16 * bell(y + eyes.fold[1] + eyes.open[0], 0.22) * bell(beside - eyes.apart, 1.3);
    out -= 0.15 * eyes.bags * bell(y - 1.35, 0.25) * bell(beside - eyes.apart + 0.3, 1.1);
    // The nose.
    out += nose_at(traits, x, y);
    let wing = bell(beside - nose.wide[0] * 1.08, 0.52) * bell(y - nose.tip - 0.02, 0.58);
    out += nose.wings * wing;
    // Cheeks and folds.
    out += skull.cheek * bell(beside - 4.9, 1.8) * bell(y - 2.9, 1.5);
    let fold = fold(traits, beside, y);
    out -= (0.12 + 0.4 * traits.skin.age) * bell(fold, 0.35);
    // The mouth.
    out += 0.55 * bell(x, 2.7) * bell(y - mouth.at, 1.9);
    let line = mouth_line(traits, x);
    let inside = rise(mouth.half, mouth.half * 0.75, beside);
    let [upper, lower] = mouth.lips;
    out += inside * 0.55 * upper.sqrt() * bell(y - line + upper * 0.55, upper * 0.6 + 0.12);
    out += inside * 0.6 * lower.sqrt() * bell(y - line - lower * 0.5, lower * 0.55 + 0.12);
    out -= inside * 0.32 * bell(y - line, 0.14);
    out -= 0.2 * bell(beside - mouth.half - 0.1, 0.35) * bell(y - line, 0.35);
    out -= 0.1 * bell(x, 0.28) * bell(y - f32::midpoint(nose.tip, mouth.at), 0.8);
    // Under the lip, and the chin.
    out -= 0.45 * bell(x, 1.8) * bell(y - mouth.at - lower - 0.75, 0.5);
    out += skull.chin_out * bell(x, skull.chin_wide) * bell(y - skull.chin + 1.5, 1.1);
    out
}

/// The ridge of the nose.
fn nose_at(traits: &Traits, x: f32, y: f32) -> f32 {
    let nose = traits.nose;
    let along = ((y + 1.2) / (nose.tip + 1.2)).clamp(0.0, 1.4);
    let mut high = nose.bridge + (nose.out - nose.bridge) * along.min(1.0).powf(1.25);
    high += nose.hump * bell(along - 0.45, 0.2);
    high += 0.25 * bell(along - 0.97, 0.1);
    let end = nose.tip + 0.15 - nose.turned_up * 0.3;
    high *= rise(end + 0.95, end - 0.1, y) * rise(-2.6, -0.4, y);
    let wide = nose.wide[1] + (nose.wide[0] - nose.wide[1]) * along.min(1.0).powf(1.6);
    let beside = (x - nose.aside * along).abs();
    high * (-(beside / wide).powf(2.3)).exp()
}

/// The height of the line between the lips.
pub(crate) fn mouth_line(traits: &Traits, x: f32) -> f32 {
    let mouth = traits.mouth;
    let out = (x / mouth.half).abs().min(1.3);
    mouth.at - mouth.smile * out * out + 0.08 * (1.0 - out * out)
}

/// How far a place is from the fold between the nose and the corner of the mouth.
pub(crate) fn fold(traits: &Traits, beside: f32, y: f32) -> f32 {
    let (nose, mouth) = (traits.nose, traits.mouth);
    let from = [nose.wide[0] + 0.55, nose.tip - 0.1];
    let to = [mouth.half + 0.55, mouth.at + 0.2];
    let way = [to[0] - from[0], to[1] - from[1]];
    let along = ((beside - from[0]) * way[0] + (y - from[1]) * way[1])
        / (way[0] * way[0] + way[1] * way[1]).max(0.1);
    let along = along.clamp(0.0, 1.0);
    let (dx, dy) = (
        beside - from[0] - along * way[0],
        y - from[1] - along * way[1],
    );
    dx.hypot(dy)
}

/// The surfaces of skin and cloth.
pub(crate) fn surfaces(traits: &Traits) -> Vec<Mesh> {
    let head = Mesh::grid(
        Material::Skin,
        true,
        SKIN_GRID,
        Some([0.0, 0.0, -1.0]),
        |row, column| Some(on_skin(traits, spot(row, column))),
    );
    let mut all = vec![head, neck(traits), shoulders()];
    all.extend([-1.0, 1.0].map(|side| ear(traits, side)));
    all
}

/// An ear, at a side: -1 is the person's right.
fn ear(traits: &Traits, side: f32) -> Mesh {
    let spread = 0.35 + 0.4 * (traits.skull.wide - 0.88) / 0.24;
    let middle = [side * (traits.skull.wide * 7.25), 1.6, -0.8];
    Mesh::grid(
        Material::Ear,
        true,
        [24, 24],
        Some(middle),
        move |row, column| {
            let (polar, turn) = (row * PI, column * TAU);
            let round = polar.sin();
            let across = round * turn.cos();
            let deep = round * turn.sin();
            let y = -polar.cos();
            let narrow = 1.0 - 0.28 * y;
            Some([
                middle[0] + side * (0.75 * across + spread * (0.4 - deep * 0.8)),
                middle[1] + 3.1 * y,
                middle[2] + 1.55 * deep * narrow - 0.35 * y,
            ])
        },
    )
}

fn neck(traits: &Traits) -> Mesh {
    let wide = 5.3 * traits.skull.jaw.mul_add(0.5, 0.5);
    Mesh::grid(
        Material::Neck,
        false,
        [24, 48],
        Some([0.0, 15.0, -2.0]),
        move |row, column| {
            let y = 5.0 + row * 17.0;
            let turn = (column * 2.0 - 1.0) * PI;
            let flare = 1.0 + 0.5 * rise(14.0, 21.0, y);
            Some([
                wide * flare * turn.sin(),
                y,
                -1.6 + 5.2 * flare.sqrt() * turn.cos() - 0.12 * (y - 10.0),
            ])
        },
    )
}

fn shoulders() -> Mesh {
    Mesh::grid(
        Material::Cloth,
        false,
        [40, 64],
        Some([0.0, 40.0, -3.0]),
        |row, column| {
            // From the collar to far below the picture.
            let turn = (column * 2.0 - 1.0) * PI;
            let down = row * row;
            let slope = row.powf(0.62);
            Some([
                (6.6 + 15.5 * slope) * turn.sin(),
                16.6 + 2.2 * (1.0 - turn.cos()) * -0.9 + 6.5 * slope + 26.0 * down,
                -2.6 + (5.6 + 4.5 * slope) * turn.cos(),
            ])
        },
    )
}

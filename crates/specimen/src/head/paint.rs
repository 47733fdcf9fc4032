//! The colour of every place of a head.

use super::anatomy::{fold, mouth_line};
use super::mesh::Material;
use super::noise::noise;
use super::traits::{Beard, Traits};
use super::vector::{Vector, bell, mix, rise, times};

/// How a place answers to light.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paint {
    /// The share of light that is thrown back, in linear light.
    pub(crate) colour: Vector,
    /// How much it mirrors, and how sharply.
    pub(crate) gloss: [f32; 2],
    /// How open it is to light from everywhere, 0 to 1.
    pub(crate) open: f32,
    /// Whether light goes under the surface and comes out beside.
    pub(crate) is_skin: bool,
}

/// The paint of a place of this material, in the head's own coordinates.
pub(crate) fn paint(traits: &Traits, material: Material, own: Vector) -> Paint {
    let matt = |colour: Vector| Paint {
        colour,
        gloss: [0.0, 1.0],
        open: 1.0,
        is_skin: false,
    };
    match material {
        Material::Skin => face(traits, own),
        Material::Ear => {
            let inner = bell(own[1] - 1.4, 1.5) * bell(own[2] + 0.3, 0.8);
            let red = mix(traits.skin.colour, [0.5, 0.16, 0.12], 0.15);
            skin(times(red, 1.0 - 0.45 * inner), traits, 1.0 - 0.3 * inner)
        }
        Material::Neck => {
            let under = rise(17.0, 10.0, own[1]);
            skin(times(traits.skin.colour, 0.92), traits, 1.0 - 0.55 * under)
        }
        Material::Hair => hair(traits, own),
        Material::Cloth => {
            let weave = 1.0 + 0.08 * noise(traits.seed ^ 0x9, own.map(|axis| axis * 3.0));
            matt(times(traits.cloth, weave))
        }
        Material::Rim => Paint {
            gloss: [0.5, 60.0],
            ..matt(traits.glasses.map_or([0.1; 3], |glasses| glasses.colour))
        },
    }
}

fn skin(colour: Vector, traits: &Traits, open: f32) -> Paint {
    Paint {
        colour,
        gloss: [traits.skin.gloss, 18.0],
        open,
        is_skin: true,
    }
}

fn hair(traits: &Traits, [x, y, z]: Vector) -> Paint {
    let hair = traits.hair;
    let angle = x.atan2(z);
    let wave = 1.5 * hair.curly * noise(traits.seed, [x * 0.5, y * 0.5, z * 0.5]);
    let strand = noise(
        traits.seed ^ 0x4d,
        [angle * 26.0 + wave * 2.0, y * 0.5, z * 0.25],
    );
    let fine = noise(
        traits.seed ^ 0x4e,
        [angle * 70.0 + wave * 4.0, y * 0.7, 0.0],
    );
    let level = (1.0 + 0.38 * strand + 0.22 * fine).max(0.2);
    Paint {
        colour: times(hair.colour, level),
        gloss: [0.12 * level, 9.0],
        open: 0.85,
        is_skin: false,
    }
}

/// The skin of the head with everything that is painted on it.
fn face(traits: &Traits, [x, y, z]: Vector) -> Paint {
    let beside = x.abs();
    if z < 1.0 {
        return skin(traits.skin.colour, traits, 1.0);
    }
    let mut paint = complexion(traits, [x, y, z]);
    lines(traits, &mut paint, beside, x, y);
    nostrils(traits, &mut paint, x, y);
    lips(traits, &mut paint, x, y);
    beard(traits, traits.beard, &mut paint, [x, y, z]);
    brows(traits, &mut paint, x, y);
    eye(traits, &mut paint, x, y);
    paint.colour = patched(traits, paint.colour, [x, y, z]);
    paint
}

/// A colour, lighter or darker and of another tint in large patches, as no other head has them.
fn patched(traits: &Traits, colour: Vector, own: Vector) -> Vector {
    let strength = traits.skin.patches;
    if strength <= 0.0 {
        return colour;
    }
    let [x, y, z] = times(own, 1.0 / 3.0);
    let layer = |number: f32| noise(traits.seed ^ 0x99, [x, y, z + number * 17.7]);
    let light = layer(0.0);
    let mut out = colour;
    for (value, number) in out.iter_mut().zip([1.0, 2.0, 3.0]) {
        *value *= (strength * (light + 0.3 * layer(number))).exp();
    }
    out
}

/// The colour of the skin itself.
fn complexion(traits: &Traits, own: Vector) -> Paint {
    let [x, y, _] = own;
    let beside = x.abs();
    let own_skin = &traits.skin;
    let coarse = noise(traits.seed ^ 0x1, own.map(|axis| axis * 0.45));
    let middle = noise(traits.seed ^ 0x2, own.map(|axis| axis * 1.4));
    let fine = noise(traits.seed ^ 0x3, own.map(|axis| axis * 7.0));
    let uneven = own_skin.blotches * (0.6 * coarse + 0.4 * middle) + 0.05 * fine;
    let mut colour = times(own_skin.colour, 1.0 + uneven);
    let (nose, mouth) = (traits.nose, traits.mouth);
    let red = bell(beside - 4.2, 2.0) * bell(y - 3.4, 1.9)
        + 0.8 * bell(x, 1.4) * bell(y - nose.tip, 1.2)
        + 0.4 * bell(x, 1.8) * bell(y - traits.skull.chin + 1.6, 1.2);
    let flushed = [colour[0] * 1.02, colour[1] * 0.72, colour[2] * 0.7];
    colour = mix(colour, flushed, (red * own_skin.flush * 0.8).min(1.0));
    // Spots: those that lie above a level of a fine noise.
    if own_skin.freckles > 0.0 {
        let spots = noise(traits.seed ^ 0x4, own.map(|axis| axis * 3.6));
        let where_they_are = bell(y - 2.2, 2.4) * bell(x, 5.5);
        let share = rise(0.35, 0.6, spots) * own_skin.freckles * where_they_are;
        colour = mix(colour, times(own_skin.colour, 0.42), share * 0.8);
    }
    for [across, down, size] in &own_skin.moles {
        let from = (x - across).hypot(y - down);
        let share = rise(size * 1.25, size * 0.75, from);
        colour = mix(colour, times(own_skin.colour, 0.16), share * 0.85);
    }
    // What lies deep is dark: sockets, beside the nose, under the lip and the chin.
    let eyes = traits.eyes;
    let mut open = 1.0;
    open -= 0.28 * eyes.deep.min(1.0) * bell(beside - eyes.apart + 0.7, 1.3) * bell(y + 0.4, 0.95);
    open -= 0.25 * bell(beside - nose.wide[0] - 0.75, 0.5) * bell(y - nose.tip + 0.2, 1.0);
    open -= 0.4 * bell(x, 1.5) * bell(y - nose.tip - 0.85, 0.42);
    open -= 0.3 * bell(x, 1.6) * bell(y - mouth.at - mouth.lips[1] - 0.55, 0.42);
    open -= 0.5 * rise(traits.skull.chin - 0.9, traits.skull.chin, y);
    skin(colour, traits, open.max(0.2))
}

/// Folds and wrinkles.
fn lines(traits: &Traits, paint: &mut Paint, beside: f32, x: f32, y: f32) {
    let (age, eyes) = (traits.skin.age, traits.eyes);
    let mut dark = (0.12 + 0.5 * age) * bell(fold(traits, beside, y), 0.14 + 0.1 * age);
    if age > 0.15 {
        let wave = 0.25 * noise(traits.seed ^ 0x5, [x * 0.5, 0.0, 0.0]);
        let rows = ((y + wave) * 5.2).cos().max(0.0).powi(6);
        dark += 0.4 * age * rows * bell(y + 4.6, 1.4) * bell(x, 4.5);
        let feet = ((y * 5.0 + beside * 2.0).cos()).max(0.0).powi(5);
        dark += 0.4 * age * feet * bell(beside - eyes.apart - eyes.half - 1.0, 0.7) * bell(y, 1.0);
        dark += 0.35 * age * bell((beside - 0.55).abs(), 0.14) * bell(y + 2.2, 0.7);
    }
    let below = bell(y - eyes.open[1] - 0.55, 0.4) * bell(beside - eyes.apart + 0.2, 1.1);
    dark += 0.4 * eyes.bags * below;
    let deep = [0.5, 0.34, 0.32];
    let share = dark.clamp(0.0, 0.85);
    for (value, deep) in paint.colour.iter_mut().zip(deep) {
        *value *= 1.0 - share * (1.0 - deep);
    }
}

fn nostrils(traits: &Traits, paint: &mut Paint, x: f32, y: f32) {
    let nose = traits.nose;
    let at = [nose.wide[0] * 0.62, nose.tip + 0.52 - nose.turned_up * 0.25];
    let (dx, dy) = ((x - nose.aside).abs() - at[0], y - at[1]);
    let size = [0.36 * nose.nostrils + 0.08, 0.2 * nose.nostrils];
    let from = (dx / size[0]).hypot((dy + 0.18 * dx) / size[1]);
    let share = rise(1.35, 0.65, from);
    paint.colour = mix(paint.colour, times(traits.skin.colour, 0.06), share * 0.92);
    // The outline of the wings.
    let from = (beside_wing(traits, x)).hypot((y - nose.tip) / 0.75);
    let outline = bell(from - 1.0, 0.2) * rise(0.0, 0.4, (x - nose.aside).abs() - nose.wide[0]);
    paint.colour = times(paint.colour, 1.0 - 0.4 * outline);
}

fn beside_wing(traits: &Traits, x: f32) -> f32 {
    let nose = traits.nose;
    ((x - nose.aside).abs() - nose.wide[0] * 1.05) / 0.6
}

fn lips(traits: &Traits, paint: &mut Paint, x: f32, y: f32) {
    let mouth = traits.mouth;
    let out = (x / mouth.half).abs();
    let line = mouth_line(traits, x);
    if out < 1.05 && (y - line).abs() < 2.0 {
        let round = (1.0 - out * out).max(0.0);
        let [upper, lower] = mouth.lips;
        let notch = mouth.bow * bell(x, 0.3) - mouth.bow * 0.6 * bell(x.abs() - 0.55, 0.35);
        let top = line - upper * round.powf(0.8) + notch;
        let bottom = line + lower * round.powf(0.6);
        let share = rise(top - 0.06, top + 0.07, y) * rise(bottom + 0.1, bottom - 0.1, y);
        let share = share * rise(1.03, 0.93, out);
        let crease = 1.0 + 0.1 * noise(traits.seed ^ 0x6, [x * 6.0, y, 0.0]);
        let level = if y < line { 0.78 } else { 1.0 };
        paint.colour = mix(paint.colour, times(mouth.colour, level * crease), share);
        paint.gloss = [paint.gloss[0] + 0.12 * share, 18.0 + 20.0 * share];
    }
    let between = bell(y - line, 0.1) * rise(1.06, 0.85, out);
    paint.colour = mix(paint.colour, times(mouth.colour, 0.07), between * 0.9);
}

fn beard(traits: &Traits, beard: Beard, paint: &mut Paint, own: Vector) {
    let [x, y, _] = own;
    let mouth = traits.mouth;
    let beside = x.abs();
    let line = mouth_line(traits, x);
    let [upper, lower] = mouth.lips;
    let moustache = rise(traits.nose.tip + 0.9, traits.nose.tip + 1.3, y)
        * rise(line - upper * 0.75, line - upper * 0.75 - 0.25, y)
        * rise(mouth.half + 0.9, mouth.half + 0.1, beside);
    let around = rise(mouth.half - 0.1, mouth.half + 0.25, beside)
        * rise(mouth.half + 1.3, mouth.half + 0.7, beside)
        * rise(mouth.at - 1.0, mouth.at - 0.4, y);
    let chin = rise(line + lower + 0.25, line + lower + 0.8, y)
        * rise(mouth.half + 1.1, mouth.half + 0.4, beside);
    let jaw = rise(mouth.half + 0.5, mouth.half + 1.1, beside)
        * rise(
            mouth.at + 2.0 - beside * 0.75,
            mouth.at + 3.2 - beside * 0.75,
            y,
        );
    let share = (moustache * beard.moustache)
        .max(chin.max(around) * beard.chin)
        .max(jaw * beard.cheeks);
    if share <= 0.0 {
        return;
    }
    let strand = noise(traits.seed ^ 0x7, [x * 9.0, y * 2.5, own[2] * 3.0]);
    let dense = (share * (0.85 + 0.45 * strand)).clamp(0.0, 0.96);
    let level = 1.0 + 0.35 * noise(traits.seed ^ 0x8, [x * 12.0, y * 3.0, 0.0]);
    paint.colour = mix(paint.colour, times(beard.colour, level), dense);
    paint.gloss[0] *= 1.0 - dense;
}

fn brows(traits: &Traits, paint: &mut Paint, x: f32, y: f32) {
    let brows = traits.brows;
    let beside = x.abs();
    let [inner, outer] = brows.ends;
    let along = (beside - inner) / (outer - inner);
    if !(-0.15..=1.1).contains(&along) {
        return;
    }
    let arch = brows.arch * (1.0 - ((along - 0.62) / 0.62).powi(2));
    let middle = -brows.above - arch - brows.tilt * (along - 0.3) * 2.0;
    let thick = brows.thick * (1.0 - 0.7 * along.max(0.0).powf(1.6)) + 0.03;
    let ends = rise(-0.12, 0.08, along) * rise(1.05, 0.85, along);
    let strand = noise(traits.seed ^ 0xa, [x * 8.0 + y * 9.0, y * 2.0, 0.0]);
    let share = rise(thick * 1.5, thick * 0.6, (y - middle).abs() + 0.08 * strand);
    let share = share * ends * brows.dense * (0.9 + 0.3 * strand);
    paint.colour = mix(paint.colour, brows.colour, share.clamp(0.0, 1.0));
}

fn eye(traits: &Traits, paint: &mut Paint, x: f32, y: f32) {
    let eyes = traits.eyes;
    let across = x.abs() - eyes.apart;
    // From here on, positive is towards the temple.
    let (u, v) = (across / eyes.half, y + across * eyes.tilt);
    if u.abs() > 1.6 || v.abs() > 2.2 {
        return;
    }
    let round = (1.0 - u * u).max(0.0);
    let upper = -eyes.open[0] * round.powf(0.62) - 0.05 * (1.0 - u);
    let lower = eyes.open[1] * round.powf(0.8);
    let fits = rise(1.02, 0.96, u.abs());
    // Colour on the lid, then its fold.
    let (tint, amount) = eyes.shadow;
    let lid = rise(upper - 1.1, upper - 0.1, v) * rise(1.5, 0.8, u.abs()) * rise(0.2, -0.2, v);
    paint.colour = mix(paint.colour, tint, amount * lid * 0.8);
    let crease = bell(v - upper + eyes.fold[1], 0.09) * rise(1.25, 0.8, u.abs());
    paint.colour = times(paint.colour, 1.0 - 0.6 * eyes.fold[0] * crease);
    let is_open = rise(upper - 0.03, upper + 0.05, v) * rise(lower + 0.05, lower - 0.03, v) * fits;
    if is_open > 0.0 {
        let from = across.hypot(v + 0.06) / eyes.iris_size;
        let white = [0.72, 0.69, 0.66];
        let corner = mix(white, [0.5, 0.2, 0.17], rise(-0.75, -1.0, u));
        let streaks = 1.0 + 0.3 * noise(traits.seed ^ 0xb, [v.atan2(across) * 6.0, from, 0.0]);
        let iris = times(eyes.iris, streaks * (1.25 - 0.5 * rise(0.75, 1.0, from)));
        let ball = mix(iris, corner, rise(0.94, 1.08, from));
        let ball = mix([0.004; 3], ball, rise(0.34, 0.44, from));
        // The upper lid and the lashes throw a shadow.
        let ball = times(ball, 1.0 - 0.55 * rise(upper + 0.45, upper, v));
        let spark = rise(0.14, 0.07, (across.abs() - 0.16).hypot(v + 0.26));
        let ball = mix(ball, [0.95; 3], spark * 0.9);
        paint.colour = mix(paint.colour, ball, is_open);
        paint.gloss = [0.1, 60.0];
        paint.is_skin = is_open < 0.5;
        paint.open = paint.open.max(0.75);
    }
    let wing = rise(1.25, 0.95, u.abs());
    let lash = bell(v - upper + 0.02, 0.055 + 0.06 * eyes.lashes) * wing * eyes.lashes;
    let below = bell(v - lower - 0.02, 0.06) * wing * eyes.lashes * 0.5;
    let share = (lash + below).min(1.0) * 0.92;
    paint.colour = mix(paint.colour, [0.012, 0.01, 0.01], share);
}

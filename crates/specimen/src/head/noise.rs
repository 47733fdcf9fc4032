//! Smooth noise without a period, from a seed.

/// A smooth value in -1 to 1 at a place; neighbouring places one unit apart are independent.
pub(crate) fn noise(seed: u64, [x, y, z]: [f32; 3]) -> f32 {
    let (left, top, near) = (x.floor(), y.floor(), z.floor());
    let smooth = |t: f32| t * t * (3.0 - 2.0 * t);
    let (u, v, w) = (smooth(x - left), smooth(y - top), smooth(z - near));
    let at = |dx: i32, dy: i32, dz: i32| {
        corner(seed, [left as i32 + dx, top as i32 + dy, near as i32 + dz])
    };
    let mix = |a: f32, b: f32, t: f32| a + (b - a) * t;
    let plane = |dz: i32| {
        mix(
            mix(at(0, 0, dz), at(1, 0, dz), u),
            mix(at(0, 1, dz), at(1, 1, dz), u),
            v,
        )
    };
    mix(plane(0), plane(1), w)
}

/// A value in -1 to 1 for a corner of the grid.
fn corner(seed: u64, [x, y, z]: [i32; 3]) -> f32 {
    let mut mixed = seed as u32 ^ (seed >> 32) as u32;
    for part in [x, y, z] {
        mixed = (mixed ^ part as u32).wrapping_mul(0x85eb_ca6b);
        mixed ^= mixed >> 13;
        mixed = mixed.wrapping_mul(0xc2b2_ae35);
        mixed ^= mixed >> 16;
    }
    (mixed & 0xffff) as f32 / 32_767.5 - 1.0
}

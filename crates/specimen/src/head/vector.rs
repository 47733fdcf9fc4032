//! Points and directions in space, in centimetres: x to the right of the picture, y down, z towards
//! the camera.

/// A point or a direction.
pub(crate) type Vector = [f32; 3];

pub(crate) fn plus(a: Vector, b: Vector) -> Vector {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

pub(crate) fn minus(a: Vector, b: Vector) -> Vector {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

pub(crate) fn times(a: Vector, factor: f32) -> Vector {
    a.map(|value| value * factor)
}

pub(crate) fn dot(a: Vector, b: Vector) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(crate) fn cross(a: Vector, b: Vector) -> Vector {
    [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]
}

/// The direction of a vector; the direction towards the camera if it has no length.
pub(crate) fn unit(a: Vector) -> Vector {
    let length = dot(a, a).sqrt();
    if length > 1e-9 {
        times(a, 1.0 / length)
    } else {
        [0.0, 0.0, 1.0]
    }
}

/// The mix of two vectors, of which `share` is the second.
pub(crate) fn mix(a: Vector, b: Vector, share: f32) -> Vector {
    [0, 1, 2].map(|axis| lerp(a.as_slice(), b.as_slice(), axis, share))
}

fn lerp(a: &[f32], b: &[f32], axis: usize, share: f32) -> f32 {
    let (a, b) = (
        a.get(axis).copied().unwrap_or_default(),
        b.get(axis).copied().unwrap_or_default(),
    );
    a + (b - a) * share
}

/// Rises smoothly from 0 at `low` to 1 at `high`.
pub(crate) fn rise(low: f32, high: f32, value: f32) -> f32 {
    let share = ((value - low) / (high - low)).clamp(0.0, 1.0);
    share * share * (3.0 - 2.0 * share)
}

/// A bell of height 1 around 0 that is `width` wide.
pub(crate) fn bell(value: f32, width: f32) -> f32 {
    let share = value / width;
    (-share * share).exp()
}

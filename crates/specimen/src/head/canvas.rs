//! Draws triangles and remembers for every pixel what is in front.
#![expect(
    clippy::indexing_slicing,
    reason = "pixel loops: every index is bounded by the size of the canvas"
)]

use super::mesh::{Material, Mesh};
use super::vector::{Vector, cross, minus};

/// What a pixel shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) material: Material,
    /// The place on the head, before it turned.
    pub(crate) own: Vector,
    /// The place in the room, and the direction of the surface there.
    pub(crate) place: Vector,
    pub(crate) normal: Vector,
}

/// A point of a surface as a canvas sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Corner {
    /// Pixels from the left and from the top.
    pub(crate) at: [f32; 2],
    /// What is nearer has more.
    pub(crate) near: f32,
    pub(crate) seen: Seen,
}

/// The nearest surface of every pixel.
#[derive(Debug)]
pub(crate) struct Canvas {
    width: usize,
    height: usize,
    near: Vec<f32>,
    seen: Vec<Option<Seen>>,
}

impl Canvas {
    pub(crate) fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            near: vec![f32::MIN; width * height],
            seen: vec![None; width * height],
        }
    }

    /// What a pixel shows.
    pub(crate) fn at(&self, x: usize, y: usize) -> Option<&Seen> {
        self.seen[y * self.width + x].as_ref()
    }

    /// Draws a surface, each point of which a function places.
    pub(crate) fn draw(&mut self, mesh: &Mesh, place: impl Fn(usize) -> Corner) {
        let corners: Vec<Corner> = (0..mesh.places.len()).map(place).collect();
        for triangle in mesh.triangles() {
            self.fill(triangle.map(|at| &corners[at]));
        }
    }

    fn fill(&mut self, [a, b, c]: [&Corner; 3]) {
        let area = turn(a.at, b.at, c.at);
        if area.abs() < 1e-6 {
            return;
        }
        let xs = [a.at[0], b.at[0], c.at[0]];
        let ys = [a.at[1], b.at[1], c.at[1]];
        let range = |values: [f32; 3], limit: usize| {
            let low = values.into_iter().fold(f32::MAX, f32::min).floor().max(0.0);
            let high = values.into_iter().fold(f32::MIN, f32::max).ceil();
            (low as usize)..(high.max(0.0) as usize + 1).min(limit)
        };
        for y in range(ys, self.height) {
            for x in range(xs, self.width) {
                let at = [x as f32 + 0.5, y as f32 + 0.5];
                let u = turn(at, b.at, c.at) / area;
                let v = turn(a.at, at, c.at) / area;
                let w = 1.0 - u - v;
                if u < 0.0 || v < 0.0 || w < 0.0 {
                    continue;
                }
                let near = a.near * u + b.near * v + c.near * w;
                let index = y * self.width + x;
                if near <= self.near[index] {
                    continue;
                }
                self.near[index] = near;
                let mean = |of: fn(&Seen) -> Vector| {
                    let (a, b, c) = (of(&a.seen), of(&b.seen), of(&c.seen));
                    [0, 1, 2].map(|axis| a[axis] * u + b[axis] * v + c[axis] * w)
                };
                self.seen[index] = Some(Seen {
                    material: a.seen.material,
                    own: mean(|seen| seen.own),
                    place: mean(|seen| seen.place),
                    normal: mean(|seen| seen.normal),
                });
            }
        }
    }
}

/// Twice the area of a triangle, by the sense in which it turns.
fn turn(a: [f32; 2], b: [f32; 2], c: [f32; 2]) -> f32 {
    let [.., area] = cross(
        minus([b[0], b[1], 0.0], [a[0], a[1], 0.0]),
        minus([c[0], c[1], 0.0], [a[0], a[1], 0.0]),
    );
    area
}

/// How near the nearest surface is, as seen from the light: what is farther is in the shadow.
#[derive(Debug)]
pub(crate) struct Shadows {
    canvas: Canvas,
    axes: [Vector; 3],
    per_cm: f32,
}

/// Pixels along each side of the shadows.
const SHADOWS: usize = 420;
/// Centimetres along each side of the shadows.
const REACH: f32 = 44.0;

impl Shadows {
    /// No shadows yet, of light from this direction.
    pub(crate) fn new(from: Vector) -> Self {
        let side = super::vector::unit(cross([0.0, 1.0, 0.0], from));
        Self {
            canvas: Canvas::new(SHADOWS, SHADOWS),
            axes: [side, cross(from, side), from],
            per_cm: SHADOWS as f32 / REACH,
        }
    }

    fn seen_from_light(&self, place: Vector) -> ([f32; 2], f32) {
        let along = self.axes.map(|axis| super::vector::dot(axis, place));
        let pixel = |value: f32| (value + REACH / 2.0) * self.per_cm;
        ([pixel(along[0]), pixel(along[1])], along[2])
    }

    /// Adds what a surface hides.
    pub(crate) fn draw(&mut self, mesh: &Mesh, seen: impl Fn(usize) -> Seen) {
        let corners: Vec<Corner> = (0..mesh.places.len())
            .map(|at| {
                let seen = seen(at);
                let (at, near) = self.seen_from_light(seen.place);
                Corner { at, near, seen }
            })
            .collect();
        for triangle in mesh.triangles() {
            self.canvas.fill(triangle.map(|at| &corners[at]));
        }
    }

    /// How much of the light reaches a place, 0 to 1.
    pub(crate) fn lit(&self, place: Vector, normal: Vector) -> f32 {
        // A little in front of the surface, so that it does not hide itself.
        let raised = [0, 1, 2].map(|axis| place[axis] + normal[axis] * 0.25);
        let (at, near) = self.seen_from_light(raised);
        let mut open = 0.0;
        for down in -1..=1 {
            for across in -1..=1 {
                let x = at[0] + across as f32 * 1.8;
                let y = at[1] + down as f32 * 1.8;
                let limit = SHADOWS as f32 - 1.0;
                let index = y.clamp(0.0, limit) as usize * SHADOWS + x.clamp(0.0, limit) as usize;
                let hidden = self.canvas.near[index] - near;
                open += (1.0 - hidden / 0.35).clamp(0.0, 1.0);
            }
        }
        open / 9.0
    }
}

//! Surfaces of triangles, made of bent grids.
#![expect(
    clippy::indexing_slicing,
    reason = "every index is bounded by the rows and columns of the grid"
)]

use super::vector::{Vector, cross, minus, times, unit};

/// What a surface consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Material {
    Skin,
    Ear,
    Neck,
    Hair,
    Cloth,
    Rim,
}

/// A bent grid of points.
#[derive(Debug, Clone)]
pub(crate) struct Mesh {
    pub(crate) material: Material,
    /// Whether it turns with the head.
    pub(crate) turns: bool,
    columns: usize,
    pub(crate) places: Vec<Vector>,
    pub(crate) normals: Vec<Vector>,
    /// Which points are there; a triangle is drawn if all its corners are.
    present: Vec<bool>,
}

impl Mesh {
    /// A grid of this many rows and columns whose points a function tells, or that has a hole where
    /// it tells none. With `outward`, normals lead away from that point.
    pub(crate) fn grid(
        material: Material,
        turns: bool,
        [rows, columns]: [usize; 2],
        outward: Option<Vector>,
        at: impl Fn(f32, f32) -> Option<Vector>,
    ) -> Self {
        let share = |step: usize, count: usize| step as f32 / (count - 1).max(1) as f32;
        let (mut places, mut present) = (Vec::new(), Vec::new());
        for row in 0..rows {
            for column in 0..columns {
                let place = at(share(row, rows), share(column, columns));
                present.push(place.is_some());
                places.push(place.unwrap_or_default());
            }
        }
        let mut mesh = Self {
            material,
            turns,
            columns,
            normals: vec![[0.0, 0.0, 1.0]; places.len()],
            places,
            present,
        };
        mesh.bend(outward);
        mesh
    }

    /// Computes the normals: the mean of those of the triangles around, by their area.
    fn bend(&mut self, outward: Option<Vector>) {
        let mut sums = vec![[0.0_f32; 3]; self.places.len()];
        for corners in self.triangles() {
            let [a, b, c] = corners.map(|at| self.places[at]);
            let normal = cross(minus(b, a), minus(c, a));
            for at in corners {
                for (sum, value) in sums[at].iter_mut().zip(normal) {
                    *sum += value;
                }
            }
        }
        for (at, sum) in sums.into_iter().enumerate() {
            let normal = unit(sum);
            let away = outward.map_or(1.0, |from| {
                let way = minus(self.places[at], from);
                normal[0] * way[0] + normal[1] * way[1] + normal[2] * way[2]
            });
            self.normals[at] = if away < 0.0 {
                times(normal, -1.0)
            } else {
                normal
            };
        }
    }

    /// The triangles, as places in the lists of points.
    pub(crate) fn triangles(&self) -> Vec<[usize; 3]> {
        let rows = self.places.len() / self.columns;
        let mut all = Vec::with_capacity(rows * self.columns * 2);
        for row in 1..rows {
            for column in 1..self.columns {
                let d = row * self.columns + column;
                let (a, b, c) = (d - self.columns - 1, d - self.columns, d - 1);
                for corners in [[a, b, c], [b, d, c]] {
                    if corners.iter().all(|at| self.present[*at]) {
                        all.push(corners);
                    }
                }
            }
        }
        all
    }
}

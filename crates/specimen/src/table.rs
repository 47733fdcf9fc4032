//! Surfaces that a card lies on: wood, cloth and stone, computed for each point from seeded noise.
#![expect(
    clippy::indexing_slicing,
    reason = "a lattice indexed by masked coordinates"
)]

use crate::rng::Rng;
use crate::scene::Table;
use std::f32::consts::TAU;

/// The number of points along one side of the noise lattice; a power of two, so that it repeats
/// seamlessly.
const SIDE: usize = 256;

/// A surface with a grain and colour.
pub(crate) struct Surface {
    table: Table,
    lattice: Vec<f32>,
    turn: (f32, f32),
    shift: [f32; 2],
    dark: [f32; 3],
    light: [f32; 3],
}

impl Surface {
    pub(crate) fn new(table: Table, seed: u64) -> Self {
        let mut rng = Rng::new(seed, "table");
        let (dark, light) = colours(table, &mut rng);
        Self {
            table,
            turn: rng.angle().sin_cos(),
            shift: [rng.between(0.0, 900.0), rng.between(0.0, 900.0)],
            dark,
            light,
            lattice: (0..SIDE * SIDE).map(|_| rng.unit()).collect(),
        }
    }

    /// Returns the colour at a point of the table in millimetres, in levels of 255.
    pub(crate) fn colour(&self, [x, y]: [f32; 2]) -> [f32; 3] {
        let (sin, cos) = self.turn;
        let (u, v) = (
            x * cos - y * sin + self.shift[0],
            x * sin + y * cos + self.shift[1],
        );
        let share = match self.table {
            Table::Wood => self.wood(u, v),
            Table::Cloth => self.cloth(u, v),
            Table::Grey | Table::Dark => {
                0.5 + 0.35 * (self.noise(u * 0.03, v * 0.03) - 0.5)
                    + 0.25 * (self.noise(u * 3.1, v * 3.1) - 0.5)
            }
            Table::Stone => self.stone(u, v),
        };
        let share = share.clamp(0.0, 1.0);
        [0, 1, 2].map(|c| self.dark[c] + (self.light[c] - self.dark[c]) * share)
    }

    /// Boards 70 mm wide, each with rings and long fibres.
    fn wood(&self, u: f32, v: f32) -> f32 {
        let board = (v / 70.0).floor();
        let across = v - board * 70.0;
        let u = u + board * 137.0;
        let waver = self.noise(u * 0.012, v * 0.035);
        let ring = ((v * 0.19 + waver * 9.0 + board * 2.3) * TAU * 0.5).sin();
        let fibre = self.noise(u * 0.10, v * 2.6);
        let tone = 0.14 * (self.noise(board * 7.3 + 0.5, 0.5) - 0.5);
        let seam = (across.min(70.0 - across) * 2.2).clamp(0.0, 1.0);
        (0.52 + tone + 0.15 * ring + 0.38 * (fibre - 0.5)) * (0.35 + 0.65 * seam)
    }

    /// Woven threads, in soft folds.
    fn cloth(&self, u: f32, v: f32) -> f32 {
        let (warp, weft) = ((u * TAU / 1.1).sin(), (v * TAU / 1.1).sin());
        let fold = self.noise(u * 0.018, v * 0.018) + 0.5 * self.noise(u * 0.05, v * 0.011);
        let slub = self.noise(u * 0.35, v * 1.8) + self.noise(u * 1.8, v * 0.35) - 1.0;
        0.5 + 0.13 * warp * weft + 0.5 * (fold - 0.75) + 0.2 * slub
    }

    fn stone(&self, u: f32, v: f32) -> f32 {
        let cloud = self.noise(u * 0.02, v * 0.02);
        let waver = 2.4 * cloud + 0.8 * self.noise(u * 0.09, v * 0.09);
        // Veins are where a diagonal wave, disturbed by the noise, crosses zero.
        let wave = ((u * 0.020 + v * 0.034 + waver * 1.6) * TAU * 0.5).sin();
        let line = (1.0 - wave.abs() * 7.0).max(0.0);
        let speck = self.noise(u * 2.2, v * 2.2) - 0.5;
        0.82 + 0.3 * (cloud - 0.5) + 0.12 * speck - 0.3 * line * line * cloud
    }

    /// Returns smooth noise in `[0, 1)`.
    fn noise(&self, x: f32, y: f32) -> f32 {
        // Rounds towards minus infinity; `floor` is a function call on targets without SSE 4.1.
        let whole = |value: f32| value as i32 - i32::from((value as i32) as f32 > value);
        let (left, top) = (whole(x), whole(y));
        let ease = |t: f32| t * t * (3.0 - 2.0 * t);
        let (across, down) = (ease(x - left as f32), ease(y - top as f32));
        let column = left as usize & (SIDE - 1);
        let row = top as usize & (SIDE - 1);
        let next = (column + 1) & (SIDE - 1);
        let (upper, lower) = (row * SIDE, ((row + 1) & (SIDE - 1)) * SIDE);
        let mix = |a: f32, b: f32, t: f32| a + (b - a) * t;
        mix(
            mix(
                self.lattice[upper + column],
                self.lattice[upper + next],
                across,
            ),
            mix(
                self.lattice[lower + column],
                self.lattice[lower + next],
                across,
            ),
            down,
        )
    }
}

fn colours(table: Table, rng: &mut Rng) -> ([f32; 3], [f32; 3]) {
    let pairs: &[([f32; 3], [f32; 3])] = match table {
        Table::Wood => &[
            ([74.0, 46.0, 28.0], [176.0, 126.0, 82.0]),
            ([126.0, 90.0, 56.0], [224.0, 186.0, 138.0]),
            ([44.0, 30.0, 24.0], [116.0, 82.0, 62.0]),
        ],
        Table::Cloth => &[
            ([34.0, 50.0, 80.0], [112.0, 136.0, 172.0]),
            ([96.0, 34.0, 40.0], [178.0, 96.0, 98.0]),
            ([128.0, 120.0, 104.0], [222.0, 214.0, 196.0]),
        ],
        Table::Grey => &[
            ([96.0, 98.0, 100.0], [168.0, 170.0, 172.0]),
            ([150.0, 150.0, 146.0], [214.0, 214.0, 210.0]),
        ],
        Table::Dark => &[([14.0, 14.0, 18.0], [58.0, 58.0, 64.0])],
        Table::Stone => &[
            ([120.0, 120.0, 124.0], [236.0, 234.0, 230.0]),
            ([70.0, 84.0, 80.0], [182.0, 192.0, 186.0]),
        ],
    };
    rng.choose(pairs).copied().unwrap_or_default()
}

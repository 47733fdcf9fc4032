//! Surfaces that a card lies on: wood, cloth, stone, a keyboard and a hand, computed for each point
//! from seeded noise.
#![expect(
    clippy::indexing_slicing,
    reason = "a lattice indexed by masked coordinates"
)]

use crate::card::Outline;
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
    /// What lies on it.
    card: Outline,
}

impl Surface {
    pub(crate) fn new(table: Table, seed: u64, card: Outline) -> Self {
        let mut rng = Rng::new(seed, "table");
        let (dark, light) = colours(table, &mut rng);
        Self {
            table,
            turn: rng.angle().sin_cos(),
            shift: [rng.between(0.0, 900.0), rng.between(0.0, 900.0)],
            dark,
            light,
            card,
            lattice: (0..SIDE * SIDE).map(|_| rng.unit()).collect(),
        }
    }

    /// Returns the colour at a point of the table in millimetres, in levels of 255.
    pub(crate) fn colour(&self, [x, y]: [f32; 2]) -> [f32; 3] {
        if self.table == Table::Hand {
            return self.held(x, y);
        }
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
            Table::Keyboard => self.keyboard(u, v),
            Table::Checks => checks(u, v),
            Table::Hand => 0.5,
        };
        self.mixed(share)
    }

    /// What covers a point of the card, millimetres from its top left: the colour, and how much of
    /// it. Only a hand does.
    pub(crate) fn over(&self, [x, y]: [f32; 2]) -> Option<([f32; 3], f32)> {
        if self.table != Table::Hand {
            return None;
        }
        let Outline { width, height } = self.card;
        let from = [width + 22.0, height * 0.95];
        let to = [width - 11.0, height * 0.72];
        let cover = (0.5 - (from_stroke([x, y], from, to) - 9.0) / 0.4).clamp(0.0, 1.0);
        (cover > 0.0).then(|| (self.skin(x, y, 9.0 - from_stroke([x, y], from, to)), cover))
    }

    fn mixed(&self, share: f32) -> [f32; 3] {
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

    /// Keys of 15.6 mm, 19 mm from one to the next, each row a little aside of the one above.
    fn keyboard(&self, u: f32, v: f32) -> f32 {
        const PITCH: f32 = 19.0;
        let row = (v / PITCH).floor();
        let u = u + row * 5.3;
        let key = (u / PITCH).floor();
        let across = (u - key * PITCH - PITCH / 2.0).abs() - 7.8;
        let down = (v - row * PITCH - PITCH / 2.0).abs() - 7.8;
        let top = 0.62 - 0.05 * down.max(across).max(-3.0);
        let grain = 0.1 * (self.noise(u * 3.0, v * 3.0) - 0.5);
        // A letter: a few strokes that are there or not.
        let (x, y) = (u - key * PITCH - 4.2, v - row * PITCH - 4.2);
        let stroke = self.noise(key * 3.7 + (x / 1.1).floor(), row * 5.9 + (y / 1.1).floor());
        let is_letter = (0.0..3.3).contains(&x) && (0.0..4.4).contains(&y) && stroke > 0.5;
        let shown = if is_letter { 1.0 } else { top };
        let cap = (-across.max(down) / 0.5).clamp(0.0, 1.0);
        0.04 + (shown + grain) * cap
    }

    /// The hand behind the card, before a room out of focus.
    fn held(&self, x: f32, y: f32) -> [f32; 3] {
        let Outline { width, height } = self.card;
        // The palm behind the lower right part, and three fingers that look out at the left.
        let palm = [width * 0.95, height * 0.8];
        let mut inside = 34.0 - from_stroke([x, y], palm, [width + 40.0, height + 90.0]);
        for finger in 0..3 {
            let at = height * (0.25 + 0.27 * finger as f32);
            let tip = [-7.0 + 3.0 * (finger - 1) as f32, at];
            inside = inside.max(7.5 - from_stroke([x, y], tip, [width, at + 12.0]));
        }
        let cover = (inside / 0.4 + 0.5).clamp(0.0, 1.0);
        let [tone, shade] = [0.004, 0.013]
            .map(|fine| self.noise((x + self.shift[0]) * fine, (y + self.shift[1]) * fine));
        let wall = 60.0 + 130.0 * tone + 40.0 * (shade - 0.5);
        let room = [wall, wall * 0.97, wall * 0.92];
        let skin = self.skin(x, y, inside);
        [0, 1, 2].map(|c| room[c] + (skin[c] - room[c]) * cover)
    }

    /// Skin, darker towards its edge.
    fn skin(&self, x: f32, y: f32, inside: f32) -> [f32; 3] {
        let round = (inside / 7.0).clamp(0.0, 1.0).sqrt();
        let crease = 0.12 * (self.noise(x * 0.4, y * 1.1) - 0.5);
        self.mixed(0.25 + 0.65 * round + crease)
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

/// Stripes of 12 mm both ways, darkest where they cross.
fn checks(u: f32, v: f32) -> f32 {
    let stripe = |at: f32| ((at / 24.0 * TAU).sin() * 6.0).clamp(-1.0, 1.0);
    let thread = (u * TAU / 0.9).sin() * (v * TAU / 0.9).sin();
    0.5 + 0.24 * stripe(u) + 0.24 * stripe(v) + 0.06 * thread
}

/// How far a point lies from the stroke between two others.
fn from_stroke([x, y]: [f32; 2], from: [f32; 2], to: [f32; 2]) -> f32 {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let along = ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy).max(1e-6);
    let along = along.clamp(0.0, 1.0);
    (x - from[0] - along * dx).hypot(y - from[1] - along * dy)
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
        Table::Keyboard => &[
            ([12.0, 12.0, 14.0], [214.0, 214.0, 216.0]),
            ([8.0, 8.0, 10.0], [92.0, 92.0, 96.0]),
            ([120.0, 122.0, 124.0], [244.0, 244.0, 242.0]),
        ],
        Table::Checks => &[
            ([150.0, 30.0, 36.0], [238.0, 232.0, 226.0]),
            ([40.0, 70.0, 120.0], [226.0, 230.0, 234.0]),
        ],
        Table::Hand => &[
            ([122.0, 78.0, 60.0], [232.0, 190.0, 166.0]),
            ([92.0, 58.0, 40.0], [186.0, 136.0, 104.0]),
            ([40.0, 26.0, 20.0], [110.0, 76.0, 58.0]),
        ],
    };
    rng.choose(pairs).copied().unwrap_or_default()
}

//! Draws a bust without a face, which is plainly nobody but has the outline of a portrait.

use crate::rng::Rng;
use crate::shape::{boxed, oval};
use crate::sheet::{Ink, Sheet};
use tiny_skia::PathBuilder;

const SKIN: [Ink; 6] = [
    Ink(244, 214, 190, 1.0),
    Ink(232, 190, 156, 1.0),
    Ink(210, 162, 124, 1.0),
    Ink(176, 124, 88, 1.0),
    Ink(134, 90, 62, 1.0),
    Ink(98, 66, 48, 1.0),
];
const CLOTH: [Ink; 6] = [
    Ink(52, 66, 92, 1.0),
    Ink(110, 52, 58, 1.0),
    Ink(62, 92, 76, 1.0),
    Ink(88, 86, 96, 1.0),
    Ink(134, 112, 72, 1.0),
    Ink(38, 42, 50, 1.0),
];

/// The colour that a ghost image fades into.
const PAPER: Ink = Ink(232, 236, 234, 1.0);

/// Draws the bust of `seed` in the box, with hair in its D20 colour. A `cover` below 1 makes a
/// ghost image.
pub(crate) fn draw(sheet: &mut Sheet, seed: u64, hair: &str, frame: [f32; 4], cover: f32) {
    if cover >= 1.0
        && let Some(back) = boxed(frame[0], frame[1], frame[2], frame[3])
    {
        let light = Ink(228, 232, 236, 1.0);
        let [x, y, width, height] = frame;
        sheet.shade(
            &back,
            [x, y],
            [x + width, y + height],
            &[light, Ink(196, 204, 212, 1.0)],
        );
    }
    bust(sheet, seed, hair, frame, cover);
    if cover >= 1.0
        && let Some(border) = boxed(frame[0], frame[1], frame[2], frame[3])
    {
        sheet.stroke(&border, 0.18, Ink(90, 100, 112, 1.0));
    }
}

/// Draws only the bust, on top of what is there.
#[rustfmt::skip] // One line per curve.
fn bust(sheet: &mut Sheet, seed: u64, hair: &str, frame: [f32; 4], cover: f32) {
    let mut rng = Rng::new(seed, "portrait");
    let skin = rng
        .choose(&SKIN)
        .copied()
        .unwrap_or(SKIN[0])
        .mixed(PAPER, 1.0 - cover);
    let cloth = rng
        .choose(&CLOTH)
        .copied()
        .unwrap_or(CLOTH[0])
        .mixed(PAPER, 1.0 - cover);
    let hair = hair_colour(hair).mixed(PAPER, 1.0 - cover);
    let style = rng.below(4);
    let (wide, long) = (rng.between(0.185, 0.215), rng.between(0.225, 0.25));
    let pen = Pen { frame };
    let head = [0.5, 0.43];

    // The hair behind the head.
    if style == 1 || style == 2 {
        let drop = if style == 1 { 0.84 } else { 0.66 };
        pen.fill(
            sheet,
            hair.mixed(Ink::BLACK, 0.25 * cover),
            [head[0] - wide * 1.25, head[1]],
            &[
                [head[0] - wide * 1.35, head[1] - long * 1.5, head[0] + wide * 1.35, head[1] - long * 1.5, head[0] + wide * 1.25, head[1]],
                [head[0] + wide * 1.55, 0.62, head[0] + wide * 1.3, drop, head[0] + wide * 0.9, drop],
                [head[0], drop + 0.03, head[0], drop + 0.03, head[0] - wide * 0.9, drop],
                [head[0] - wide * 1.3, drop, head[0] - wide * 1.55, 0.62, head[0] - wide * 1.25, head[1]],
            ],
        );
    }
    // Shoulders, collar and neck.
    pen.fill(
        sheet,
        cloth,
        [0.04, 1.0],
        &[
            [0.06, 0.84, 0.22, 0.79, 0.39, 0.745],
            [0.45, 0.80, 0.55, 0.80, 0.61, 0.745],
            [0.78, 0.79, 0.94, 0.84, 0.96, 1.0],
        ],
    );
    pen.fill(
        sheet,
        skin.mixed(Ink::BLACK, 0.16 * cover),
        [0.415, 0.58],
        &[
            [0.42, 0.68, 0.42, 0.71, 0.385, 0.748],
            [0.45, 0.815, 0.55, 0.815, 0.615, 0.748],
            [0.58, 0.71, 0.58, 0.68, 0.585, 0.58],
        ],
    );
    // Ears and head.
    for side in [-1.0, 1.0] {
        pen.oval(
            sheet,
            skin.mixed(Ink::BLACK, 0.1 * cover),
            [head[0] + side * wide, head[1] + 0.01, 0.03, 0.045],
        );
    }
    pen.fill(
        sheet,
        skin,
        [head[0] - wide, head[1] - long * 0.25],
        &[
            [head[0] - wide, head[1] - long * 1.25, head[0] + wide, head[1] - long * 1.25, head[0] + wide, head[1] - long * 0.25],
            [head[0] + wide, head[1] + long * 0.5, head[0] + wide * 0.55, head[1] + long, head[0], head[1] + long],
            [head[0] - wide * 0.55, head[1] + long, head[0] - wide, head[1] + long * 0.5, head[0] - wide, head[1] - long * 0.25],
        ],
    );
    // A soft shade on one side gives the blank face some volume.
    pen.fill(
        sheet,
        Ink(40, 30, 40, 0.10 * cover),
        [head[0] + wide * 0.25, head[1] - long],
        &[
            [head[0] + wide, head[1] - long, head[0] + wide, head[1] - long * 0.5, head[0] + wide, head[1] - long * 0.25],
            [head[0] + wide, head[1] + long * 0.5, head[0] + wide * 0.55, head[1] + long, head[0], head[1] + long],
            [head[0] + wide * 0.7, head[1] + long * 0.4, head[0] + wide * 0.7, head[1] - long * 0.4, head[0] + wide * 0.25, head[1] - long],
        ],
    );
    // The hair over the forehead; the fourth style is bald.
    if style < 3 {
        let part = rng.between(-0.6, 0.6);
        pen.fill(
            sheet,
            hair,
            [head[0] - wide * 1.08, head[1] - long * 0.1],
            &[
                [head[0] - wide * 1.3, head[1] - long * 1.55, head[0] + wide * 1.3, head[1] - long * 1.55, head[0] + wide * 1.08, head[1] - long * 0.1],
                [head[0] + wide * 0.95, head[1] - long * 0.55, head[0] + wide * 0.6, head[1] - long * 0.6, head[0] + wide * part, head[1] - long * 0.72],
                [head[0] - wide * 0.6, head[1] - long * 0.6, head[0] - wide * 0.95, head[1] - long * 0.5, head[0] - wide * 1.08, head[1] - long * 0.1],
            ],
        );
    }
}

/// Draws somebody in front of a wall who looks into the camera: the bust of `seed`, with eyes,
/// brows and a mouth.
pub(crate) fn sitter(sheet: &mut Sheet, seed: u64, hair: &str, [wide, tall]: [f32; 2]) {
    let wall = [Ink(196, 204, 208, 1.0), Ink(156, 164, 170, 1.0)];
    if let Some(back) = boxed(0.0, 0.0, wide, tall) {
        sheet.shade(&back, [0.0, 0.0], [wide, tall], &wall);
    }
    let side = wide.min(tall);
    // The bust has an aspect ratio of three to four and stands on the lower edge of the picture, in
    // the middle.
    let frame = [(wide - side * 0.8) / 2.0, tall - side, side * 0.8, side];
    bust(sheet, seed, hair, frame, 1.0);
    let pen = Pen { frame };
    for eye in [0.415, 0.585] {
        pen.oval(sheet, Ink(250, 250, 248, 1.0), [eye, 0.415, 0.034, 0.016]);
        pen.oval(sheet, Ink(70, 52, 40, 1.0), [eye, 0.415, 0.016, 0.016]);
        pen.oval(sheet, Ink::BLACK, [eye, 0.415, 0.007, 0.007]);
        pen.oval(sheet, Ink(60, 44, 34, 1.0), [eye, 0.376, 0.042, 0.007]);
    }
    pen.oval(sheet, Ink(60, 30, 20, 0.22), [0.5, 0.5, 0.022, 0.012]);
    pen.oval(sheet, Ink(150, 70, 70, 1.0), [0.5, 0.575, 0.058, 0.012]);
}

/// Draws a scribble that is nobody's signature in the box `[x, y, width, height]`.
pub(crate) fn signature(sheet: &mut Sheet, seed: u64, [x, y, width, height]: [f32; 4]) {
    let mut rng = Rng::new(seed, "signature");
    let strokes = rng.within(7, 11);
    let step = width / (strokes as f32 + 1.0);
    let mut path = PathBuilder::new();
    let mut at = [x, y + height * 0.7];
    path.move_to(at[0], at[1]);
    for stroke in 0..strokes {
        // The first stroke and some others are high, as capitals are.
        let rise = if stroke == 0 || rng.chance(0.2) {
            1.0
        } else {
            rng.between(0.25, 0.5)
        };
        let next = [
            at[0] + step * rng.between(0.7, 1.3),
            y + height * rng.between(0.6, 0.85),
        ];
        path.cubic_to(
            at[0] + step * rng.between(0.6, 1.6),
            at[1] - height * rise,
            at[0] - step * rng.between(0.0, 0.8),
            at[1] - height * rise * 1.1,
            next[0],
            next[1],
        );
        at = next;
    }
    let end = x + width;
    path.cubic_to(
        at[0] + step,
        at[1] + height * 0.5,
        end - step,
        at[1] - height * 0.2,
        end,
        at[1] - height * 0.15,
    );
    if let Some(path) = path.finish() {
        sheet.stroke(&path, 0.22, Ink(24, 28, 60, 0.92));
    }
}

fn hair_colour(code: &str) -> Ink {
    match code {
        "BLN" => Ink(196, 162, 96, 1.0),
        "RED" => Ink(150, 74, 40, 1.0),
        "GRY" => Ink(142, 142, 146, 1.0),
        "WHI" => Ink(214, 214, 212, 1.0),
        "BLK" => Ink(34, 30, 32, 1.0),
        _ => Ink(86, 58, 40, 1.0),
    }
}

/// Draws in fractions of a frame.
struct Pen {
    frame: [f32; 4],
}

impl Pen {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        let [left, top, width, height] = self.frame;
        // Shoulders end at the frame.
        (
            left + x.clamp(0.0, 1.0) * width,
            top + y.clamp(0.0, 1.0) * height,
        )
    }

    /// Fills an outline that starts at `start` and continues with cubic curves.
    fn fill(&self, sheet: &mut Sheet, ink: Ink, start: [f32; 2], curves: &[[f32; 6]]) {
        let mut path = PathBuilder::new();
        let (x, y) = self.place(start[0], start[1]);
        path.move_to(x, y);
        for [x1, y1, x2, y2, x, y] in curves {
            let (x1, y1) = self.place(*x1, *y1);
            let (x2, y2) = self.place(*x2, *y2);
            let (x, y) = self.place(*x, *y);
            path.cubic_to(x1, y1, x2, y2, x, y);
        }
        path.close();
        if let Some(path) = path.finish() {
            sheet.fill(&path, ink);
        }
    }

    fn oval(&self, sheet: &mut Sheet, ink: Ink, [x, y, across, down]: [f32; 4]) {
        let (x, y) = self.place(x, y);
        if let Some(path) = oval(x, y, across * self.frame[2], down * self.frame[3]) {
            sheet.fill(&path, ink);
        }
    }
}

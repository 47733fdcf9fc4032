//! Draws the background of a card: colours, waves and rosettes in a style of this crate's own.

use crate::card::Outline;
use crate::rng::Rng;
use crate::shape::{boxed, oval, polyline};
use crate::sheet::{Ink, Sheet};
use std::f32::consts::TAU;

/// The colours of a jurisdiction, which are the same on all its cards.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Palette {
    /// The paper, from one corner to the other.
    paper: [Ink; 3],
    /// The fine lines.
    lines: [Ink; 2],
    /// The bands and headings.
    pub(crate) band: Ink,
    /// The number, and other marks that should stand out.
    pub(crate) accent: Ink,
}

/// The width of the fine lines in millimetres. It is just below one dot, which is drawn several
/// times faster than just above.
const HAIR: f32 = 0.042;

#[rustfmt::skip]
const PALETTES: [Palette; 6] = [
    Palette { paper: [Ink(222, 236, 244, 1.0), Ink(246, 243, 228, 1.0), Ink(226, 238, 226, 1.0)],
        lines: [Ink(70, 130, 170, 1.0), Ink(90, 150, 110, 1.0)], band: Ink(28, 74, 116, 1.0), accent: Ink(168, 34, 40, 1.0) },
    Palette { paper: [Ink(246, 232, 222, 1.0), Ink(250, 246, 230, 1.0), Ink(232, 226, 242, 1.0)],
        lines: [Ink(190, 110, 80, 1.0), Ink(128, 104, 170, 1.0)], band: Ink(108, 46, 62, 1.0), accent: Ink(120, 32, 88, 1.0) },
    Palette { paper: [Ink(226, 240, 232, 1.0), Ink(240, 246, 236, 1.0), Ink(220, 234, 240, 1.0)],
        lines: [Ink(60, 134, 104, 1.0), Ink(70, 120, 150, 1.0)], band: Ink(24, 84, 70, 1.0), accent: Ink(150, 60, 16, 1.0) },
    Palette { paper: [Ink(240, 236, 218, 1.0), Ink(248, 240, 232, 1.0), Ink(238, 224, 212, 1.0)],
        lines: [Ink(170, 130, 50, 1.0), Ink(150, 90, 70, 1.0)], band: Ink(94, 66, 26, 1.0), accent: Ink(24, 76, 112, 1.0) },
    Palette { paper: [Ink(230, 230, 246, 1.0), Ink(244, 238, 246, 1.0), Ink(224, 240, 244, 1.0)],
        lines: [Ink(96, 100, 180, 1.0), Ink(70, 150, 160, 1.0)], band: Ink(52, 50, 112, 1.0), accent: Ink(160, 28, 66, 1.0) },
    Palette { paper: [Ink(220, 238, 240, 1.0), Ink(242, 246, 240, 1.0), Ink(246, 236, 224, 1.0)],
        lines: [Ink(40, 140, 150, 1.0), Ink(196, 130, 80, 1.0)], band: Ink(14, 92, 104, 1.0), accent: Ink(148, 44, 30, 1.0) },
];

/// Returns the colours of the issuer with this title.
pub(crate) fn palette(issuer: &str) -> Palette {
    let mut rng = Rng::new(0, issuer);
    rng.choose(&PALETTES).copied().unwrap_or(PALETTES[0])
}

/// Covers the sheet with the background of the issuer with this title. `strength` is 1 on the
/// front, and less on the back.
pub(crate) fn draw(sheet: &mut Sheet, size: Outline, issuer: &str, strength: f32) {
    let colours = palette(issuer);
    let Outline { width, height } = size;
    // All cards of an issuer have the same background, so it does not depend on the card's seed.
    let mut rng = Rng::new(1, issuer);
    let paper = colours
        .paper
        .map(|ink| ink.mixed(Ink::WHITE, 0.65 * (1.0 - strength)));
    if let Some(whole) = boxed(0.0, 0.0, width, height) {
        sheet.shade(&whole, [0.0, 0.0], [width, height], &paper);
    }
    let [first, second] = colours.lines;
    waves(sheet, height, &mut rng, first.faint(0.52 * strength));
    waves(sheet, height, &mut rng, second.faint(0.46 * strength));
    let centre = [width * rng.between(0.58, 0.74), height * 0.55];
    let petals = rng.within(7, 13) as f32;
    rosette(sheet, centre, 17.0, petals, first.faint(0.60 * strength));
    let aside = [width * 0.2, height * 0.86];
    rosette(
        sheet,
        aside,
        9.0,
        petals + 2.0,
        second.faint(0.56 * strength),
    );
}

/// Draws a field of lines that swell and narrow together.
fn waves(sheet: &mut Sheet, height: f32, rng: &mut Rng, ink: Ink) {
    let (phase, drift) = (rng.angle(), rng.between(-0.06, 0.06));
    let (long, short) = (rng.between(38.0, 66.0), rng.between(11.0, 19.0));
    let (lift, swell) = (rng.between(2.0, 4.5), rng.between(0.5, 1.1));
    let mut y = -8.0;
    while y < height + 8.0 {
        let line = |x: f32| {
            let slow = (TAU * x / long + phase + y * drift).sin();
            let fast = (TAU * x / short + y * 0.35).sin();
            y + lift * slow + swell * fast * (0.4 + 0.6 * slow.abs())
        };
        sheet.curve(line, ink);
        y += 1.15;
    }
}

/// Draws nested closed curves with this number of petals.
fn rosette(sheet: &mut Sheet, [x, y]: [f32; 2], radius: f32, petals: f32, ink: Ink) {
    for ring in 0..9 {
        let ring = ring as f32;
        let size = radius * (1.0 - ring * 0.085);
        let curve = (0..240).map(|step| {
            let turn = TAU * step as f32 / 240.0;
            let reach = size * (0.80 + 0.20 * (petals * turn + ring * 0.55).cos());
            [x + reach * turn.cos(), y + reach * turn.sin()]
        });
        if let Some(path) = polyline(curve, true) {
            sheet.stroke(&path, HAIR, ink);
        }
    }
}

/// Draws the emblem in the header: a disc with a landmark of no particular place.
pub(crate) fn emblem(sheet: &mut Sheet, [x, y]: [f32; 2], size: f32, issuer: &str) {
    let colours = palette(issuer);
    let mut rng = Rng::new(2, issuer);
    let point = |across: f32, down: f32| [x + across * size, y + down * size];
    if let Some(disc) = oval(x, y, size, size) {
        sheet.fill(&disc, Ink::WHITE.faint(0.92));
        sheet.stroke(&disc, size * 0.09, colours.band.mixed(Ink::WHITE, 0.25));
    }
    let mut shape = |points: &[[f32; 2]], ink: Ink| {
        let path = polyline(
            points.iter().map(|[across, down]| point(*across, *down)),
            true,
        );
        if let Some(path) = path {
            sheet.fill(&path, ink);
        }
    };
    match rng.below(3) {
        0 => {
            shape(
                &[
                    [-0.75, 0.45],
                    [-0.15, -0.5],
                    [0.2, 0.05],
                    [0.38, -0.2],
                    [0.75, 0.45],
                ],
                colours.band,
            );
            shape(
                &[[-0.15, -0.5], [-0.33, -0.2], [-0.15, -0.3], [0.0, -0.24]],
                Ink::WHITE,
            );
        }
        1 => {
            for step in 0..3 {
                let top = -0.7 + step as f32 * 0.34;
                let half = 0.26 + step as f32 * 0.13;
                shape(
                    &[[0.0, top], [half, top + 0.5], [-half, top + 0.5]],
                    colours.lines[1].mixed(colours.band, 0.4),
                );
            }
            shape(
                &[[-0.07, 0.45], [0.07, 0.45], [0.07, 0.72], [-0.07, 0.72]],
                colours.band,
            );
        }
        _ => {
            let star: Vec<[f32; 2]> = (0..16)
                .map(|step| {
                    let turn = TAU * step as f32 / 16.0;
                    let reach = if step % 2 == 0 { 0.78 } else { 0.34 };
                    [reach * turn.sin(), -reach * turn.cos()]
                })
                .collect();
            shape(&star, colours.accent.mixed(Ink::WHITE, 0.1));
        }
    }
}

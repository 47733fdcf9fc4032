//! A good picture meets every limit, and each bad one misses the limit for its fault.

use imaging::quality::{Aspect, measure};
use imaging::{Luma, Picture, Point, Quad};

/// Draws rows of marks like letters on grey paper.
fn page() -> Luma {
    let (width, height) = (1_000, 700);
    let pixel = |i: u32| {
        let (x, y) = (i % width, i / width);
        // The marks depend on a hash of the cell, so that they do not repeat in a grid like a
        // screen's dots.
        let cell = (x / 15).wrapping_mul(2_654_435_761) ^ (y / 14).wrapping_mul(2_246_822_519);
        let ink = y % 28 < 14 && cell >> 20 & 1 == 1 && (60..940).contains(&x);
        if ink { 40 } else { 205 }
    };
    Luma::new(width, height, (0..width * height).map(pixel).collect()).unwrap()
}

fn blurred(luma: &Luma, reach: i64) -> Luma {
    let (width, height) = (luma.width(), luma.height());
    let one = |along: (i64, i64), from: &Luma| {
        let pixel = |i: u32| {
            let (x, y) = (i64::from(i % width), i64::from(i / width));
            let sum: i64 = (-reach..=reach)
                .map(|k| i64::from(from.at(x + k * along.0, y + k * along.1)))
                .sum();
            (sum / (2 * reach + 1)) as u8
        };
        Luma::new(width, height, (0..width * height).map(pixel).collect()).unwrap()
    };
    one((0, 1), &one((1, 0), luma))
}

fn with(luma: Luma, change: impl Fn(u32, u32, u8) -> u8) -> Luma {
    let width = luma.width();
    let height = luma.height();
    let data = luma.data().iter().enumerate();
    let data = data
        .map(|(i, &grey)| change(i as u32 % width, i as u32 / width, grey))
        .collect();
    Luma::new(width, height, data).unwrap()
}

fn missed(luma: Luma, quad: Option<Quad>) -> Vec<Aspect> {
    let measures = measure(&Picture::from_luma(luma), quad.as_ref());
    measures
        .iter()
        .filter(|m| !m.is_met())
        .map(|m| m.aspect)
        .collect()
}

#[test]
fn each_fault_is_named() {
    let cases: [(&str, Luma, &[Aspect]); 6] = [
        ("as it should be", page(), &[]),
        ("out of focus", blurred(&page(), 4), &[Aspect::Sharpness]),
        (
            "in the dark",
            with(page(), |_, _, g| g / 30),
            &[Aspect::Brightness, Aspect::Underexposed],
        ),
        (
            "against the sun",
            with(page(), |_, _, g| g.saturating_add(90)),
            &[],
        ),
        (
            "washed out",
            with(page(), |x, _, g| if x < 950 { 255 } else { g }),
            &[Aspect::Brightness, Aspect::Overexposed],
        ),
        (
            "a lamp in it",
            with(page(), |x, y, g| {
                if x.abs_diff(400) + y.abs_diff(300) < 170 {
                    255
                } else {
                    g
                }
            }),
            &[Aspect::Glare],
        ),
    ];
    for (case, luma, expected) in cases {
        let missed = missed(luma, None);
        assert!(
            expected.iter().all(|aspect| missed.contains(aspect)),
            "{case}: {missed:?}"
        );
        if expected.is_empty() && case == "as it should be" {
            assert_eq!(missed, [], "{case}");
        }
    }
}

#[test]
fn framing_needs_the_position_of_the_document() {
    let quad = |left: f64, top: f64, right: f64, bottom: f64| {
        Some(Quad(
            [(left, top), (right, top), (right, bottom), (left, bottom)]
                .map(|(x, y)| Point::new(x, y)),
        ))
    };
    assert_eq!(missed(page(), quad(50., 50., 950., 650.)), []);
    assert_eq!(
        missed(page(), quad(-50., 50., 950., 650.)),
        [Aspect::CutEdges]
    );
    let far = missed(page(), quad(400., 300., 600., 420.));
    assert!(
        far.contains(&Aspect::Fill) && far.contains(&Aspect::Resolution),
        "{far:?}"
    );
}

//! Measures the quality of a picture for reading. Each measure has a unit, a limit, and a sentence
//! for the person who can take another picture.
//!
//! | measure | unit | limit | what a miss means |
//! |---|---|---|---|
//! | sharpness | share of an edge's contrast crossed in one pixel (1/px) | at least 0.16 | out of focus, or shaken |
//! | glare | share of the area in blobs of grey 242 or above, 7 pixels wide or more | at most 0.05 | a lamp is reflected |
//! | brightness | mean grey, 0 to 255 | 50 to 250 | too dark, or washed out |
//! | underexposed | share of the area at grey 8 or below | at most 0.35 | too dark |
//! | overexposed | share of the area at grey 250 or above | at most 0.90 | washed out |
//! | resolution | pixels of the shorter side | at least 480 | too far away |
//! | screen pattern | peaks of the spectrum over what is around them (ratio) | at most 30 | a screen (soft) |
//! | colour | share of the area of another colour than the rest | at least 0.02 | a black and white copy (soft) |
//! | fill | share of the frame that the document takes | at least 0.15 | too far away |
//! | cut edges | sides of the document outside the frame | none | cut off |
//! | tilt | share by which a side is shorter than the one across | at most 0.25 | seen from the side |
//!
//! Light and sharpness are measured at no more than 1,600 pixels of the longer side.
//!
//! A measure is evidence and not a verdict. A picture below a limit may still be readable, and the
//! best proof of quality is that its code was decoded. Nothing here claims that a scene is live.

mod colour;
mod light;
mod screen;
mod sharpness;
mod spectrum;

use crate::{Luma, Picture, Quad, fit_within, resize, warp};

/// What a [`Measure`] measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Aspect {
    /// The steepness of edges: the fraction of an edge's contrast that is crossed within one pixel.
    Sharpness,
    /// The mean grey, 0 (black) to 255 (white).
    Brightness,
    /// The fraction of pixels that are too dark to show anything.
    Underexposed,
    /// The fraction of pixels that are too bright to show anything.
    Overexposed,
    /// The fraction of the area covered by blobs of reflected light.
    Glare,
    /// The shorter side of what was measured, in pixels.
    Resolution,
    /// The fraction of the frame that the document takes.
    Fill,
    /// The number of sides of the document that touch or leave the frame.
    CutEdges,
    /// By how much one side looks shorter than its opposite; 0 if seen from directly above.
    Tilt,
    /// The strength of a regular grid, as of a photographed screen. It is only a soft signal.
    ScreenPattern,
    /// The fraction of the area that has another colour than the rest, whatever the tint of the
    /// light. A black and white copy has none. It is only a soft signal, and it is measured only if
    /// the picture has colours ([`decode_colour`](crate::decode_colour)).
    Colour,
}

/// The range that a value must be in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// The value must not be smaller.
    AtLeast(f64),
    /// The value must not be larger.
    AtMost(f64),
    /// The value must be between the two.
    Between(f64, f64),
}

/// One measurement of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Measure {
    /// What was measured.
    pub aspect: Aspect,
    /// The value in `unit`.
    pub value: f64,
    /// The unit of `value` and of `limit`.
    pub unit: &'static str,
    /// The limit that readers need.
    pub limit: Limit,
    /// What the person with the camera can do if the limit is missed, as a sentence.
    pub advice: &'static str,
}

impl Measure {
    /// Returns true if the value is within its limit.
    ///
    /// ```
    /// use imaging::quality::measure;
    /// use imaging::{Luma, Picture};
    ///
    /// let dark = Picture::from_luma(Luma::filled(640, 480, 20));
    /// assert!(measure(&dark, None).iter().any(|measure| !measure.is_met()));
    /// ```
    #[must_use]
    pub fn is_met(&self) -> bool {
        match self.limit {
            Limit::AtLeast(least) => self.value >= least,
            Limit::AtMost(most) => self.value <= most,
            Limit::Between(least, most) => (least..=most).contains(&self.value),
        }
    }
}

/// Measures the whole frame, or the inside of `quad` if the position of the document is known.
/// [`Aspect::Fill`], [`Aspect::CutEdges`] and [`Aspect::Tilt`] need the quad and are omitted
/// without it. The order is fixed: what affects reading most comes first.
///
/// ```
/// use imaging::quality::{Aspect, measure};
/// use imaging::{Luma, Picture};
///
/// let picture = Picture::from_luma(Luma::filled(640, 480, 20));
/// let measures = measure(&picture, None);
/// let dark = measures.iter().find(|measure| measure.aspect == Aspect::Brightness);
/// assert!(dark.is_some_and(|measure| !measure.is_met()));
/// ```
#[must_use]
pub fn measure(picture: &Picture, quad: Option<&Quad>) -> Vec<Measure> {
    let mut measures = glance(picture, quad);
    let before_framing = measures
        .iter()
        .position(|measure| measure.aspect == Aspect::Fill);
    let at = before_framing.unwrap_or(measures.len());
    measures.splice(
        at..at,
        std::iter::once(screen_pattern(picture, quad)).chain(colour(picture, quad)),
    );
    measures
}

/// Measures only [`Aspect::ScreenPattern`], inside `quad` if it is given.
///
/// ```
/// use imaging::quality::screen_pattern;
/// use imaging::{Luma, Picture};
///
/// let picture = Picture::from_luma(Luma::filled(640, 480, 200));
/// assert!(screen_pattern(&picture, None).is_met());
/// ```
#[must_use]
pub fn screen_pattern(picture: &Picture, quad: Option<&Quad>) -> Measure {
    Measure {
        aspect: Aspect::ScreenPattern,
        value: screen::grid_strength(picture.luma(), quad),
        unit: "ratio",
        limit: Limit::AtMost(30.0),
        advice: "This looks like a picture of a screen. Photograph the document itself.",
    }
}

/// Measures only [`Aspect::Colour`], inside `quad` if it is given. Returns `None` for a picture
/// that was decoded without its colours. It takes a few milliseconds.
///
/// ```
/// use imaging::Picture;
/// use imaging::quality::colour;
///
/// // Grey, and its left quarter red.
/// let pixel = |i: usize| if i % 40 < 10 { [200, 20, 20] } else { [200; 3] };
/// let picture = Picture::from_rgb(40, 30, (0..40 * 30).flat_map(pixel).collect()).unwrap();
/// assert!(colour(&picture, None).is_some_and(|measure| measure.is_met()));
/// ```
#[must_use]
pub fn colour(picture: &Picture, quad: Option<&Quad>) -> Option<Measure> {
    colour::coloured(picture, quad).map(|share| Measure {
        aspect: Aspect::Colour,
        value: share,
        unit: "share",
        limit: Limit::AtLeast(0.02),
        advice: "This looks like a black and white copy. Photograph the document itself.",
    })
}

/// Measures everything except [`Aspect::ScreenPattern`], which takes longest, for the frames of a
/// live camera.
///
/// ```
/// use imaging::quality::glance;
/// use imaging::{Luma, Picture};
///
/// let picture = Picture::from_luma(Luma::filled(640, 480, 20));
/// for measure in glance(&picture, None).iter().filter(|measure| !measure.is_met()) {
///     println!("{}", measure.advice);
/// }
/// ```
#[must_use]
pub fn glance(picture: &Picture, quad: Option<&Quad>) -> Vec<Measure> {
    let luma = picture.luma();
    let small = quad
        .and_then(|quad| rectified(luma, quad))
        .unwrap_or_else(|| fit_within(luma, SIDE).0);
    let exposure = light::Exposure::of(&small);
    let shorter = quad.map_or_else(
        || f64::from(luma.width().min(luma.height())),
        |quad| quad.width().min(quad.height()),
    );
    let mut measures = vec![
        Measure {
            aspect: Aspect::Sharpness,
            value: sharpness::edge_slope(&small),
            unit: "1/px",
            limit: Limit::AtLeast(0.16),
            advice: "The picture is blurred. Hold still and tap the document to focus.",
        },
        Measure {
            aspect: Aspect::Glare,
            value: light::glare(&small),
            unit: "share",
            limit: Limit::AtMost(0.05),
            advice: "Light reflects on the document. Tilt it or move away from the lamp.",
        },
        Measure {
            aspect: Aspect::Brightness,
            value: exposure.mean,
            unit: "grey 0–255",
            limit: Limit::Between(50.0, 250.0),
            advice: "The light is not right. Find a bright place without direct sun.",
        },
        Measure {
            aspect: Aspect::Underexposed,
            value: exposure.dark,
            unit: "share",
            limit: Limit::AtMost(0.35),
            advice: "Much of the picture is black. Find a brighter place.",
        },
        Measure {
            aspect: Aspect::Overexposed,
            value: exposure.bright,
            unit: "share",
            limit: Limit::AtMost(0.90),
            advice: "Much of the picture is white. Avoid direct light.",
        },
        Measure {
            aspect: Aspect::Resolution,
            value: shorter,
            unit: "px",
            limit: Limit::AtLeast(480.0),
            advice: "The document is too small in the picture. Move closer.",
        },
    ];
    if let Some(quad) = quad {
        measures.extend(framing(luma, quad));
    }
    measures
}

/// The longer side at which sharpness and light are measured: large enough to show the strokes of
/// letters, and small enough to take a few milliseconds.
const SIDE: u32 = 1_600;

/// Returns the inside of a quad as a rectangle of at most [`SIDE`] pixels.
fn rectified(luma: &Luma, quad: &Quad) -> Option<Luma> {
    let shrink = f64::from(SIDE) / quad.width().max(quad.height()).max(1.0);
    // A quad far larger than the picture is not a document and is not sampled.
    if quad.area() > 4.0 * f64::from(luma.width()) * f64::from(luma.height()) {
        return None;
    }
    let (luma, quad) = if shrink < 1.0 {
        let scaled = |length: u32| (f64::from(length) * shrink).round() as u32;
        (
            &resize(luma, scaled(luma.width()), scaled(luma.height())),
            quad.scaled(shrink),
        )
    } else {
        (luma, *quad)
    };
    // No pixel covers more than one of the picture, because averaging would blur what is to be
    // measured.
    let side = |length: f64| length.ceil().clamp(1.0, f64::from(SIDE)) as u32;
    warp(luma, &quad, side(quad.width()), side(quad.height()))
}

/// Measures how the document is placed in the frame: fill, cut edges, tilt. This is cheap enough
/// for every frame of a live camera.
///
/// ```
/// use imaging::quality::{Aspect, framing};
/// use imaging::{Luma, Quad};
///
/// let frame = Luma::filled(640, 480, 200);
/// let [fill, ..] = framing(&frame, &Quad::of_size(64, 48));
/// assert_eq!(fill.aspect, Aspect::Fill);
/// assert!(!fill.is_met());
/// ```
#[must_use]
pub fn framing(luma: &Luma, quad: &Quad) -> [Measure; 3] {
    let (width, height) = (f64::from(luma.width()), f64::from(luma.height()));
    let margin = 2.0;
    let outside = |i: usize| {
        let p = quad.0[i % 4];
        p.x < margin || p.y < margin || p.x > width - 1.0 - margin || p.y > height - 1.0 - margin
    };
    let cut = (0..4).filter(|&i| outside(i) && outside(i + 1)).count();
    // A single corner outside the frame cuts two sides, even if both adjacent corners are inside.
    let lone = (0..4)
        .filter(|&i| outside(i) && !outside(i + 1) && !outside(i + 3))
        .count();
    [
        Measure {
            aspect: Aspect::Fill,
            value: quad.area() / (width * height).max(1.0),
            unit: "share",
            limit: Limit::AtLeast(0.15),
            advice: "The document is too small in the picture. Move closer.",
        },
        Measure {
            aspect: Aspect::CutEdges,
            value: (cut + 2 * lone).min(4) as f64,
            unit: "sides",
            limit: Limit::AtMost(0.0),
            advice: "A part of the document is outside the picture. Show all four corners.",
        },
        Measure {
            aspect: Aspect::Tilt,
            value: tilt(quad),
            unit: "share",
            limit: Limit::AtMost(0.25),
            advice: "The document is seen from the side. Hold the camera flat above it.",
        },
    ]
}

/// Returns by how much the shorter of two opposite sides is shorter than the longer one, for the
/// worse of both pairs.
fn tilt(quad: &Quad) -> f64 {
    let [a, b, c, d] = quad.0;
    let short = |one: f64, other: f64| 1.0 - one.min(other) / one.max(other).max(1e-9);
    short(a.distance(b), d.distance(c)).max(short(a.distance(d), b.distance(c)))
}

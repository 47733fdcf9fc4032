//! A sheet to draw on in millimetres: shapes and letters on top of `tiny-skia`.
//!
//! The fonts are in a dependency and are opened for every use; none is kept in this repository.

use crate::error::SpecimenError;
use crate::shape;
use ab_glyph::{Font, FontRef, OutlineCurve};
use tiny_skia::{
    Color, FillRule, GradientStop, LineCap, LineJoin, LinearGradient, Paint, Path, PathBuilder,
    Pixmap, Point, Rect, Shader, SpreadMode, Stroke, Transform,
};

/// Red, green, blue, and opacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ink(pub(crate) u8, pub(crate) u8, pub(crate) u8, pub(crate) f32);

impl Ink {
    pub(crate) const BLACK: Self = Self(22, 22, 26, 1.0);
    pub(crate) const WHITE: Self = Self(255, 255, 255, 1.0);

    /// Returns the same colour with a lower opacity.
    pub(crate) fn faint(self, cover: f32) -> Self {
        Self(self.0, self.1, self.2, self.3 * cover)
    }

    /// Returns this colour mixed with `share` of the other.
    pub(crate) fn mixed(self, other: Self, share: f32) -> Self {
        let mix = |a: u8, b: u8| (f32::from(a) * (1.0 - share) + f32::from(b) * share) as u8;
        Self(
            mix(self.0, other.0),
            mix(self.1, other.1),
            mix(self.2, other.2),
            self.3,
        )
    }

    fn colour(self) -> Color {
        Color::from_rgba8(
            self.0,
            self.1,
            self.2,
            (self.3.clamp(0.0, 1.0) * 255.0) as u8,
        )
    }

    fn paint(self) -> Paint<'static> {
        Paint {
            shader: Shader::SolidColor(self.colour()),
            anti_alias: true,
            ..Paint::default()
        }
    }
}

/// The two typefaces of `epaint_default_fonts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    /// Hack, which is monospaced, for data.
    Even,
    /// Ubuntu Light, for labels and headings.
    Humanist,
}

/// The style of letters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Type {
    pub(crate) face: Face,
    /// The height of the em, in millimetres.
    pub(crate) size: f32,
    /// The width of an outline added to every stroke, as a fraction of the em, which makes letters
    /// bold.
    pub(crate) weight: f32,
    /// The space between letters, as a fraction of the em.
    pub(crate) spread: f32,
    pub(crate) ink: Ink,
}

impl Type {
    pub(crate) fn new(face: Face, size: f32, weight: f32, ink: Ink) -> Self {
        Self {
            face,
            size,
            weight,
            spread: 0.0,
            ink,
        }
    }

    pub(crate) fn spread(self, spread: f32) -> Self {
        Self { spread, ..self }
    }
}

/// A sheet of paper with `scale` pixels per millimetre.
pub(crate) struct Sheet {
    pub(crate) pixmap: Pixmap,
    scale: f32,
    even: FontRef<'static>,
    humanist: FontRef<'static>,
}

impl Sheet {
    /// Creates a white sheet of this size in pixels.
    pub(crate) fn new(width: u32, height: u32, scale: f32) -> Result<Self, SpecimenError> {
        let mut pixmap = Pixmap::new(width, height).ok_or(SpecimenError::Size { width, height })?;
        pixmap.fill(Color::WHITE);
        Ok(Self {
            pixmap,
            scale,
            even: FontRef::try_from_slice(epaint_default_fonts::HACK_REGULAR)?,
            humanist: FontRef::try_from_slice(epaint_default_fonts::UBUNTU_LIGHT)?,
        })
    }

    /// Fills the outline, which is in millimetres.
    pub(crate) fn fill(&mut self, path: &Path, ink: Ink) {
        let at = Transform::from_scale(self.scale, self.scale);
        self.pixmap
            .fill_path(path, &ink.paint(), FillRule::Winding, at, None);
    }

    /// Draws along the path with a pen `width` millimetres wide.
    pub(crate) fn stroke(&mut self, path: &Path, width: f32, ink: Ink) {
        let at = Transform::from_scale(self.scale, self.scale);
        let pen = Stroke {
            width,
            line_cap: LineCap::Round,
            ..Stroke::default()
        };
        self.pixmap.stroke_path(path, &ink.paint(), &pen, at, None);
    }

    /// Draws along the path with a pen that is round at joins and ends.
    pub(crate) fn trace(&mut self, path: &Path, width: f32, ink: Ink) {
        let at = Transform::from_scale(self.scale, self.scale);
        let pen = Stroke {
            width,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        self.pixmap.stroke_path(path, &ink.paint(), &pen, at, None);
    }

    /// Draws a line one dot thick that has one height at every place, given by `line` in
    /// millimetres. Fields of such lines cover the whole card, and as paths they would take seconds
    /// instead of tenths of a second.
    pub(crate) fn curve(&mut self, line: impl Fn(f32) -> f32, ink: Ink) {
        let (wide, tall) = (self.pixmap.width(), self.pixmap.height());
        let scale = self.scale;
        let bytes = self.pixmap.data_mut();
        for column in 0..wide {
            let y = line((column as f32 + 0.5) / scale) * scale - 0.5;
            let upper = y.floor();
            let share = y - upper;
            for (row, cover) in [(upper, 1.0 - share), (upper + 1.0, share)] {
                if !(0.0..tall as f32).contains(&row) {
                    continue;
                }
                let at = (row as usize * wide as usize + column as usize) * 4;
                if let Some(point) = bytes.get_mut(at..at + 3) {
                    let cover = cover * ink.3;
                    for (byte, value) in point.iter_mut().zip([ink.0, ink.1, ink.2]) {
                        let under = f32::from(*byte);
                        *byte = (under + (f32::from(value) - under) * cover) as u8;
                    }
                }
            }
        }
    }

    /// Fills the outline with a gradient from one point to another.
    pub(crate) fn shade(&mut self, path: &Path, from: [f32; 2], to: [f32; 2], inks: &[Ink]) {
        let last = inks.len().saturating_sub(1).max(1) as f32;
        let stops = inks
            .iter()
            .enumerate()
            .map(|(at, ink)| GradientStop::new(at as f32 / last, ink.colour()))
            .collect();
        let shader = LinearGradient::new(
            Point::from_xy(from[0], from[1]),
            Point::from_xy(to[0], to[1]),
            stops,
            SpreadMode::Pad,
            Transform::identity(),
        );
        if let Some(shader) = shader {
            let paint = Paint {
                shader,
                anti_alias: true,
                ..Paint::default()
            };
            let at = Transform::from_scale(self.scale, self.scale);
            self.pixmap
                .fill_path(path, &paint, FillRule::Winding, at, None);
        }
    }

    /// Fills a rectangle.
    pub(crate) fn block(&mut self, [x, y, width, height]: [f32; 4], ink: Ink) {
        if let Some(path) = shape::boxed(x, y, width, height) {
            self.fill(&path, ink);
        }
    }

    /// Fills whole pixels without antialiasing, for the bars of barcodes.
    pub(crate) fn dots(&mut self, x: u32, y: u32, width: u32, height: u32) {
        let rect = Rect::from_xywh(x as f32, y as f32, width as f32, height as f32);
        let paint = Paint {
            anti_alias: false,
            ..Ink(12, 12, 14, 1.0).paint()
        };
        if let Some(rect) = rect {
            self.pixmap
                .fill_rect(rect, &paint, Transform::identity(), None);
        }
    }

    /// Writes `text` with its baseline starting at `x`, `y`, and returns its width in millimetres.
    pub(crate) fn write(&mut self, x: f32, y: f32, text: &str, kind: Type) -> f32 {
        self.write_within(x, y, f32::INFINITY, text, kind)
    }

    /// Writes `text`, compressed to at most `limit` millimetres.
    pub(crate) fn write_within(
        &mut self,
        x: f32,
        y: f32,
        limit: f32,
        text: &str,
        kind: Type,
    ) -> f32 {
        let natural = self.width(text, kind);
        let squeeze = if natural > limit {
            limit / natural
        } else {
            1.0
        };
        let at = Transform::from_row(squeeze, 0.0, 0.0, 1.0, x, y);
        self.write_at(text, kind, at);
        natural * squeeze
    }

    /// Writes `text` so that it ends at `x`.
    pub(crate) fn write_to(&mut self, x: f32, y: f32, text: &str, kind: Type) {
        let start = x - self.width(text, kind);
        self.write(start, y, text, kind);
    }

    /// Writes `text` rotated by `degrees` about its start.
    pub(crate) fn write_turned(&mut self, x: f32, y: f32, degrees: f32, text: &str, kind: Type) {
        self.write_at(
            text,
            kind,
            Transform::from_translate(x, y).pre_concat(Transform::from_rotate(degrees)),
        );
    }

    /// Returns the width of `text` in millimetres.
    pub(crate) fn width(&self, text: &str, kind: Type) -> f32 {
        let font = self.font(kind.face);
        let em = kind.size / font.units_per_em().unwrap_or(1000.0);
        let advance = |letter| font.h_advance_unscaled(font.glyph_id(letter)) * em;
        text.chars()
            .map(|letter| advance(letter) + kind.spread * kind.size)
            .sum()
    }

    fn write_at(&mut self, text: &str, kind: Type, at: Transform) {
        let Some(path) = outline(self.font(kind.face), text, kind).and_then(|p| p.transform(at))
        else {
            return;
        };
        self.fill(&path, kind.ink);
        // The outline is drawn over the fill, so with a faint ink it must be thin not to show.
        if kind.weight > 0.0 {
            self.stroke(&path, kind.weight * kind.size, kind.ink);
        }
    }

    fn font(&self, face: Face) -> &FontRef<'static> {
        match face {
            Face::Even => &self.even,
            Face::Humanist => &self.humanist,
        }
    }
}

/// Draws a character with capitals of this height in millimetres, given the middle of its advance
/// and its baseline.
pub(crate) fn glyph(
    font: &FontRef<'_>,
    letter: char,
    capital: f32,
    [middle, foot]: [f32; 2],
) -> Option<Path> {
    let tall = font.outline(font.glyph_id('H'))?.bounds.height();
    let em = capital / tall.abs().max(1.0);
    let advance = font.h_advance_unscaled(font.glyph_id(letter)) * em;
    let mut path = PathBuilder::new();
    put(&mut path, font, letter, (middle - advance / 2.0, foot, em));
    path.finish()
}

/// Returns the outline of a line of letters in millimetres, with its baseline starting at the
/// origin.
fn outline(font: &FontRef<'_>, text: &str, kind: Type) -> Option<Path> {
    let em = kind.size / font.units_per_em().unwrap_or(1000.0);
    let mut path = PathBuilder::new();
    let mut pen = 0.0;
    for letter in text.chars() {
        put(&mut path, font, letter, (pen, 0.0, em));
        pen += font.h_advance_unscaled(font.glyph_id(letter)) * em + kind.spread * kind.size;
    }
    path.finish()
}

/// Adds the outline of a letter whose origin is at `x`, `y`. One unit of the font is `em`
/// millimetres.
fn put(path: &mut PathBuilder, font: &FontRef<'_>, letter: char, (x, y, em): (f32, f32, f32)) {
    let glyph = font.glyph_id(letter);
    let place = |point: ab_glyph::Point| (x + point.x * em, y - point.y * em);
    let mut end = (f32::NAN, f32::NAN);
    for curve in font
        .outline(glyph)
        .map(|outline| outline.curves)
        .unwrap_or_default()
    {
        let start = place(match &curve {
            OutlineCurve::Line(from, _)
            | OutlineCurve::Quad(from, ..)
            | OutlineCurve::Cubic(from, ..) => *from,
        });
        if start != end {
            path.move_to(start.0, start.1);
        }
        end = match curve {
            OutlineCurve::Line(_, to) => {
                let to = place(to);
                path.line_to(to.0, to.1);
                to
            }
            OutlineCurve::Quad(_, by, to) => {
                let (by, to) = (place(by), place(to));
                path.quad_to(by.0, by.1, to.0, to.1);
                to
            }
            OutlineCurve::Cubic(_, by, and, to) => {
                let (by, and, to) = (place(by), place(and), place(to));
                path.cubic_to(by.0, by.1, and.0, and.1, to.0, to.1);
                to
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    #[test]
    fn both_faces_have_every_letter_of_every_word() {
        let sheet = Sheet::new(8, 8, 1.0).unwrap();
        let words = [
            words::GIVEN_FEMALE,
            words::GIVEN_MALE,
            words::FAMILY,
            words::STREET,
        ]
        .concat();
        for letter in words.iter().flat_map(|word| {
            word.chars()
                .chain(words::latin1(word).chars().collect::<Vec<_>>())
        }) {
            for face in [Face::Even, Face::Humanist] {
                assert_ne!(
                    sheet.font(face).glyph_id(letter).0,
                    0,
                    "{letter} in {face:?}"
                );
            }
        }
    }
}

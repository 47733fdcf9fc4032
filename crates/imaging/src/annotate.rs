//! Draws what was found onto a picture, for people who want to see it.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use crate::{Picture, Point, Quad};

/// Returns the picture as a PNG file with each quad outlined in its colour (red, green, blue).
///
/// The first corner of a quad has a small square that shows which way up it was read. The lines are
/// thick enough to be visible when the picture is shown small. Returns `None` only if the encoder
/// fails, which no picture within the decoder's limits can cause.
///
/// ```
/// use imaging::{Luma, Picture, Quad, annotate};
///
/// let picture = Picture::from_luma(Luma::filled(64, 48, 200));
/// let png = annotate(&picture, &[(Quad::of_size(32, 24), [230, 30, 60])]).unwrap();
/// assert!(png.starts_with(b"\x89PNG"));
/// ```
#[must_use]
pub fn annotate(picture: &Picture, quads: &[(Quad, [u8; 3])]) -> Option<Vec<u8>> {
    let pixels = match picture.rgb() {
        Some(rgb) => rgb.to_vec(),
        None => picture
            .luma()
            .data()
            .iter()
            .flat_map(|grey| [*grey; 3])
            .collect(),
    };
    let mut canvas = RgbImage::from_raw(picture.width(), picture.height(), pixels)?;
    let thick = f64::from(picture.width().max(picture.height()) / 400).max(1.0);
    for (quad, colour) in quads {
        let corners = quad.0;
        for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
            line(&mut canvas, *from, *to, thick, *colour);
        }
        dot(&mut canvas, corners[0], thick * 3.0, *colour);
    }
    let mut file = Cursor::new(Vec::new());
    canvas.write_to(&mut file, ImageFormat::Png).ok()?;
    Some(file.into_inner())
}

fn line(canvas: &mut RgbImage, from: Point, to: Point, thick: f64, colour: [u8; 3]) {
    // A corner may lie far outside, so the size of the picture bounds the number of dots.
    let longest = f64::from(canvas.width() + canvas.height()) * 4.0;
    let steps = from.distance(to).min(longest).ceil().max(1.0);
    for step in 0..=steps as u32 {
        dot(
            canvas,
            from.towards(to, f64::from(step) / steps),
            thick,
            colour,
        );
    }
}

fn dot(canvas: &mut RgbImage, at: Point, radius: f64, colour: [u8; 3]) {
    let edge = |centre: f64, limit: u32| {
        let from = (centre - radius).max(0.0);
        let to = (centre + radius).min(f64::from(limit) - 1.0);
        (from <= to).then_some((from as u32, to as u32))
    };
    if let (Some((left, right)), Some((top, bottom))) =
        (edge(at.x, canvas.width()), edge(at.y, canvas.height()))
    {
        for y in top..=bottom {
            for x in left..=right {
                canvas.put_pixel(x, y, Rgb(colour));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, Luma, decode_colour};

    #[test]
    fn a_quad_is_outlined_and_one_outside_does_no_harm() {
        let picture = Picture::from_luma(Luma::filled(100, 80, 255));
        let square = |left, top, side| {
            Quad(
                [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)]
                    .map(|(x, y)| Point::new(left + x, top + y)),
            )
        };
        let far = square(-1e9, f64::NAN, 1e12);
        let png = annotate(
            &picture,
            &[(square(20.0, 20.0, 40.0), [255, 0, 0]), (far, [0, 0, 255])],
        )
        .unwrap();
        let drawn = decode_colour(&png, &Limits::default()).unwrap();
        let pixel = |x: usize, y: usize| drawn.rgb().unwrap()[(y * 100 + x) * 3..][..3].to_vec();
        assert_eq!(pixel(40, 20), [255, 0, 0]);
        assert_eq!(pixel(40, 40), [255, 255, 255]);
    }
}

//! The upright picture that every reader works on.

use crate::admit::Planes;
use crate::orientation::Orientation;

/// A grey plane: one byte per pixel, 0 is black, rows from the top, no padding.
#[derive(Clone, PartialEq, Eq)]
pub struct Luma {
    width: u32,
    height: u32,
    data: Vec<u8>,
}

impl Luma {
    /// A plane of `width` × `height` pixels; `None` unless `data` has exactly that many bytes.
    #[must_use]
    pub fn new(width: u32, height: u32, data: Vec<u8>) -> Option<Self> {
        let wanted = u64::from(width) * u64::from(height);
        (wanted == data.len() as u64).then_some(Self {
            width,
            height,
            data,
        })
    }

    /// A plane of one grey.
    #[must_use]
    pub fn filled(width: u32, height: u32, grey: u8) -> Self {
        Self {
            width,
            height,
            data: vec![grey; width as usize * height as usize],
        }
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// All pixels, row after row.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// All pixels, to be changed in place.
    pub fn data_mut(&mut self) -> &mut [u8] {
        &mut self.data
    }

    /// The pixels, given away.
    #[must_use]
    pub fn into_data(self) -> Vec<u8> {
        self.data
    }

    /// One row from the top; empty when there is no such row.
    #[must_use]
    pub fn row(&self, y: u32) -> &[u8] {
        let width = self.width as usize;
        let start = y as usize * width;
        self.data.get(start..start + width).unwrap_or_default()
    }

    /// The grey at a pixel, or of the nearest pixel inside.
    #[must_use]
    pub fn at(&self, x: i64, y: i64) -> u8 {
        let x = x.clamp(0, i64::from(self.width.saturating_sub(1))) as usize;
        let y = y.clamp(0, i64::from(self.height.saturating_sub(1))) as usize;
        self.data
            .get(y * self.width as usize + x)
            .copied()
            .unwrap_or_default()
    }

    /// The grey between pixels by bilinear interpolation; integer coordinates are pixel centres.
    #[must_use]
    #[inline]
    pub fn sample(&self, x: f32, y: f32) -> f32 {
        let (x0, y0) = (x as u32, y as u32);
        // Casts round towards zero, and a negative number or none at all becomes zero.
        let inside = x >= 0.0
            && y >= 0.0
            && x0 < self.width.saturating_sub(1)
            && y0 < self.height.saturating_sub(1);
        if !inside {
            return self.sample_at_border(x, y);
        }
        let (fx, fy) = (x - x0 as f32, y - y0 as f32);
        let width = self.width as usize;
        let i = y0 as usize * width + x0 as usize;
        let (upper, lower) = (&self.data[i..i + 2], &self.data[i + width..i + width + 2]);
        between([upper[0], upper[1], lower[0], lower[1]], fx, fy)
    }

    #[cold]
    fn sample_at_border(&self, x: f32, y: f32) -> f32 {
        let (x0, y0) = (x.floor(), y.floor());
        let (fx, fy) = (x - x0, y - y0);
        let (x0, y0) = (x0 as i64, y0 as i64);
        let corners = [
            self.at(x0, y0),
            self.at(x0.saturating_add(1), y0),
            self.at(x0, y0.saturating_add(1)),
            self.at(x0.saturating_add(1), y0.saturating_add(1)),
        ];
        between(corners, fx, fy)
    }
}

/// Bilinear between upper left, upper right, lower left and lower right.
#[inline]
fn between(corners: [u8; 4], across: f32, down: f32) -> f32 {
    let [a, b, c, d] = corners.map(f32::from);
    let top = a + (b - a) * across;
    let bottom = c + (d - c) * across;
    top + (bottom - top) * down
}

/// Pixels are people's documents: a log shows the size only.
impl std::fmt::Debug for Luma {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Luma({} × {})", self.width, self.height)
    }
}

/// A decoded picture, upright, without metadata: grey always, colour when it was asked for.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    luma: Luma,
    rgb: Option<Vec<u8>>,
}

impl Picture {
    /// A grey picture.
    #[must_use]
    pub fn from_luma(luma: Luma) -> Self {
        Self { luma, rgb: None }
    }

    /// A colour picture of three bytes per pixel; `None` unless `rgb` has `width` × `height` × 3
    /// bytes.
    #[must_use]
    pub fn from_rgb(width: u32, height: u32, rgb: Vec<u8>) -> Option<Self> {
        let luma = Luma::new(width, height, luma_of(&rgb))?;
        (rgb.len() == luma.data.len() * 3).then_some(Self {
            luma,
            rgb: Some(rgb),
        })
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.luma.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.luma.height
    }

    /// The grey plane.
    #[must_use]
    pub fn luma(&self) -> &Luma {
        &self.luma
    }

    /// Red, green, blue per pixel, row after row; `None` unless colour was asked for.
    #[must_use]
    pub fn rgb(&self) -> Option<&[u8]> {
        self.rgb.as_deref()
    }

    /// The picture with no more planes than are wanted.
    pub(crate) fn with_planes(self, planes: Planes) -> Self {
        match planes {
            Planes::Luma => Self::from_luma(self.luma),
            Planes::LumaAndRgb => self,
        }
    }

    /// The picture turned upright.
    pub(crate) fn turned(self, orientation: Orientation) -> Self {
        let (width, height) = (self.luma.width, self.luma.height);
        let (new_width, new_height) = orientation.size(width, height);
        let data = orientation.apply::<1>(self.luma.data, width, height);
        Self {
            luma: Luma {
                width: new_width,
                height: new_height,
                data,
            },
            rgb: self
                .rgb
                .map(|rgb| orientation.apply::<3>(rgb, width, height)),
        }
    }
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = if self.rgb.is_some() { "colour" } else { "grey" };
        write!(
            f,
            "Picture({} × {}, {kind})",
            self.luma.width, self.luma.height
        )
    }
}

/// Colours of four bytes a pixel laid on white, as paper would show them: three bytes a pixel.
pub(crate) fn lay_on_white(rgba: &[u8]) -> Vec<u8> {
    let on_white = |[r, g, b, a]: &[u8; 4]| {
        let alpha = u32::from(*a);
        [*r, *g, *b].map(|c| ((u32::from(c) * alpha + 255 * (255 - alpha) + 127) / 255) as u8)
    };
    rgba.as_chunks::<4>().0.iter().flat_map(on_white).collect()
}

/// Grey by the weights of ITU-R BT.601, which JPEG uses too, so that a PNG and a JPEG of one
/// scene look alike to a reader.
pub(crate) fn luma_of(rgb: &[u8]) -> Vec<u8> {
    let grey = |[r, g, b]: &[u8; 3]| {
        let sum = 19_595 * u32::from(*r) + 38_470 * u32::from(*g) + 7_471 * u32::from(*b);
        ((sum + 32_768) >> 16) as u8
    };
    rgb.as_chunks::<3>().0.iter().map(grey).collect()
}

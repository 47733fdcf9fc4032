//! The upright picture that all readers work on.

use crate::admit::Planes;
use crate::orientation::Orientation;

/// A grey plane with one byte per pixel, where 0 is black, in rows from the top, without padding.
#[derive(Clone, PartialEq, Eq)]
pub struct Luma {
    width: u32,
    height: u32,
    data: Vec<u8>,
}

impl Luma {
    /// Creates a plane of `width` × `height` pixels. Returns `None` unless `data` has exactly that
    /// many bytes.
    ///
    /// ```
    /// use imaging::Luma;
    ///
    /// assert!(Luma::new(2, 2, vec![0, 85, 170, 255]).is_some());
    /// assert!(Luma::new(2, 2, vec![0]).is_none());
    /// ```
    #[must_use]
    pub fn new(width: u32, height: u32, data: Vec<u8>) -> Option<Self> {
        let wanted = u64::from(width) * u64::from(height);
        (wanted == data.len() as u64).then_some(Self {
            width,
            height,
            data,
        })
    }

    /// Creates a plane with the same grey everywhere.
    ///
    /// ```
    /// let grey = imaging::Luma::filled(64, 48, 200);
    /// assert!(grey.data().iter().all(|&level| level == 200));
    /// ```
    #[must_use]
    pub fn filled(width: u32, height: u32, grey: u8) -> Self {
        Self {
            width,
            height,
            data: vec![grey; width as usize * height as usize],
        }
    }

    /// Returns the width in pixels.
    ///
    /// ```
    /// assert_eq!(imaging::Luma::filled(64, 48, 200).width(), 64);
    /// ```
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Returns the height in pixels.
    ///
    /// ```
    /// assert_eq!(imaging::Luma::filled(64, 48, 200).height(), 48);
    /// ```
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Returns all pixels, row by row.
    ///
    /// ```
    /// assert_eq!(imaging::Luma::filled(64, 48, 200).data().len(), 64 * 48);
    /// ```
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// Returns all pixels for changing them in place.
    ///
    /// ```
    /// let mut luma = imaging::Luma::filled(64, 48, 200);
    /// luma.data_mut().fill(0);
    /// assert_eq!(luma.at(3, 3), 0);
    /// ```
    pub fn data_mut(&mut self) -> &mut [u8] {
        &mut self.data
    }

    /// Returns the pixels, consuming the plane.
    ///
    /// ```
    /// assert_eq!(imaging::Luma::filled(2, 1, 200).into_data(), [200, 200]);
    /// ```
    #[must_use]
    pub fn into_data(self) -> Vec<u8> {
        self.data
    }

    /// Returns a row, counted from the top, or an empty slice if there is no such row.
    ///
    /// ```
    /// let luma = imaging::Luma::new(2, 2, vec![0, 85, 170, 255]).unwrap();
    /// assert_eq!(luma.row(1), [170, 255]);
    /// assert!(luma.row(2).is_empty());
    /// ```
    #[must_use]
    pub fn row(&self, y: u32) -> &[u8] {
        let width = self.width as usize;
        let start = y as usize * width;
        self.data.get(start..start + width).unwrap_or_default()
    }

    /// Returns the grey of a pixel. For a position outside the plane, that is the nearest pixel
    /// inside.
    ///
    /// ```
    /// let luma = imaging::Luma::new(2, 2, vec![0, 85, 170, 255]).unwrap();
    /// assert_eq!((luma.at(1, 0), luma.at(9, 0)), (85, 85));
    /// ```
    #[must_use]
    pub fn at(&self, x: i64, y: i64) -> u8 {
        let x = x.clamp(0, i64::from(self.width.saturating_sub(1))) as usize;
        let y = y.clamp(0, i64::from(self.height.saturating_sub(1))) as usize;
        self.data
            .get(y * self.width as usize + x)
            .copied()
            .unwrap_or_default()
    }

    /// Returns the grey between pixels by bilinear interpolation. Integer coordinates are pixel
    /// centres.
    ///
    /// ```
    /// let luma = imaging::Luma::new(2, 1, vec![100, 200]).unwrap();
    /// assert_eq!(luma.sample(0.5, 0.0), 150.0);
    /// ```
    #[must_use]
    #[inline]
    pub fn sample(&self, x: f32, y: f32) -> f32 {
        let (x0, y0) = (x as u32, y as u32);
        // Casts round towards zero, and turn negative numbers and NaN into zero.
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
        bilinear([upper[0], upper[1], lower[0], lower[1]], fx, fy)
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
        bilinear(corners, fx, fy)
    }
}

/// Interpolates between the upper left, upper right, lower left and lower right pixel.
#[inline]
fn bilinear(corners: [u8; 4], across: f32, down: f32) -> f32 {
    let [a, b, c, d] = corners.map(f32::from);
    let top = a + (b - a) * across;
    let bottom = c + (d - c) * across;
    top + (bottom - top) * down
}

/// Pixels show people's documents, so only the size is printed.
impl std::fmt::Debug for Luma {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Luma({} × {})", self.width, self.height)
    }
}

/// A decoded picture, upright and without metadata. It always has a grey plane, and colours if
/// asked for.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    luma: Luma,
    rgb: Option<Vec<u8>>,
}

impl Picture {
    /// Creates a grey picture.
    ///
    /// ```
    /// use imaging::{Luma, Picture};
    ///
    /// let picture = Picture::from_luma(Luma::filled(64, 48, 200));
    /// assert!(picture.rgb().is_none());
    /// ```
    #[must_use]
    pub fn from_luma(luma: Luma) -> Self {
        Self { luma, rgb: None }
    }

    /// Creates a colour picture with three bytes per pixel. Returns `None` unless `rgb` has `width`
    /// × `height` × 3 bytes.
    ///
    /// ```
    /// use imaging::Picture;
    ///
    /// let red = Picture::from_rgb(1, 1, vec![255, 0, 0]).unwrap();
    /// assert_eq!(red.luma().data().len(), 1);
    /// assert!(Picture::from_rgb(1, 1, vec![255]).is_none());
    /// ```
    #[must_use]
    pub fn from_rgb(width: u32, height: u32, rgb: Vec<u8>) -> Option<Self> {
        let luma = Luma::new(width, height, luma_of(&rgb))?;
        (rgb.len() == luma.data.len() * 3).then_some(Self {
            luma,
            rgb: Some(rgb),
        })
    }

    /// Returns the width in pixels.
    ///
    /// ```
    /// use imaging::{Luma, Picture};
    ///
    /// assert_eq!(Picture::from_luma(Luma::filled(64, 48, 200)).width(), 64);
    /// ```
    #[must_use]
    pub fn width(&self) -> u32 {
        self.luma.width
    }

    /// Returns the height in pixels.
    ///
    /// ```
    /// use imaging::{Luma, Picture};
    ///
    /// assert_eq!(Picture::from_luma(Luma::filled(64, 48, 200)).height(), 48);
    /// ```
    #[must_use]
    pub fn height(&self) -> u32 {
        self.luma.height
    }

    /// Returns the grey plane.
    ///
    /// ```
    /// use imaging::{Luma, Picture};
    ///
    /// let luma = Luma::filled(64, 48, 200);
    /// assert_eq!(*Picture::from_luma(luma.clone()).luma(), luma);
    /// ```
    #[must_use]
    pub fn luma(&self) -> &Luma {
        &self.luma
    }

    /// Returns red, green and blue of each pixel, row by row, or `None` unless colour was asked
    /// for.
    ///
    /// ```
    /// use imaging::Picture;
    ///
    /// let red = Picture::from_rgb(1, 1, vec![255, 0, 0]).unwrap();
    /// assert_eq!(red.rgb(), Some([255, 0, 0].as_slice()));
    /// ```
    #[must_use]
    pub fn rgb(&self) -> Option<&[u8]> {
        self.rgb.as_deref()
    }

    /// Returns the picture without planes that are not needed.
    pub(crate) fn with_planes(self, planes: Planes) -> Self {
        match planes {
            Planes::Luma => Self::from_luma(self.luma),
            Planes::LumaAndRgb => self,
        }
    }

    /// Returns the picture turned upright.
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

/// Blends pixels of four bytes with white, the colour of paper, into pixels of three bytes.
pub(crate) fn lay_on_white(rgba: &[u8]) -> Vec<u8> {
    let on_white = |[r, g, b, a]: &[u8; 4]| {
        let alpha = u32::from(*a);
        [*r, *g, *b].map(|c| ((u32::from(c) * alpha + 255 * (255 - alpha) + 127) / 255) as u8)
    };
    rgba.as_chunks::<4>().0.iter().flat_map(on_white).collect()
}

/// Computes the grey with the weights of ITU-R BT.601, which JPEG uses too, so that a PNG and a
/// JPEG of one scene look alike to a reader.
pub(crate) fn luma_of(rgb: &[u8]) -> Vec<u8> {
    let grey = |[r, g, b]: &[u8; 3]| {
        let sum = 19_595 * u32::from(*r) + 38_470 * u32::from(*g) + 7_471 * u32::from(*b);
        ((sum + 32_768) >> 16) as u8
    };
    rgb.as_chunks::<3>().0.iter().map(grey).collect()
}

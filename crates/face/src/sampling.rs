//! Colours at any place of a picture, and smaller copies of it.
#![expect(
    clippy::indexing_slicing,
    reason = "pixel loops: every index is bounded by the dimensions the buffer was made with"
)]

use imaging::Picture;

/// A picture as samples of red, green and blue. A grey picture has three equal ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Samples<'a> {
    width: usize,
    height: usize,
    pixels: Pixels<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Pixels<'a> {
    Rgb(&'a [u8]),
    Grey(&'a [u8]),
}

impl<'a> Samples<'a> {
    /// `None` for a picture without pixels.
    pub(crate) fn of(picture: &'a Picture) -> Option<Self> {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let pixels = match picture.rgb() {
            Some(rgb) => Pixels::Rgb(rgb),
            None => Pixels::Grey(picture.luma().data()),
        };
        let has_all = match pixels {
            Pixels::Rgb(rgb) => rgb.len() == width * height * 3,
            Pixels::Grey(grey) => grey.len() == width * height,
        };
        (width > 0 && height > 0 && has_all).then_some(Self {
            width,
            height,
            pixels,
        })
    }

    pub(crate) const fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    fn pixel(&self, x: usize, y: usize) -> [f32; 3] {
        let at = y * self.width + x;
        match self.pixels {
            Pixels::Rgb(rgb) => [0, 1, 2].map(|channel| f32::from(rgb[at * 3 + channel])),
            Pixels::Grey(grey) => [f32::from(grey[at]); 3],
        }
    }

    /// The colour at a place between pixels, black outside of the picture.
    pub(crate) fn between(&self, x: f64, y: f64) -> [f32; 3] {
        let inside = x > -1.0 && y > -1.0 && x < self.width as f64 && y < self.height as f64;
        if !inside {
            return [0.0; 3];
        }
        let (left, top) = (x.floor(), y.floor());
        let (across, down) = ((x - left) as f32, (y - top) as f32);
        let at = |dx: i64, dy: i64| {
            let (x, y) = (left as i64 + dx, top as i64 + dy);
            let inside =
                (0..self.width as i64).contains(&x) && (0..self.height as i64).contains(&y);
            if inside {
                self.pixel(x as usize, y as usize)
            } else {
                [0.0; 3]
            }
        };
        let (a, b, c, d) = (at(0, 0), at(1, 0), at(0, 1), at(1, 1));
        [0, 1, 2].map(|i| {
            let top = a[i] + (b[i] - a[i]) * across;
            let bottom = c[i] + (d[i] - c[i]) * across;
            top + (bottom - top) * down
        })
    }

    /// Red, green and blue of a copy that is `factor` times smaller, row after row, each the mean
    /// of up to 4 × 4 samples. A factor of 1 copies.
    pub(crate) fn shrunk(&self, factor: f64) -> (usize, usize, Vec<f32>) {
        let length = |pixels: usize| ((pixels as f64 / factor).round() as usize).max(1);
        let (wide, tall) = (length(self.width), length(self.height));
        let per_axis = (factor.ceil() as usize).clamp(1, 4);
        let is_copy = (wide, tall) == (self.width, self.height);
        // The place of each sample along an axis; the nearest pixel will do where a pixel of the
        // copy has many of them.
        let places = |count: usize, limit: usize| -> Vec<usize> {
            (0..count * per_axis)
                .map(|i| {
                    let at = (i as f64 + 0.5) / per_axis as f64 * limit as f64 / count as f64;
                    (at as usize).min(limit - 1)
                })
                .collect()
        };
        let (xs, ys) = (places(wide, self.width), places(tall, self.height));
        let mut out = Vec::with_capacity(wide * tall * 3);
        let share = 1.0 / (per_axis * per_axis) as f32;
        for (y, ys) in ys.chunks_exact(per_axis).enumerate() {
            for (x, xs) in xs.chunks_exact(per_axis).enumerate() {
                if is_copy {
                    out.extend(self.pixel(x, y));
                    continue;
                }
                if factor < 3.0 {
                    out.extend(self.mean_between([x, y], [wide, tall], per_axis));
                    continue;
                }
                let mut sum = [0.0_f32; 3];
                for y in ys {
                    for x in xs {
                        let pixel = self.pixel(*x, *y);
                        for (sum, value) in sum.iter_mut().zip(pixel) {
                            *sum += value;
                        }
                    }
                }
                out.extend(sum.map(|sum| sum * share));
            }
        }
        (wide, tall, out)
    }

    /// The mean of interpolated samples in one pixel of a copy.
    fn mean_between(&self, [x, y]: [usize; 2], [wide, tall]: [usize; 2], n: usize) -> [f32; 3] {
        let scale = |at: usize, count: usize, limit: usize, step: usize| {
            let place = at as f64 + (step as f64 + 0.5) / n as f64;
            (place * limit as f64 / count as f64 - 0.5).clamp(0.0, limit as f64 - 1.0)
        };
        let mut sum = [0.0_f32; 3];
        for down in 0..n {
            for across in 0..n {
                let x = scale(x, wide, self.width, across);
                let y = scale(y, tall, self.height, down);
                for (sum, value) in sum.iter_mut().zip(self.between(x, y)) {
                    *sum += value;
                }
            }
        }
        sum.map(|sum| sum / (n * n) as f32)
    }
}

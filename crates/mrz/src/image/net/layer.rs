//! The layers of the net: convolution as a matrix product, rectification, and max pooling. The
//! trainer uses the same shapes and products.

pub use nets::product;

use nets::Window;

use super::strip::CLASSES;

/// The shape of a convolution, and what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layer {
    /// The number of input channels.
    pub inputs: usize,
    /// The number of output channels.
    pub outputs: usize,
    /// The number of rows of the kernel.
    pub rows: usize,
    /// The number of columns of the kernel, which is odd. Zeros at both ends preserve the width.
    pub columns: usize,
    /// The number of rows of zeros above and below.
    pub border: usize,
    /// The number of rows and columns of which the maximum is kept.
    pub pool: (usize, usize),
    /// Whether negative values become 0, which is so in every layer except the last.
    pub rectified: bool,
}

const fn layer(
    inputs: usize,
    outputs: usize,
    kernel: (usize, usize),
    border: usize,
    pool: (usize, usize),
) -> Layer {
    Layer {
        inputs,
        outputs,
        rows: kernel.0,
        columns: kernel.1,
        border,
        pool,
        rectified: true,
    }
}

/// The layers, with 69,638 parameters in all. The height shrinks from 24 rows to 12, 6, 3 and 1,
/// and four pixels become one column.
pub const LAYERS: [Layer; 6] = [
    layer(1, 16, (3, 3), 1, (2, 2)),
    layer(16, 32, (3, 3), 1, (2, 2)),
    layer(32, 48, (3, 3), 1, (2, 1)),
    layer(48, 48, (3, 3), 1, (1, 1)),
    layer(48, 64, (3, 3), 0, (1, 1)),
    Layer {
        rectified: false,
        ..layer(64, CLASSES, (1, 1), 0, (1, 1))
    },
];

impl Layer {
    /// Returns the number of values that one output depends on.
    #[must_use]
    pub const fn fan_in(&self) -> usize {
        self.inputs * self.rows * self.columns
    }

    /// Returns the number of weights, without biases.
    #[must_use]
    pub const fn weights(&self) -> usize {
        self.outputs * self.fan_in()
    }

    /// Rectifies and pools planes of `height` × `width`, and returns the new height and width.
    pub(super) fn activate(
        &self,
        mut planes: Vec<f32>,
        height: usize,
        width: usize,
    ) -> (Vec<f32>, usize, usize) {
        if self.rectified {
            for value in &mut planes {
                *value = value.max(0.0);
            }
        }
        let (down, across) = self.pool;
        if (down, across) == (1, 1) {
            return (planes, height, width);
        }
        let (tall, wide) = (height / down, width / across);
        let mut out = vec![f32::MIN; self.outputs * tall * wide];
        for (target, source) in out
            .chunks_exact_mut(tall * wide)
            .zip(planes.chunks_exact(height * width))
        {
            for (y, row) in target.chunks_exact_mut(wide).enumerate() {
                for above in 0..down {
                    let start = (y * down + above) * width;
                    let source = source[start..start + wide * across].chunks_exact(across);
                    for (best, group) in row.iter_mut().zip(source) {
                        *best = group.iter().fold(*best, |best, &value| best.max(value));
                    }
                }
            }
        }
        (out, tall, wide)
    }
}

/// Unrolls planes into a matrix with one row per weight of an output channel and one column per
/// place, and returns the height of the planes of its product. Places beyond the border are 0.
#[must_use]
pub fn unroll(layer: &Layer, planes: &[f32], height: usize, width: usize) -> (Vec<f32>, usize) {
    let window = Window::dense(
        [layer.rows, layer.columns],
        [layer.border, layer.columns / 2],
    );
    nets::unroll(&window, planes, [height, width])
        .map_or_else(|| (Vec::new(), 0), |(matrix, [tall, _])| (matrix, tall))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_net_has_the_documented_size() {
        let count = |layer: &Layer| layer.weights() + layer.outputs;
        assert_eq!(LAYERS.iter().map(count).sum::<usize>(), 69_638);
    }

    #[test]
    fn convolution_matches_its_definition() {
        let layer = layer(2, 3, (3, 3), 1, (2, 1));
        let (height, width) = (4, 5);
        let plane: Vec<f32> = (0..2 * 20).map(|i| ((i * 7) % 11) as f32 - 4.0).collect();
        let weights: Vec<f32> = (0..54).map(|i| ((i * 5) % 13) as f32 - 6.0).collect();
        let (columns, tall) = unroll(&layer, &plane, height, width);
        let mut out = vec![0.0; 3 * tall * width];
        product(&weights, &columns, layer.fan_in(), &mut out);
        let at = |c: usize, y: i64, x: i64| {
            let inside = (0..4).contains(&y) && (0..5).contains(&x);
            if inside {
                plane[c * 20 + y as usize * 5 + x as usize]
            } else {
                0.0
            }
        };
        for o in 0..3 {
            for y in 0..4_i64 {
                for x in 0..5_i64 {
                    let mut sum = 0.0;
                    for c in 0..2 {
                        for k in 0..9_i64 {
                            let weight = weights[o * 18 + c * 9 + k as usize];
                            sum += weight * at(c, y + k / 3 - 1, x + k % 3 - 1);
                        }
                    }
                    let got = out[o * 20 + y as usize * 5 + x as usize];
                    assert!((sum - got).abs() < 1e-3, "{o} {y} {x}: {sum} {got}");
                }
            }
        }
        let (pooled, tall, wide) = layer.activate(out.clone(), tall, width);
        assert_eq!((tall, wide, pooled.len()), (2, 5, 30));
        assert_eq!(pooled[0], out[0].max(out[5]).max(0.0));
    }
}

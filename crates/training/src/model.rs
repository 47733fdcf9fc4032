//! Training: the forward pass with saved values, the backward pass, and Adam.

use mrz::net::{CLASSES, HEIGHT, LAYERS, Layer, Parameters, product, unroll};
use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2};

use crate::rng::Rng;
use crate::strip::ANY_CLASS;

/// Returns initial parameters: uniform random numbers with the spread that preserves the variance
/// of what passes through (He, 2015).
pub(crate) fn initial_parameters(seed: u64) -> Vec<Parameters> {
    let mut rng = Rng::new(seed);
    LAYERS
        .iter()
        .map(|layer| {
            let spread = (2.0 / layer.fan_in() as f32).sqrt();
            Parameters {
                weights: (0..layer.weights())
                    .map(|_| rng.normal() * spread)
                    .collect(),
                biases: vec![0.0; layer.outputs],
            }
        })
        .collect()
}

/// Returns zeros in the same shape.
pub(crate) fn zeros() -> Vec<Parameters> {
    LAYERS
        .iter()
        .map(|layer| Parameters {
            weights: vec![0.0; layer.weights()],
            biases: vec![0.0; layer.outputs],
        })
        .collect()
}

/// The gradients and scores of one or several strips.
#[derive(Debug, Clone)]
pub(crate) struct Gradients {
    pub(crate) slopes: Vec<Parameters>,
    pub(crate) loss: f64,
    pub(crate) columns: usize,
    pub(crate) right: usize,
}

impl Gradients {
    pub(crate) fn new() -> Self {
        Self {
            slopes: zeros(),
            loss: 0.0,
            columns: 0,
            right: 0,
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (own, other) in self.slopes.iter_mut().zip(&other.slopes) {
            let pairs = own.weights.iter_mut().zip(&other.weights);
            for (own, other) in pairs.chain(own.biases.iter_mut().zip(&other.biases)) {
                *own += other;
            }
        }
        self.loss += other.loss;
        self.columns += other.columns;
        self.right += other.right;
    }
}

/// What a layer saves for the backward pass.
struct SavedPass {
    columns: Vec<f32>,
    height: usize,
    tall: usize,
    width: usize,
    /// The index of the chosen input, for every output of the pooling.
    chosen: Vec<u32>,
}

/// Adds the gradients of one prepared strip.
pub(crate) fn accumulate(
    own: &[Parameters],
    strip: &[f32],
    labels: &[u8],
    gradients: &mut Gradients,
) {
    let (mut height, mut width) = (HEIGHT, strip.len() / HEIGHT);
    let mut plane = strip.to_vec();
    let mut memories = Vec::with_capacity(LAYERS.len());
    for (layer, own) in LAYERS.iter().zip(own) {
        let (columns, tall) = unroll(layer, &plane, height, width);
        let mut out = vec![0.0; layer.outputs * tall * width];
        for (row, bias) in out.chunks_exact_mut(tall * width).zip(&own.biases) {
            row.fill(*bias);
        }
        product(&own.weights, &columns, layer.fan_in(), &mut out);
        let (pooled, chosen, pooled_height, pooled_width) = pool(layer, &out, tall, width);
        memories.push(SavedPass {
            columns,
            height,
            tall,
            width,
            chosen,
        });
        (plane, height, width) = (pooled, pooled_height, pooled_width);
    }
    let mut slope = cross_entropy(&plane, labels, gradients);
    for (place, (layer, memory)) in LAYERS.iter().zip(&memories).enumerate().rev() {
        let size = memory.tall * memory.width;
        let mut back = vec![0.0; layer.outputs * size];
        for (&value, &chosen) in slope.iter().zip(&memory.chosen) {
            if chosen != u32::MAX {
                back[chosen as usize] += value;
            }
        }
        let Parameters { weights, biases } = &mut gradients.slopes[place];
        for (bias, row) in biases.iter_mut().zip(back.chunks_exact(size)) {
            *bias += row.iter().sum::<f32>();
        }
        let fan_in = layer.fan_in();
        let view = |rows, columns, data| ArrayView2::from_shape((rows, columns), data);
        let (Ok(back), Ok(columns), Ok(kernel), Ok(mut taught)) = (
            view(layer.outputs, size, &back),
            view(fan_in, size, &memory.columns),
            view(layer.outputs, fan_in, &own[place].weights),
            ArrayViewMut2::from_shape((layer.outputs, fan_in), weights),
        ) else {
            return;
        };
        general_mat_mul(1.0, &back, &columns.t(), 1.0, &mut taught);
        if place > 0 {
            let mut unrolled = vec![0.0; fan_in * size];
            if let Ok(mut unrolled) = ArrayViewMut2::from_shape((fan_in, size), &mut unrolled) {
                general_mat_mul(1.0, &kernel.t(), &back, 0.0, &mut unrolled);
            }
            slope = fold_back(layer, &unrolled, memory);
        }
    }
}

/// Rectifies and pools, and returns the index of the chosen input for each output, or `u32::MAX`
/// for none.
fn pool(
    layer: &Layer,
    planes: &[f32],
    height: usize,
    width: usize,
) -> (Vec<f32>, Vec<u32>, usize, usize) {
    let (down, across) = layer.pool;
    let (tall, wide) = (height / down, width / across);
    let mut out = Vec::with_capacity(layer.outputs * tall * wide);
    let mut chosen = Vec::with_capacity(out.capacity());
    for channel in 0..layer.outputs {
        for y in 0..tall {
            for x in 0..wide {
                let (mut best, mut from) = (f32::MIN, 0);
                for above in 0..down {
                    for aside in 0..across {
                        let at = (channel * height + y * down + above) * width + x * across + aside;
                        if planes[at] > best {
                            (best, from) = (planes[at], at);
                        }
                    }
                }
                let passed = !layer.rectified || best > 0.0;
                out.push(if passed { best } else { 0.0 });
                chosen.push(if passed { from as u32 } else { u32::MAX });
            }
        }
    }
    (out, chosen, tall, wide)
}

/// Computes the adjoint of `unroll`.
fn fold_back(layer: &Layer, unrolled: &[f32], memory: &SavedPass) -> Vec<f32> {
    let (height, width, tall) = (memory.height, memory.width, memory.tall);
    let side = layer.columns / 2;
    let mut planes = vec![0.0; layer.inputs * height * width];
    let mut rows = unrolled.chunks_exact(tall * width);
    for plane in planes.chunks_exact_mut(height * width) {
        for down in 0..layer.rows {
            for across in 0..layer.columns {
                let Some(row) = rows.next() else { break };
                let (from, to) = (side.saturating_sub(across), across.saturating_sub(side));
                let length = width.saturating_sub(from + to);
                for y in 0..tall {
                    let Some(target) = (y + down).checked_sub(layer.border) else {
                        continue;
                    };
                    if target < height {
                        let (at, target) = (y * width + from, target * width + to);
                        for (sum, value) in plane[target..target + length]
                            .iter_mut()
                            .zip(&row[at..at + length])
                        {
                            *sum += value;
                        }
                    }
                }
            }
        }
    }
    planes
}

/// Computes the cross entropy over the labelled columns, and its gradient.
fn cross_entropy(scores: &[f32], labels: &[u8], gradients: &mut Gradients) -> Vec<f32> {
    let columns = scores.len() / CLASSES;
    let mut slope = vec![0.0; scores.len()];
    for (x, &label) in labels.iter().enumerate().take(columns) {
        if label == ANY_CLASS {
            continue;
        }
        let column: Vec<f32> = (0..CLASSES)
            .map(|class| scores[class * columns + x])
            .collect();
        let top = column.iter().copied().fold(f32::MIN, f32::max);
        let sum: f32 = column.iter().map(|score| (score - top).exp()).sum();
        let mut best = 0;
        for (class, score) in column.iter().enumerate() {
            if *score > column[best] {
                best = class;
            }
            let wanted = f32::from(u8::from(class == usize::from(label)));
            slope[class * columns + x] = (score - top).exp() / sum - wanted;
        }
        gradients.loss -= f64::from(column[usize::from(label)] - top - sum.ln());
        gradients.columns += 1;
        gradients.right += usize::from(best == usize::from(label));
    }
    slope
}

/// Selects weights or biases of a layer.
type Part = fn(&mut Parameters) -> &mut Vec<f32>;

/// Adam (Kingma and Ba, 2014), and a running mean of the parameters, which reads better than their
/// last values.
#[derive(Debug, Clone)]
pub(crate) struct Optimizer {
    pub(crate) own: Vec<Parameters>,
    pub(crate) mean: Vec<Parameters>,
    pub(crate) first: Vec<Parameters>,
    pub(crate) second: Vec<Parameters>,
    pub(crate) steps: u64,
}

impl Optimizer {
    pub(crate) fn new(own: Vec<Parameters>) -> Self {
        Self {
            mean: own.clone(),
            own,
            first: zeros(),
            second: zeros(),
            steps: 0,
        }
    }

    /// Makes one step of size `rate` along the gradients, which are divided by `count` first.
    pub(crate) fn step(&mut self, slopes: &[Parameters], count: usize, rate: f32) {
        self.steps += 1;
        let share = 1.0 / count.max(1) as f32;
        let steps = self.steps.min(100_000) as i32;
        let (first_part, second_part) = (1.0 - 0.9_f32.powi(steps), 1.0 - 0.999_f32.powi(steps));
        let keep = 0.998_f32.min(steps as f32 / (steps as f32 + 10.0));
        for (layer, slopes) in slopes.iter().enumerate() {
            let parts: [(Part, &Vec<f32>); 2] = [
                (|p| &mut p.weights, &slopes.weights),
                (|p| &mut p.biases, &slopes.biases),
            ];
            for (part, slopes) in parts {
                let own = part(&mut self.own[layer]).iter_mut();
                let mean = part(&mut self.mean[layer]).iter_mut();
                let first = part(&mut self.first[layer]).iter_mut();
                let second = part(&mut self.second[layer]).iter_mut();
                for ((((own, mean), first), second), slope) in
                    own.zip(mean).zip(first).zip(second).zip(slopes)
                {
                    let slope = slope * share;
                    *first = 0.9 * *first + 0.1 * slope;
                    *second = 0.999 * *second + 0.001 * slope * slope;
                    let spread = (*second / second_part).sqrt() + 1e-8;
                    *own -= rate * (*first / first_part) / spread;
                    *mean = keep * *mean + (1.0 - keep) * *own;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The gradient of every kind of parameter agrees with finite differences.
    #[test]
    fn gradients_agree_with_finite_differences() {
        let mut rng = Rng::new(5);
        let strip: Vec<f32> = (0..HEIGHT * 32).map(|_| rng.normal()).collect();
        let labels = [3, ANY_CLASS, 37, 36, 0, 37, ANY_CLASS, 20];
        let own = initial_parameters(9);
        let loss = |own: &[Parameters]| {
            let mut gradients = Gradients::new();
            accumulate(own, &strip, &labels, &mut gradients);
            gradients
        };
        let gradients = loss(&own);
        for layer in 0..LAYERS.len() {
            for at in [0, LAYERS[layer].weights() / 2, LAYERS[layer].weights() - 1] {
                let (mut more, mut less) = (own.clone(), own.clone());
                more[layer].weights[at] += 1e-3;
                less[layer].weights[at] -= 1e-3;
                let seen = (loss(&more).loss - loss(&less).loss) / 2e-3;
                let said = f64::from(gradients.slopes[layer].weights[at]);
                assert!(
                    (seen - said).abs() < 0.02 + 0.05 * seen.abs(),
                    "{layer} {at}: {seen} {said}"
                );
            }
        }
    }

    #[test]
    fn the_trainer_and_the_reader_agree() {
        let mut rng = Rng::new(6);
        let strip: Vec<f32> = (0..HEIGHT * 64).map(|_| rng.normal()).collect();
        let own = initial_parameters(1);
        let net = mrz::net::Net::new(own.clone()).unwrap();
        let labels: Vec<u8> = net
            .read(&strip)
            .columns()
            .map(|column| {
                (0..CLASSES)
                    .max_by(|&a, &b| column[a].total_cmp(&column[b]))
                    .unwrap() as u8
            })
            .collect();
        let mut gradients = Gradients::new();
        accumulate(&own, &strip, &labels, &mut gradients);
        assert_eq!(gradients.right, 16);
    }
}

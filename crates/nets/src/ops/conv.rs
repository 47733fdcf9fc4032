//! Convolution, with the activation that follows it.

use super::activation::Activation;
use crate::budget::Budget;
use crate::product::product;
use crate::window::{Window, unroll};
use crate::{RunError, Tensor};

/// A convolution of planes.
#[derive(Debug, Clone)]
pub(crate) struct Conv {
    /// One row for each output channel: input channel of the group, row, column.
    pub(crate) weights: Vec<f32>,
    /// One for each output channel.
    pub(crate) biases: Vec<f32>,
    /// Input channels of one group.
    pub(crate) inputs: usize,
    /// Output channels of all groups.
    pub(crate) outputs: usize,
    pub(crate) groups: usize,
    pub(crate) window: Window,
    pub(crate) activation: Option<Activation>,
}

impl Conv {
    pub(crate) fn run(&self, input: &Tensor, budget: &mut Budget) -> Result<Tensor, RunError> {
        const SHAPE: RunError = RunError::Shape { op: "Conv" };
        let [channels, rows, columns] = input.planes().ok_or(SHAPE)?;
        if self.inputs.checked_mul(self.groups) != Some(channels) {
            return Err(SHAPE);
        }
        let [tall, wide] = self.window.places([rows, columns]).ok_or(SHAPE)?;
        budget.work(&[self.weights.len(), tall, wide])?;
        budget.hold(&[self.outputs, tall, wide])?;
        let places = tall * wide;
        let mut out = vec![0.0; self.outputs * places];
        for (plane, bias) in out.chunks_exact_mut(places.max(1)).zip(&self.biases) {
            plane.fill(*bias);
        }
        if self.inputs == 1 && self.outputs == self.groups {
            self.depthwise(input.data(), [rows, columns], [tall, wide], &mut out);
        } else {
            self.dense(input.data(), [rows, columns], places, &mut out, budget)?;
        }
        if let Some(activation) = &self.activation {
            activation.apply(&mut out, places);
        }
        Tensor::new(&[1, self.outputs, tall, wide], out).ok_or(SHAPE)
    }

    /// Makes what is done to the result a part of this convolution, if that is possible: a scaling
    /// goes into the weights, and one activation behind it is applied at the end.
    pub(crate) fn absorb(&mut self, next: &Activation) -> bool {
        let fits = next.channels().is_none_or(|count| count == self.outputs);
        if self.activation.is_some() || !fits {
            return false;
        }
        let Activation::Affine(factors, offsets) = next else {
            self.activation = Some(next.clone());
            return true;
        };
        let own = self.weights.len() / self.outputs.max(1);
        let kernels = self.weights.chunks_exact_mut(own.max(1));
        for (at, (kernel, bias)) in kernels.zip(&mut self.biases).enumerate() {
            let parameter = |all: &[f32]| all.get(at).or(all.first()).copied();
            let (factor, offset) = (parameter(factors), parameter(offsets));
            let (factor, offset) = (factor.unwrap_or(1.0), offset.unwrap_or(0.0));
            for weight in kernel {
                *weight *= factor;
            }
            *bias = *bias * factor + offset;
        }
        true
    }

    /// Each channel by itself. Unrolling would copy each plane once for each weight of its kernel.
    fn depthwise(
        &self,
        planes: &[f32],
        [rows, columns]: [usize; 2],
        [tall, wide]: [usize; 2],
        out: &mut [f32],
    ) {
        let [down, across] = self.window.kernel;
        let kernels = self.weights.chunks_exact((down * across).max(1));
        let planes = planes.chunks_exact((rows * columns).max(1));
        let outs = out.chunks_exact_mut((tall * wide).max(1));
        for ((kernel, plane), out) in kernels.zip(planes).zip(outs) {
            for (y, target) in out.chunks_exact_mut(wide.max(1)).enumerate() {
                for (y_tap, kernel) in kernel.chunks_exact(across.max(1)).enumerate() {
                    let Some(row) = self.window.row(y_tap, y, rows) else {
                        continue;
                    };
                    for (x_tap, weight) in kernel.iter().enumerate() {
                        let (from, count, first) = self.window.span(x_tap, columns, wide);
                        let source = plane.get(row * columns + first..(row + 1) * columns);
                        let target = target.get_mut(from..from + count);
                        if let (Some(source), Some(target)) = (source, target) {
                            add_scaled(target, source, self.window.strides[1], *weight);
                        }
                    }
                }
            }
        }
    }

    fn dense(
        &self,
        planes: &[f32],
        [rows, columns]: [usize; 2],
        places: usize,
        out: &mut [f32],
        budget: &mut Budget,
    ) -> Result<(), RunError> {
        const SHAPE: RunError = RunError::Shape { op: "Conv" };
        let groups = self.groups.max(1);
        let inner = self.weights.len() / self.outputs.max(1);
        let weights = self
            .weights
            .chunks_exact((self.weights.len() / groups).max(1));
        let planes = planes.chunks_exact((self.inputs * rows * columns).max(1));
        let outs = out.chunks_exact_mut((self.outputs / groups * places).max(1));
        let is_pointwise = self.window == Window::dense([1, 1], [0, 0]);
        for ((weights, planes), out) in weights.zip(planes).zip(outs) {
            if is_pointwise {
                product(weights, planes, inner, out);
                continue;
            }
            budget.hold(&[inner, places])?;
            let (matrix, _) = unroll(&self.window, planes, [rows, columns]).ok_or(SHAPE)?;
            product(weights, &matrix, inner, out);
            budget.give_back(matrix.len());
        }
        Ok(())
    }
}

/// Adds every `stride`-th number of the source, scaled, to the target.
fn add_scaled(target: &mut [f32], source: &[f32], stride: usize, weight: f32) {
    if stride == 1 {
        target
            .iter_mut()
            .zip(source)
            .for_each(|(to, of)| *to += weight * of);
    } else {
        target
            .iter_mut()
            .zip(source.iter().step_by(stride.max(1)))
            .for_each(|(to, of)| *to += weight * of);
    }
}

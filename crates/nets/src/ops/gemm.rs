//! A layer in which every output depends on every input.

use crate::budget::Budget;
use crate::product::dot;
use crate::{RunError, Tensor};

/// A matrix of weights and its biases.
#[derive(Debug, Clone)]
pub(crate) struct Gemm {
    /// One row for each output.
    pub(crate) weights: Vec<f32>,
    /// One for each output.
    pub(crate) biases: Vec<f32>,
    /// Numbers in.
    pub(crate) inputs: usize,
}

impl Gemm {
    pub(crate) fn run(&self, input: &Tensor, budget: &mut Budget) -> Result<Tensor, RunError> {
        const SHAPE: RunError = RunError::Shape { op: "Gemm" };
        if *input.shape() != [1, self.inputs] {
            return Err(SHAPE);
        }
        budget.work(&[self.weights.len()])?;
        budget.hold(&[self.biases.len()])?;
        let rows = self.weights.chunks_exact(self.inputs.max(1));
        let out: Vec<f32> = rows
            .zip(&self.biases)
            .map(|(row, bias)| dot(row, input.data()) + bias)
            .collect();
        Tensor::new(&[1, self.biases.len()], out).ok_or(SHAPE)
    }
}

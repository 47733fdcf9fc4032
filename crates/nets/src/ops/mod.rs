//! The operators: each is a function of tensors under a budget.

pub(crate) mod activation;
pub(crate) mod conv;
pub(crate) mod gemm;
pub(crate) mod layout;
pub(crate) mod pool;

use activation::Activation;
use conv::Conv;
use gemm::Gemm;

use crate::budget::Budget;
use crate::window::Window;
use crate::{RunError, Tensor};

/// An operator whose parameters are known.
#[derive(Debug, Clone)]
pub(crate) enum Op {
    Conv(Conv),
    MaxPool(Window),
    MeanPool,
    Gemm(Gemm),
    Activation(Activation),
    /// The sum of two tensors of one shape.
    Add,
    /// The product of two tensors of one shape, number by number.
    Multiply,
    Reshape(Vec<i64>),
    Flatten(usize),
    Transpose(Vec<usize>),
    Enlarge([usize; 2]),
    Concat(usize),
    /// Nothing changes: what dropout is outside of training.
    Identity,
}

impl Op {
    /// Applies the operator. Inputs are taken where the operator can work in place.
    pub(crate) fn run(
        &self,
        first: Input<'_>,
        others: &[&Tensor],
        budget: &mut Budget,
    ) -> Result<Tensor, RunError> {
        match self {
            Self::Conv(conv) => conv.run(first.get(), budget),
            Self::MaxPool(window) => pool::max_pool(window, first.get(), budget),
            Self::MeanPool => pool::mean_pool(first.get(), budget),
            Self::Gemm(gemm) => gemm.run(first.get(), budget),
            Self::Enlarge(factors) => layout::enlarge(first.get(), *factors, budget),
            Self::Transpose(order) => layout::transpose(first.get(), order, budget),
            Self::Concat(axis) => {
                let inputs = [&[first.get()], others].concat();
                layout::concat(&inputs, *axis, budget)
            }
            Self::Identity => first.take(budget),
            Self::Reshape(shape) => layout::reshape(first.take(budget)?, shape),
            Self::Flatten(axis) => layout::flatten(first.take(budget)?, *axis),
            Self::Activation(activation) => {
                let mut tensor = first.take(budget)?;
                let channels = tensor.shape().get(1).copied().unwrap_or(1).max(1);
                if activation.channels().is_some_and(|own| own != channels) {
                    return Err(RunError::Shape { op: "Activation" });
                }
                let places = tensor.data().len() / channels;
                activation.apply(tensor.data_mut(), places);
                Ok(tensor)
            }
            Self::Add => pairwise(first, others, budget, |one, other| one + other),
            Self::Multiply => pairwise(first, others, budget, |one, other| one * other),
        }
    }
}

/// Combines two tensors of one shape number by number.
fn pairwise(
    first: Input<'_>,
    others: &[&Tensor],
    budget: &mut Budget,
    combine: impl Fn(f32, f32) -> f32,
) -> Result<Tensor, RunError> {
    let [other] = others else {
        return Err(RunError::Shape { op: "Add" });
    };
    if first.get().shape() != other.shape() {
        return Err(RunError::Shape { op: "Add" });
    }
    let mut tensor = first.take(budget)?;
    for (one, other) in tensor.data_mut().iter_mut().zip(other.data()) {
        *one = combine(*one, *other);
    }
    Ok(tensor)
}

/// The first input of an operator: its own if nobody needs it afterwards.
#[derive(Debug)]
pub(crate) enum Input<'a> {
    Own(Tensor),
    Shared(&'a Tensor),
}

impl Input<'_> {
    pub(crate) fn get(&self) -> &Tensor {
        match self {
            Self::Own(tensor) => tensor,
            Self::Shared(tensor) => tensor,
        }
    }

    /// The tensor itself, or a copy of it.
    fn take(self, budget: &mut Budget) -> Result<Tensor, RunError> {
        match self {
            Self::Own(tensor) => {
                // The caller gives the memory of the input back; what goes on is held again.
                budget.hold(tensor.shape())?;
                Ok(tensor)
            }
            Self::Shared(tensor) => {
                budget.hold(tensor.shape())?;
                Ok(tensor.clone())
            }
        }
    }
}

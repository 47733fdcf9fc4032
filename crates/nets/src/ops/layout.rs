//! Operators that move numbers and compute nothing.

use crate::budget::Budget;
use crate::tensor::places;
use crate::{RunError, Tensor};

/// Gives a tensor another shape: -1 is what the other lengths leave over, 0 is the length that is
/// there.
pub(crate) fn reshape(input: Tensor, wanted: &[i64]) -> Result<Tensor, RunError> {
    const SHAPE: RunError = RunError::Shape { op: "Reshape" };
    let mut shape = Vec::with_capacity(wanted.len());
    let mut open = None;
    for (at, &length) in wanted.iter().enumerate() {
        shape.push(match length {
            -1 if open.is_none() => {
                open = Some(at);
                1
            }
            0 => *input.shape().get(at).ok_or(SHAPE)?,
            length => usize::try_from(length).map_err(|_| SHAPE)?,
        });
    }
    if let Some(at) = open {
        let others = places(&shape).filter(|others| *others > 0).ok_or(SHAPE)?;
        *shape.get_mut(at).ok_or(SHAPE)? = input.data().len() / others;
    }
    input.reshaped(&shape).ok_or(SHAPE)
}

/// Joins all dimensions before `axis`, and all from there.
pub(crate) fn flatten(input: Tensor, axis: usize) -> Result<Tensor, RunError> {
    const SHAPE: RunError = RunError::Shape { op: "Flatten" };
    let (before, behind) = input.shape().split_at_checked(axis).ok_or(SHAPE)?;
    let shape = [places(before).ok_or(SHAPE)?, places(behind).ok_or(SHAPE)?];
    input.reshaped(&shape).ok_or(SHAPE)
}

/// Reorders dimensions: the first of the result is `order[0]` of the input.
pub(crate) fn transpose(
    input: &Tensor,
    order: &[usize],
    budget: &mut Budget,
) -> Result<Tensor, RunError> {
    const SHAPE: RunError = RunError::Shape { op: "Transpose" };
    let from = input.shape();
    let mut is_used = vec![false; from.len()];
    for &axis in order {
        let used = is_used.get_mut(axis).ok_or(SHAPE)?;
        if std::mem::replace(used, true) {
            return Err(SHAPE);
        }
    }
    if order.len() != from.len() {
        return Err(SHAPE);
    }
    budget.hold(from)?;
    // How far apart neighbours along each dimension of the result lie in the input.
    let step = |axis: usize| from.iter().skip(axis + 1).product::<usize>();
    let steps: Vec<usize> = order.iter().map(|&axis| step(axis)).collect();
    let shape: Option<Vec<usize>> = order.iter().map(|&axis| from.get(axis).copied()).collect();
    let shape = shape.ok_or(SHAPE)?;
    let mut place = vec![0_usize; shape.len()];
    let mut at = 0_usize;
    let mut out = Vec::with_capacity(input.data().len());
    for _ in 0..input.data().len() {
        out.push(*input.data().get(at).ok_or(SHAPE)?);
        for ((place, &length), &step) in place.iter_mut().zip(&shape).zip(&steps).rev() {
            *place += 1;
            at += step;
            if *place < length {
                break;
            }
            at -= step * length;
            *place = 0;
        }
    }
    Tensor::new(&shape, out).ok_or(SHAPE)
}

/// Repeats every row and column of planes this many times.
pub(crate) fn enlarge(
    input: &Tensor,
    [down, across]: [usize; 2],
    budget: &mut Budget,
) -> Result<Tensor, RunError> {
    const SHAPE: RunError = RunError::Shape { op: "Resize" };
    let [channels, rows, columns] = input.planes().ok_or(SHAPE)?;
    budget.hold(&[channels, rows, columns, down, across])?;
    let mut out = Vec::with_capacity(input.data().len() * down * across);
    for row in input.data().chunks_exact(columns.max(1)) {
        let begun = out.len();
        for number in row {
            out.extend(std::iter::repeat_n(*number, across));
        }
        for _ in 1..down {
            out.extend_from_within(begun..begun + columns * across);
        }
    }
    Tensor::new(&[1, channels, rows * down, columns * across], out).ok_or(SHAPE)
}

/// Puts tensors one after another along a dimension.
pub(crate) fn concat(
    inputs: &[&Tensor],
    axis: usize,
    budget: &mut Budget,
) -> Result<Tensor, RunError> {
    const SHAPE: RunError = RunError::Shape { op: "Concat" };
    let first = inputs.first().ok_or(SHAPE)?.shape();
    let (before, _) = first.split_at_checked(axis).ok_or(SHAPE)?;
    let after = first.get(axis + 1..).ok_or(SHAPE)?;
    let mut length = 0;
    for input in inputs {
        let shape = input.shape();
        if shape.get(..axis) != Some(before) || shape.get(axis + 1..) != Some(after) {
            return Err(SHAPE);
        }
        length += shape.get(axis).ok_or(SHAPE)?;
        budget.hold(shape)?;
    }
    let inner = places(after).ok_or(SHAPE)?;
    let outer = places(before).ok_or(SHAPE)?;
    let mut out = Vec::with_capacity(outer * length * inner);
    for at in 0..outer {
        for input in inputs {
            let part = input.data().len() / outer.max(1);
            out.extend_from_slice(input.data().get(at * part..(at + 1) * part).ok_or(SHAPE)?);
        }
    }
    let shape = [before, &[length], after].concat();
    Tensor::new(&shape, out).ok_or(SHAPE)
}

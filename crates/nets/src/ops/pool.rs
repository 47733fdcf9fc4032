//! The largest of neighbours, and the mean of whole planes.

use crate::budget::Budget;
use crate::window::Window;
use crate::{RunError, Tensor};

/// Keeps the largest number that each place of the window sees.
pub(crate) fn max_pool(
    window: &Window,
    input: &Tensor,
    budget: &mut Budget,
) -> Result<Tensor, RunError> {
    const SHAPE: RunError = RunError::Shape { op: "MaxPool" };
    let [channels, rows, columns] = input.planes().ok_or(SHAPE)?;
    let [tall, wide] = window.places([rows, columns]).ok_or(SHAPE)?;
    let [down, across] = window.kernel;
    budget.work(&[channels, tall, wide, down, across])?;
    budget.hold(&[channels, tall, wide])?;
    let mut out = vec![f32::NEG_INFINITY; channels * tall * wide];
    let planes = input.data().chunks_exact((rows * columns).max(1));
    for (plane, out) in planes.zip(out.chunks_exact_mut((tall * wide).max(1))) {
        for (y, target) in out.chunks_exact_mut(wide.max(1)).enumerate() {
            for row in (0..down).filter_map(|tap| window.row(tap, y, rows)) {
                for tap in 0..across {
                    let (from, count, first) = window.span(tap, columns, wide);
                    let source = plane.get(row * columns + first..(row + 1) * columns);
                    let target = target.get_mut(from..from + count);
                    if let (Some(source), Some(target)) = (source, target) {
                        let source = source.iter().step_by(window.strides[1].max(1));
                        target
                            .iter_mut()
                            .zip(source)
                            .for_each(|(best, &seen)| *best = best.max(seen));
                    }
                }
            }
        }
    }
    Tensor::new(&[1, channels, tall, wide], out).ok_or(SHAPE)
}

/// The mean of each plane.
pub(crate) fn mean_pool(input: &Tensor, budget: &mut Budget) -> Result<Tensor, RunError> {
    const SHAPE: RunError = RunError::Shape {
        op: "GlobalAveragePool",
    };
    let [channels, rows, columns] = input.planes().ok_or(SHAPE)?;
    budget.hold(&[channels])?;
    let places = (rows * columns).max(1);
    let means = input
        .data()
        .chunks_exact(places)
        .map(|plane| plane.iter().sum::<f32>() / places as f32)
        .collect();
    Tensor::new(&[1, channels, 1, 1], means).ok_or(SHAPE)
}

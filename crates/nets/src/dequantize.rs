//! Weights stored in eight bits: `DequantizeLinear`, whole, by one axis or in blocks along it.

use crate::LoadError;
use crate::constant::{Constant, Numbers};
use crate::onnx::Node;

/// Unpacks weights: `(weight − zero point) × scale`, each in `f32`.
///
/// With a `block_size`, that many neighbours along `axis` share a scale; else the scale is one for
/// all, or one for each place along `axis`.
pub(crate) fn dequantize(
    node: &Node,
    weights: &Constant,
    scales: &Constant,
    zero_points: Option<&Constant>,
) -> Result<Constant, LoadError> {
    let contradiction = || LoadError::Malformed("scales that do not fit their weights");
    let shape = &weights.shape;
    let axis = node.int("axis", 1);
    let axis = if axis < 0 {
        axis + shape.len() as i64
    } else {
        axis
    };
    let axis = usize::try_from(axis).map_err(|_| contradiction())?;
    let block = usize::try_from(node.int("block_size", 0)).map_err(|_| contradiction())?;
    let length = shape.get(axis).copied().unwrap_or(1).max(1);
    let inner: usize = shape.iter().skip(axis + 1).product();
    // How many scales there are along the axis, and how many places share one of them.
    let (groups, shared) = match (block, scales.len()) {
        // Files exist that give a size of blocks and a single scale.
        (_, 1) => (1, usize::MAX),
        (0, _) => (length, 1),
        (block, _) => (length.div_ceil(block), block),
    };
    let is_blocked = block > 0 && scales.len() > 1;
    let outer = weights.len() / (length * inner.max(1)).max(1);
    let expected = if is_blocked {
        outer.checked_mul(groups).and_then(|n| n.checked_mul(inner))
    } else {
        Some(groups)
    };
    let scale_numbers = scales.floats().ok_or_else(contradiction)?;
    if expected != Some(scale_numbers.len())
        || zero_points.is_some_and(|points| points.len() != scale_numbers.len())
    {
        return Err(contradiction());
    }
    let mut out = Vec::with_capacity(weights.len());
    for at in 0..weights.len() {
        let along = (at / inner.max(1)) % length;
        let group = along / shared;
        let place = if is_blocked {
            let before = at / (inner.max(1) * length);
            (before * groups + group) * inner + at % inner.max(1)
        } else {
            group
        };
        let scale = scale_numbers.get(place).copied().unwrap_or_default();
        let zero = zero_points.map_or(Some(0.0), |points| points.numbers.float(place));
        let weight = weights
            .numbers
            .float(at)
            .zip(zero)
            .ok_or_else(contradiction)?;
        out.push((weight.0 - weight.1) * scale);
    }
    Ok(Constant {
        shape: shape.clone(),
        numbers: Numbers::Floats(out),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::onnx::Attribute;

    fn node(axis: i64, block_size: i64) -> Node {
        let attribute = |int| Attribute {
            int,
            ..Attribute::default()
        };
        Node {
            attributes: [
                ("axis".to_owned(), attribute(axis)),
                ("block_size".to_owned(), attribute(block_size)),
            ]
            .into(),
            ..Node::default()
        }
    }

    fn bytes(shape: &[usize], numbers: &[i8]) -> Constant {
        Constant {
            shape: shape.to_vec(),
            numbers: Numbers::Bytes(numbers.to_vec()),
        }
    }

    fn floats(shape: &[usize], numbers: &[f32]) -> Constant {
        Constant {
            shape: shape.to_vec(),
            numbers: Numbers::Floats(numbers.to_vec()),
        }
    }

    #[test]
    fn blocks_share_their_scales_along_the_axis() {
        let weights = bytes(&[2, 3], &[1, 2, 3, 4, 5, 6]);
        // Two places a block, so that the last block of a row is cut short.
        let scales = floats(&[2, 2], &[1.0, 10.0, 100.0, 1000.0]);
        let zeros = bytes(&[2, 2], &[0, 1, 0, 0]);
        let out = dequantize(&node(1, 2), &weights, &scales, Some(&zeros)).unwrap();
        assert_eq!(
            out.floats().unwrap(),
            [1.0, 2.0, 20.0, 400.0, 500.0, 6000.0]
        );
        // Along the first axis instead.
        let scales = floats(&[1, 3], &[1.0, 10.0, 100.0]);
        let out = dequantize(&node(0, 2), &weights, &scales, None).unwrap();
        assert_eq!(out.floats().unwrap(), [1.0, 20.0, 300.0, 4.0, 50.0, 600.0]);
    }

    #[test]
    fn one_scale_may_hold_for_all_or_for_each_place_of_an_axis() {
        let weights = bytes(&[2, 2], &[1, 2, 3, 4]);
        let one = dequantize(&node(1, 0), &weights, &floats(&[], &[0.5]), None).unwrap();
        assert_eq!(one.floats().unwrap(), [0.5, 1.0, 1.5, 2.0]);
        let each = floats(&[2], &[1.0, 10.0]);
        let each = dequantize(&node(0, 0), &weights, &each, None).unwrap();
        assert_eq!(each.floats().unwrap(), [1.0, 2.0, 30.0, 40.0]);
    }

    #[test]
    fn scales_that_do_not_fit_are_refused() {
        let weights = bytes(&[2, 2], &[1, 2, 3, 4]);
        for (axis, block, scales) in [(1, 1, 3), (1, 2, 4), (0, 0, 3), (-5, 0, 2), (1, -1, 2)] {
            let scales = floats(&[scales], &vec![1.0; scales]);
            assert!(dequantize(&node(axis, block), &weights, &scales, None).is_err());
        }
    }
}

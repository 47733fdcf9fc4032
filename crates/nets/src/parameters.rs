//! The parameters of operators, from attributes and weights, with what the standard takes for
//! granted.

use crate::LoadError;
use crate::constant::Constant;
use crate::onnx::Node;
use crate::ops::activation::Activation;
use crate::ops::conv::Conv;
use crate::ops::gemm::Gemm;
use crate::window::Window;

/// No kernel, stride, dilation or border is larger.
const MOST_REACH: usize = 1_024;

const WEIGHTS: LoadError = LoadError::Malformed("weights that do not fit their operator");

/// The window of a convolution or pooling over planes.
pub(crate) fn window(node: &Node, kernel: &[i64]) -> Result<Window, LoadError> {
    if !matches!(node.text("auto_pad"), "" | "NOTSET") {
        return Err(node.unsupported("a border that follows from the size"));
    }
    if node.int("ceil_mode", 0) != 0 {
        return Err(node.unsupported("sizes that are rounded up"));
    }
    let bounded = |length: i64, least: usize| {
        usize::try_from(length)
            .ok()
            .filter(|length| (least..=MOST_REACH).contains(length))
            .ok_or_else(|| node.unsupported("a window of this size"))
    };
    let pair = |lengths: &[i64], default: i64, least| match *lengths {
        [] => Ok([bounded(default, least)?; 2]),
        [down, across] => Ok([bounded(down, least)?, bounded(across, least)?]),
        _ => Err(node.unsupported("other than two dimensions")),
    };
    let [before, after] = match *node.ints("pads") {
        [] => [[0; 2]; 2],
        [top, left, bottom, right] => [pair(&[top, left], 0, 0)?, pair(&[bottom, right], 0, 0)?],
        _ => return Err(node.unsupported("other than two dimensions")),
    };
    Ok(Window {
        kernel: pair(kernel, 0, 1)?,
        strides: pair(node.ints("strides"), 1, 1)?,
        dilations: pair(node.ints("dilations"), 1, 1)?,
        before,
        after,
    })
}

/// Returns the bias of each output, which is 0 if the operator has no biases.
fn biases_of(
    node: &Node,
    biases: Option<&Constant>,
    outputs: usize,
) -> Result<Vec<f32>, LoadError> {
    let biases = match (biases, node.inputs.get(2).map(String::as_str)) {
        (Some(biases), _) => biases.floats().ok_or(WEIGHTS)?.to_vec(),
        (None, None | Some("")) => vec![0.0; outputs],
        (None, Some(_)) => return Err(computed(node)),
    };
    if biases.len() == outputs {
        Ok(biases)
    } else {
        Err(WEIGHTS)
    }
}

fn computed(node: &Node) -> LoadError {
    node.unsupported("computed weights")
}

/// Reads the parameters of a convolution.
pub(crate) fn conv(
    node: &Node,
    weights: Option<&Constant>,
    biases: Option<&Constant>,
) -> Result<Conv, LoadError> {
    let weights = weights.ok_or_else(|| computed(node))?;
    let [outputs, inputs, down, across] = *weights.shape.as_slice() else {
        return Err(node.unsupported("other than two dimensions"));
    };
    let kernel = [down, across].map(|length| i64::try_from(length).unwrap_or(i64::MAX));
    let groups = usize::try_from(node.int("group", 1)).map_err(|_| WEIGHTS)?;
    if groups == 0 || outputs == 0 || inputs == 0 || !outputs.is_multiple_of(groups) {
        return Err(WEIGHTS);
    }
    let biases = biases_of(node, biases, outputs)?;
    Ok(Conv {
        weights: weights.floats().ok_or(WEIGHTS)?.to_vec(),
        biases,
        inputs,
        outputs,
        groups,
        window: window(node, &kernel)?,
        activation: None,
    })
}

/// Reads a matrix of weights, to be stored with one row for each output.
pub(crate) fn gemm(
    node: &Node,
    weights: Option<&Constant>,
    biases: Option<&Constant>,
) -> Result<Gemm, LoadError> {
    let weights = weights.ok_or_else(|| computed(node))?;
    let numbers = weights.floats().ok_or(WEIGHTS)?;
    let [rows, columns] = *weights.shape.as_slice() else {
        return Err(WEIGHTS);
    };
    if node.int("transA", 0) != 0 {
        return Err(node.unsupported("a transposed input"));
    }
    if node.float("alpha", 1.0) != 1.0 || node.float("beta", 1.0) != 1.0 {
        return Err(node.unsupported("factors"));
    }
    let (outputs, inputs, weights) = if node.int("transB", 0) == 0 {
        let column = |at: usize| numbers.iter().skip(at).step_by(columns.max(1)).copied();
        (columns, rows, (0..columns).flat_map(column).collect())
    } else {
        (rows, columns, numbers.to_vec())
    };
    if outputs == 0 || inputs == 0 {
        return Err(WEIGHTS);
    }
    let biases = biases_of(node, biases, outputs)?;
    Ok(Gemm {
        weights,
        biases,
        inputs,
    })
}

/// Batch normalization as it is after training: a factor and an offset for each channel, from
/// scale, bias, mean and variance.
pub(crate) fn normalization(
    node: &Node,
    [scale, bias, mean, variance]: [&[f32]; 4],
) -> Result<Activation, LoadError> {
    if node.int("training_mode", 0) != 0 {
        return Err(node.unsupported("training"));
    }
    let channels = scale.len();
    if channels == 0
        || [bias, mean, variance]
            .iter()
            .any(|own| own.len() != channels)
    {
        return Err(WEIGHTS);
    }
    let epsilon = node.float("epsilon", 1e-5);
    let factor = |(scale, variance): (&f32, &f32)| scale / (variance + epsilon).sqrt();
    let factors: Vec<f32> = scale.iter().zip(variance).map(factor).collect();
    let moved = bias.iter().zip(mean).zip(&factors);
    let offsets = moved
        .map(|((bias, mean), factor)| bias - mean * factor)
        .collect();
    Ok(Activation::Affine(factors, offsets))
}

/// The order of dimensions of a `Transpose`.
pub(crate) fn transposition(node: &Node) -> Result<Vec<usize>, LoadError> {
    let order: Option<Vec<usize>> = node
        .ints("perm")
        .iter()
        .map(|&axis| usize::try_from(axis).ok())
        .collect();
    order
        .filter(|order| !order.is_empty())
        .ok_or_else(|| node.unsupported("dimensions in reverse"))
}

/// The factors of a `Resize` that repeats every pixel: whole numbers, down and across.
pub(crate) fn integral_scales(node: &Node, scales: &[f32]) -> Result<[usize; 2], LoadError> {
    let is_repeating = matches!(node.text("mode"), "" | "nearest")
        && node.text("nearest_mode") == "floor"
        && node.text("coordinate_transformation_mode") == "asymmetric";
    let [1.0, 1.0, down, across] = *scales else {
        return Err(node.unsupported("other than two dimensions"));
    };
    let is_whole = |factor: f32| (1.0..=16.0).contains(&factor) && factor.fract() == 0.0;
    if !is_repeating || !is_whole(down) || !is_whole(across) {
        return Err(node.unsupported("other than repeating pixels"));
    }
    Ok([down as usize, across as usize])
}

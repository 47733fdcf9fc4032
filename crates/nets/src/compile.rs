//! From the operators of a file to steps that can be run.
//!
//! What follows from weights alone is computed here, once; a scaling or an activation right after a
//! convolution becomes a part of it, so that its planes are walked once.

use std::collections::HashMap;

use crate::LoadError;
use crate::constant::{Constant, Numbers};
use crate::dequantize::dequantize;
use crate::limits::Limits;
use crate::onnx::{Graph, Node};
use crate::ops::Op;
use crate::ops::activation::Activation;
use crate::ops::layout::reshape;
use crate::parameters::{conv, gemm, integral_scales, normalization, transposition, window};

/// One operator with the places of its inputs and of its output.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) op: Op,
    pub(crate) inputs: Vec<usize>,
    pub(crate) output: usize,
    /// Places whose tensors nobody needs after this step.
    pub(crate) frees: Vec<usize>,
}

/// The steps of a network.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) steps: Vec<Step>,
    /// How many places there are.
    pub(crate) places: usize,
    /// Names and places of the inputs.
    pub(crate) inputs: Vec<(String, usize)>,
    /// Names and places of the outputs.
    pub(crate) outputs: Vec<(String, usize)>,
}

/// What a name of the file stands for.
#[derive(Debug, Clone)]
enum Known {
    Constant(Constant),
    Place(usize),
}

/// A program while it is made.
struct Compiler {
    known: HashMap<String, Known>,
    /// How many operators and outputs use a name.
    uses: HashMap<String, usize>,
    steps: Vec<Step>,
    places: usize,
    /// Numbers that may still be unpacked.
    weights_left: usize,
}

/// Compiles the graph of a file.
pub(crate) fn compile(graph: Graph, limits: &Limits) -> Result<Program, LoadError> {
    let mut uses: HashMap<String, usize> = HashMap::new();
    let used = graph.nodes.iter().flat_map(|node| &node.inputs);
    for name in used.chain(&graph.outputs) {
        *uses.entry(name.clone()).or_default() += 1;
    }
    let constants = graph.constants.into_iter();
    let mut compiler = Compiler {
        known: constants
            .map(|(name, constant)| (name, Known::Constant(constant)))
            .collect(),
        uses,
        steps: Vec::new(),
        places: 0,
        weights_left: limits.weights,
    };
    let inputs: Vec<(String, usize)> = graph
        .inputs
        .into_iter()
        .map(|name| (name.clone(), compiler.place(&name)))
        .collect();
    for node in &graph.nodes {
        compiler.add(node)?;
    }
    let outputs = graph
        .outputs
        .into_iter()
        .map(|name| match compiler.known.get(&name) {
            Some(Known::Place(place)) => Ok((name, *place)),
            _ => Err(LoadError::Malformed("an output that nothing makes")),
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut program = Program {
        steps: compiler.steps,
        places: compiler.places,
        inputs,
        outputs,
    };
    program.find_last_uses();
    Ok(program)
}

impl Program {
    /// Says after which step each place is not needed any more.
    fn find_last_uses(&mut self) {
        let mut is_kept = vec![false; self.places];
        for (_, place) in &self.outputs {
            if let Some(kept) = is_kept.get_mut(*place) {
                *kept = true;
            }
        }
        for step in self.steps.iter_mut().rev() {
            for place in &step.inputs {
                if let Some(kept) = is_kept.get_mut(*place)
                    && !std::mem::replace(kept, true)
                {
                    step.frees.push(*place);
                }
            }
        }
    }
}

impl Compiler {
    /// A new place for what has this name from now on.
    fn place(&mut self, name: &str) -> usize {
        let place = self.places;
        self.places += 1;
        self.known.insert(name.to_owned(), Known::Place(place));
        place
    }

    fn constant(&self, node: &Node, at: usize) -> Option<&Constant> {
        match self.known.get(node.inputs.get(at)?)? {
            Known::Constant(constant) => Some(constant),
            Known::Place(_) => None,
        }
    }

    fn add(&mut self, node: &Node) -> Result<(), LoadError> {
        let output = match node.outputs.as_slice() {
            [output] => output,
            // Dropout has a second output, which is left out by its empty name.
            [output, rest @ ..] if rest.iter().all(|name| !self.uses.contains_key(name)) => output,
            _ => return Err(node.unsupported("several outputs")),
        };
        if self.known.contains_key(output) {
            return Err(LoadError::Malformed("two operators make one value"));
        }
        if let Some(constant) = self.fold(node)? {
            let left = self.weights_left.checked_sub(constant.len());
            self.weights_left = left.ok_or(LoadError::TooLarge("numbers of the weights"))?;
            self.known.insert(output.clone(), Known::Constant(constant));
            return Ok(());
        }
        let op = self.op(node)?;
        let op = match self.fuse(node, op) {
            Ok(place) => {
                self.known.insert(output.clone(), Known::Place(place));
                return Ok(());
            }
            Err(op) => *op,
        };
        let mut inputs = Vec::new();
        for name in &node.inputs {
            match self.known.get(name) {
                Some(Known::Place(place)) => inputs.push(*place),
                Some(Known::Constant(_)) => {}
                None if name.is_empty() => {}
                None => return Err(LoadError::Malformed("an input that nothing made before")),
            }
        }
        let expected = match op {
            Op::Add | Op::Multiply => inputs.len() == 2,
            Op::Concat(_) => inputs.len() == node.inputs.len(),
            _ => inputs.len() == 1,
        };
        if !expected {
            return Err(node.unsupported("weights where a value should be, or the reverse"));
        }
        let output = self.place(output);
        self.steps.push(Step {
            op,
            inputs,
            output,
            frees: Vec::new(),
        });
        Ok(())
    }

    /// What follows from weights alone: unpacking, reshaping, and passing on.
    fn fold(&self, node: &Node) -> Result<Option<Constant>, LoadError> {
        let malformed = || LoadError::Malformed("weights that contradict each other");
        let first = self.constant(node, 0);
        Ok(match (node.op.as_str(), first) {
            ("Constant", _) => {
                let value = node.attributes.get("value");
                let value = value.and_then(|value| value.tensor.clone());
                Some(value.ok_or_else(|| node.unsupported("a constant that is no tensor"))?)
            }
            ("DequantizeLinear", Some(weights)) => {
                let scales = self.constant(node, 1);
                let scales = scales.ok_or_else(|| node.unsupported("computed scales"))?;
                Some(dequantize(node, weights, scales, self.constant(node, 2))?)
            }
            ("Identity", Some(constant)) => Some(constant.clone()),
            ("Reshape", Some(constant)) => {
                let shape = self.constant(node, 1).and_then(Constant::ints);
                let tensor = constant.tensor().zip(shape);
                let (tensor, shape) = tensor.ok_or_else(|| node.unsupported("a computed shape"))?;
                let tensor = reshape(tensor, shape).map_err(|_| malformed())?;
                Some(Constant::of(tensor))
            }
            _ => None,
        })
    }

    /// The operator with its parameters.
    fn op(&self, node: &Node) -> Result<Op, LoadError> {
        let floats = |at| -> Result<&[f32], LoadError> {
            self.constant(node, at)
                .and_then(Constant::floats)
                .ok_or_else(|| node.unsupported("computed parameters"))
        };
        let ints = |at| self.constant(node, at).and_then(Constant::ints);
        Ok(match node.op.as_str() {
            "Conv" => Op::Conv(conv(node, self.constant(node, 1), self.constant(node, 2))?),
            "Gemm" => Op::Gemm(gemm(node, self.constant(node, 1), self.constant(node, 2))?),
            "MaxPool" => Op::MaxPool(window(node, node.ints("kernel_shape"))?),
            "GlobalAveragePool" => Op::MeanPool,
            "Relu" => Op::Activation(Activation::Relu),
            "Sigmoid" => Op::Activation(Activation::Sigmoid),
            "PRelu" => Op::Activation(Activation::PRelu(floats(1)?.to_vec())),
            "BatchNormalization" => {
                let parameters = [floats(1)?, floats(2)?, floats(3)?, floats(4)?];
                Op::Activation(normalization(node, parameters)?)
            }
            "Add" | "Sub" | "Mul" | "Div" => self.arithmetic(node)?,
            "Reshape" => {
                let shape = ints(1).ok_or_else(|| node.unsupported("a computed shape"))?;
                Op::Reshape(shape.to_vec())
            }
            "Flatten" => Op::Flatten(
                usize::try_from(node.int("axis", 1))
                    .map_err(|_| node.unsupported("an axis counted from the end"))?,
            ),
            "Transpose" => Op::Transpose(transposition(node)?),
            "Concat" => Op::Concat(
                usize::try_from(node.int("axis", 0))
                    .map_err(|_| node.unsupported("an axis counted from the end"))?,
            ),
            "Resize" => {
                let scales = floats(2)?;
                Op::Enlarge(integral_scales(node, scales)?)
            }
            "Dropout" | "Identity" => Op::Identity,
            _ => return Err(node.unsupported("it is not implemented")),
        })
    }

    /// Arithmetic of two values, or of one with a number for all or for each channel.
    fn arithmetic(&self, node: &Node) -> Result<Op, LoadError> {
        let own = [0, 1].map(|at| self.constant(node, at));
        let (constant, is_first) = match own {
            [None, None] => {
                return match node.op.as_str() {
                    "Add" => Ok(Op::Add),
                    "Mul" => Ok(Op::Multiply),
                    _ => Err(node.unsupported("between two values")),
                };
            }
            [Some(constant), None] => (constant, true),
            [None, Some(constant)] => (constant, false),
            [Some(_), Some(_)] => return Err(node.unsupported("between two constants")),
        };
        let Numbers::Floats(numbers) = &constant.numbers else {
            return Err(node.unsupported("numbers that are no floats"));
        };
        // One number, or one a channel: [C, 1, 1] and [1, C, 1, 1].
        let is_by_channel = matches!(*constant.shape.as_slice(), [_, 1, 1] | [1, _, 1, 1]);
        if numbers.len() != 1 && !is_by_channel {
            return Err(node.unsupported("with a constant of this shape"));
        }
        let (ones, zeros) = (vec![1.0; numbers.len()], vec![0.0; numbers.len()]);
        let each = |f: fn(f32) -> f32| numbers.iter().map(|&x| f(x)).collect::<Vec<f32>>();
        let (factors, offsets) = match (node.op.as_str(), is_first) {
            ("Add", _) => (ones, numbers.clone()),
            ("Sub", false) => (ones, each(|x| -x)),
            ("Sub", true) => (vec![-1.0; numbers.len()], numbers.clone()),
            ("Mul", _) => (numbers.clone(), zeros),
            ("Div", false) => (each(f32::recip), zeros),
            _ => return Err(node.unsupported("of a constant by a value")),
        };
        Ok(Op::Activation(Activation::Affine(factors, offsets)))
    }

    /// Makes the operator a part of the convolution right before it and returns the place of the
    /// result, or gives the operator back if there is none, or if something else needs what the
    /// convolution makes.
    fn fuse(&mut self, node: &Node, op: Op) -> Result<usize, Box<Op>> {
        let Op::Activation(activation) = op else {
            return Err(Box::new(op));
        };
        let value = node
            .inputs
            .iter()
            .find_map(|name| match self.known.get(name) {
                Some(Known::Place(place)) => Some((name, *place)),
                _ => None,
            });
        let is_only_use = value.is_some_and(|(name, _)| self.uses.get(name) == Some(&1));
        if let (Some((_, place)), Some(step)) = (value, self.steps.last_mut())
            && is_only_use
            && step.output == place
            && let Op::Conv(conv) = &mut step.op
            && conv.absorb(&activation)
        {
            return Ok(place);
        }
        Err(Box::new(Op::Activation(activation)))
    }
}

//! A network that was read from a file and can be run any number of times.

use crate::budget::Budget;
use crate::compile::{Program, Step, compile};
use crate::limits::Limits;
use crate::onnx::Graph;
use crate::ops::Input;
use crate::{LoadError, RunError, Tensor};

/// A network with its weights.
///
/// A run changes nothing in it, so threads can share one.
#[derive(Debug)]
pub struct Network {
    program: Program,
    limits: Limits,
}

impl Network {
    /// Reads an ONNX file.
    ///
    /// # Errors
    ///
    /// Returns an error if the file is not ONNX, contradicts itself, exceeds the limits, or uses an
    /// operator that is not implemented.
    ///
    /// ```
    /// let refused = nets::Network::load(b"not a network", nets::Limits::default());
    /// assert!(refused.is_err());
    /// ```
    pub fn load(file: &[u8], limits: Limits) -> Result<Self, LoadError> {
        let graph = Graph::parse(file, &limits)?;
        let program = compile(graph, &limits)?;
        Ok(Self { program, limits })
    }

    /// The names of the inputs, in the order in which [`run`](Self::run) takes them.
    ///
    /// ```
    /// // A file with a graph that has nothing in it.
    /// let empty = nets::Network::load(&[0x3a, 0], nets::Limits::default())?;
    /// assert_eq!(empty.inputs().count(), 0);
    /// # Ok::<(), nets::LoadError>(())
    /// ```
    pub fn inputs(&self) -> impl Iterator<Item = &str> {
        self.program.inputs.iter().map(|(name, _)| name.as_str())
    }

    /// The names of the outputs, in the order in which [`run`](Self::run) returns them.
    ///
    /// ```
    /// let empty = nets::Network::load(&[0x3a, 0], nets::Limits::default())?;
    /// assert_eq!(empty.outputs().count(), 0);
    /// # Ok::<(), nets::LoadError>(())
    /// ```
    pub fn outputs(&self) -> impl Iterator<Item = &str> {
        self.program.outputs.iter().map(|(name, _)| name.as_str())
    }

    /// Runs the network. Planes may be of any size that the file's operators can take, whatever
    /// size the file declares.
    ///
    /// # Errors
    ///
    /// Returns an error if the inputs do not fit the network, or if the run would exceed the
    /// limits.
    ///
    /// ```
    /// let empty = nets::Network::load(&[0x3a, 0], nets::Limits::default())?;
    /// assert_eq!(empty.run(vec![]), Ok(vec![]));
    /// # Ok::<(), nets::LoadError>(())
    /// ```
    pub fn run(&self, inputs: Vec<Tensor>) -> Result<Vec<Tensor>, RunError> {
        const INPUT: RunError = RunError::Shape { op: "the input" };
        if inputs.len() != self.program.inputs.len() {
            return Err(INPUT);
        }
        let mut budget = Budget::new(&self.limits);
        let mut values: Vec<Option<Tensor>> = vec![None; self.program.places];
        for (tensor, (_, place)) in inputs.into_iter().zip(&self.program.inputs) {
            budget.hold(tensor.shape())?;
            *values.get_mut(*place).ok_or(INPUT)? = Some(tensor);
        }
        for step in &self.program.steps {
            let output = run(step, &mut values, &mut budget)?;
            *values.get_mut(step.output).ok_or(INPUT)? = Some(output);
        }
        let outputs = self.program.outputs.iter();
        outputs
            .map(|(_, place)| values.get(*place).cloned().flatten().ok_or(INPUT))
            .collect()
    }
}

/// Runs one step and forgets what nobody needs after it.
fn run(
    step: &Step,
    values: &mut [Option<Tensor>],
    budget: &mut Budget,
) -> Result<Tensor, RunError> {
    const VALUE: RunError = RunError::Shape { op: "a value" };
    let (&first, others) = step.inputs.split_first().ok_or(VALUE)?;
    // The first input is taken if this is its last use and it is not among the others too.
    let is_own = step.frees.contains(&first) && !others.contains(&first);
    let own = if is_own {
        values.get_mut(first).and_then(Option::take)
    } else {
        None
    };
    let freed = own.as_ref().map_or(0, |tensor| tensor.data().len());
    let output = {
        let value = |place: usize| values.get(place).and_then(Option::as_ref).ok_or(VALUE);
        let others: Vec<&Tensor> = others
            .iter()
            .map(|place| value(*place))
            .collect::<Result<_, _>>()?;
        let first = match own {
            Some(tensor) => Input::Own(tensor),
            None => Input::Shared(value(first)?),
        };
        step.op.run(first, &others, budget)?
    };
    budget.give_back(freed);
    for place in &step.frees {
        if let Some(tensor) = values.get_mut(*place).and_then(Option::take) {
            budget.release(&tensor);
        }
    }
    Ok(output)
}

//! Values that are known when the file is read: weights, and what follows from weights alone.

use crate::tensor::Tensor;

/// A value with its shape.
#[derive(Debug, Clone)]
pub(crate) struct Constant {
    pub(crate) shape: Vec<usize>,
    pub(crate) numbers: Numbers,
}

/// Numbers of the types that occur in files.
#[derive(Debug, Clone)]
pub(crate) enum Numbers {
    Floats(Vec<f32>),
    Ints(Vec<i64>),
    /// Quantised weights.
    Bytes(Vec<i8>),
}

impl Numbers {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Floats(numbers) => numbers.len(),
            Self::Ints(numbers) => numbers.len(),
            Self::Bytes(numbers) => numbers.len(),
        }
    }

    pub(crate) fn float(&self, at: usize) -> Option<f32> {
        match self {
            Self::Floats(numbers) => numbers.get(at).copied(),
            Self::Ints(numbers) => numbers.get(at).map(|&number| number as f32),
            Self::Bytes(numbers) => numbers.get(at).map(|&number| number.into()),
        }
    }
}

impl Constant {
    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }

    pub(crate) fn floats(&self) -> Option<&[f32]> {
        match &self.numbers {
            Numbers::Floats(numbers) => Some(numbers),
            _ => None,
        }
    }

    pub(crate) fn ints(&self) -> Option<&[i64]> {
        match &self.numbers {
            Numbers::Ints(numbers) => Some(numbers),
            _ => None,
        }
    }

    pub(crate) fn tensor(&self) -> Option<Tensor> {
        Tensor::new(&self.shape, self.floats()?.to_vec())
    }

    pub(crate) fn of(tensor: Tensor) -> Self {
        Self {
            shape: tensor.shape().to_vec(),
            numbers: Numbers::Floats(tensor.into_data()),
        }
    }
}

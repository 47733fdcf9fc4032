//! What one run may still cost.

use crate::limits::Limits;
use crate::{RunError, Tensor};

/// What is left of the limits of a run.
#[derive(Debug)]
pub(crate) struct Budget {
    multiplications: u64,
    live_numbers: usize,
}

impl Budget {
    pub(crate) const fn new(limits: &Limits) -> Self {
        Self {
            multiplications: limits.multiplications,
            live_numbers: limits.live_numbers,
        }
    }

    /// Takes arithmetic: the product of these factors, in multiplications.
    pub(crate) fn work(&mut self, factors: &[usize]) -> Result<(), RunError> {
        let asked = factors
            .iter()
            .try_fold(1_u64, |product, &factor| product.checked_mul(factor as u64));
        let left = asked.and_then(|asked| self.multiplications.checked_sub(asked));
        self.multiplications = left.ok_or(RunError::Limit("multiplications"))?;
        Ok(())
    }

    /// Takes memory for a tensor that is about to be made: the product of these lengths.
    pub(crate) fn hold(&mut self, lengths: &[usize]) -> Result<(), RunError> {
        let asked = lengths
            .iter()
            .try_fold(1_usize, |product, &length| product.checked_mul(length));
        let left = asked.and_then(|asked| self.live_numbers.checked_sub(asked));
        self.live_numbers = left.ok_or(RunError::Limit("memory"))?;
        Ok(())
    }

    /// Gives the memory of a tensor back.
    pub(crate) fn release(&mut self, tensor: &Tensor) {
        self.give_back(tensor.data().len());
    }

    /// Gives memory back, in numbers.
    pub(crate) fn give_back(&mut self, numbers: usize) {
        self.live_numbers = self.live_numbers.saturating_add(numbers);
    }
}

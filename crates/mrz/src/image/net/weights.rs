//! The file of weights: `MRZN`, a version, then every layer's weights and biases as 16-bit floats,
//! little end first, in the order of [`LAYERS`].

use super::layer::LAYERS;
use super::network::{Net, Parameters, VERSION, WeightsError};

const MAGIC: &[u8; 4] = b"MRZN";

impl Net {
    /// Reads a file of weights.
    ///
    /// # Errors
    ///
    /// When the file is not one, or was made for a net of another shape.
    pub fn parse(bytes: &[u8]) -> Result<Self, WeightsError> {
        let body = bytes.strip_prefix(MAGIC).ok_or(WeightsError::Magic)?;
        let (&version, body) = body.split_first().ok_or(WeightsError::Magic)?;
        if version != VERSION {
            return Err(WeightsError::Magic);
        }
        let (halves, []) = body.as_chunks::<2>() else {
            return Err(WeightsError::Length);
        };
        let mut numbers = halves.iter().map(|&half| widened(u16::from_le_bytes(half)));
        let layers = LAYERS.iter().map(|layer| Parameters {
            weights: numbers.by_ref().take(layer.weights()).collect(),
            biases: numbers.by_ref().take(layer.outputs).collect(),
        });
        let layers: Vec<Parameters> = layers.collect();
        if numbers.next().is_some() {
            return Err(WeightsError::Length);
        }
        let all = layers
            .iter()
            .flat_map(|own| own.weights.iter().chain(&own.biases));
        if !all.into_iter().all(|number| number.is_finite()) {
            return Err(WeightsError::NotFinite);
        }
        Self::new(layers)
    }

    /// The file of these weights.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let numbers = self
            .layers()
            .iter()
            .flat_map(|own| own.weights.iter().chain(&own.biases));
        let head = MAGIC.iter().copied().chain([VERSION]);
        head.chain(numbers.flat_map(|&number| narrowed(number).to_le_bytes()))
            .collect()
    }
}

/// An IEEE 754 half as a float.
fn widened(half: u16) -> f32 {
    let (sign, exponent) = (u32::from(half >> 15) << 31, u32::from(half >> 10 & 31));
    let fraction = u32::from(half & 0x3ff);
    let size = match exponent {
        0 => fraction as f32 * 2.0_f32.powi(-24),
        31 => f32::from_bits(0x7f80_0000 | fraction << 13),
        _ => f32::from_bits((exponent + 112) << 23 | fraction << 13),
    };
    f32::from_bits(size.to_bits() | sign)
}

/// The half nearest to a float; what is too large becomes the largest half.
fn narrowed(number: f32) -> u16 {
    let sign = ((number.to_bits() >> 31) as u16) << 15;
    let size = number.abs();
    let half = if size.is_nan() {
        0x7e00
    } else if size >= 65_504.0 {
        0x7bff
    } else if size < 2.0_f32.powi(-14) {
        (size * 2.0_f32.powi(24)).round() as u16
    } else {
        // Half of the last bit that stays is added; a carry into the exponent is right.
        ((size.to_bits() - (112 << 23) + 0xfff + (size.to_bits() >> 13 & 1)) >> 13) as u16
    };
    sign | half
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_floats_and_back() {
        for half in (0..=u16::MAX).filter(|half| half >> 10 & 31 != 31) {
            assert_eq!(narrowed(widened(half)), half, "{half:04x}");
        }
        assert_eq!(widened(0x3c00), 1.0);
        assert_eq!(widened(narrowed(0.1)), 0.099_975_586);
        assert_eq!(widened(narrowed(1e9)), 65_504.0);
        assert!(widened(narrowed(f32::NAN)).is_nan());
    }

    #[test]
    fn damaged_files_are_refused() {
        let check = |bytes: &[u8], want| assert_eq!(Net::parse(bytes).unwrap_err(), want);
        check(b"", WeightsError::Magic);
        check(b"MRZN\x02", WeightsError::Magic);
        check(b"MRZN\x01", WeightsError::Length);
        check(b"MRZN\x01\x00", WeightsError::Length);
        let mut good = Net::committed().unwrap().to_bytes();
        good.extend([0, 0]);
        check(&good, WeightsError::Length);
        good.truncate(good.len() - 4);
        check(&good, WeightsError::Length);
        good.extend([0, 0x7c]);
        check(&good, WeightsError::NotFinite);
    }
}

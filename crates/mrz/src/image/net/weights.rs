//! The weights file: `MRZN`, a version, then the weights and biases of every layer as 16-bit floats
//! in little-endian order, in the order of [`LAYERS`].

use super::layer::LAYERS;
use super::network::{Net, Parameters, VERSION, WeightsError};

const MAGIC: &[u8; 4] = b"MRZN";

impl Net {
    /// Parses a weights file.
    ///
    /// # Errors
    ///
    /// Returns an error if the bytes are no weights file, or one for a net of another shape.
    pub fn parse(bytes: &[u8]) -> Result<Self, WeightsError> {
        let body = bytes.strip_prefix(MAGIC).ok_or(WeightsError::Magic)?;
        let (&version, body) = body.split_first().ok_or(WeightsError::Magic)?;
        if version != VERSION {
            return Err(WeightsError::Magic);
        }
        let (halves, []) = body.as_chunks::<2>() else {
            return Err(WeightsError::Length);
        };
        let mut numbers = halves
            .iter()
            .map(|&half| f16_to_f32(u16::from_le_bytes(half)));
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

    /// Returns these weights as a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let numbers = self
            .layers()
            .iter()
            .flat_map(|own| own.weights.iter().chain(&own.biases));
        let head = MAGIC.iter().copied().chain([VERSION]);
        head.chain(numbers.flat_map(|&number| f32_to_f16(number).to_le_bytes()))
            .collect()
    }
}

/// Converts an IEEE 754 half to a float.
fn f16_to_f32(half: u16) -> f32 {
    let (sign, exponent) = (u32::from(half >> 15) << 31, u32::from(half >> 10 & 31));
    let fraction = u32::from(half & 0x3ff);
    let size = match exponent {
        0 => fraction as f32 * 2.0_f32.powi(-24),
        31 => f32::from_bits(0x7f80_0000 | fraction << 13),
        _ => f32::from_bits((exponent + 112) << 23 | fraction << 13),
    };
    f32::from_bits(size.to_bits() | sign)
}

/// Converts a float to the nearest half. Values that are too large become the largest half.
fn f32_to_f16(number: f32) -> u16 {
    let sign = ((number.to_bits() >> 31) as u16) << 15;
    let size = number.abs();
    let half = if size.is_nan() {
        0x7e00
    } else if size >= 65_504.0 {
        0x7bff
    } else if size < 2.0_f32.powi(-14) {
        (size * 2.0_f32.powi(24)).round() as u16
    } else {
        // Half of the last kept bit is added; a carry into the exponent is correct.
        ((size.to_bits() - (112 << 23) + 0xfff + (size.to_bits() >> 13 & 1)) >> 13) as u16
    };
    sign | half
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_round_trip() {
        for half in (0..=u16::MAX).filter(|half| half >> 10 & 31 != 31) {
            assert_eq!(f32_to_f16(f16_to_f32(half)), half, "{half:04x}");
        }
        assert_eq!(f16_to_f32(0x3c00), 1.0);
        assert_eq!(f16_to_f32(f32_to_f16(0.1)), 0.099_975_586);
        assert_eq!(f16_to_f32(f32_to_f16(1e9)), 65_504.0);
        assert!(f16_to_f32(f32_to_f16(f32::NAN)).is_nan());
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

//! Checks the format, size and memory of a file before and while it is decoded.

use crate::{DecodeError, Format, Limits};

/// The planes of a picture that the caller needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Planes {
    Luma,
    LumaAndRgb,
}

/// Checks everything that is known before a decoder runs.
pub(crate) fn admit(bytes: &[u8], limits: &Limits) -> Result<Format, DecodeError> {
    if bytes.is_empty() {
        return Err(DecodeError::Empty);
    }
    if bytes.len() > limits.bytes {
        return Err(DecodeError::TooManyBytes {
            bytes: bytes.len(),
            limit: limits.bytes,
        });
    }
    Format::sniff(bytes).ok_or(DecodeError::UnsupportedFormat { format: None })
}

/// Checks declared dimensions in pixels.
pub(crate) fn check_size(width: u64, height: u64, limits: &Limits) -> Result<(), DecodeError> {
    let side = u64::from(limits.side);
    if width > side || height > side || width.saturating_mul(height) > limits.pixels {
        return Err(DecodeError::too_large(width, height, limits));
    }
    Ok(())
}

/// Checks the estimated memory of a decoder in bytes.
pub(crate) fn check_memory(bytes: u64, limits: &Limits) -> Result<(), DecodeError> {
    if bytes > limits.memory {
        return Err(DecodeError::TooMuchMemory {
            limit: limits.memory,
        });
    }
    Ok(())
}

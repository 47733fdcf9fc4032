//! What is checked before and while a file is decoded: its format, its size, the memory it will
//! take.

use crate::{DecodeError, Format, Limits};

/// Which planes of a picture are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Planes {
    Luma,
    LumaAndRgb,
}

/// What can be said before any decoder runs.
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

/// Checks an estimate of the memory a decoder will take, in bytes.
pub(crate) fn check_memory(bytes: u64, limits: &Limits) -> Result<(), DecodeError> {
    if bytes > limits.memory {
        return Err(DecodeError::TooMuchMemory {
            limit: limits.memory,
        });
    }
    Ok(())
}

//! The front door: tell the format, check the limits, hand on to the one decoder for it.

use crate::{DecodeError, Format, Limits, Picture, heic, jpeg, pdf, png, webp};

/// Which planes of a picture are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Planes {
    Luma,
    LumaAndRgb,
}

/// Decodes a JPEG, PNG, WebP or HEIC, or the first page of a PDF into an upright grey picture.
///
/// Bytes after the end of a JPEG or PNG are ignored: phones put short films and second pictures
/// there. They are never looked at.
///
/// # Errors
///
/// A [`DecodeError`] that says what is wrong with the file; never half a picture.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Picture, DecodeError> {
    first(bytes, limits, Planes::Luma)
}

/// Like [`decode`], and keeps the colours too ([`Picture::rgb`]); costs twice the time and four
/// times the memory.
///
/// # Errors
///
/// As [`decode`].
pub fn decode_colour(bytes: &[u8], limits: &Limits) -> Result<Picture, DecodeError> {
    first(bytes, limits, Planes::LumaAndRgb)
}

/// Decodes every page of a file into upright grey pictures: one for a picture, up to
/// [`Limits::pages`] for a PDF. The answer is never empty.
///
/// # Errors
///
/// As [`decode`]; one page that cannot be rendered refuses the file.
pub fn decode_pages(bytes: &[u8], limits: &Limits) -> Result<Vec<Picture>, DecodeError> {
    let planes = Planes::Luma;
    match admit(bytes, limits)? {
        Format::Pdf => pdf::decode(bytes, limits, planes),
        _ => Ok(vec![first(bytes, limits, planes)?]),
    }
}

fn first(bytes: &[u8], limits: &Limits, planes: Planes) -> Result<Picture, DecodeError> {
    match admit(bytes, limits)? {
        Format::Jpeg => jpeg::decode(bytes, limits, planes),
        Format::Png => png::decode(bytes, limits, planes),
        Format::WebP => webp::decode(bytes, limits, planes),
        Format::Heic => heic::decode(bytes, limits, planes),
        Format::Pdf => {
            let one = Limits {
                pages: 1,
                ..*limits
            };
            pdf::decode(bytes, &one, planes)?
                .into_iter()
                .next()
                .ok_or(DecodeError::NoPages)
        }
        other => Err(DecodeError::UnsupportedFormat {
            format: Some(other),
        }),
    }
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

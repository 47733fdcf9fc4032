//! WebP (RFC 9649): still pictures, with transparency blended with white. An animation is refused,
//! because its first frame is not the whole picture.

use std::io::Cursor;

use image_webp::{DecodingError, WebPDecoder};

use crate::admit::{Planes, check_memory, check_size};
use crate::orientation::Orientation;
use crate::picture::lay_on_white;
use crate::{DecodeError, Format, Limits, Picture};

/// Decodes a WebP file and turns the picture upright.
pub(crate) fn decode(
    bytes: &[u8],
    limits: &Limits,
    planes: Planes,
) -> Result<Picture, DecodeError> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(refusal)?;
    let (width, height) = decoder.dimensions();
    check_size(width.into(), height.into(), limits)?;
    if decoder.is_animated() {
        return Err(DecodeError::UnsupportedVariant {
            format: Format::WebP,
            what: "an animation".into(),
        });
    }
    let channels: u64 = if decoder.has_alpha() { 4 } else { 3 };
    let pixels = u64::from(width) * u64::from(height);
    // The decoder's own planes take about as much memory as its result, and there is one converted
    // copy.
    check_memory(pixels * (2 * channels + 3), limits)?;
    decoder.set_memory_limit(usize::try_from(limits.memory).unwrap_or(usize::MAX));
    let orientation = decoder
        .exif_metadata()
        .map_err(refusal)?
        .as_deref()
        .map(Orientation::from_exif)
        .unwrap_or_default();
    let size = decoder.output_buffer_size();
    let size = size.ok_or_else(|| DecodeError::too_large(width.into(), height.into(), limits))?;
    let mut pixels = vec![0; size];
    decoder.read_image(&mut pixels).map_err(refusal)?;
    let rgb = if decoder.has_alpha() {
        lay_on_white(&pixels)
    } else {
        pixels
    };
    let picture = Picture::from_rgb(width, height, rgb)
        .ok_or_else(|| DecodeError::broken(Format::WebP, "rows are missing"))?;
    Ok(picture.with_planes(planes).turned(orientation))
}

fn refusal(error: DecodingError) -> DecodeError {
    let format = Format::WebP;
    match error {
        DecodingError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            DecodeError::Truncated { format }
        }
        DecodingError::MemoryLimitExceeded | DecodingError::ImageTooLarge => {
            DecodeError::broken(format, "it is larger than it says")
        }
        other => DecodeError::broken(format, other.to_string()),
    }
}

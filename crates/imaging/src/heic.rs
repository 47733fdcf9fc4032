//! HEIC (ISO/IEC 23008-12 with HEVC), the format of iPhone photographs. Only the primary picture is
//! decoded, and rotated as its own properties say; EXIF does not count in this format (clause
//! 6.5.10).
//!
//! The decoder takes the range of the samples from the container and not from the coded picture, so
//! the contrast is a sixth too high for files that declare it only there.

use heic_rs::{DecodeOptions, Error, PixelLayout};

use crate::admit::{Planes, check_memory, check_size};
use crate::picture::Luma;
use crate::{DecodeError, Format, Limits, Picture};

/// The bytes of memory that decoding takes per pixel, for the tiles, the composed planes at two
/// bytes per sample, and the picture.
const BYTES_PER_PIXEL: u64 = 10;

/// Decodes a HEIC file.
pub(crate) fn decode(
    bytes: &[u8],
    limits: &Limits,
    planes: Planes,
) -> Result<Picture, DecodeError> {
    let declared = heic_rs::probe(bytes).map_err(refusal)?;
    let (width, height) = (u64::from(declared.width), u64::from(declared.height));
    check_size(width, height, limits)?;
    // `check_size` bounds both sides, so the product cannot overflow.
    check_memory(width * height * BYTES_PER_PIXEL, limits)?;
    let layout = match planes {
        Planes::Luma => PixelLayout::Gray8,
        Planes::LumaAndRgb => PixelLayout::Rgb8,
    };
    let options = DecodeOptions::default()
        .with_layout(layout)
        .with_alpha(false)
        .with_threads(Some(1))
        .with_max_pixels(Some(limits.pixels));
    let image = heic_rs::decode(bytes, &options).map_err(refusal)?;
    let (width, height) = (image.width, image.height);
    check_size(width.into(), height.into(), limits)?;
    let picture = match planes {
        Planes::Luma => Luma::new(width, height, image.data).map(Picture::from_luma),
        Planes::LumaAndRgb => Picture::from_rgb(width, height, image.data),
    };
    picture.ok_or_else(|| DecodeError::broken(Format::Heic, "rows are missing"))
}

fn refusal(error: Error) -> DecodeError {
    let format = Format::Heic;
    match error {
        Error::Truncated(_) => DecodeError::Truncated { format },
        Error::Unsupported(what) => DecodeError::UnsupportedVariant {
            format,
            what: what.into(),
        },
        other => DecodeError::broken(format, other.to_string()),
    }
}

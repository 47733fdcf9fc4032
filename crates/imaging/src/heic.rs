//! HEIC (ISO/IEC 23008-12 with HEVC): the photographs of iPhones. The primary picture alone, turned
//! as its own properties say; EXIF has no say in this format (clause 6.5.10).
//!
//! The decoder reads the range of the samples from the container alone and not from the coded
//! picture, so that files which state it only there come out with a sixth more contrast.

use heic_rs::{DecodeOptions, Error, PixelLayout};

use crate::admit::{Planes, check_memory, check_size};
use crate::picture::Luma;
use crate::{DecodeError, Format, Limits, Picture};

/// Bytes of memory that decoding takes for each pixel: the tiles, the composed planes in two bytes
/// a sample, and the picture.
const BYTES_A_PIXEL: u64 = 10;

/// Decodes one HEIC.
pub(crate) fn decode(
    bytes: &[u8],
    limits: &Limits,
    planes: Planes,
) -> Result<Picture, DecodeError> {
    let declared = heic_rs::probe(bytes).map_err(refusal)?;
    let (width, height) = (u64::from(declared.width), u64::from(declared.height));
    check_size(width, height, limits)?;
    // `check_size` bounds both sides, so the product is small.
    check_memory(width * height * BYTES_A_PIXEL, limits)?;
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

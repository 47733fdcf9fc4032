//! PNG (ISO/IEC 15948): only the first image is decoded, with transparency blended with white.

use std::io::Cursor;

use image::codecs::png::PngDecoder;
use image::error::{ImageError, LimitErrorKind};
use image::{DynamicImage, ImageDecoder};

use crate::admit::{Planes, check_memory, check_size};
use crate::orientation::Orientation;
use crate::picture::{Luma, lay_on_white};
use crate::{DecodeError, Format, Limits, Picture};

/// Decodes a PNG file and turns the picture upright.
pub(crate) fn decode(
    bytes: &[u8],
    limits: &Limits,
    planes: Planes,
) -> Result<Picture, DecodeError> {
    let (width, height) = declared_size(bytes)?;
    check_size(width.into(), height.into(), limits)?;
    let mut bounds = image::Limits::default();
    bounds.max_image_width = Some(limits.side);
    bounds.max_image_height = Some(limits.side);
    bounds.max_alloc = Some(limits.memory);
    let refusal = |error| refusal(error, limits);
    let mut decoder =
        PngDecoder::with_limits(Cursor::new(bytes), bounds.clone()).map_err(refusal)?;
    // The stored pixels and one converted copy are in memory.
    let pixels = u64::from(width) * u64::from(height);
    check_memory(decoder.total_bytes().saturating_add(pixels * 3), limits)?;
    let exif = decoder.exif_metadata().map_err(refusal)?;
    decoder.set_limits(bounds).map_err(refusal)?;
    let image = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    let picture = match (planes, image) {
        (Planes::Luma, DynamicImage::ImageLuma8(grey)) => {
            Luma::new(width, height, grey.into_raw()).map(Picture::from_luma)
        }
        (Planes::Luma, image @ DynamicImage::ImageLuma16(_)) => {
            Luma::new(width, height, image.into_luma8().into_raw()).map(Picture::from_luma)
        }
        (planes, image) => {
            let rgb = if image.color().has_alpha() {
                lay_on_white(image.into_rgba8().as_raw())
            } else {
                image.into_rgb8().into_raw()
            };
            Picture::from_rgb(width, height, rgb).map(|picture| picture.with_planes(planes))
        }
    };
    let picture = picture.ok_or_else(|| DecodeError::broken(Format::Png, "rows are missing"))?;
    let orientation = exif
        .as_deref()
        .map(Orientation::from_exif)
        .unwrap_or_default();
    Ok(picture.turned(orientation))
}

/// Returns width and height from the IHDR chunk, which must come first (clause 5.6).
fn declared_size(bytes: &[u8]) -> Result<(u32, u32), DecodeError> {
    let Some(&[.., w3, w2, w1, w0, h3, h2, h1, h0]) = bytes.get(12..24) else {
        return Err(DecodeError::Truncated {
            format: Format::Png,
        });
    };
    if bytes.get(12..16) != Some(b"IHDR") {
        return Err(DecodeError::broken(
            Format::Png,
            "the header chunk is not the first",
        ));
    }
    let size = (
        u32::from_be_bytes([w3, w2, w1, w0]),
        u32::from_be_bytes([h3, h2, h1, h0]),
    );
    if size.0 == 0 || size.1 == 0 {
        return Err(DecodeError::broken(Format::Png, "the size is zero"));
    }
    Ok(size)
}

fn refusal(error: ImageError, limits: &Limits) -> DecodeError {
    let format = Format::Png;
    match error {
        ImageError::Limits(limit) => match limit.kind() {
            LimitErrorKind::DimensionError => DecodeError::too_large(0, 0, limits),
            _ => DecodeError::TooMuchMemory {
                limit: limits.memory,
            },
        },
        ImageError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
            DecodeError::Truncated { format }
        }
        other => {
            let text = other.to_string();
            // The decoder reports a missing end only in its message.
            if text.contains("unexpected end of") || text.contains("EOF") {
                return DecodeError::Truncated { format };
            }
            DecodeError::broken(format, text)
        }
    }
}

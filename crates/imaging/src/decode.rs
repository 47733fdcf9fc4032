//! Decodes files: detects the format, checks the limits, and calls the decoder.

use crate::admit::{Planes, admit};
use crate::{DecodeError, Format, Limits, Picture, heic, jpeg, pdf_pages, png, webp};

/// Decodes a JPEG, PNG, WebP or HEIC file, or the first page of a PDF, into an upright grey
/// picture.
///
/// Bytes after the end of a JPEG or PNG are ignored and never parsed, because phones append short
/// films and second pictures.
///
/// # Errors
///
/// Returns a [`DecodeError`] that says what is wrong with the file. A picture that is incomplete is
/// an error too.
///
/// ```
/// use imaging::{Limits, Luma, Picture, annotate, decode};
///
/// let drawn = Picture::from_luma(Luma::filled(64, 48, 200));
/// let png = annotate(&drawn, &[]).unwrap();
/// let picture = decode(&png, &Limits::default())?;
/// assert_eq!((picture.width(), picture.height()), (64, 48));
/// # Ok::<(), imaging::DecodeError>(())
/// ```
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Picture, DecodeError> {
    first(bytes, limits, Planes::Luma)
}

/// Decodes like [`decode`], but also keeps the colours ([`Picture::rgb`]), which takes twice the
/// time and four times the memory.
///
/// # Errors
///
/// The errors are those of [`decode`].
///
/// ```
/// use imaging::{Limits, Luma, Picture, annotate, decode_colour};
///
/// let drawn = Picture::from_luma(Luma::filled(64, 48, 200));
/// let png = annotate(&drawn, &[]).unwrap();
/// let picture = decode_colour(&png, &Limits::default())?;
/// assert_eq!(picture.rgb().map(<[u8]>::len), Some(64 * 48 * 3));
/// # Ok::<(), imaging::DecodeError>(())
/// ```
pub fn decode_colour(bytes: &[u8], limits: &Limits) -> Result<Picture, DecodeError> {
    first(bytes, limits, Planes::LumaAndRgb)
}

/// Decodes every page of a file into upright grey pictures: one for a picture, and up to
/// [`Limits::pages`] for a PDF. The result is never empty.
///
/// # Errors
///
/// The errors are those of [`decode`]. If one page cannot be rendered, the whole file is refused.
///
/// ```
/// use imaging::{Limits, Luma, Picture, annotate, decode_pages};
///
/// let drawn = Picture::from_luma(Luma::filled(64, 48, 200));
/// let png = annotate(&drawn, &[]).unwrap();
/// assert_eq!(decode_pages(&png, &Limits::default())?.len(), 1);
/// # Ok::<(), imaging::DecodeError>(())
/// ```
pub fn decode_pages(bytes: &[u8], limits: &Limits) -> Result<Vec<Picture>, DecodeError> {
    let planes = Planes::Luma;
    match admit(bytes, limits)? {
        Format::Pdf => pdf_pages::decode(bytes, limits, planes),
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
            pdf_pages::decode(bytes, &one, planes)?
                .into_iter()
                .next()
                .ok_or(DecodeError::NoPages)
        }
        other => Err(DecodeError::UnsupportedFormat {
            format: Some(other),
        }),
    }
}

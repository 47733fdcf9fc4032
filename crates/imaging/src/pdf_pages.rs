//! Renders the pages of a PDF and extracts its text, under this crate's limits.

use pdf::{PdfError, TextPage};

use crate::admit::{Planes, admit};
use crate::{DecodeError, Format, Limits, Picture};

/// Renders the first pages.
pub(crate) fn decode(
    bytes: &[u8],
    limits: &Limits,
    planes: Planes,
) -> Result<Vec<Picture>, DecodeError> {
    let pages = pdf::render(bytes, &bounds(limits)).map_err(|error| refusal(&error, limits))?;
    let picture = |page: pdf::RenderedPage| {
        let picture = Picture::from_rgb(page.width, page.height, page.rgb)
            .ok_or_else(|| DecodeError::broken(Format::Pdf, "a page has no pixels"))?;
        Ok(picture.with_planes(planes))
    };
    pages.into_iter().map(picture).collect()
}

/// Extracts the text layers of a PDF's first pages, which are empty for pages without text. Returns
/// `None` for a file of another format.
///
/// Only drawn text is included. [`visible_words`](crate::visible_words) says which of it is also
/// visible.
///
/// # Errors
///
/// The errors are those of [`decode_pages`](crate::decode_pages) for a PDF that cannot be opened or
/// is too much work.
///
/// ```
/// use imaging::{Limits, text_layer};
///
/// let jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 16, b'J', b'F', b'I', b'F', 0, 1];
/// assert_eq!(text_layer(&jpeg, &Limits::default()), Ok(None));
/// ```
pub fn text_layer(bytes: &[u8], limits: &Limits) -> Result<Option<Vec<TextPage>>, DecodeError> {
    if admit(bytes, limits)? != Format::Pdf {
        return Ok(None);
    }
    pdf::text_layer(bytes, &bounds(limits))
        .map(Some)
        .map_err(|error| refusal(&error, limits))
}

fn bounds(limits: &Limits) -> pdf::Limits {
    pdf::Limits {
        pages: limits.pages,
        dpi: limits.page_dpi,
        page_pixels: limits.page_pixels,
        side: limits.side,
        pixels: limits.pixels,
        memory: limits.memory,
    }
}

fn refusal(error: &PdfError, limits: &Limits) -> DecodeError {
    let format = Format::Pdf;
    match *error {
        PdfError::Encrypted => DecodeError::Encrypted,
        PdfError::UnknownEncryption => DecodeError::UnsupportedVariant {
            format,
            what: "unknown encryption".into(),
        },
        PdfError::Truncated => DecodeError::Truncated { format },
        PdfError::NoPages => DecodeError::NoPages,
        PdfError::Broken(detail) => DecodeError::broken(format, detail),
        PdfError::TooMuchWork(what) => DecodeError::TooMuchWork {
            format,
            what: what.into(),
        },
        PdfError::TooMuchMemory => DecodeError::TooMuchMemory {
            limit: limits.memory,
        },
        PdfError::TooLarge { width, height } => {
            DecodeError::too_large(width.into(), height.into(), limits)
        }
        _ => DecodeError::broken(format, error.to_string()),
    }
}

//! Opens a file after checking what its streams inflate to.

use hayro::hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::inflation::check_streams;
use crate::{Limits, PdfError};

/// Opens a file that is not protected by a password.
pub(crate) fn open(bytes: &[u8], limits: &Limits) -> Result<Pdf, PdfError> {
    check_streams(bytes, limits)?;
    Pdf::new(bytes.to_vec()).map_err(|error| refusal(error, bytes))
}

fn refusal(error: LoadPdfError, bytes: &[u8]) -> PdfError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => PdfError::Encrypted,
        LoadPdfError::Decryption(_) => PdfError::UnknownEncryption,
        // Every PDF ends with `%%EOF` (ISO 32000-2, 7.5.5), possibly followed by a few bytes.
        LoadPdfError::Invalid if !bytes.windows(5).any(|w| w == b"%%EOF") => PdfError::Truncated,
        LoadPdfError::Invalid => PdfError::Broken("no page tree can be found"),
    }
}

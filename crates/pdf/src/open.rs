//! Opens a file, after checking that its streams are of an acceptable size.

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
        // Every PDF ends in %%EOF (ISO 32000-2, 7.5.5), perhaps with a little after it.
        LoadPdfError::Invalid if !bytes.windows(5).any(|w| w == b"%%EOF") => PdfError::Truncated,
        LoadPdfError::Invalid => PdfError::Broken("no page tree can be found"),
    }
}

//! QR codes as SVG, for the page that sends a person from a computer to a phone.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// The picture of a code: the side of its view box in modules, and its only path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Qr {
    /// The side of the view box, including the quiet zone of four modules.
    pub(crate) side: usize,
    /// The dark modules.
    pub(crate) path: String,
}

/// The quiet zone by ISO/IEC 18004.
const QUIET: usize = 4;

/// Returns the code of a URL, or `None` if it is too long for one (about two thousand characters).
pub(crate) fn code(address: &str) -> Option<Qr> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let width = code.width();
    let colours = code.to_colors();
    let mut path = String::new();
    for (y, row) in colours.chunks(width.max(1)).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, two| one == two) {
            if run.first() == Some(&Color::Dark) {
                let (left, top, length) = (x + QUIET, y + QUIET, run.len());
                let _ = write!(path, "M{left} {top}h{length}v1h-{length}z");
            }
            x += run.len();
        }
    }
    Some(Qr {
        side: width + 2 * QUIET,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_a_code() {
        let link = format!(
            "https://id.example.com/?token={}&version=default",
            "a".repeat(96)
        );
        let qr = code(&link).unwrap();
        assert!(qr.side > 40 && qr.side < 100, "{}", qr.side);
        // The first finder pattern starts after the quiet zone.
        assert!(qr.path.starts_with("M4 4h7v1h-7z"));
        assert_eq!(code(&"x".repeat(5_000)), None);
    }
}

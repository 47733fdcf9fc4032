//! What a file is, by its first bytes. Names and content types are claims of the sender and are not asked.

use std::fmt;

/// A file format told by its magic bytes. JPEG, PNG, WebP, HEIC and PDF are decoded; the others
/// are known so that the refusal can name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
#[expect(missing_docs, reason = "the names of formats say what they are")]
pub enum Format {
    Jpeg,
    Png,
    Pdf,
    Heic,
    Avif,
    WebP,
    Gif,
    Tiff,
    Bmp,
    Jpeg2000,
    JpegXl,
    Mp4,
    QuickTime,
    WebM,
    Zip,
    Svg,
}

impl Format {
    /// Tells the format from the first bytes of a file.
    #[must_use]
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        // Some writers put a byte order mark or blank lines before the PDF header; no other
        // format tolerates that.
        let text = bytes
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(bytes)
            .trim_ascii_start();
        let known: &[(&[u8], Self)] = &[
            (b"\xFF\xD8\xFF", Self::Jpeg),
            (b"\x89PNG\r\n\x1A\n", Self::Png),
            (b"GIF87a", Self::Gif),
            (b"GIF89a", Self::Gif),
            (b"II*\0", Self::Tiff),
            (b"MM\0*", Self::Tiff),
            (b"BM", Self::Bmp),
            (b"\0\0\0\x0CjP  ", Self::Jpeg2000),
            (b"\xFF\x4F\xFF\x51", Self::Jpeg2000),
            (b"\xFF\x0A", Self::JpegXl),
            (b"\0\0\0\x0CJXL ", Self::JpegXl),
            (b"\x1A\x45\xDF\xA3", Self::WebM),
            (b"PK\x03\x04", Self::Zip),
        ];
        if let Some((_, format)) = known.iter().find(|(magic, _)| bytes.starts_with(magic)) {
            return Some(*format);
        }
        if text.starts_with(b"%PDF-") {
            return Some(Self::Pdf);
        }
        if text.starts_with(b"<svg") {
            return Some(Self::Svg);
        }
        match (bytes.get(..4), bytes.get(4..8), bytes.get(8..12)) {
            (Some(b"RIFF"), _, Some(b"WEBP")) => Some(Self::WebP),
            // ISO/IEC 14496-12: the major brand follows `ftyp`.
            (_, Some(b"ftyp"), Some(brand)) => Some(match brand {
                b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" | b"mif1" | b"msf1" => Self::Heic,
                b"avif" | b"avis" => Self::Avif,
                b"qt  " => Self::QuickTime,
                _ => Self::Mp4,
            }),
            _ => None,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Pdf => "PDF",
            Self::Heic => "HEIC",
            Self::Avif => "AVIF",
            Self::WebP => "WebP",
            Self::Gif => "GIF",
            Self::Tiff => "TIFF",
            Self::Bmp => "BMP",
            Self::Jpeg2000 => "JPEG 2000",
            Self::JpegXl => "JPEG XL",
            Self::Mp4 => "MP4",
            Self::QuickTime => "QuickTime",
            Self::WebM => "WebM",
            Self::Zip => "ZIP",
            Self::Svg => "SVG",
        })
    }
}

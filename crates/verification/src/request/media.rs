//! Names for evidence: the slot of a picture and the type of its file.

use std::fmt;

use crate::service::Service;

/// The side of a document, or its barcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// `proof`: the front or main page.
    Proof,
    /// `additional_proof`: the back or second page.
    AdditionalProof,
    /// `barcode`: the contents of the document's barcode, read by an outside reader.
    Barcode,
}

impl Side {
    /// Returns the key on the wire.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Proof => "proof",
            Self::AdditionalProof => "additional_proof",
            Self::Barcode => "barcode",
        }
    }
}

/// A slot for a picture, such as `document.additional_proof`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EvidenceSlot {
    /// The service.
    pub service: Service,
    /// The picture of that service.
    pub side: Side,
}

impl EvidenceSlot {
    /// Creates the slot of this side of this service.
    pub const fn new(service: Service, side: Side) -> Self {
        Self { service, side }
    }
}

impl fmt::Display for EvidenceSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.service, self.side.key())
    }
}

/// The type of a file, detected from its first bytes and never taken from its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaType {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// PDF, whose pages are pictures.
    Pdf,
    /// MP4 or MOV.
    Video,
    /// The bytes of a barcode. This is not a file type and is never detected from the first bytes.
    Barcode,
    /// HEIC, the format of iPhone photographs.
    Heic,
    /// WebP.
    WebP,
    /// A type that people send but the protocol does not accept: AVIF, GIF or TIFF. The decoder
    /// refuses it by name, and it is never stored.
    Other,
}

/// The beginnings of the brands of HEIF stills, which share their container with videos (ISO/IEC
/// 23008-12): `heic`, `heix`, `hevc`, `mif1`, `msf1`, `miaf` and similar ones.
const HEIC: [&[u8]; 5] = [b"hei", b"hev", b"mif", b"msf", b"mia"];

/// The first bytes of GIF and TIFF, including BigTIFF.
const OTHERS: [&[u8]; 6] = [b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"];

impl MediaType {
    /// The types that are accepted as a picture, in the order in which they are offered.
    pub const STILLS: [Self; 5] = [Self::Jpeg, Self::Png, Self::WebP, Self::Heic, Self::Pdf];

    /// The names of those types, as used in a sentence.
    pub const STILLS_NAMED: &str = "JPEG, PNG, WebP, HEIC or PDF";

    /// Detects the type from the first bytes.
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if bytes.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else if bytes.get(4..8) == Some(b"ftyp") {
            Some(match bytes.get(8..11) {
                Some(brand) if HEIC.contains(&brand) => Self::Heic,
                Some(b"avi") => Self::Other,
                _ => Self::Video,
            })
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::WebP)
        } else if OTHERS.iter().any(|magic| bytes.starts_with(magic)) {
            Some(Self::Other)
        } else {
            None
        }
    }

    /// Returns the media type on the wire.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
            Self::Video => "video/mp4",
            Self::Heic => "image/heic",
            Self::WebP => "image/webp",
            Self::Barcode | Self::Other => "application/octet-stream",
        }
    }

    /// Returns the extension of the names of such files, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
            Self::Video => "mp4",
            Self::Heic => "heic",
            Self::WebP => "webp",
            Self::Barcode | Self::Other => "bin",
        }
    }

    /// Returns the maximum size in bytes: 16 MB for pictures and PDF, 20 MB for videos.
    pub const fn max_bytes(self) -> usize {
        match self {
            Self::Jpeg | Self::Png | Self::Pdf | Self::Heic | Self::WebP | Self::Other => {
                16 * 1024 * 1024
            }
            Self::Video => 20 * 1024 * 1024,
            // A PDF417 holds 2,710 digits at the most.
            Self::Barcode => 4 * 1024,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_offered_is_named() {
        let named = MediaType::STILLS_NAMED.to_lowercase();
        let names: Vec<&str> = named
            .split([',', ' '])
            .filter(|word| !word.is_empty())
            .collect();
        let kinds = MediaType::STILLS.map(|kind| kind.mime().split_once('/').unwrap().1);
        let names: Vec<&str> = names.into_iter().filter(|word| *word != "or").collect();
        assert_eq!(names, kinds);
    }

    #[test]
    fn the_first_bytes_tell_the_type() {
        let cases: &[(&[u8], Option<MediaType>)] = &[
            (b"\xFF\xD8\xFF\xE0....", Some(MediaType::Jpeg)),
            (b"\x89PNG\r\n\x1a\n....", Some(MediaType::Png)),
            (b"%PDF-1.7", Some(MediaType::Pdf)),
            (b"\0\0\0\x18ftypmp42", Some(MediaType::Video)),
            (b"\0\0\0\x18ftypisom", Some(MediaType::Video)),
            (b"\0\0\0\x18ftypavc1", Some(MediaType::Video)),
            (b"\0\0\0\x14ftypqt  ", Some(MediaType::Video)),
            (b"\0\0\0\x18ftypheic", Some(MediaType::Heic)),
            (b"\0\0\0\x18ftypheix", Some(MediaType::Heic)),
            (b"\0\0\0\x18ftypmif1", Some(MediaType::Heic)),
            (b"\0\0\0\x18ftypavif", Some(MediaType::Other)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(MediaType::WebP)),
            (b"RIFF\x10\0\0\0WAVEfmt ", None),
            (b"GIF89a", Some(MediaType::Other)),
            (b"MM\0*\0\0\0\x08", Some(MediaType::Other)),
            (b"\0\0\0\x18ftyp", Some(MediaType::Video)),
            (b"", None),
            (b"\xFF\xD8", None),
        ];
        for (bytes, expected) in cases {
            assert_eq!(MediaType::sniff(bytes), *expected, "{bytes:?}");
        }
    }
}

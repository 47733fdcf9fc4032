//! Recognises file formats by their first bytes. File names and content types are claims of the
//! sender and are ignored.

use std::fmt;

/// A file format, recognised by its magic bytes. JPEG, PNG, WebP, HEIC and PDF are decoded. The
/// others are recognised so that an error can name them.
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
    /// Returns the format of a file, given its first bytes.
    ///
    /// ```
    /// use imaging::Format;
    ///
    /// assert_eq!(Format::sniff(b"\x89PNG\r\n\x1a\n"), Some(Format::Png));
    /// assert_eq!(Format::sniff(b"hello"), None);
    /// ```
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
            (b"II+\0", Self::Tiff),
            (b"MM\0+", Self::Tiff),
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
            (_, Some(b"ftyp"), Some(brand)) => Some(Self::of_brand(brand).unwrap_or_else(|| {
                let of_a_still = |format: &Self| matches!(format, Self::Heic | Self::Avif);
                let others = compatible_brands(bytes).filter_map(Self::of_brand);
                let mut stills = others.filter(of_a_still);
                // Any other brand in this container is a film.
                let first = stills.next();
                if first == Some(Self::Heic) && stills.any(|still| still == Self::Avif) {
                    Self::Avif
                } else {
                    first.unwrap_or(match brand {
                        // HEIF that does not name its codec is usually coded as HEVC.
                        b"mif1" | b"msf1" | b"mif2" | b"miaf" => Self::Heic,
                        _ => Self::Mp4,
                    })
                }
            })),
            // Films that precede the `ftyp` box start with one of these atoms.
            (_, Some(b"moov" | b"mdat" | b"wide" | b"pnot"), _) => Some(Self::QuickTime),
            _ => None,
        }
    }

    /// Returns the format that a brand names by itself. Brands such as `mif1` name only the
    /// container.
    fn of_brand(brand: &[u8]) -> Option<Self> {
        Some(match brand {
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" => {
                Self::Heic
            }
            b"avif" | b"avis" => Self::Avif,
            b"qt  " => Self::QuickTime,
            _ => return None,
        })
    }
}

/// Returns the brands that follow the major one, within the length of the box, up to a small
/// number.
fn compatible_brands(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let length = bytes
        .first_chunk::<4>()
        .map_or(0, |length| u32::from_be_bytes(*length) as usize);
    let end = length.min(bytes.len()).min(16 + 4 * 16);
    bytes.get(16..end).unwrap_or_default().chunks_exact(4)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns the start of a file of this brand with compatible brands.
    fn ftyp(major: &[u8], others: &[&[u8]]) -> Vec<u8> {
        let length = (16 + 4 * others.len()) as u32;
        let mut file = length.to_be_bytes().to_vec();
        file.extend(b"ftyp");
        file.extend(major);
        file.extend([0; 4]);
        file.extend(others.concat());
        file.extend(b"\0\0\0\x08mdatavif");
        file
    }

    #[test]
    fn one_container_holds_stills_and_films() {
        type Brands = &'static [&'static [u8]];
        let cases: [(&[u8], Brands, Format); 16] = [
            (b"heic", &[b"mif1", b"heic"], Format::Heic),
            (b"heix", &[b"mif1"], Format::Heic),
            (b"hevx", &[], Format::Heic),
            (b"avif", &[b"mif1", b"miaf"], Format::Avif),
            (b"avis", &[b"avif", b"msf1"], Format::Avif),
            (b"mif1", &[b"miaf", b"avif"], Format::Avif),
            (b"mif1", &[b"heic", b"mif1"], Format::Heic),
            (b"mif1", &[b"heic", b"avif"], Format::Avif),
            (b"mif1", &[], Format::Heic),
            (b"msf1", &[b"avis"], Format::Avif),
            (b"MSNV", &[b"isom"], Format::Mp4),
            (b"isom", &[b"mp42"], Format::Mp4),
            (b"mp42", &[b"isom", b"avc1"], Format::Mp4),
            (b"M4V ", &[], Format::Mp4),
            (b"3gp5", &[b"isom"], Format::Mp4),
            (b"qt  ", &[b"qt  "], Format::QuickTime),
        ];
        for (major, others, expected) in cases {
            let file = ftyp(major, others);
            assert_eq!(Format::sniff(&file), Some(expected), "{major:?} {others:?}");
        }
        for atom in [b"moov", b"mdat", b"wide", b"pnot"] {
            let file = [&b"\0\0\0\x08"[..], atom, b"\0\0\0\0"].concat();
            assert_eq!(Format::sniff(&file), Some(Format::QuickTime));
        }
        assert_eq!(Format::sniff(b"II+\0\x08\0\0\0"), Some(Format::Tiff));
    }

    proptest! {
        #[test]
        fn any_bytes_have_a_format_or_none(head in any::<[u8; 4]>(), rest in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = Format::sniff(&rest);
            let file = [&head[..], b"ftyp", &rest].concat();
            prop_assert_eq!(Format::sniff(&file).is_some(), rest.len() >= 4 || Format::sniff(&head).is_some());
        }
    }
}

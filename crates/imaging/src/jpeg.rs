//! JPEG (ITU-T T.81). The markers are walked for size, orientation and end before the decoder runs,
//! because the decoder would fill a missing half with grey and report success.

use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::admit::{Planes, check_memory, check_size};
use crate::orientation::Orientation;
use crate::picture::Luma;
use crate::{DecodeError, Format, Limits, Picture};

/// Decodes a JPEG file and turns the picture upright.
pub(crate) fn decode(
    bytes: &[u8],
    limits: &Limits,
    planes: Planes,
) -> Result<Picture, DecodeError> {
    let outline = MarkerSummary::walk(bytes, limits)?;
    let (width, height) = (outline.width, outline.height);
    let options = DecoderOptions::default()
        .set_max_width(limits.side as usize)
        .set_max_height(limits.side as usize)
        .set_strict_mode(false)
        .jpeg_set_max_scans(MAX_SCANS);
    let picture_bytes = bytes.get(..outline.end).unwrap_or(bytes);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(picture_bytes), options);
    decoder.decode_headers().map_err(refusal)?;
    let stored = decoder.input_colorspace().unwrap_or(ColorSpace::YCbCr);
    let grey = planes == Planes::Luma && matches!(stored, ColorSpace::YCbCr | ColorSpace::Luma);
    let wanted = if grey {
        ColorSpace::Luma
    } else {
        ColorSpace::RGB
    };
    decoder.set_options(options.jpeg_set_out_colorspace(wanted));
    let data = decoder.decode().map_err(refusal)?;
    let picture = if grey {
        Luma::new(width, height, data).map(Picture::from_luma)
    } else {
        Picture::from_rgb(width, height, data)
    };
    let picture = picture
        .ok_or_else(|| DecodeError::broken(Format::Jpeg, "the size changes within the file"))?;
    Ok(picture.turned(outline.orientation))
}

/// The maximum number of scans. A legitimate progressive file has about ten. Each scan is a pass
/// over all coefficients, so many of them would make decoding slow.
const MAX_SCANS: usize = 32;

/// What the markers declare.
#[derive(Debug)]
struct MarkerSummary {
    width: u32,
    height: u32,
    orientation: Orientation,
    /// The number of bytes up to and including the EOI marker.
    end: usize,
}

/// The start of frame (T.81 B.2.2).
#[derive(Debug, Clone, Copy)]
struct Frame {
    width: u32,
    height: u32,
    components: u64,
    progressive: bool,
}

impl MarkerSummary {
    fn walk(bytes: &[u8], limits: &Limits) -> Result<Self, DecodeError> {
        let truncated = DecodeError::Truncated {
            format: Format::Jpeg,
        };
        let mut frame: Option<Frame> = None;
        let mut orientation = None;
        let mut scans = 0;
        let mut coded_bytes = 0;
        let mut at = 2; // after SOI
        loop {
            let Some((marker, body)) = next_marker(bytes, at) else {
                return Err(truncated);
            };
            match marker {
                // End of image.
                0xD9 => {
                    let Some(frame) = frame.filter(|_| scans > 0) else {
                        return Err(truncated);
                    };
                    frame.check_coded_bytes(coded_bytes)?;
                    return Ok(Self {
                        width: frame.width,
                        height: frame.height,
                        orientation: orientation.unwrap_or_default(),
                        end: body,
                    });
                }
                // SOI again, TEM and RSTn have no length.
                0xD8 | 0x01 | 0xD0..=0xD7 => {
                    at = body;
                    continue;
                }
                _ => {}
            }
            let Some(length) = be16(bytes, body) else {
                return Err(truncated);
            };
            let after = body + length;
            let Some(segment) = bytes.get(body + 2..after) else {
                return Err(truncated);
            };
            at = after;
            match marker {
                0xC0..=0xC2 if frame.is_none() => {
                    frame = Some(Frame::parse(segment, marker == 0xC2, limits)?);
                }
                0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                    let what = "lossless, hierarchical or arithmetic coding";
                    return Err(DecodeError::UnsupportedVariant {
                        format: Format::Jpeg,
                        what: what.into(),
                    });
                }
                0xE1 if orientation.is_none() => {
                    let tiff = segment.strip_prefix(b"Exif\0\0");
                    orientation = tiff.map(Orientation::from_exif);
                }
                0xDA => {
                    scans += 1;
                    if scans > MAX_SCANS {
                        let what = "too many scans";
                        return Err(DecodeError::TooMuchWork {
                            format: Format::Jpeg,
                            what: what.into(),
                        });
                    }
                    let end = end_of_scan(bytes, after);
                    coded_bytes += (end - after) as u64;
                    at = end;
                }
                _ => {}
            }
        }
    }
}

impl Frame {
    fn parse(segment: &[u8], progressive: bool, limits: &Limits) -> Result<Self, DecodeError> {
        let broken = || DecodeError::broken(Format::Jpeg, "no size in the frame header");
        let [precision, h1, h0, w1, w0, components, ..] = *segment else {
            return Err(broken());
        };
        let width = u32::from(u16::from_be_bytes([w1, w0]));
        let height = u32::from(u16::from_be_bytes([h1, h0]));
        let components = u64::from(components);
        if precision != 8 {
            let what = "more than 8 bits per sample";
            return Err(DecodeError::UnsupportedVariant {
                format: Format::Jpeg,
                what: what.into(),
            });
        }
        if width == 0 || height == 0 || !(1..=4).contains(&components) {
            return Err(broken());
        }
        check_size(width.into(), height.into(), limits)?;
        // A progressive picture is kept as two bytes per coefficient until its last scan. The share
        // of each component follows from its sampling factors.
        let factors = segment.get(6..).unwrap_or_default().chunks_exact(3);
        let areas: Vec<u64> = factors
            .map(|c| u64::from(c[1] >> 4) * u64::from(c[1] & 15))
            .collect();
        let largest = areas.iter().copied().max().unwrap_or(1).max(1);
        let samples = u64::from(width) * u64::from(height) * areas.iter().sum::<u64>() / largest;
        let output = u64::from(width) * u64::from(height) * if components == 1 { 1 } else { 3 };
        check_memory(output + if progressive { samples * 2 } else { 0 }, limits)?;
        Ok(Self {
            width,
            height,
            components,
            progressive,
        })
    }

    /// Checks that there are enough coded bytes for the declared size. Every 8 × 8 block of the
    /// first component takes at least two bits (DC and end of block), or one if AC runs may span
    /// blocks.
    fn check_coded_bytes(self, coded: u64) -> Result<(), DecodeError> {
        let blocks = u64::from(self.width.div_ceil(8)) * u64::from(self.height.div_ceil(8));
        let bits = if self.progressive || self.components > 1 {
            1
        } else {
            2
        };
        if coded * 8 < blocks * bits {
            return Err(DecodeError::Truncated {
                format: Format::Jpeg,
            });
        }
        Ok(())
    }
}

/// Returns the next marker at or after `at`, and the position after it.
fn next_marker(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let rest = bytes.get(at..)?;
    let found = rest
        .windows(2)
        .position(|w| w[0] == 0xFF && !matches!(w[1], 0x00 | 0xFF))?;
    Some((rest[found + 1], at + found + 2))
}

/// Returns where the entropy-coded bytes of a scan end: at the first marker that is neither a
/// stuffed zero nor a restart.
fn end_of_scan(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|&b| b == 0xFF))
    {
        at += found;
        match bytes.get(at + 1) {
            Some(0x00 | 0xD0..=0xD7) => at += 2,
            Some(0xFF) => at += 1,
            Some(_) => return at,
            None => break,
        }
    }
    bytes.len()
}

fn be16(bytes: &[u8], at: usize) -> Option<usize> {
    let pair = bytes.get(at..at + 2)?;
    let length = usize::from(u16::from_be_bytes([pair[0], pair[1]]));
    (length >= 2).then_some(length)
}

fn refusal(error: DecodeErrors) -> DecodeError {
    let format = Format::Jpeg;
    match error {
        DecodeErrors::ExhaustedData => DecodeError::Truncated { format },
        DecodeErrors::Unsupported(_) => DecodeError::UnsupportedVariant {
            format,
            what: "an uncommon coding scheme".into(),
        },
        other => DecodeError::broken(format, format!("{other:?}")),
    }
}

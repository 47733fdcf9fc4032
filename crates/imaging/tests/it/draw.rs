//! Small files for tests.

use std::fmt::Write as _;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder as _};

/// Draws a dark letter F on paper, which no rotation or reflection maps to itself.
pub(crate) fn letter(width: u32, height: u32) -> Vec<u8> {
    let pixel = |i: u32| {
        let (x, y) = (i % width * 8 / width, i / width * 8 / height);
        let ink = x == 2 && (1..7).contains(&y)
            || (2..6).contains(&x) && y == 1
            || (2..4).contains(&x) && y == 3;
        if ink { [20, 24, 60] } else { [230, 226, 210] }
    };
    (0..width * height).flat_map(pixel).collect()
}

pub(crate) fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut out, 90);
    encoder
        .write_image(
            &letter(width, height),
            width,
            height,
            ExtendedColorType::Rgb8,
        )
        .unwrap();
    out
}

pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let encoder = PngEncoder::new(&mut out);
    encoder
        .write_image(
            &letter(width, height),
            width,
            height,
            ExtendedColorType::Rgb8,
        )
        .unwrap();
    out
}

/// Adds an EXIF block with the orientation to a JPEG.
pub(crate) fn oriented(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif =
        b"\xFF\xE1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    [&jpeg[..2], &exif, &jpeg[2..]].concat()
}

/// Returns a PDF with one A7 page per content stream, and a valid cross-reference table.
pub(crate) fn pdf(pages: &[&str], extra: &[&str]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        String::new(),
    ];
    let first_extra = 3 + 2 * pages.len();
    let mut kids = String::new();
    for (i, content) in pages.iter().enumerate() {
        write!(kids, "{} 0 R ", 3 + 2 * i).unwrap();
        let mut names = String::new();
        for k in 0..extra.len() {
            write!(names, "/X{k} {} 0 R ", first_extra + k).unwrap();
        }
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 210 298] /Contents {} 0 R \
             /Resources << /XObject << {names} >> /Font << /F0 << /Type /Font /Subtype /Type1 \
             /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> >>",
            4 + 2 * i
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ));
    }
    objects[1] = format!("<< /Type /Pages /Count {} /Kids [{kids}] >>", pages.len());
    objects.extend(extra.iter().map(|&object| object.to_owned()));
    let mut out = "%PDF-1.7\n".to_owned();
    let mut offsets = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        write!(out, "{} 0 obj\n{object}\nendobj\n", i + 1).unwrap();
    }
    let start = out.len();
    write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for offset in offsets {
        writeln!(out, "{offset:010} 00000 n ").unwrap();
    }
    write!(
        out,
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    )
    .unwrap();
    out.into_bytes()
}

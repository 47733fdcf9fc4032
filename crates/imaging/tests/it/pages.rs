//! PDF pages as pictures, and hostile PDFs.

use std::time::{Duration, Instant};

use imaging::{DecodeError, Format, Limits, decode, decode_pages};

use crate::draw;

#[test]
fn pages_are_rendered_at_the_resolution_asked_for() {
    let black_corner = "0 0 0 rg 0 149 105 149 re f";
    let file = draw::pdf(&[black_corner, "", "", "", "", ""], &[]);
    let pages = decode_pages(&file, &Limits::default()).unwrap();
    assert_eq!(pages.len(), 4);
    let first = &pages[0];
    assert_eq!((first.width(), first.height()), (583, 827));
    assert_eq!(
        (first.luma().at(100, 100), first.luma().at(400, 600)),
        (0, 255)
    );
    let coarse = Limits {
        page_dpi: 72,
        pages: 2,
        ..Limits::default()
    };
    let pages = decode_pages(&file, &coarse).unwrap();
    assert_eq!((pages.len(), pages[0].width()), (2, 210));
    let few = Limits {
        page_pixels: 10_000,
        ..Limits::default()
    };
    let picture = decode(&file, &few).unwrap();
    assert!(picture.luma().data().len() <= 10_000 && picture.width() > 70);
}

#[test]
fn hostile_pdfs_are_refused_by_name() {
    let form = |draws: &str| {
        format!(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << \
             /X0 9 0 R /X1 5 0 R /X2 6 0 R /X3 7 0 R /X4 8 0 R >> >> /Length {} >>\nstream\n{draws}\nendstream",
            draws.len()
        )
    };
    let ten = |name: &str| format!("0 0 1 1 re f {}", format!("/{name} Do ").repeat(30));
    let forms = [
        form(&ten("X2")),
        form(&ten("X3")),
        form(&ten("X4")),
        form(&ten("X0")),
        form("0 0 1 1 re f"),
    ];
    let laughs = draw::pdf(&["/X0 Do"], &forms.each_ref().map(String::as_str));
    let itself = draw::pdf(&["/X0 Do"], &[&form("0 0 1 1 re f /X1 Do /X1 Do")]);
    let image = "<< /Type /XObject /Subtype /Image /Width 90000 /Height 90000 /BitsPerComponent 8 \
                 /ColorSpace /DeviceGray /Filter /ASCIIHexDecode /Length 3 >>\nstream\n00>\nendstream";
    let huge_image = draw::pdf(&["100 0 0 100 0 0 cm /X0 Do"], &[image]);
    let whole = draw::pdf(&["0 0 10 10 re f"], &[]);
    let locked = String::from_utf8(whole.clone()).unwrap().replace(
        "/Root 1 0 R",
        "/Root 1 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt << /Filter /Standard \
         /V 2 /R 3 /Length 128 /P -4 /O (01234567890123456789012345678901) /U (01234567890123456789012345678901) >>",
    );
    let started = Instant::now();
    let limits = Limits::default();
    let refused = |bytes: &[u8]| decode_pages(bytes, &limits).unwrap_err();
    assert_eq!(
        refused(&laughs),
        DecodeError::TooMuchWork {
            format: Format::Pdf,
            what: "too many marks on its pages".into()
        }
    );
    assert!(matches!(
        refused(&huge_image),
        DecodeError::TooLarge { width: 90_000, .. }
    ));
    assert_eq!(refused(locked.as_bytes()), DecodeError::Encrypted);
    assert_eq!(
        refused(b"%PDF-1.7\n"),
        DecodeError::Truncated {
            format: Format::Pdf
        }
    );
    assert!(matches!(
        refused(b"%PDF-1.7\nnothing\n%%EOF"),
        DecodeError::Broken { .. }
    ));
    // The renderer stops a form that draws itself, and it does no harm.
    assert!(decode_pages(&itself, &limits).is_ok());
    assert!(
        started.elapsed() < Duration::from_mins(2),
        "took {:?}",
        started.elapsed()
    );
}

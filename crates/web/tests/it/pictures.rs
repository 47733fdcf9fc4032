//! Real pictures before the real readers: licences that are read, and files that are no pictures.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use examination::Readers;
use jiff::civil::date;
use serde_json::{Value, json};
use specimen::{Difficulty, Licence, Scene, Specimen, photograph};
use verification::account::Account;

use crate::app::{Plan, TestApp};

/// A server with eyes.
pub(crate) async fn seeing() -> TestApp {
    TestApp::with(Plan {
        examiner: Arc::new(Readers::new(2, Arc::new(sandbox::InProcess))),
        allow_private: true,
        ..Plan::default()
    })
    .await
}

/// A licence that is valid on the day of the tests.
pub(crate) fn licence() -> Licence {
    Licence::from_seed(42, date(2026, 1, 1))
}

/// A photograph of a licence's back, 1600 × 1200.
pub(crate) fn back(licence: &Licence) -> Vec<u8> {
    let card = Specimen::new(licence.clone()).back().unwrap();
    photograph(&card, &Scene::from_seed(42, Difficulty::Good))
        .unwrap()
        .jpeg
}

/// A request with a licence's back and true claims.
pub(crate) fn claiming(reference: &str, licence: &Licence, file: &[u8]) -> Value {
    json!({
        "reference": reference,
        "document": {
            "proof": STANDARD.encode(file),
            "name": {"first_name": licence.person.given, "last_name": licence.person.family},
            "dob": licence.person.born.to_string(),
            "expiry_date": licence.expires.to_string(),
            "document_number": licence.number,
            "supported_types": ["driving_license"],
        },
    })
}

#[tokio::test]
async fn a_licence_is_read_and_compared() {
    let app = seeing().await;
    let acme = app.account("acme").await;
    let licence = licence();
    let photo = back(&licence);
    let accepted = app
        .post("/", &acme, claiming("reference-1", &licence, &photo))
        .await
        .ok();
    assert_eq!(accepted["event"], "verification.accepted", "{accepted}");
    let mut lie = claiming("reference-2", &licence, &photo);
    lie["document"]["dob"] = json!("1901-01-01");
    let declined = app.post("/", &acme, lie).await.ok();
    assert_eq!(declined["event"], "verification.declined");
    assert_eq!(declined["declined_codes"], json!(["SPDR08"]));
    assert_eq!(declined["verification_result"]["document"]["dob"], json!(0));
    assert_eq!(
        declined["verification_result"]["document"]["name"],
        json!(1)
    );
}

/// One page with a JPEG of 1600 × 1200 all over it.
fn pdf(jpeg: &[u8]) -> Vec<u8> {
    let draw = "576 0 0 432 0 0 cm /I Do";
    let objects: [Vec<u8>; 5] = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 576 432] /Contents 4 0 R \
          /Resources << /XObject << /I 5 0 R >> >> >>"
            .to_vec(),
        format!("<< /Length {} >>\nstream\n{draw}\nendstream", draw.len()).into_bytes(),
        [
            format!(
                "<< /Type /XObject /Subtype /Image /Width 1600 /Height 1200 /BitsPerComponent 8 \
                 /ColorSpace /DeviceRGB /Filter /DCTDecode /Length {} >>\nstream\n",
                jpeg.len()
            )
            .as_bytes(),
            jpeg,
            b"\nendstream",
        ]
        .concat(),
    ];
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut index = String::new();
    for (at, object) in objects.iter().enumerate() {
        writeln!(index, "{:010} 00000 n ", file.len()).unwrap();
        file.extend(format!("{} 0 obj\n", at + 1).as_bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    let end = format!(
        "xref\n0 6\n0000000000 65535 f \n{index}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.extend(end.as_bytes());
    file
}

#[tokio::test]
async fn a_pdf_is_read_and_handed_back_as_it_came() {
    let app = seeing().await;
    let acme = app.account("acme").await;
    let licence = licence();
    let file = pdf(&back(&licence));
    let accepted = app
        .post("/", &acme, claiming("reference-1", &licence, &file))
        .await
        .ok();
    assert_eq!(accepted["event"], "verification.accepted", "{accepted}");
    let status = app
        .post("/status", &acme, json!({"reference": "reference-1"}))
        .await
        .ok();
    let link = status["proofs"]["document"]["proof"].as_str().unwrap();
    let path = link.strip_prefix("https://id.example.com").unwrap();
    let token = json!({"access_token": status["proofs"]["access_token"]});
    let reply = app.call(Method::POST, path).json(&token).send().await;
    assert_eq!(reply.header("content-type"), "application/pdf");
    assert!(reply.body == file);
}

/// A PNG chunk with its CRC-32 (ISO/IEC 15948, annex D).
fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let crc = kind.iter().chain(data).fold(!0_u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xEDB8_8320
            } else {
                crc >> 1
            }
        })
    });
    let length = (data.len() as u32).to_be_bytes();
    [&length[..], &kind, data, &(!crc).to_be_bytes()].concat()
}

/// The beginning of a grey PNG of this size.
fn png(width: u32, height: u32) -> Vec<u8> {
    let (width, height) = (width.to_be_bytes(), height.to_be_bytes());
    let header = [&width[..], &height, &[8, 0, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(*b"IHDR", &header)].concat()
}

/// Zeros in as few bytes as deflate can say them: one literal, then copies of 258 (RFC 1951,
/// 3.2.6).
fn zeros(copies: usize) -> Vec<u8> {
    let mut bits = vec![true, true, false];
    let literal = [false, false, true, true, false, false, false, false];
    let copy = [
        true, true, false, false, false, true, false, true, false, false, false, false, false,
    ];
    bits.extend(literal);
    (0..copies).for_each(|_| bits.extend(copy));
    bits.extend([false; 7]);
    let packed = bits.chunks(8).map(|byte| {
        let bits = byte.iter().enumerate();
        bits.fold(0, |byte, (at, bit)| byte | u8::from(*bit) << at)
    });
    let length = copies * 258 + 1;
    let adler = ((length % 65_521) as u32) << 16 | 1;
    let packed: Vec<u8> = packed.collect();
    [&[0x78, 1][..], &packed, &adler.to_be_bytes()].concat()
}

/// A PNG whose data inflate to so many copies of 258 bytes.
fn bomb(width: u32, height: u32, copies: usize) -> Vec<u8> {
    let data = chunk(*b"IDAT", &zeros(copies));
    [png(width, height), data, chunk(*b"IEND", b"")].concat()
}

#[tokio::test]
async fn files_made_to_hurt_are_refused_and_not_kept() {
    let app = seeing().await;
    let acme = app.account("acme").await;
    let jpeg = back(&licence());
    let huge = {
        let mut huge = png(100_000, 100_000);
        huge.resize(50, 0);
        huge
    };
    let scan = [
        &[
            0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 0x11, 0,
        ][..],
        &[0xFF, 0xD9],
    ]
    .concat();
    let video = [
        b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2".to_vec(),
        vec![0; 64],
    ]
    .concat();
    let limits = "at most 12000 a side and 50000000 in all are accepted.";
    let cases: Vec<(&str, Vec<u8>, String)> = vec![
        (
            "50 bytes that declare 100,000 × 100,000",
            huge,
            format!("The proof cannot be used. The picture is 100000 × 100000 pixels; {limits}"),
        ),
        (
            "81 MB in 500 KB",
            bomb(9_000, 9_000, 314_000),
            format!("The proof cannot be used. The picture is 9000 × 9000 pixels; {limits}"),
        ),
        (
            "a JPEG of 65,535 × 65,535",
            scan,
            format!("The proof cannot be used. The picture is 65535 × 65535 pixels; {limits}"),
        ),
        (
            "half a JPEG",
            jpeg[..jpeg.len() / 2].to_vec(),
            "The proof cannot be used. The JPEG file is cut short. Send it again.".to_owned(),
        ),
        (
            "the first bytes of a JPEG",
            jpeg[..3].to_vec(),
            "The proof cannot be used. The JPEG file is cut short. Send it again.".to_owned(),
        ),
        (
            "a video named a picture",
            video,
            format!(
                "The proof is an MP4 video, which this server does not read. {}",
                kinds().replace("The proof", "It")
            ),
        ),
        (
            "a ZIP with a JPEG in it",
            [b"PK\x03\x04".to_vec(), jpeg.clone()].concat(),
            kinds(),
        ),
        (
            "a GIF that is a script",
            b"GIF89a/*\0\0*/=1;alert(1)".to_vec(),
            named("GIF"),
        ),
        (
            "an AVIF under the container's own brand",
            b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif".to_vec(),
            named("AVIF"),
        ),
        ("a TIFF", b"II*\0\x08\0\0\0\0\0".to_vec(), named("TIFF")),
        (
            "a page with a JPEG in it",
            [b"<html><script>".to_vec(), jpeg.clone()].concat(),
            kinds(),
        ),
        (
            "a program",
            [b"MZ\x90\0".to_vec(), jpeg.clone()].concat(),
            kinds(),
        ),
        (
            "an SVG",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(),
            kinds(),
        ),
    ];
    for (what, file, expected) in cases {
        let file = STANDARD.encode(file);
        for (side, proof) in [
            (
                "proof",
                json!({"proof": format!("data:image/jpeg;base64,{file}")}),
            ),
            (
                "additional_proof",
                json!({"proof": STANDARD.encode(&jpeg), "additional_proof": file}),
            ),
        ] {
            let request = json!({"reference": "reference-1", "document": proof});
            let reply = app.post("/", &acme, request).await;
            let expected = expected.replace(
                "The proof must be a file",
                &format!("The {} must be a file", side.replace('_', " ")),
            );
            let expected = expected.replace(
                "The proof is an",
                &format!("The {} is an", side.replace('_', " ")),
            );
            assert_eq!(
                reply.refused(400),
                format!("document.{side}: {expected}"),
                "{what}"
            );
        }
    }
    for empty in ["data:image/jpeg;base64,", "data:,", "===="] {
        let request = json!({"reference": "reference-1", "document": {"proof": empty}});
        let reply = app.post("/", &acme, request).await;
        assert_eq!(
            reply.refused(400),
            "document.proof: The proof format is invalid."
        );
    }
    // A PDF that is none is looked at by another reader.
    let request = json!({"reference": "reference-1", "document": {"proof": STANDARD.encode("%PDF-1.7\nnothing")}});
    let reply = app.post("/", &acme, request).await;
    assert!(
        reply
            .refused(400)
            .starts_with("document.proof: The proof cannot be used. The PDF")
    );
    assert_nothing_kept(&app, &acme).await;
}

fn kinds() -> String {
    "The proof must be a file of type: jpg, jpeg, png, webp, heic, pdf.".to_owned()
}

fn named(kind: &str) -> String {
    format!(
        "The proof cannot be used. {kind} files are not supported. Send a JPEG, PNG, WebP, HEIC or PDF."
    )
}

async fn assert_nothing_kept(app: &TestApp, account: &Account) {
    let status = app
        .post("/status", account, json!({"reference": "reference-1"}))
        .await;
    assert_eq!(
        status.refused(400),
        ".reference: The selected reference is invalid."
    );
    // Files are begun in `incoming`; each that is kept has a folder of its own. The vault's mark is
    // always there.
    let names = |folder| -> Vec<_> {
        let entries = std::fs::read_dir(app.dir().join(folder)).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("vault"), ["generation", "incoming"]);
    assert!(names("vault/incoming").is_empty());
}

/// A file that inflates to more than it declares costs no more than what it declares.
#[tokio::test]
async fn a_picture_that_inflates_beyond_its_size_is_only_a_picture() {
    let app = seeing().await;
    let acme = app.account("acme").await;
    let bomb = bomb(64, 64, 400_000);
    let request = json!({"reference": "reference-1", "document": {"proof": STANDARD.encode(bomb)}});
    let reply = app.post("/", &acme, request).await;
    if reply.status == 200 {
        assert_eq!(reply.event(), "verification.declined");
    } else {
        assert!(
            reply
                .refused(400)
                .starts_with("document.proof: The proof cannot be used.")
        );
    }
}

/// Phones append films and maps to their pictures: such a file is a picture and nothing else, and
/// is handed back so that no browser takes it for something else.
#[tokio::test]
async fn what_follows_a_picture_is_not_looked_at() {
    let app = seeing().await;
    let acme = app.account("acme").await;
    let licence = licence();
    let file = [
        back(&licence),
        b"PK\x03\x04<script>alert(1)</script>".to_vec(),
    ]
    .concat();
    app.post("/", &acme, claiming("reference-1", &licence, &file))
        .await
        .ok();
    let status = app
        .post("/status", &acme, json!({"reference": "reference-1"}))
        .await
        .ok();
    assert_eq!(status["event"], "verification.accepted");
    let link = status["proofs"]["document"]["proof"].as_str().unwrap();
    let path = link.strip_prefix("https://id.example.com").unwrap();
    let token = json!({"access_token": status["proofs"]["access_token"]});
    let reply = app.call(Method::POST, path).json(&token).send().await;
    assert_eq!(reply.header("content-type"), "image/jpeg");
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    assert_eq!(
        reply.header("content-security-policy"),
        "default-src 'none'; sandbox"
    );
}

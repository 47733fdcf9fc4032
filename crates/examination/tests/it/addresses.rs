//! Address papers before the real readers: a photographed bill, a PDF that carries its text, and a
//! server without a text engine.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use examination::Readers;
use jiff::Timestamp;
use proofing::ports::{Examiner, Picture, Share};
use testkit::builders::{off_site, reference, request};
use verification::names::PersonName;
use verification::policy::judge;
use verification::reading::{Examination, Unread};
use verification::request::{
    AddressService, AddressType, Asked, EvidenceSlot, MediaType, Services, Side,
};
use verification::verdict::Verdict;
use verification::{Personal, Request, Service};

use crate::engine::engine;

fn bill(name: &str) -> Option<Vec<u8>> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples");
    let folder = std::env::var_os("BONAFIDE_SAMPLES").map_or(beside, PathBuf::from);
    let read = std::fs::read(folder.join("address/bills").join(name)).ok();
    if read.is_none() {
        println!("skipped: no samples");
    }
    read
}

fn asked(name: PersonName, address: &str) -> Request {
    let mut request = off_site(request(reference(1)));
    request.services = Services {
        address: Some(AddressService {
            supported_types: vec![AddressType::UtilityBill, AddressType::BankStatement],
            name: Asked::Check(name),
            full_address: Asked::Check(Personal::new(address)),
            issue_date: Asked::Read,
            ..AddressService::default()
        }),
        ..Services::default()
    };
    request.proofs = std::iter::once(SLOT).collect();
    request
}

const SLOT: EvidenceSlot = EvidenceSlot::new(Service::Address, Side::Proof);

fn picture(media: MediaType, content: Vec<u8>) -> Picture {
    Picture {
        slot: SLOT,
        media,
        content: content.into(),
        decoded: None,
    }
}

pub(crate) fn now() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

async fn examined(request: &Request, picture: Picture) -> Option<Examination> {
    let readers = Readers::new(1, Arc::new(sandbox::InProcess)).with_text(Some(engine()?));
    assert!(readers.services().contains(&Service::Address));
    let inspected = readers.inspect(picture, Share::Server).await.unwrap();
    Some(
        readers
            .examine(request, vec![inspected], now())
            .await
            .unwrap(),
    )
}

fn codes(request: &Request, examination: &Examination) -> (Verdict, Vec<String>) {
    let outcome = judge(request, examination, verification::rules::today(now()));
    let codes = outcome.codes.iter().map(ToString::to_string).collect();
    (outcome.verdict, codes)
}

#[tokio::test]
async fn a_photographed_bill_is_read_and_judged() {
    let Some(photo) = bill("bill07_phone.jpg") else {
        return;
    };
    let truth = asked(
        PersonName::of("Maria", "Fernandez"),
        "2318 Elm Ave, LEEDS LS1 4AP",
    );
    let jpeg = || picture(MediaType::Jpeg, photo.clone());
    let Some(examination) = examined(&truth, jpeg()).await else {
        return;
    };
    let (verdict, found) = codes(&truth, &examination);
    assert_eq!(found, Vec::<String>::new(), "{examination:?}");
    assert_eq!(verdict, Verdict::Accepted);
    for (name, address, expected) in [
        ("Fernando", "2318 Elm Avenue, Leeds LS1 4AP", "SPDR22"),
        ("Fernandez", "2319 Elm Avenue, Leeds LS1 4AP", "SPDR23"),
    ] {
        let lie = asked(PersonName::of("Maria", name), address);
        assert_eq!(
            codes(&lie, &examination),
            (Verdict::Declined, vec![expected.to_owned()])
        );
    }
}

/// One page of text, line by line from the top.
fn pdf(lines: &[&str]) -> Vec<u8> {
    pdf_of(lines, 11)
}

/// The same in letters of this size in points.
pub(crate) fn pdf_of(lines: &[&str], size: u32) -> Vec<u8> {
    let mut text = format!("BT /F {size} Tf 60 760 Td {} TL", size + size / 2);
    for line in lines {
        write!(text, " ({line}) Tj T*").unwrap();
    }
    text.push_str(" ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F \
         << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
    ];
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
    let size = objects.len() + 1;
    write!(
        out,
        "trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    out.into_bytes()
}

#[tokio::test]
async fn a_pdf_is_read_by_its_own_text() {
    let letter = pdf(&[
        "Springfield Electric Company",
        "",
        "",
        "John Public",
        "12 N Main Street",
        "Springfield IL 62704",
        "",
        "",
        "Your electricity bill",
        "Statement date: 4 October 2026",
        "Account number: 4400123499",
        "Usage 482 kWh since the last bill of this account",
    ]);
    let truth = asked(
        PersonName::of("John", "Public"),
        "12 North Main St, Springfield, Illinois 62704",
    );
    let Some(examination) = examined(&truth, picture(MediaType::Pdf, letter)).await else {
        return;
    };
    let paper = examination.paper.as_ref().unwrap();
    let has = |detail: &str| {
        paper
            .findings
            .iter()
            .any(|finding| finding.detail == detail)
    };
    assert!(has("the file carries its text"), "{:?}", paper.findings);
    assert_eq!(
        codes(&truth, &examination),
        (Verdict::Accepted, Vec::new()),
        "{examination:?}"
    );
}

#[tokio::test]
async fn a_picture_without_text_says_why() {
    let blank = pdf(&[""]);
    let truth = asked(PersonName::of("John", "Public"), "12 Main Street");
    let Some(examination) = examined(&truth, picture(MediaType::Pdf, blank)).await else {
        return;
    };
    let paper = examination.paper.as_ref().unwrap();
    assert!(matches!(
        paper.readings,
        Err(Unread::NotVisible | Unread::Blurred | Unread::NothingFound)
    ));
    assert_eq!(codes(&truth, &examination).0, Verdict::Declined);
}

#[tokio::test]
async fn without_an_engine_nothing_is_promised() {
    let readers = Readers::new(1, Arc::new(sandbox::InProcess));
    assert!(!readers.services().contains(&Service::Address));
    let truth = asked(PersonName::of("John", "Public"), "12 Main Street");
    let examination = readers
        .examine(&truth, vec![picture(MediaType::Pdf, pdf(&["John"]))], now())
        .await
        .unwrap();
    assert!(examination.paper.is_none());
    assert_eq!(
        codes(&truth, &examination),
        (Verdict::Declined, vec!["BNFD03".to_owned()])
    );
}

//! Notes before the real readers: printed ones, an empty page, and a server without a text engine.

use std::sync::Arc;

use examination::Readers;
use proofing::ports::{Examiner, Picture, Share};
use testkit::builders::{off_site, reference, request};
use verification::policy::judge;
use verification::request::{ConsentService, ConsentType, EvidenceSlot, MediaType, Services, Side};
use verification::{Personal, Request, Service};

use crate::addresses::{now, pdf_of};
use crate::engine::engine;

const SLOT: EvidenceSlot = EvidenceSlot::new(Service::Consent, Side::Proof);

fn asked(text: &str) -> Request {
    let mut request = off_site(request(reference(1)));
    request.services = Services {
        consent: Some(ConsentService {
            supported_types: vec![ConsentType::Printed],
            text: Personal::new(text),
            with_face: true,
            verification_mode: None,
            allow_offline: None,
            allow_online: None,
        }),
        ..Services::default()
    };
    request.proofs = std::iter::once(SLOT).collect();
    request
}

/// The codes of a note with these lines that should say this; `None` without an engine.
async fn codes(text: &str, lines: &[&str]) -> Option<Vec<String>> {
    let readers = Readers::new(1, Arc::new(sandbox::InProcess)).with_text(Some(engine()?));
    assert!(readers.services().contains(&Service::Consent));
    let picture = Picture {
        slot: SLOT,
        media: MediaType::Pdf,
        content: pdf_of(lines, 30).into(),
        decoded: None,
    };
    let inspected = readers.inspect(picture, Share::Server).await.unwrap();
    let request = asked(text);
    let examination = readers.examine(&request, vec![inspected], now()).await;
    let outcome = judge(
        &request,
        &examination.unwrap(),
        verification::rules::today(now()),
    );
    Some(outcome.codes.iter().map(ToString::to_string).collect())
}

#[tokio::test]
async fn printed_notes_are_read() {
    let note = ["I, Jo Specimen, agree to the", "terms of Acme, 4 May 2026."];
    for (text, expected) in [
        ("I, Jo Specimen, agree to the terms of Acme", vec![]),
        (
            "I, Jo Specimen, agree to the terms of Globex",
            vec!["SPDR32"],
        ),
    ] {
        let Some(found) = codes(text, &note).await else {
            return;
        };
        assert_eq!(found, expected, "{text}");
    }
}

#[tokio::test]
async fn an_empty_page_is_no_note() {
    let Some(found) = codes("I agree", &[""]).await else {
        return;
    };
    assert!(
        found == ["SPDR292"] || found == ["SPDR254"],
        "nothing is there, and nothing is made up: {found:?}"
    );
}

#[tokio::test]
async fn without_an_engine_nothing_is_promised() {
    let readers = Readers::new(1, Arc::new(sandbox::InProcess));
    assert!(!readers.services().contains(&Service::Consent));
}

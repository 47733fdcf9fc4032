//! What several kinds of value are made of.

use proofing::ports::{Digest, EvidenceRef};
use testkit::builders::FRONT;
use verification::decline::DeclineCode;
use verification::finding::{Finding, FindingOutcome};
use verification::journal::Browser;
use verification::reading::{Zone, ZoneKind};
use verification::request::{EvidenceSlot, MediaType, Side};
use verification::{Personal, Service};

/// The element of a list whose turn it is.
pub(super) fn turn<T: Clone>(all: &[T], number: usize) -> T {
    all.iter().cycle().nth(number).cloned().unwrap()
}

/// A finding of each outcome.
pub(super) fn findings() -> Vec<Finding> {
    vec![
        Finding::passed(Service::Document, "name", "The names agree.")
            .resting_on([FRONT])
            .measured(0.75, 0.5, "parts of one"),
        Finding::failed(
            Service::Document,
            "dob",
            DeclineCode::CHECK_NOT_MADE,
            "It differs.",
        ),
        Finding::new(
            Service::Address,
            "address",
            FindingOutcome::NotMade("Nothing was read.".to_owned()),
            "",
        ),
    ]
}

/// A zone of each kind.
pub(super) fn zones() -> Vec<Zone> {
    [ZoneKind::Barcode, ZoneKind::Mrz, ZoneKind::Printed]
        .map(|kind| Zone {
            slot: FRONT,
            kind,
            fields: vec![("DAQ".to_owned(), Personal::new("S1234567"))],
        })
        .to_vec()
}

/// What a browser said with an event.
pub(crate) fn browser() -> Browser {
    Browser {
        url: "{\"href\":\"https://id.example/c/token\"}".to_owned(),
        user_agent: "Mozilla/5.0 (specimen)".to_owned(),
    }
}

/// A picture of each kind of file.
pub(crate) fn evidence() -> Vec<EvidenceRef> {
    let kinds = [
        MediaType::Jpeg,
        MediaType::Png,
        MediaType::Pdf,
        MediaType::Video,
        MediaType::Barcode,
        MediaType::Heic,
        MediaType::WebP,
        MediaType::Other,
    ];
    let sides = [Side::Proof, Side::AdditionalProof, Side::Barcode];
    let many = 0..Service::ALL.len();
    many.map(|number| EvidenceRef {
        slot: EvidenceSlot::new(turn(Service::ALL, number), turn(&sides, number)),
        media: turn(&kinds, number),
        size: 1_234_567,
        digest: Digest([number as u8; 32]),
    })
    .collect()
}

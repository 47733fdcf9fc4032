//! By what people are found again, who is the same customer, and what follows from a search.

use proptest::prelude::*;
use verification::decline::DeclineCode;
use verification::duplicates::{
    DocumentIdentity, DuplicateSearch, Lacking, Sought, is_same_customer,
};
use verification::policy::{DETECTED, REFERENCES, judge, with_duplicates};
use verification::reading::{
    Compared, Comparison, DocumentReading, Doubt, Examination, ExaminedFace, Likeness, PictureHash,
    PictureTrace, Portrait, Selfie,
};
use verification::request::{CustomerName, DocumentService, Email, FaceService, Reference};
use verification::verdict::{DataValue, Outcome, ServiceResult, Verdict};
use verification::{Personal, Request, Service};

use crate::builders::{TODAY, examination, reading, request};

fn numbered(number: &str) -> DocumentReading {
    DocumentReading {
        document_number: Some(Personal::new(number)),
        ..reading()
    }
}

#[test]
fn a_document_is_known_by_number_birth_and_issuer() {
    let of = |reading: &DocumentReading| {
        let identity = DocumentIdentity::of(reading);
        identity.map(|identity| identity.reveal().to_owned())
    };
    let known = of(&numbered("D123-4567"));
    assert_eq!(known.as_deref(), Some("US/D1234567/1978-03-13"));
    let unknown = [
        DocumentReading {
            country: None,
            ..reading()
        },
        DocumentReading {
            dob: None,
            ..reading()
        },
        DocumentReading {
            document_number: None,
            ..reading()
        },
        numbered(" - "),
        DocumentReading {
            doubts: vec![Doubt::DocumentNumber],
            ..reading()
        },
        DocumentReading {
            doubts: vec![Doubt::Dob],
            ..reading()
        },
    ];
    for reading in &unknown {
        assert_eq!(of(reading), None, "{reading:?}");
    }
    let other_name = DocumentReading {
        name: None,
        doubts: vec![Doubt::Name],
        ..reading()
    };
    assert_eq!(of(&other_name), of(&reading()), "a name is not part of it");
}

proptest! {
    /// The same number is the same, however it is spelled, and no other number is.
    #[test]
    fn spelling_makes_no_difference_and_letters_do(
        number in "[A-Z0-9]{4,12}",
        marks in prop::collection::vec("[ .\\-/<]{0,2}", 13),
        other in "[A-Z0-9]{4,12}",
    ) {
        let mut spelled = String::new();
        for (letter, mark) in number.chars().zip(&marks) {
            spelled.push_str(mark);
            spelled.extend(letter.to_lowercase());
        }
        let of = |number: &str| DocumentIdentity::of(&numbered(number)).unwrap();
        prop_assert_eq!(of(&spelled), of(&number));
        prop_assert_eq!(of(&other) == of(&number), other == number);
    }

    #[test]
    fn a_copy_differs_in_few_bits(hash in any::<u128>(), flips in prop::collection::btree_set(0..117_u32, 0..40)) {
        let trace = PictureTrace {
            hash: PictureHash::from_bits(hash),
            probes: vec![PictureHash::from_bits(!hash), PictureHash::from_bits(hash)],
            same_within: 20,
        };
        let changed = flips.iter().fold(hash, |bits, at| bits ^ (1 << at));
        prop_assert_eq!(trace.is_copy_of(PictureHash::from_bits(changed)), flips.len() <= 20);
    }
}

#[test]
fn the_business_says_who_is_the_same_customer() {
    let named = |customer: Option<&str>, email: Option<&str>| Request {
        customer: customer.map(|name| CustomerName::parse(name).unwrap()),
        email: email.map(|text| Email::parse(text).unwrap()),
        ..request(true)
    };
    let (jo, upper, ann) = (
        Some("jo@shop.example"),
        Some("Jo@Shop.example"),
        Some("ann@shop.example"),
    );
    let cases = vec![
        (named(None, None), named(None, None), false),
        (named(None, jo), named(None, upper), true),
        (named(None, jo), named(None, ann), false),
        (named(None, jo), named(None, None), false),
        (named(Some("7"), jo), named(Some("7"), ann), true),
        // The business has two customers with one address, so the person has two accounts.
        (named(Some("7"), jo), named(Some("8"), jo), false),
        (named(Some("7"), jo), named(None, jo), true),
        (named(Some("7"), None), named(None, jo), false),
    ];
    for (one, other, expected) in cases {
        assert_eq!(is_same_customer(&one, &other), expected);
        assert_eq!(is_same_customer(&other, &one), expected);
    }
}

fn asked() -> Request {
    let mut asked = request(false);
    asked.services.face = Some(FaceService {
        check_duplicate_request: true,
        ..FaceService::default()
    });
    asked
}

fn examined(trace: Option<PictureTrace>) -> Examination {
    let compared = Compared {
        likeness: Likeness::Same,
        similarity: 0.6,
        same_from: 0.42,
        different_below: 0.3,
    };
    Examination {
        face: Some(ExaminedFace {
            selfie: Selfie::Usable,
            portraits: vec![Portrait {
                service: Service::Document,
                comparison: Comparison::Compared(compared),
            }],
            findings: Vec::new(),
            trace,
        }),
        ..examination(Ok(reading()), Vec::new())
    }
}

fn trace() -> PictureTrace {
    PictureTrace {
        hash: PictureHash::from_bits(5),
        probes: vec![PictureHash::from_bits(5)],
        same_within: 20,
    }
}

#[test]
fn what_is_sought_and_what_is_lacking() {
    let whole = Sought::of(&asked(), &examined(Some(trace())));
    assert_eq!((whole.documents.len(), &whole.lacking[..]), (1, &[][..]));
    assert_eq!(whole.fingerprint().selfie, Some(PictureHash::from_bits(5)));
    let no_selfie = Sought::of(&asked(), &examined(None));
    assert_eq!(no_selfie.lacking, [Lacking::Selfie]);
    let nothing = Sought::of(&asked(), &Examination::default());
    assert_eq!(nothing.lacking, [Lacking::Document, Lacking::Selfie]);
    let mut card = asked();
    card.services.document_two = Some(DocumentService::default());
    let with_card = Sought::of(&card, &examined(Some(trace())));
    assert_eq!(with_card.lacking, [], "a payment card gives no identity");
}

fn judged(search: &DuplicateSearch) -> Outcome {
    with_duplicates(judge(&asked(), &examined(None), TODAY), search)
}

/// The result of the face, what is told of duplicates, and all codes.
fn told(outcome: &Outcome) -> (ServiceResult, Option<&str>, Vec<&str>) {
    let face = outcome.services.iter();
    let face = face.clone().find(|it| it.service == Service::Face).unwrap();
    let data = face.data.iter().find(|(key, _)| key == DETECTED);
    let detected = match &data.unwrap().1 {
        DataValue::Text(text) => Some(text.reveal()),
        _ => None,
    };
    let codes = outcome.codes.iter().map(DeclineCode::as_str).collect();
    (face.result.clone(), detected, codes)
}

#[test]
fn a_duplicate_declines_and_no_search_is_no_pass() {
    let whole = |result| ServiceResult::Whole(result);
    let nobody = judged(&DuplicateSearch::default());
    assert_eq!(told(&nobody), (whole(Some(true)), Some("0"), vec![]));
    assert_eq!(nobody.verdict, Verdict::Accepted);

    let reference = |text| Reference::parse(text).unwrap();
    let found = judged(&DuplicateSearch {
        documents: vec![reference("order-1"), reference("order-2")],
        selfies: vec![reference("order-2")],
        lacking: vec![Lacking::Selfie],
    });
    assert_eq!(
        told(&found),
        (whole(Some(false)), Some("1"), vec!["SPDR287"])
    );
    let face = found.services.iter().find(|it| it.service == Service::Face);
    let references = DataValue::Words(vec!["order-1".to_owned(), "order-2".to_owned()]);
    let listed = (REFERENCES.to_owned(), references);
    assert!(face.unwrap().data.contains(&listed));

    for lacking in [
        vec![Lacking::Search],
        vec![Lacking::Document],
        vec![Lacking::Selfie],
    ] {
        let unknown = judged(&DuplicateSearch {
            lacking,
            ..DuplicateSearch::default()
        });
        assert_eq!(told(&unknown), (whole(None), None, vec!["BNFD03"]));
        assert_eq!(unknown.verdict, Verdict::Declined);
    }
}

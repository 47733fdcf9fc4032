//! Cases about searching: what is found, what is not, and when it is found no longer.

use proofing::ports::{After, Found, ListOrder, ReferenceFilter, VerificationQuery};
use verification::Personal;
use verification::capture::Kind;
use verification::names::PersonName;
use verification::request::{
    Asked, CountryCode, DocumentService, DocumentType, Email, FaceService, Request,
};
use verification::search::{SearchField, SearchFilter};
use verification::stage::StageName;
use verification::verdict::Verdict;
use verification::{Service, Verification};

use super::{Subject, live, open};
use crate::builders::{
    account_id, at, forgetting, off_site, opened_for, opening_of, reference, request, updating,
    verification_id,
};

/// A request about somebody with this name.
fn about(number: u128, first: &str, last: &str) -> Request {
    let mut request = request(reference(number));
    request.country =
        Some(CountryCode::parse(if number.is_multiple_of(2) { "UK" } else { "US" }).unwrap());
    request.email = Some(Email::parse(&format!("{first}.{last}@example.com")).unwrap());
    request.services.document = Some(DocumentService {
        supported_types: vec![DocumentType::Passport],
        name: Asked::Check(PersonName::of(first, last)),
        document_number: Asked::Check(Personal::new(format!("X-{number}"))),
        ..DocumentService::default()
    });
    request
}

async fn store(subject: &Subject, account: u128, number: u128, request: Request) -> Verification {
    let step = opened_for(account, number, request);
    let value = step.next.clone();
    subject.store.apply(opening_of(step)).await.unwrap();
    value
}

fn any() -> VerificationQuery {
    VerificationQuery {
        account: Some(account_id(1)),
        limit: 10,
        ..VerificationQuery::default()
    }
}

fn of(filter: SearchFilter) -> VerificationQuery {
    VerificationQuery { filter, ..any() }
}

fn words(field: SearchField, text: &str) -> VerificationQuery {
    of(SearchFilter {
        words: field.seek(text).unwrap(),
        ..SearchFilter::default()
    })
}

/// The numbers of what is found. They have to be as many as are counted.
async fn found(subject: &Subject, query: VerificationQuery) -> Vec<u128> {
    let listed = subject.store.verifications(query.clone()).await.unwrap();
    let count = subject.store.count_verifications(query).await.unwrap();
    assert_eq!(count, listed.len() as u64);
    let ids = listed.iter().map(|listed| match &listed.found {
        Found::Live(stored) => stored.value.id,
        Found::Forgotten(tombstone) => tombstone.id,
    });
    ids.map(|id| id.uuid().as_u128()).collect()
}

pub async fn people_are_found_by_words(subject: Subject) {
    for number in [1, 2] {
        let account = crate::builders::account(number);
        subject.store.create_account(account).await.unwrap();
    }
    store(&subject, 1, 1, about(1, "Zoë", "Müller")).await;
    store(&subject, 1, 2, about(2, "Max", "Mueller")).await;
    store(&subject, 1, 3, about(3, "Max", "Zoe")).await;
    store(&subject, 2, 4, about(4, "Zoe", "Muller")).await;
    use SearchField as F;
    for (field, text, expected) in [
        (F::Name, "ZOE", &[3, 1][..]),
        (F::Name, "müller", &[2, 1]),
        (F::Name, "muller Zoe", &[1]),
        (F::Name, "Max, ZOË", &[3]),
        (F::Name, "Max Zoë Müller", &[]),
        (F::Name, "mulle", &[]),
        (F::Email, "MAX.zoe@example.com", &[3]),
        (F::DocumentNumber, "x2", &[2]),
        (F::DocumentNumber, "x4", &[]),
    ] {
        let query = words(field, text);
        assert_eq!(found(&subject, query.clone()).await, expected, "{text}");
        let upwards = VerificationQuery {
            order: ListOrder::OldestFirst,
            ..query
        };
        let mut backwards = expected.to_vec();
        backwards.reverse();
        assert_eq!(found(&subject, upwards).await, backwards, "{text}");
    }
    let everywhere = VerificationQuery {
        account: None,
        ..words(F::Name, "zoe muller")
    };
    assert_eq!(found(&subject, everywhere).await, [4, 1]);
    assert_eq!(subject.store.not_yet_searchable().await.unwrap(), 0);
}

pub async fn filters_combine(subject: Subject) {
    for number in 1..=4 {
        let mut request = about(number, "Zoe", "Doe");
        if number > 2 {
            request.services.face = Some(FaceService::default());
        }
        let request = if number == 4 {
            off_site(request)
        } else {
            request
        };
        store(&subject, 1, number, request).await;
    }
    let countries = |code| vec![CountryCode::parse(code).unwrap()];
    let filter = SearchFilter::default;
    let face = SearchFilter {
        services: vec![Service::Document, Service::Face],
        ..filter()
    };
    assert_eq!(found(&subject, of(face.clone())).await, [4, 3]);
    let british = SearchFilter {
        countries: countries("GB"),
        ..face
    };
    assert_eq!(found(&subject, of(british.clone())).await, [4]);
    let two = SearchFilter {
        countries: [countries("GB"), countries("us")].concat(),
        ..british.clone()
    };
    assert_eq!(found(&subject, of(two)).await, [4, 3]);
    let named = SearchFilter {
        words: SearchField::DocumentNumber.seek("X3").unwrap(),
        ..british
    };
    assert!(found(&subject, of(named)).await.is_empty());
    let by_kind = |kind| {
        of(SearchFilter {
            kinds: vec![kind],
            ..filter()
        })
    };
    assert_eq!(found(&subject, by_kind(Kind::Capture)).await, [4, 3, 2, 1]);
    assert!(found(&subject, by_kind(Kind::Portal)).await.is_empty());
    let by_type = |one| {
        of(SearchFilter {
            document_types: vec![DocumentType::IdCard, one],
            ..filter()
        })
    };
    let passports = found(&subject, by_type(DocumentType::Passport)).await;
    assert_eq!(passports, [4, 3, 2, 1]);
    let cards = found(&subject, by_type(DocumentType::CreditOrDebitCard)).await;
    assert!(cards.is_empty());
    let staged = VerificationQuery {
        stages: vec![StageName::Created],
        from: Some(at(0)),
        until: Some(at(1)),
        limit: 2,
        ..any()
    };
    assert_eq!(found(&subject, staged).await, [4, 3]);
}

pub async fn references_are_found_by_their_start(subject: Subject) {
    for (account, number) in [(1, 1), (1, 12), (2, 13), (1, 2)] {
        store(&subject, account, number, request(reference(number))).await;
    }
    let named = |reference| VerificationQuery {
        reference: Some(reference),
        ..any()
    };
    let starting = |text: &str| named(ReferenceFilter::Prefix(text.to_owned()));
    assert_eq!(found(&subject, starting("reference-1")).await, [12, 1]);
    assert_eq!(found(&subject, starting("reference-12")).await, [12]);
    assert!(found(&subject, starting("Reference")).await.is_empty());
    assert!(found(&subject, starting("eference")).await.is_empty());
    let exact = named(ReferenceFilter::Exact(reference(1)));
    assert_eq!(found(&subject, exact).await, [1]);
    let all = VerificationQuery {
        account: None,
        ..starting("reference-1")
    };
    assert_eq!(found(&subject, all).await, [13, 12, 1]);
}

pub async fn lists_go_on_after_an_id(subject: Subject) {
    for (account, number) in [(1, 1), (1, 2), (2, 3), (1, 4)] {
        store(&subject, account, number, request(reference(number))).await;
    }
    let after = |number| VerificationQuery {
        after: Some(After::Verification(verification_id(number))),
        ..any()
    };
    assert_eq!(found(&subject, after(4)).await, [2, 1]);
    // Another one is opened, and the last one of the page is deleted: the next page stays the same.
    store(&subject, 1, 5, request(reference(5))).await;
    let gone = forgetting(live(&subject, 4).await, at(1));
    subject.store.apply(gone).await.unwrap();
    assert_eq!(found(&subject, after(4)).await, [2, 1]);
    assert!(found(&subject, after(3)).await.is_empty(), "another's");
    assert!(found(&subject, after(9)).await.is_empty(), "unknown");
    let upwards = VerificationQuery {
        order: ListOrder::OldestFirst,
        ..after(2)
    };
    assert_eq!(found(&subject, upwards).await, [4, 5]);
}

pub async fn what_changes_is_found_as_it_is_now(subject: Subject) {
    let zoe = words(SearchField::Name, "zoe");
    let roe = words(SearchField::Name, "roe");
    store(&subject, 1, 1, about(1, "Zoe", "Doe")).await;
    let stored = live(&subject, 1).await;
    let mut step = stored.value.open_link(at(1)).unwrap();
    step.next.request = about(1, "Max", "Roe");
    subject.store.apply(updating(1, step)).await.unwrap();
    assert!(found(&subject, zoe).await.is_empty());
    assert_eq!(found(&subject, roe.clone()).await, [1]);
    let by_hand = of(SearchFilter {
        by_hand: Some(true),
        ..SearchFilter::default()
    });
    assert!(found(&subject, by_hand.clone()).await.is_empty());
    let stored = live(&subject, 1).await;
    let outcome = verification::verdict::Outcome {
        verdict: Verdict::Declined,
        services: Vec::new(),
        reason: None,
        codes: Vec::new(),
        findings: Vec::new(),
        zones: Vec::new(),
    };
    let waiting = Verification {
        stage: verification::stage::Stage::InReview(Box::new(outcome)),
        ..stored.value
    };
    let step = waiting
        .review(&Verdict::Accepted.into(), "max", false, at(2))
        .unwrap();
    subject.store.apply(updating(2, step)).await.unwrap();
    assert_eq!(found(&subject, by_hand.clone()).await, [1]);
    let gone = forgetting(live(&subject, 1).await, at(3));
    subject.store.apply(gone).await.unwrap();
    assert!(found(&subject, roe).await.is_empty());
    assert!(found(&subject, by_hand).await.is_empty());
    assert_eq!(found(&subject, any()).await, [1], "its tombstone is listed");
}

pub async fn a_refused_change_is_not_found(subject: Subject) {
    open(&subject, 1, Vec::new()).await;
    let stored = live(&subject, 1).await;
    let mut step = stored.value.open_link(at(1)).unwrap();
    step.next.request = about(1, "Zoe", "Doe");
    assert!(subject.store.apply(updating(9, step)).await.is_err());
    let query = words(SearchField::Name, "zoe");
    assert!(found(&subject, query).await.is_empty());
}

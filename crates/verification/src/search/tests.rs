//! Tests of what is found and what is not.

use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::names::PersonName;
use crate::request::{
    Asked, CountryCode, DocumentService, DocumentType, Email, PhoneService, Reference,
};
use crate::verdict::Verdict;
use crate::{
    AccountId, NewIds, Origin, Personal, Request, Service, TransactionId, Verification,
    VerificationId,
};

/// A verification of a person with this name.
fn opened(name: PersonName) -> Verification {
    let mut request = Request::new(Reference::parse("reference-1").unwrap());
    request.country = Some(CountryCode::parse("uk").unwrap());
    request.email = Some(Email::parse("Zoe.Doe@Example.com").unwrap());
    request.services.document = Some(DocumentService {
        supported_types: vec![DocumentType::Passport],
        name: Asked::Check(name),
        dob: Asked::Check(date(1990, 12, 31)),
        document_number: Asked::Check(Personal::new("ab 12-34.567")),
        ..DocumentService::default()
    });
    request.services.phone = Some(PhoneService {
        phone_number: Some(Personal::new("+1 (212) 555-0100")),
        ..PhoneService::default()
    });
    let ids = NewIds {
        id: VerificationId::new(Uuid::from_u128(1)),
        transaction: TransactionId(Uuid::from_u128(2)),
    };
    let (account, now) = (AccountId::new(Uuid::from_u128(3)), Timestamp::UNIX_EPOCH);
    Verification::open(ids, account, request, Origin::default(), now).next
}

#[track_caller]
fn finds(verification: &Verification, field: SearchField, text: &str) -> bool {
    let words = field.seek(text).unwrap();
    let filter = SearchFilter {
        words,
        ..SearchFilter::default()
    };
    filter.matches(verification)
}

#[test]
fn people_are_found_however_they_are_written() {
    use SearchField as F;
    let zoe = opened(PersonName::of("Zoë Marie-Luise", "Müller O’Brien"));
    for (field, text) in [
        (F::Name, "zoe"),
        (F::Name, "MUELLER"),
        (F::Name, "muller, Zoë"),
        (F::Name, "O'Brien Müller"),
        (F::Name, "luise marie"),
        (F::Email, " zoe.doe@example.COM"),
        (F::Phone, "0012125550100"),
        (F::Phone, "+1 212 555 0100"),
        (F::DocumentNumber, "AB1234567"),
        (F::BirthDate, "1990-12-31"),
    ] {
        assert!(finds(&zoe, field, text), "{field:?} {text}");
    }
    for (field, text) in [
        (F::Name, "zo"),
        (F::Name, "Zoë Smith"),
        (F::Email, "doe@example.com"),
        (F::Phone, "+12125550101"),
        (F::DocumentNumber, "1234567"),
        (F::BirthDate, "1990-12-30"),
        (F::IssueDate, "1990-12-31"),
    ] {
        assert!(!finds(&zoe, field, text), "{field:?} {text}");
    }
}

#[test]
fn what_cannot_be_a_value_is_said() {
    use SearchField as F;
    for (field, text) in [
        (F::Name, " - "),
        (F::Email, "zoe"),
        (F::Phone, "112"),
        (F::DocumentNumber, "--"),
        (F::BirthDate, "31.12.1990"),
        (F::BirthDate, "1990-13-31"),
    ] {
        assert_eq!(field.seek(text), Err(NothingToSeek { field }), "{text}");
    }
}

#[test]
fn lists_are_narrowed_down_by_facts() {
    let one = opened(PersonName::of("Zoe", "Doe"));
    let any = SearchFilter::default;
    let countries = |code: &str| SearchFilter {
        countries: vec![CountryCode::parse(code).unwrap()],
        ..any()
    };
    let services = |services: &[Service]| SearchFilter {
        services: services.to_vec(),
        ..any()
    };
    let types = |one: DocumentType| SearchFilter {
        document_types: vec![one],
        ..any()
    };
    let by_hand = |by_hand| SearchFilter {
        by_hand: Some(by_hand),
        ..any()
    };
    assert!(any().is_empty() && any().matches(&one));
    assert!(countries("GB").matches(&one) && !countries("US").matches(&one));
    assert!(services(&[Service::Phone, Service::Document]).matches(&one));
    assert!(!services(&[Service::Phone, Service::Face]).matches(&one));
    assert!(types(DocumentType::Passport).matches(&one));
    assert!(!types(DocumentType::IdCard).matches(&one));
    assert!(by_hand(false).matches(&one) && !by_hand(true).matches(&one));
    let decided = Verification {
        stage: crate::stage::Stage::InReview(Box::new(crate::verdict::Outcome {
            verdict: Verdict::Accepted,
            services: Vec::new(),
            reason: None,
            codes: Vec::new(),
            findings: Vec::new(),
            zones: Vec::new(),
        })),
        ..one
    };
    let decided = decided.review(
        &Verdict::Accepted.into(),
        "zoe",
        false,
        Timestamp::UNIX_EPOCH,
    );
    assert!(by_hand(true).matches(&decided.unwrap().next));
}

#[test]
fn terms_do_not_print() {
    let printed = format!("{:?}", terms_of(&opened(PersonName::of("Zoe", "Doe"))));
    assert!(
        !printed.contains("ZOE") && printed.contains("Name"),
        "{printed}"
    );
}

proptest! {
    /// Whatever a name is, its own words find it, in any case and order, and there are not more
    /// terms than allowed.
    #[test]
    fn a_name_finds_itself(
        words in prop::collection::vec("[\\p{Lu}\\p{Ll}\\p{Lo}]{1,8}", 1..6),
        long in prop::collection::vec("\\PC{1,30}", 0..40),
    ) {
        let name = PersonName::of(&words.join(" "), "");
        let found = opened(name);
        let backwards: Vec<String> = words.iter().rev().cloned().collect();
        for text in [words.join(" "), backwards.join("  "), words.join("-")] {
            prop_assert!(finds(&found, SearchField::Name, &text), "{}", text);
        }
        let many = opened(PersonName::of(&long.join(" "), &long.concat()));
        prop_assert!(terms_of(&many).len() <= MOST_TERMS);
    }

    /// Folding twice is folding once, so a term finds itself.
    #[test]
    fn terms_are_folded_once(text in "[a-zA-ZÀ-ÿĀ-ňŊ-ſА-я0-9 .@+-]{1,40}") {
        for field in SearchField::ALL {
            for word in field.seek(&text).into_iter().flatten() {
                for term in word.spellings() {
                    let again = field.seek(term.folded().reveal()).unwrap();
                    prop_assert!(
                        again.iter().flat_map(SearchWord::spellings).any(|one| one == term)
                    );
                }
            }
        }
    }
}

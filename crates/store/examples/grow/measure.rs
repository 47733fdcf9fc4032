//! Measures lists and searches: each kind several times, for other people and places each time.

use std::time::{Duration, Instant};

use proofing::ports::{After, ReferenceFilter, Store, VerificationQuery};
use store::SealedStore;
use testkit::builders::account_id;
use verification::Service;
use verification::capture::Kind;
use verification::request::{CountryCode, DocumentType, Reference};
use verification::search::{SearchField, SearchFilter};
use verification::stage::StageName;

use crate::people::{self, Person};

/// How often each kind is measured.
const TIMES: u64 = 40;

/// The account in which everything is looked for: it has half of the verifications.
const ACCOUNT: u128 = 1;

/// Prints a table of times, in milliseconds.
pub(crate) async fn all(store: &SealedStore) {
    let newest = VerificationQuery {
        limit: 1,
        ..VerificationQuery::default()
    };
    let newest = store.verifications(newest).await.unwrap();
    let count = newest.first().map_or(0, |listed| listed.place);
    println!("{count} verifications, {TIMES} times each; 50 to a page\n");
    println!("| | found | p50 ms | p95 ms |\n|---|---|---|---|");
    for (name, make) in queries(count) {
        let mut times = Vec::new();
        let mut found = 0;
        for time in 0..TIMES {
            // Spread over the whole store, the oldest first.
            let number = (count * time / TIMES).max(1) / 8 * 8 + 1;
            let query = make(number, &people::person(number));
            let begun = Instant::now();
            found += store.verifications(query).await.unwrap().len();
            times.push(begun.elapsed());
        }
        tell(name, found as f64 / TIMES as f64, times);
    }
    for (name, query) in [
        ("count of all, up to 10,000", of(SearchFilter::default())),
        ("count of one name, up to 10,000", named("Maria")),
        ("count of a rare country", of(country("IS"))),
    ] {
        let mut times = Vec::new();
        let mut counted = 0;
        for _ in 0..TIMES {
            let query = VerificationQuery {
                limit: 10_001,
                ..query.clone()
            };
            let begun = Instant::now();
            counted = store.count_verifications(query).await.unwrap();
            times.push(begun.elapsed());
        }
        tell(name, counted as f64, times);
    }
}

fn tell(name: &str, found: f64, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: usize| {
        let time = times.get(times.len() * share / 100);
        time.copied().unwrap_or_default().as_secs_f64() * 1000.0
    };
    println!("| {name} | {found:.1} | {:.1} | {:.1} |", at(50), at(95));
}

type Make = Box<dyn Fn(u64, &Person) -> VerificationQuery>;

fn of(filter: SearchFilter) -> VerificationQuery {
    VerificationQuery {
        account: Some(account_id(ACCOUNT)),
        filter,
        limit: 51,
        ..VerificationQuery::default()
    }
}

fn words(field: SearchField, text: &str) -> SearchFilter {
    SearchFilter {
        words: field.seek(text).unwrap(),
        ..SearchFilter::default()
    }
}

fn named(text: &str) -> VerificationQuery {
    of(words(SearchField::Name, text))
}

fn country(code: &str) -> SearchFilter {
    SearchFilter {
        countries: vec![CountryCode::parse(code).unwrap()],
        ..SearchFilter::default()
    }
}

fn staged(stage: StageName) -> VerificationQuery {
    VerificationQuery {
        stages: vec![stage],
        ..of(SearchFilter::default())
    }
}

/// Returns what is measured. Each query is made for a verification that is there.
fn queries(count: u64) -> Vec<(&'static str, Make)> {
    let fixed = |query: VerificationQuery| -> Make { Box::new(move |_, _| query.clone()) };
    let filter = SearchFilter::default;
    vec![
        ("first page", fixed(of(filter()))),
        (
            "first page, of every account",
            fixed(VerificationQuery {
                account: None,
                ..of(filter())
            }),
        ),
        (
            "a page anywhere",
            Box::new(move |number, _| VerificationQuery {
                after: Some(After::Verification(people::id_of(number))),
                ..of(filter())
            }),
        ),
        ("in review", fixed(staged(StageName::InReview))),
        ("deleted (none is)", fixed(staged(StageName::Deleted))),
        (
            "a day anywhere",
            Box::new(move |number, _| VerificationQuery {
                from: Some(people::opened_at(number)),
                until: Some(people::opened_at(number + 1440)),
                ..of(filter())
            }),
        ),
        ("a frequent country", fixed(of(country("US")))),
        ("a country of one in a thousand", fixed(of(country("IS")))),
        ("a country of nobody", fixed(of(country("LI")))),
        (
            "face and phone requested",
            fixed(of(SearchFilter {
                services: vec![Service::Face, Service::Phone],
                ..filter()
            })),
        ),
        (
            "a kind of request that nobody made",
            fixed(of(SearchFilter {
                kinds: vec![Kind::Portal],
                ..filter()
            })),
        ),
        (
            "a type of document",
            fixed(of(SearchFilter {
                document_types: vec![DocumentType::Passport],
                ..filter()
            })),
        ),
        (
            "decided by hand",
            fixed(of(SearchFilter {
                by_hand: Some(true),
                ..filter()
            })),
        ),
        ("a reference", Box::new(reference_exactly)),
        ("the start of a reference", Box::new(reference_start)),
        ("a frequent given name", fixed(named("Maria"))),
        ("a family name", Box::new(|_, person| named(&person.family))),
        (
            "a whole name",
            Box::new(|_, person| named(&format!("{} {}", person.given, person.family))),
        ),
        ("a name of nobody", fixed(named("Quillfeather"))),
        (
            "an e-mail address",
            Box::new(|_, person| of(words(SearchField::Email, &person.email))),
        ),
        (
            "an e-mail address, of every account",
            Box::new(|_, person| VerificationQuery {
                account: None,
                ..of(words(SearchField::Email, &person.email))
            }),
        ),
        (
            "a document's number",
            Box::new(|_, person| of(words(SearchField::DocumentNumber, &person.number))),
        ),
        (
            "a date of birth",
            Box::new(|_, person| of(words(SearchField::BirthDate, &person.birth.to_string()))),
        ),
        (
            "name, country, type and stage",
            Box::new(move |_, person| VerificationQuery {
                stages: vec![StageName::Accepted],
                ..of(SearchFilter {
                    document_types: vec![DocumentType::Passport],
                    countries: country("DE").countries,
                    ..words(SearchField::Name, &person.given)
                })
            }),
        ),
        (
            "everything but words, found nowhere",
            fixed(VerificationQuery {
                stages: vec![StageName::TimedOut],
                from: Some(people::opened_at(1)),
                until: Some(people::opened_at(count)),
                ..of(SearchFilter {
                    services: vec![Service::Document],
                    document_types: vec![DocumentType::Passport],
                    countries: country("DE").countries,
                    kinds: vec![Kind::Capture],
                    by_hand: Some(true),
                    ..filter()
                })
            }),
        ),
    ]
}

fn reference_exactly(number: u64, _: &Person) -> VerificationQuery {
    let reference = Reference::parse(&format!("reference-{number}")).unwrap();
    VerificationQuery {
        reference: Some(ReferenceFilter::Exact(reference)),
        ..of(SearchFilter::default())
    }
}

fn reference_start(number: u64, _: &Person) -> VerificationQuery {
    VerificationQuery {
        reference: Some(ReferenceFilter::Prefix(format!(
            "reference-{}",
            number / 100
        ))),
        ..of(SearchFilter::default())
    }
}

//! The checks on the samples, and on cards with exactly one thing wrong.

use std::collections::{BTreeMap, BTreeSet};

use aamva::checks::{Check, Observation, Outcome, Severity, examine};
use aamva::{
    Country, Element, ElementId, Eyes, Fields, Height, Iin, Kind, Licence, Postal, Sex, Truncated,
    Weight, encode, parse, parse_str,
};
use jiff::civil::{Date, date};

use super::samples::strings;

/// A day after the youngest sample was issued.
const TODAY: Date = date(2019, 6, 1);

fn failed(observations: &[Observation], severity: Severity) -> BTreeSet<Check> {
    observations
        .iter()
        .filter(|o| o.outcome == Outcome::Fail && o.severity == severity)
        .map(|o| o.check)
        .collect()
}

fn failures(observations: &[Observation]) -> BTreeMap<Check, Severity> {
    observations
        .iter()
        .filter(|o| o.outcome == Outcome::Fail)
        .map(|o| (o.check, o.severity))
        .collect()
}

/// The samples were anonymised by hand, which left two of them with dates that exclude each other.
/// If any other sample contradicts itself, a check rejects genuine cards.
#[test]
fn only_altered_samples_contradict_themselves() {
    let Some(strings) = strings() else { return };
    let altered = BTreeMap::from([
        // The birth date was replaced by one after the date of issue.
        ("MO", BTreeSet::from([Check::BirthBeforeIssue])),
        // Birth, issue and expiry of this specimen are the same day.
        (
            "NY",
            BTreeSet::from([
                Check::BirthBeforeIssue,
                Check::IssueBeforeExpiry,
                Check::BirthBeforeExpiry,
            ]),
        ),
    ]);
    let mut found = BTreeMap::new();
    for (name, bytes) in &strings {
        let contradictions = failed(
            &examine(&parse(bytes).unwrap(), TODAY),
            Severity::Contradiction,
        );
        if !contradictions.is_empty() {
            found.insert(name.as_str(), contradictions);
        }
    }
    assert_eq!(found, altered);
}

/// Lists the suspicions that samples raise, with the reason. A new one means that a check is too
/// strict.
#[test]
fn samples_raise_only_known_suspicions() {
    let Some(strings) = strings() else { return };
    let mut counts: BTreeMap<Check, Vec<&str>> = BTreeMap::new();
    for (name, bytes) in &strings {
        for check in failed(
            &examine(&parse(bytes).unwrap(), TODAY),
            Severity::Suspicious,
        ) {
            counts.entry(check).or_default().push(name);
        }
    }
    let known: BTreeMap<Check, Vec<&str>> = BTreeMap::from([
        // The padding was lost when the text was copied.
        (Check::SubfilePlaces, vec!["CO 2013"]),
        // Alberta has a layout of its own; Alabama and Arizona omit elements.
        (Check::MandatoryElements, vec!["AB", "AL", "AZ"]),
        // These are empty or say NONE.
        (
            Check::Discriminator,
            vec!["AB", "AL", "AR", "CO", "ME", "MI", "NM", "NY"],
        ),
        // Alberta's number is not in the public list.
        (Check::Issuer, vec!["AB"]),
        // Numbers, birth dates and postal codes were anonymised.
        (Check::NumberFormat, vec!["AR"]),
        (Check::NumberAndBirth, vec!["FL", "IL", "ON", "WI"]),
        (Check::PostalFormat, vec!["MO"]),
        (Check::PostalAndState, vec!["MO", "NH", "RI", "WV"]),
    ]);
    assert_eq!(counts, known);
}

#[test]
fn every_check_is_reported_once_and_in_order() {
    let licence = card(|_| {});
    let checks: Vec<Check> = examine(&licence, TODAY).iter().map(|o| o.check).collect();
    assert!(checks.windows(2).all(|w| w[0] < w[1]), "{checks:?}");
    assert_eq!(checks.first(), Some(&Check::Header));
    assert_eq!(checks.last(), Some(&Check::PostalAndState));
    assert_eq!(checks.len(), Check::PostalAndState as usize + 1);
}

/// Returns a card on which nothing is wrong on 1 June 2019.
fn fields() -> Fields {
    let some = |text: &str| Some(text.to_owned());
    let mut fields = Fields::new(Iin::new(636_035).unwrap(), Kind::DrivingLicence);
    fields.jurisdiction_version = 2;
    fields.names.family = some("SPECIMEN");
    fields.names.given = some("JANE");
    fields.dates.birth = Some(date(2000, 2, 29));
    fields.dates.issue = Some(date(2017, 4, 13));
    fields.dates.expiry = Some(date(2021, 2, 28));
    fields.dates.revision = Some(date(2015, 9, 17));
    fields.dates.under_18_until = Some(date(2018, 2, 28));
    fields.dates.under_19_until = Some(date(2019, 3, 1));
    fields.dates.under_21_until = Some(date(2021, 2, 28));
    fields.holder.sex = Some(Sex::Female);
    fields.holder.eyes = Some(Eyes::Hazel);
    fields.holder.height = Some(Height::from_inches(65));
    fields.holder.weight = Some(Weight::from_pounds(140));
    fields.holder.weight_range = Some(3);
    fields.address.street1 = some("1 ELM ST");
    fields.address.city = some("CHICAGO");
    fields.address.jurisdiction = some("IL");
    fields.address.postal = Some(Postal {
        code: "60611".to_owned(),
        raw: String::new(),
    });
    fields.document.number = some("S12345600660");
    fields.document.discriminator = some("0123456789");
    fields.names.truncation.family = Some(Truncated::No);
    fields.own = vec![Element {
        id: ElementId::of("ZIA"),
        value: "ORG".to_owned(),
    }];
    fields
}

fn card(change: impl Fn(&mut Fields)) -> Licence {
    let mut fields = fields();
    change(&mut fields);
    parse(&encode(&fields, 8)).unwrap()
}

/// Asserts that exactly these checks fail.
fn check(licence: &Licence, expected: &[(Check, Severity)]) {
    let observations = examine(licence, TODAY);
    assert_eq!(failures(&observations), expected.iter().copied().collect());
}

#[test]
fn a_sound_card_passes_all_checks() {
    check(&card(|_| {}), &[]);
}

#[test]
fn each_mistake_fails_one_check() {
    use Severity::{Contradiction, Info, Suspicious};
    let one = |change: fn(&mut Fields), failed: Check, severity: Severity| {
        check(&card(change), &[(failed, severity)]);
    };
    one(
        |f| f.document.discriminator = None,
        Check::Discriminator,
        Suspicious,
    );
    one(
        |f| f.own[0].id = ElementId::of("ZVA"),
        Check::JurisdictionLetter,
        Suspicious,
    );
    one(
        |f| f.dates.revision = Some(date(2018, 1, 1)),
        Check::RevisionBeforeIssue,
        Suspicious,
    );
    one(
        |f| f.dates.under_18_until = Some(date(2017, 2, 28)),
        Check::Under18,
        Contradiction,
    );
    one(
        |f| f.dates.under_19_until = Some(date(2019, 3, 2)),
        Check::Under19,
        Contradiction,
    );
    one(
        |f| f.dates.under_21_until = Some(date(2020, 2, 29)),
        Check::Under21,
        Contradiction,
    );
    one(
        |f| f.dates.expiry = Some(date(2019, 5, 31)),
        Check::Expiry,
        Info,
    );
    one(
        |f| f.dates.expiry = Some(date(2031, 2, 28)),
        Check::ValiditySpan,
        Suspicious,
    );
    one(
        |f| f.dates.issue = Some(date(2019, 6, 3)),
        Check::NotInFuture,
        Suspicious,
    );
    one(
        |f| f.holder.weight = Some(Weight::from_pounds(200)),
        Check::Weight,
        Suspicious,
    );
    one(
        |f| f.holder.sex = Some(Sex::Male),
        Check::NumberAndBirth,
        Suspicious,
    );
    one(
        |f| f.names.truncation.given = Some(Truncated::Yes),
        Check::Truncation,
        Suspicious,
    );
    one(
        |f| f.document.number = Some("123".to_owned()),
        Check::NumberFormat,
        Suspicious,
    );
}

#[test]
fn several_fields_can_be_wrong_at_once() {
    use Severity::{Contradiction, Suspicious};
    check(
        &card(|f| {
            f.address.postal = Some(Postal {
                code: "22001".to_owned(),
                raw: String::new(),
            });
        }),
        &[(Check::PostalAndState, Suspicious)],
    );
    check(
        &card(|f| f.address.jurisdiction = Some("VA".to_owned())),
        &[
            (Check::IssuerAndState, Suspicious),
            (Check::PostalAndState, Suspicious),
        ],
    );
    check(
        &card(|f| {
            f.dates.birth = Some(date(2018, 2, 28));
            f.dates.expiry = Some(date(2018, 2, 28));
        }),
        &[
            (Check::BirthBeforeIssue, Contradiction),
            (Check::BirthBeforeExpiry, Contradiction),
            (Check::Expiry, Severity::Info),
            (Check::Under18, Contradiction),
            (Check::Under19, Contradiction),
            (Check::Under21, Contradiction),
            (Check::NumberAndBirth, Suspicious),
        ],
    );
    check(
        &card(|f| f.document.country = Some(Country::Canada)),
        &[
            (Check::IssuerAndCountry, Contradiction),
            (Check::StateAndCountry, Suspicious),
            (Check::PostalFormat, Suspicious),
        ],
    );
    check(
        &card(|f| f.dates.expiry = Some(date(2017, 4, 13))),
        &[
            (Check::IssueBeforeExpiry, Contradiction),
            (Check::Expiry, Severity::Info),
        ],
    );
    // Version 8 was published in August 2013.
    check(
        &card(|f| {
            f.dates.issue = Some(date(2013, 7, 1));
            f.dates.revision = None;
            f.kind = Kind::IdentificationCard;
        }),
        &[(Check::VersionBeforeIssue, Suspicious)],
    );
    check(
        &card(|f| f.dates.issue = Some(date(2013, 9, 1))),
        &[
            (Check::RevisionBeforeIssue, Suspicious),
            (Check::Age, Suspicious),
        ],
    );
}

/// These are changes that somebody might make who edits the text of a genuine barcode.
#[test]
fn an_edited_text_is_noticed() {
    use Severity::{Contradiction, Suspicious};
    let edited = |from: &str, to: &str, expected: &[(Check, Severity)]| {
        let text = String::from_utf8(encode(&fields(), 8)).unwrap();
        assert!(text.contains(from), "{from:?} in {text}");
        check(&parse_str(&text.replacen(from, to, 1)).unwrap(), expected);
    };
    edited(
        "DCSSPECIMEN",
        "DCSSPECIMENSON",
        &[(Check::SubfilePlaces, Suspicious)],
    );
    edited("080202DL", "080203DL", &[(Check::EntryCount, Suspicious)]);
    edited("DAU065 IN", "DAU065 XX", &[(Check::Height, Suspicious)]);
    edited("DAU065 IN", "DAU019 IN", &[(Check::Height, Suspicious)]);
    edited("DAYHAZ", "DAYQQQ", &[(Check::EyeCode, Suspicious)]);
    edited("DBC2", "DBC7", &[(Check::SexCode, Suspicious)]);
    edited(
        "DDB09172015",
        "DDB09172O15",
        &[(Check::DatesReadable, Suspicious)],
    );
    edited(
        "DDEN\n",
        "DAQS99999999999\n",
        &[
            (Check::SubfilePlaces, Suspicious),
            (Check::MandatoryElements, Suspicious),
            (Check::RepeatedElements, Contradiction),
        ],
    );
    edited(
        "ANSI 636035080202",
        "ANSI 636099080202",
        &[(Check::Issuer, Suspicious)],
    );
    edited(
        "\rZIZIA",
        "\rZQZQA",
        &[
            (Check::SubfileTypes, Suspicious),
            (Check::JurisdictionLetter, Suspicious),
        ],
    );
}

/// Fields whose limits were guessed must not count as contradictions.
#[test]
fn lost_separators_soften_a_contradiction() {
    let mut fields = fields();
    fields.dates.expiry = Some(date(2017, 4, 13));
    let text = String::from_utf8(encode(&fields, 8))
        .unwrap()
        .replace(['\n', '\r', '\u{1e}'], "");
    let licence = parse_str(&text).unwrap();
    let observations = examine(&licence, TODAY);
    assert_eq!(
        failed(&observations, Severity::Contradiction),
        BTreeSet::new()
    );
    assert!(failed(&observations, Severity::Suspicious).contains(&Check::IssueBeforeExpiry));
}

/// Details must be fit for a log.
#[test]
fn details_hold_no_personal_data() {
    let Some(strings) = strings() else { return };
    for (name, bytes) in &strings {
        let licence = parse(bytes).unwrap();
        let details = format!("{:?}", examine(&licence, TODAY));
        for value in [
            &licence.names.family,
            &licence.names.given,
            &licence.document.number,
            &licence.address.street1,
        ]
        .into_iter()
        .flatten()
        .filter(|value| value.len() > 2)
        {
            assert!(
                !details.contains(value.as_str()),
                "{name}: {value} in {details}"
            );
        }
        let birth = licence.dates.birth.unwrap().to_string();
        assert!(!details.contains(&birth), "{name}");
    }
}

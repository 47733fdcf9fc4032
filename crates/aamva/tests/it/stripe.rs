//! Magnetic stripe text in a barcode. Nobody on these cards exists.

use aamva::checks::{Check, Outcome, Severity, examine};
use aamva::{Eyes, FileType, Hair, Iin, Kind, Licence, ParseError, Repair, Sex, parse};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2026, 6, 1);
const COLUMBIA: &str = "%BCVICTORIA^MUSTER,$ERIKA ANNE^12 TEST LANE$UNIT 3$VICTORIA BC  V8V 1A1^?;6360281234567=290719640812=?_%0AV8V1A1                     F170 61BRNHAZ9000000000                E$''C(R2S6L?";
const TEXAS: &str = "%TXAUSTIN^MUSTER$MAX$QUINTUS$JR^12 TEST LN^?;63601512345678=280219800229=?#\" 787011234  C A             M511180BLNBLU?";

fn licence(text: &str) -> Licence {
    parse(text.as_bytes()).unwrap_or_else(|e| panic!("{e}: {text}"))
}

/// Summarises a card in one line: names, city, postal code, number, birth, expiry.
fn summary(card: &Licence) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let day = |value: Option<Date>| value.map(|d| d.to_string()).unwrap_or_default();
    let postal = card.address.postal.as_ref();
    [
        text(&card.names.family),
        text(&card.names.given),
        card.names.middle_joined(),
        text(&card.address.city),
        postal.map(|p| p.code.clone()).unwrap_or_default(),
        text(&card.document.number),
        day(card.dates.birth),
        day(card.dates.expiry),
    ]
    .join("|")
}

fn check(text: &str, expected: &str, repairs: &[Repair]) {
    let card = licence(text);
    assert_eq!(summary(&card), expected, "{text}");
    assert_eq!(card.repairs, repairs, "{text}");
    assert_eq!(card.header.file_type, FileType::MagneticStripe);
}

#[test]
fn a_card_of_british_columbia() {
    let card = licence(COLUMBIA);
    check(
        COLUMBIA,
        "MUSTER|ERIKA|ANNE|VICTORIA|V8V 1A1|1234567|1964-08-12|2029-07-31",
        &[],
    );
    assert_eq!(card.header.iin, Iin::new(636028));
    assert_eq!(card.header.version, None);
    assert_eq!(card.issuer.map(|i| i.jurisdiction), Some("BC"));
    assert_eq!(card.kind, Kind::DrivingLicence);
    assert_eq!(card.address.street1.as_deref(), Some("12 TEST LANE"));
    assert_eq!(card.address.street2.as_deref(), Some("UNIT 3"));
    assert_eq!(card.address.jurisdiction.as_deref(), Some("BC"));
    assert_eq!(card.holder.sex, Some(Sex::Female));
    assert_eq!(card.holder.height.as_ref().map(|h| h.cm), Some(170));
    assert_eq!(card.holder.weight.as_ref().map(|w| w.kg), Some(61));
    assert_eq!(card.holder.weight.as_ref().and_then(|w| w.pounds), None);
    assert_eq!(card.holder.hair, Some(Hair::Brown));
    assert_eq!(card.holder.eyes, Some(Eyes::Hazel));
    assert_eq!(card.dates.issue, None);
    assert_eq!(card.document.discriminator, None);
    // The personal health number and the security data are not kept.
    let json = serde_json::to_string(&card).unwrap();
    assert!(
        !json.contains("9000000000") && !json.contains("R2S6"),
        "{json}"
    );
    // A services card has nine digits and is not a licence.
    let services = licence(&COLUMBIA.replace("1234567=", "001234567="));
    assert_eq!(services.kind, Kind::IdentificationCard);
}

#[test]
fn a_card_of_a_state() {
    let card = licence(TEXAS);
    check(
        TEXAS,
        "MUSTER|MAX|QUINTUS|AUSTIN|78701-1234|12345678|1980-02-29|2028-02-29",
        &[],
    );
    assert_eq!(card.names.suffix.as_deref(), Some("JR"));
    assert_eq!(card.document.class.as_deref(), Some("C"));
    assert_eq!(card.document.restrictions.as_deref(), Some("A"));
    assert_eq!(card.holder.height.as_ref().and_then(|h| h.inches), Some(71));
    assert_eq!(
        card.holder.weight.as_ref().and_then(|w| w.pounds),
        Some(180)
    );
}

#[test]
fn expiry_and_birth_in_every_form() {
    let check = |track: &str, number: &str, birth: Option<Date>, expiry: Option<Date>| {
        let card = licence(&TEXAS.replace("63601512345678=280219800229=", track));
        assert_eq!(card.document.number.as_deref(), Some(number), "{track}");
        assert_eq!(card.dates.birth, birth, "{track}");
        assert_eq!(card.dates.expiry, expiry, "{track}");
        assert_eq!(card.dates.never_expires, track.contains("=2877"), "{track}");
    };
    let leap = Some(date(1980, 2, 29));
    let day = |year, month, day| Some(date(year, month, day));
    check("6360151=280419800229=", "1", leap, day(2028, 4, 30));
    check(
        "6360151234567890123=28041980022945678=",
        "123456789012345678",
        leap,
        day(2028, 4, 30),
    );
    check("6360151=287719800229=", "1", leap, None);
    check("6360151=278819800229=", "1", leap, day(2027, 2, 28));
    check("6360151=289919800229=", "1", leap, day(2028, 2, 29));
    check("6360151=279919800229=", "1", leap, day(2027, 2, 28));
    check(
        "6360151=300519809917=",
        "1",
        day(1980, 5, 17),
        day(2030, 5, 31),
    );
    check("6360151==19800229=", "1", leap, None);
    check(
        "6360151=990419700101=",
        "1",
        day(1970, 1, 1),
        day(1999, 4, 30),
    );
    check(
        "6360151=810420010101=",
        "1",
        day(2001, 1, 1),
        day(2081, 4, 30),
    );
    // If there are no dates, none are made up, and the card is not said never to expire.
    check("6360151=999919801301=", "1", None, None);
    check("6360151=281319800229=", "1", leap, None);
    check("6360151=000000000000=", "1", None, None);
}

#[test]
fn tracks_missing_shifted_and_damaged() {
    const BC: &str = "MUSTER|ERIKA|ANNE|VICTORIA|V8V 1A1|1234567|1964-08-12|2029-07-31";
    let (first, rest) = COLUMBIA.split_once('?').unwrap();
    let (second, third) = rest.split_once('?').unwrap();
    // These have the sentinel in its other forms, and columns shifted by one or two.
    check(&COLUMBIA.replace("_%", "%"), BC, &[]);
    check(&COLUMBIA.replace("?_%", "?\r\n#"), BC, &[]);
    check(
        &COLUMBIA.replace("_%0A", "_%0"),
        BC,
        &[Repair::TrackShifted],
    );
    check(&COLUMBIA.replace("_%", "_%_"), BC, &[Repair::TrackShifted]);
    check(&COLUMBIA.replace("_%", "__"), BC, &[Repair::TrackShifted]);
    for shifted in ["_%0", "_%X0A"] {
        let card = licence(&COLUMBIA.replace("_%0A", shifted));
        assert_eq!(card.holder.height.map(|h| h.cm), Some(170), "{shifted}");
        assert_eq!(card.holder.eyes, Some(Eyes::Hazel), "{shifted}");
    }
    // The postal code is in the address too, so a card without track 3 still has it.
    let missing = [Repair::TrackMissing];
    check(&format!("{first}?{second}?"), BC, &missing);
    check(&format!("{first}?{second}"), BC, &missing);
    check(&format!("{first}?{second}?~~!!{{}}(((...."), BC, &missing);
    check(
        &format!("{second}?{third}"),
        "||||V8V 1A1|1234567|1964-08-12|2029-07-31",
        &missing,
    );
    check(
        &format!("%x\u{e9}?{second}?"),
        "|||||1234567|1964-08-12|2029-07-31",
        &missing,
    );
    check(&COLUMBIA.replacen('%', "", 1), BC, &[]);
    check(
        &format!("\u{feff} @{COLUMBIA}\r\n"),
        BC,
        &[Repair::LeadingJunk],
    );
    check(
        &COLUMBIA.to_ascii_lowercase(),
        "muster|erika|anne|victoria|V8V 1A1|1234567|1964-08-12|2029-07-31",
        &[],
    );
}

#[test]
fn fields_of_full_length_have_no_separator() {
    let one = |track: &str, family: &str, given: &str, city: &str, street: &str| {
        let card = licence(&format!("%BC{track}?;6360281234567=290719640812=?"));
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        assert_eq!(text(&card.names.family), family, "{track}");
        assert_eq!(text(&card.names.given), given, "{track}");
        assert_eq!(text(&card.address.city), city, "{track}");
        assert_eq!(text(&card.address.street1), street, "{track}");
    };
    one(
        "NORTH MUSTERTMUSTER,$ERIKA^1 A ST^",
        "MUSTER",
        "ERIKA",
        "NORTH MUSTERT",
        "1 A ST",
    );
    one(
        "NORTH MUSTERTMUSTER,$ERIKA^1 A ST$NORTH MUSTERTOWN BC  V7A 1A1",
        "MUSTER",
        "ERIKA",
        "NORTH MUSTERTOWN",
        "1 A ST",
    );
    one(
        "NORTH MUSTERTOWN^MUSTER,$ERIKA^1 A ST^",
        "MUSTER",
        "ERIKA",
        "NORTH MUSTERTOWN",
        "1 A ST",
    );
    one(
        "HOPE^MUSTERFAMILIENNAME$ERIKAMARIAANNALI1 A ST^",
        "MUSTERFAMILIENNAME",
        "ERIKAMARIAANNALI",
        "HOPE",
        "1 A ST",
    );
    one("HOPE^MUSTER^", "MUSTER", "", "HOPE", "");
}

#[test]
fn a_stripe_without_track_2_is_refused() {
    let iin = Iin::new(636028);
    let refused = |text: String, iin: Option<Iin>| {
        let error = parse(text.as_bytes()).unwrap_err();
        assert_eq!(error, ParseError::MagneticStripe { iin }, "{text}");
    };
    let (first, _) = COLUMBIA.split_once('?').unwrap();
    refused(format!("{first}?"), None);
    refused(format!("{first}?_%0AV8V1A1"), None);
    refused(COLUMBIA.replace("=2907", "=29"), iin);
    refused(COLUMBIA.replace("=2907", "x2907"), iin);
    refused(COLUMBIA.replace("1234567=", "="), iin);
    refused(COLUMBIA.replace("1234567=", "12345678901234="), iin);
    refused(COLUMBIA.replace(";6360", ";63_0"), None);
    // A bank card is not a licence, and neither is a track 2 of an unknown issuer.
    assert_eq!(
        parse(b";5000000000000000=29072010000000000000?").unwrap_err(),
        ParseError::NotAamva
    );
    assert_eq!(
        parse(b";1110281234567=290719640812=?").unwrap_err(),
        ParseError::NotAamva
    );
}

#[test]
fn a_sound_stripe_passes_all_checks() {
    for text in [
        COLUMBIA.to_owned(),
        TEXAS.to_owned(),
        COLUMBIA.replace("1234567=", "001234567="),
        TEXAS.replace("=2802", "=2877"),
        TEXAS.replace("=2802", "=2888"),
    ] {
        let observations = examine(&licence(&text), TODAY);
        let failed: Vec<_> = observations
            .iter()
            // British Columbia writes brown hair as BRN, which is only reported.
            .filter(|o| o.outcome == Outcome::Fail && o.severity > Severity::Info)
            .collect();
        assert!(failed.is_empty(), "{failed:?}");
        for check in [
            Check::Header,
            Check::Version,
            Check::EntryCount,
            Check::SubfileTypes,
            Check::SubfilePlaces,
            Check::MandatoryElements,
            Check::ElementsOfVersion,
            Check::Discriminator,
            Check::BirthBeforeIssue,
            Check::IssueBeforeExpiry,
            Check::ValiditySpan,
            Check::Truncation,
        ] {
            let seen = observations.iter().find(|o| o.check == check).unwrap();
            assert!(
                matches!(seen.outcome, Outcome::NotChecked(_)),
                "{check:?} {text}"
            );
        }
    }
}

prop_compose! {
    /// Generates fields of a card whose names and city are shorter than their maximum lengths.
    fn fields()(
        family in "[A-Z]{2,14}", given in "[A-Z]{2,8}", middle in "[A-Z]{1,8}", city in "[A-Z]{3,12}",
        street in "[1-9]{1,4} [A-Z]{3,12} ST", number in "[0-9]{1,18}",
        birth in (1930i16..2008, 1i8..=12, 1i8..=28), expiry in (27i16..60, 1i8..=12),
        zip in "[1-9][0-9]{4}", sex in 1usize..=2, feet in 4u16..=6, inches in 0u16..12, pounds in 90u16..300,
    ) -> (String, String, [u16; 2]) {
        let (year, month, day) = birth;
        let (front, overflow) = number.split_at(number.len().min(13));
        let last = date(2000 + expiry.0, expiry.1, 1).last_of_month();
        let text = format!(
            "%TX{city}^{family}${given}${middle}^{street}^?;636015{front}={:02}{:02}{year:04}{month:02}{day:02}{overflow}=?%10{zip:<11}C               {sex}{feet}{inches:02}{pounds:03}BLKBRO?",
            expiry.0, expiry.1,
        );
        let summary = format!(
            "{family}|{given}|{middle}|{city}|{zip}|{number}|{year:04}-{month:02}-{day:02}|{last}"
        );
        (text, summary, [feet * 12 + inches, pounds])
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn written_stripes_are_parsed_back((text, expected, [inches, pounds]) in fields()) {
        let card = licence(&text);
        // Two of the words for "no data" are short enough to be generated as names.
        prop_assume!(!expected.split('|').any(|word| matches!(word, "NONE" | "NULL" | "UNAVL" | "UNAVAIL")));
        prop_assert_eq!(summary(&card), expected);
        prop_assert!(card.repairs.is_empty());
        prop_assert_eq!(card.holder.height.and_then(|h| h.inches), Some(inches));
        prop_assert_eq!(card.holder.weight.and_then(|w| w.pounds), Some(pounds));
        let contradictions = examine(&licence(&text), TODAY)
            .into_iter()
            .filter(|o| o.severity == Severity::Contradiction)
            .count();
        prop_assert_eq!(contradictions, 0);
    }

    #[test]
    fn any_tracks(text in "%[A-Z]{2}[\\PC\n]{0,40}\\^[\\PC$^]{0,60}\\?[;?]{0,2};[0-9]{6,20}={1,2}[0-9]{8,18}=?\\??\\PC{0,60}") {
        super::properties::survive(text.as_bytes());
    }

    #[test]
    fn any_change_of_a_card(changes in proptest::collection::vec((0usize..200, 0u8..3, any::<u8>()), 1..10)) {
        let mut text = COLUMBIA.as_bytes().to_vec();
        for (at, how, byte) in changes {
            let at = at % text.len();
            match how {
                0 => text[at] = byte,
                1 => text.insert(at, byte),
                _ => drop(text.remove(at)),
            }
        }
        super::properties::survive(&text);
    }
}

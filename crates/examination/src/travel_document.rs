//! Translates a machine-readable zone into the core's reading of a document.
//!
//! A field with an uncertain character is reported as doubtful if a claim can settle it, and
//! otherwise not at all, because something uncertain must decide nothing.

use document::DocumentKind;
use imaging::Quad;
use jiff::civil::Date;
use mrz::checks::{self, Check, Observation, Outcome, Severity};
use mrz::{Field, Format, Mrz, MrzReading, Sex, State, StateKind};
use verification::Service;
use verification::comparison::Gender;
use verification::decline::DeclineCode;
use verification::finding::{Finding, FindingOutcome};
use verification::names::{Cut, NameReading};
use verification::personal::Personal;
use verification::reading::{DocumentReading, Doubt, Zone, ZoneKind};
use verification::request::{DocumentType, EvidenceSlot};

/// A zone with its uncertain fields.
pub(super) struct Seen {
    pub(super) mrz: Mrz,
    pub(super) unsure: Vec<Field>,
    /// The place of its cells in the picture.
    pub(super) quad: Quad,
}

impl From<MrzReading> for Seen {
    fn from(read: MrzReading) -> Self {
        Self {
            mrz: read.mrz,
            unsure: read.unsure,
            quad: read.quad,
        }
    }
}

impl Seen {
    fn is_sure(&self, fields: &[Field]) -> bool {
        !fields.iter().any(|field| self.unsure.contains(field))
    }
}

/// Returns the zone word for word, by the names of its fields.
pub(super) fn zone(reading: &DocumentReading, slot: EvidenceSlot) -> Zone {
    Zone {
        slot,
        kind: ZoneKind::Mrz,
        fields: reading.additional.clone(),
    }
}

/// Returns the kind of document in the protocol's words, which have none for a visa.
fn kind(zone: &Mrz) -> Option<DocumentType> {
    match DocumentKind::of_zone(zone)? {
        DocumentKind::DrivingLicence => Some(DocumentType::DrivingLicense),
        DocumentKind::Passport => Some(DocumentType::Passport),
        DocumentKind::IdentityCard => Some(DocumentType::IdCard),
        _ => None,
    }
}

/// Returns everything in the zone that the core has a field for, or `None` for a visa, which
/// identifies nobody.
pub(super) fn reading(seen: &Seen, slot: EvidenceSlot, day: Date) -> Option<DocumentReading> {
    let zone = &seen.mrz;
    let kind = kind(zone)?;
    let is_sure = |fields: &[Field]| seen.is_sure(fields);
    let number = Some(zone.number.as_str()).filter(|number| !number.is_empty());
    let country = is_sure(&[Field::Issuer]).then_some(&zone.issuer);
    let has_sex = zone.has(Field::Sex) && is_sure(&[Field::Sex]);
    let gender = gender(zone.sex).filter(|_| has_sex);
    let mut reading = DocumentReading {
        kind: Some(kind),
        name: name(seen),
        dob: zone.born(day),
        issue_date: None,
        expiry_date: zone.expires(day),
        never_expires: zone.never_expires() && is_sure(&[Field::Expiry]),
        document_number: number.map(Personal::new),
        gender,
        country: country.and_then(|state| state.alpha2).map(str::to_owned),
        address: None,
        additional: Vec::new(),
        from: Some(slot),
        doubts: doubts(seen),
    };
    reading.additional = additional(seen, &reading);
    Some(reading)
}

/// The fields that a claim can settle.
fn doubts(seen: &Seen) -> Vec<Doubt> {
    let fields: [(Doubt, &[Field]); 4] = [
        (
            Doubt::Name,
            &[Field::Names, Field::Surname, Field::GivenNames],
        ),
        (Doubt::Dob, &[Field::Birth]),
        (Doubt::ExpiryDate, &[Field::Expiry]),
        (Doubt::DocumentNumber, &[Field::Number]),
    ];
    fields
        .into_iter()
        .filter_map(|(doubt, fields)| (!seen.is_sure(fields)).then_some(doubt))
        .collect()
}

fn gender(sex: Sex) -> Option<Gender> {
    Some(match sex {
        Sex::Male => Gender::Male,
        Sex::Female => Gender::Female,
        Sex::Unspecified => Gender::Unspecified,
        Sex::Unknown => return None,
    })
}

/// Returns the name with spelled-out marks removed. A name that fills its field may be truncated in
/// any word.
fn name(seen: &Seen) -> Option<NameReading> {
    let names = &seen.mrz.names;
    let part = |text: String| Some(text).filter(|text| !text.is_empty());
    let (family, given) = (part(names.plain_family()), part(names.plain_given()));
    if family.is_none() && given.is_none() {
        return None;
    }
    let cut = if names.may_be_cut {
        Cut::ByWord
    } else {
        Cut::Whole
    };
    Some(NameReading {
        given,
        family,
        given_cut: cut,
        family_cut: cut,
        ..NameReading::default()
    })
}

/// Returns `additional_data`: the protocol's keys, and the zone itself. Missing values are left
/// out.
fn additional(seen: &Seen, reading: &DocumentReading) -> Vec<(String, Personal)> {
    let zone = &seen.mrz;
    let text = |text: &str| Some(text.to_owned());
    let of_state = |state: &State| state.name.map(str::to_owned);
    let names = reading.name.as_ref();
    let nationality = zone
        .nationality
        .as_ref()
        .filter(|_| seen.is_sure(&[Field::Nationality]));
    let issuer = Some(&zone.issuer).filter(|_| seen.is_sure(&[Field::Issuer]));
    let optional = zone
        .optional
        .first()
        // An office, or the access code of a chip, is not a person's number.
        .filter(|_| zone.format != Format::France && !zone.format.is_licence())
        .filter(|_| seen.is_sure(&[Field::Optional, Field::Optional2]));
    let is_sure = seen.unsure.is_empty();
    let fields: Vec<(&str, Option<String>)> = vec![
        ("country", issuer.and_then(of_state)),
        ("last_name", names.and_then(|name| name.family.clone())),
        ("first_name", names.and_then(|name| name.given.clone())),
        (
            "expiry_date",
            reading.expiry_date.map(|date| date.to_string()),
        ),
        ("nationality", nationality.and_then(of_state)),
        (
            "country_code",
            issuer.map(|state| state.alpha3.unwrap_or(&state.code).to_owned()),
        ),
        ("document_type", text(&zone.code)),
        (
            "document_number",
            reading
                .document_number
                .as_ref()
                .map(|number| number.reveal().to_owned()),
        ),
        ("personal_number", optional.cloned()),
        ("dob", reading.dob.map(|date| date.to_string())),
        (
            "gender",
            reading
                .gender
                .filter(|gender| *gender != Gender::Unspecified)
                .map(|gender| gender.to_string()),
        ),
        (
            "nationality_code",
            nationality.map(|state| state.alpha3.unwrap_or(&state.code).to_owned()),
        ),
        (
            "never_expires",
            reading.never_expires.then(|| "yes".to_owned()),
        ),
        ("mrz_format", text(zone.format.as_str())),
        ("mrz", is_sure.then(|| zone.lines.join("\n"))),
    ];
    fields
        .into_iter()
        .filter_map(|(key, value)| {
            value
                .filter(|value| !value.is_empty())
                .map(|value| (key.to_owned(), Personal::new(value)))
        })
        .collect()
}

/// Returns one finding per check. A digit that does not match, over characters that are certain,
/// declines as an edited zone, because the issuer's computer makes no mistakes. A specimen of the
/// standard's Utopia is a test document.
pub(super) fn findings(
    service: Service,
    slot: EvidenceSlot,
    seen: &Seen,
    today: Date,
) -> Vec<Finding> {
    let mut found: Vec<Finding> = checks::examine(&seen.mrz, today)
        .iter()
        .map(|observed| finding(service, observed, seen).resting_on([slot]))
        .collect();
    if !seen.unsure.is_empty() {
        let why = "some characters could not be read with confidence";
        found.push(Finding::not_made(service, "mrz.confidence", why).resting_on([slot]));
    }
    if seen.mrz.issuer.kind == StateKind::Specimen && seen.is_sure(&[Field::Issuer]) {
        let why = "the issuer is the country of specimens";
        let code = DeclineCode::TEST_DOCUMENT;
        found.push(Finding::failed(service, "mrz.specimen", code, why).resting_on([slot]));
    }
    found
}

fn finding(service: Service, observed: &Observation, seen: &Seen) -> Finding {
    let check = format!("mrz.{}", name_of(observed.check));
    match (observed.outcome, observed.severity) {
        (Outcome::Pass, _) => Finding::passed(service, &check, observed.detail),
        (Outcome::NotChecked(_), _) => Finding::not_made(service, &check, observed.detail),
        (Outcome::Fail, Severity::Contradiction)
            if seen.is_sure(observed.check.rests_on(&seen.mrz)) =>
        {
            Finding::failed(service, &check, DeclineCode::EDITED_MRZ, observed.detail)
        }
        (Outcome::Fail, Severity::Contradiction) => Finding::failed(
            service,
            &check,
            DeclineCode::INFORMATION_NOT_VISIBLE,
            "it does not hold, but not every character could be read with confidence",
        ),
        (Outcome::Fail, _) => {
            Finding::new(service, &check, FindingOutcome::Failed, observed.detail)
        }
    }
}

/// The check's own name in JSON is its stable name here.
fn name_of(check: Check) -> String {
    serde_json::to_value(check)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use verification::request::Side;

    use super::*;

    const TODAY: Date = date(2026, 6, 15);
    const SLOT: EvidenceSlot = EvidenceSlot::new(Service::Document, Side::Proof);
    const NAME: &str = "P<SWEMUELLER<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<";
    const DATA: &str = "AB12345678SWE9002034F3004050<<<<<<<<<<<<<<<0";

    fn seen(lines: &[&str], unsure: &[Field]) -> Seen {
        Seen {
            mrz: mrz::parse(lines).unwrap(),
            unsure: unsure.to_vec(),
            quad: Quad::of_size(1, 1),
        }
    }

    /// Returns the codes of the checks that fail.
    fn codes(seen: &Seen) -> Vec<String> {
        findings(Service::Document, SLOT, seen, TODAY)
            .into_iter()
            .filter(|finding| finding.outcome == FindingOutcome::Failed)
            .map(|finding| {
                finding
                    .code
                    .map_or("none".to_owned(), |code| code.to_string())
            })
            .collect()
    }

    /// The second line with its check digits put right.
    fn data() -> String {
        let fields = mrz::Fields {
            format: Format::Td3,
            code: "P".to_owned(),
            issuer: "SWE".to_owned(),
            family: "Müller".to_owned(),
            given: "Anna Maria".to_owned(),
            number: DATA[..9].to_owned(),
            nationality: "SWE".to_owned(),
            birth: mrz::ShortDate::of(date(1990, 2, 3)),
            sex: Sex::Female,
            expiry: mrz::ShortDate::of(date(2030, 4, 5)),
            optional: String::new(),
            optional2: String::new(),
        };
        mrz::encode(&fields).swap_remove(1)
    }

    #[test]
    fn a_passport_becomes_a_reading() {
        let seen = seen(&[NAME, &data()], &[]);
        assert_eq!(codes(&seen), [""; 0]);
        let read = reading(&seen, SLOT, TODAY).unwrap();
        assert_eq!(read.kind, Some(DocumentType::Passport));
        assert_eq!(read.dob, Some(date(1990, 2, 3)));
        assert_eq!(read.expiry_date, Some(date(2030, 4, 5)));
        assert_eq!(read.country.as_deref(), Some("SE"));
        assert_eq!(read.gender, Some(Gender::Female));
        let keys: Vec<&str> = read
            .additional
            .iter()
            .map(|(key, _)| key.as_str())
            .collect();
        assert!(
            keys.contains(&"mrz") && keys.contains(&"nationality"),
            "{keys:?}"
        );
        assert!(!keys.contains(&"personal_number"), "{keys:?}");
    }

    #[test]
    fn what_is_not_sure_is_doubtful_or_not_given() {
        let unsure = [Field::Names, Field::Birth, Field::Number, Field::Issuer];
        let read = reading(&seen(&[NAME, &data()], &unsure), SLOT, TODAY).unwrap();
        assert_eq!(
            read.doubts,
            [Doubt::Name, Doubt::Dob, Doubt::DocumentNumber]
        );
        assert!(read.name.is_some() && read.country.is_none());
        let keys: Vec<&str> = read
            .additional
            .iter()
            .map(|(key, _)| key.as_str())
            .collect();
        assert!(
            !keys.contains(&"mrz") && !keys.contains(&"country_code"),
            "{keys:?}"
        );
    }

    #[test]
    fn a_digit_that_fails_is_forged_only_where_every_character_is_sure() {
        let forged = data().replacen("9002030", "9002130", 1);
        let check = |unsure: &[Field], expected: &[&str]| {
            assert_eq!(
                codes(&seen(&[NAME, &forged], unsure)),
                expected,
                "{unsure:?}"
            );
        };
        check(&[], &["SPDR239", "SPDR239"]);
        check(&[Field::Birth], &["SPDR55", "SPDR55"]);
        check(&[Field::Names], &["SPDR239", "SPDR239"]);
    }

    /// A number that was changed and is sure declines, whatever else could not be read.
    #[test]
    fn a_digit_rests_on_the_characters_that_it_covers() {
        let forged = data().replacen("AB1", "AB7", 1);
        assert_eq!(
            codes(&seen(&[NAME, &forged], &[Field::Optional])),
            ["SPDR239", "SPDR55"]
        );
    }

    #[test]
    fn what_is_unknown_contradicts_nothing() {
        let check = |lines: &[&str], dob: Option<Date>| {
            let seen = seen(lines, &[]);
            assert_eq!(codes(&seen), [""; 0], "{lines:?}");
            let read = reading(&seen, SLOT, TODAY).unwrap();
            assert_eq!(read.dob, dob, "{lines:?}");
            read
        };
        let born = Some(date(1985, 3, 17));
        let russian = check(
            &[
                "PNRUSIVANOV<<IVAN<IVANOVI3<<<<<<<<<<<<<<<<<<",
                "4505123451RUS8503172M<<<<<<<0050412770001<76",
            ],
            born,
        );
        assert_eq!((russian.expiry_date, russian.never_expires), (None, true));
        let name = russian.name.unwrap();
        assert_eq!(name.given.as_deref(), Some("IVAN IVANOVICH"));
        for birth in ["8500001", "85<<<<1"] {
            let second = format!("X1234567<7SWE{birth}F3001019<<<<<<<<<<<<<<<4");
            check(&[NAME, &second], None);
        }
    }

    #[test]
    fn a_card_without_an_end_does_not_expire_in_1999() {
        let lines = [
            "IDESPBAA000589599999999R<<<<<<",
            "4001016F9901018ESP<<<<<<<<<<<7",
            "ESPANOLA<ESPANOLA<<CARMEN<<<<<",
        ];
        let read = reading(&seen(&lines, &[]), SLOT, TODAY).unwrap();
        assert_eq!((read.expiry_date, read.never_expires), (None, true));
        assert!(
            read.additional
                .iter()
                .any(|(key, _)| key == "never_expires")
        );
        // Of another issuer nobody knows what is meant.
        let other = lines.map(|line| line.replace("ESP", "SWE"));
        let other: Vec<&str> = other.iter().map(String::as_str).collect();
        let read = reading(&seen(&other, &[]), SLOT, TODAY).unwrap();
        assert_eq!((read.expiry_date, read.never_expires), (None, false));
    }

    #[test]
    fn a_licence_with_a_line_is_one() {
        let seen = seen(&["D1FRA13AA000026181231MARTIN<<9"], &[]);
        assert_eq!(codes(&seen), [""; 0]);
        let read = reading(&seen, SLOT, TODAY).unwrap();
        assert_eq!(read.kind, Some(DocumentType::DrivingLicense));
        assert_eq!(read.expiry_date, Some(date(2018, 12, 31)));
        assert_eq!((read.dob, read.gender), (None, None));
        assert_eq!(read.country.as_deref(), Some("FR"));
        let name = read.name.unwrap();
        assert_eq!((name.family.as_deref(), name.given), (Some("MARTIN"), None));
    }

    #[test]
    fn specimens_and_visas_are_not_taken() {
        let utopian = NAME.replacen("SWE", "UTO", 1);
        assert_eq!(codes(&seen(&[&utopian, &data()], &[])), ["SPDR282"]);
        let visa = NAME.replacen('P', "V", 1);
        assert!(reading(&seen(&[&visa, &data()], &[]), SLOT, TODAY).is_none());
    }
}

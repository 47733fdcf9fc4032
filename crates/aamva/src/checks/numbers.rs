//! Checks of the document number: the formats that issuers publish, and the few that encode the
//! birth date.
//!
//! The formats come from public lists (the National Traffic Safety Institute's for the United
//! States, catalogues for data loss prevention for Canada), and are widened where issuers are known
//! to use newer ones. They apply to driving licences only, because some issuers number their
//! identification cards differently.

use jiff::civil::Date;

use super::observation::{Check, Reason, Severity};
use super::report::Report;
use crate::text::alphanumerics;
use crate::{FileType, Kind, Sex};

/// The formats of each jurisdiction. `L` stands for letters, `N` for digits and `X` for either,
/// each followed by a count or a range; blanks separate alternatives. Numbers are compared without
/// dashes and blanks.
const FORMATS: &[(&str, &str)] = &[
    ("AB", "N5-9"),
    ("AK", "N1-7"),
    ("AL", "N1-8"),
    ("AR", "N4-9"),
    ("AZ", "L1N8 N9"),
    ("BC", "N7-8"),
    ("CA", "L1N7"),
    ("CO", "N9 L1N3-6 L2N2-5"),
    ("CT", "N9"),
    ("DC", "N7 N9"),
    ("DE", "N1-7"),
    ("FL", "L1N12"),
    ("GA", "N7-9"),
    ("GU", "L1N14 N9"),
    ("HI", "L1N8 N9"),
    ("IA", "N9 N3L2N4"),
    ("ID", "L2N6L1 N9"),
    ("IL", "L1N11-12"),
    ("IN", "L1N9 N9-10"),
    ("KS", "L1N8 N9 L1N1L1N1L1"),
    ("KY", "L1N8-9 N9"),
    ("LA", "N1-9"),
    ("MA", "L1N8 L2N7 N9"),
    ("MB", "L7N3L2"),
    ("MD", "L1N12 L2N11"),
    ("ME", "N7-8 N7L1"),
    ("MI", "L1N10 L1N12"),
    ("MN", "L1N12"),
    ("MO", "L1N5-9 L1N6L1 N8L2 N9L1 N9 N3L1N6"),
    ("MS", "N9"),
    ("MT", "L1N8 N9 N13-14"),
    ("NB", "N5-7"),
    ("NC", "N1-12"),
    ("ND", "L3N6 N9"),
    ("NE", "L1N3-8"),
    ("NH", "N2L3N5 L3N8"),
    ("NJ", "L1N14"),
    ("NL", "L1N9"),
    ("NM", "N8-9"),
    ("NS", "L5N9"),
    ("NT", "N6"),
    ("NV", "N9-10 N12 L1N8"),
    ("NY", "L1N7 L1N18 N8-9 N16 L8"),
    ("OH", "L1N4-8 L2N3-7 N8"),
    ("OK", "L1N9 N9"),
    ("ON", "L1N14"),
    ("OR", "N1-9 L1N6"),
    ("PA", "N8"),
    ("PE", "N5-6"),
    ("PR", "N5-7 N9"),
    ("QC", "L1N12"),
    ("RI", "N7-8 L1N6"),
    ("SC", "N5-11"),
    ("SD", "N6-10 N12"),
    ("SK", "N8"),
    ("TN", "N7-9"),
    ("TX", "N7-8"),
    ("UT", "N4-10"),
    ("VA", "L1N8-11 N9"),
    ("VT", "N8 N7L1"),
    ("WA", "X12"),
    ("WI", "L1N13"),
    ("WV", "N7 L1-2N5-6"),
    ("WY", "N9-10"),
    ("YT", "N1-6"),
];

pub(super) fn examine(report: &mut Report<'_>) {
    format(report);
    number_and_birth(report);
}

fn format(report: &mut Report<'_>) {
    let ids = &["DAQ"];
    let licence = report.licence;
    let Some(number) = licence.document.number.as_deref().map(alphanumerics) else {
        return report.skip(Check::NumberFormat, Reason::Absent, ids);
    };
    let forms = licence
        .issuer
        .and_then(|i| FORMATS.iter().find(|(code, _)| *code == i.jurisdiction));
    let Some((_, forms)) = forms.filter(|_| licence.kind == Kind::DrivingLicence) else {
        return report.skip(Check::NumberFormat, Reason::NoRule, ids);
    };
    let holds = forms.split(' ').any(|form| has_format(&number, form));
    // A magnetic stripe has only digits, and issuers differ in how they encode letters as digits.
    if !holds && licence.header.file_type == FileType::MagneticStripe {
        return report.skip(Check::NumberFormat, Reason::NoRule, ids);
    }
    let sentences = [
        "the number has a form of its issuer",
        "the number has none of its issuer's published forms",
    ];
    report.judge(
        Check::NumberFormat,
        ids,
        holds,
        Severity::Suspicious,
        sentences,
    );
}

/// Returns true if a number has this format. Adjacent classes never overlap, so greedy matching is
/// always correct.
fn has_format(number: &str, form: &str) -> bool {
    let mut rest = number.as_bytes();
    let mut form = form.as_bytes();
    while let [class, tail @ ..] = form {
        let (least, tail) = count(tail);
        let (most, tail) = match tail {
            [b'-', after @ ..] => count(after),
            _ => (least, tail),
        };
        let fits = |b: &&u8| match class {
            b'L' => b.is_ascii_alphabetic(),
            b'N' => b.is_ascii_digit(),
            _ => b.is_ascii_alphanumeric(),
        };
        let run = rest.iter().take_while(fits).take(most).count();
        if run < least {
            return false;
        }
        rest = rest.get(run..).unwrap_or_default();
        form = tail;
    }
    rest.is_empty()
}

fn count(text: &[u8]) -> (usize, &[u8]) {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (number, rest) = text.split_at_checked(digits).unwrap_or((text, &[]));
    (
        number.iter().fold(0, |n, b| n * 10 + usize::from(b - b'0')),
        rest,
    )
}

/// Checks the numbers of the issuers that encode birth date and sex in them by public rules.
fn number_and_birth(report: &mut Report<'_>) {
    let ids = &["DAQ", "DBB"];
    let licence = report.licence;
    let (Some(number), Some(birth), Some(issuer)) = (
        licence.document.number.as_deref().map(alphanumerics),
        licence.dates.birth,
        licence.issuer,
    ) else {
        return report.skip(Check::NumberAndBirth, Reason::Absent, ids);
    };
    let stripe = licence.header.file_type == FileType::MagneticStripe;
    if licence.kind != Kind::DrivingLicence || stripe {
        return report.skip(Check::NumberAndBirth, Reason::NoRule, ids);
    }
    let written = match (issuer.jurisdiction, number.len()) {
        // These numbers have a letter, three digits for the family name, three for the first name,
        // two for the year and three for the day.
        ("FL", 13) | ("IL", 12) | ("WI", 14) => number.get(7..12),
        // The last six digits are year, month and day.
        ("ON", 15) => number.get(9..15),
        _ => return report.skip(Check::NumberAndBirth, Reason::NoRule, ids),
    };
    let female = [Some(Sex::Female), None].contains(&licence.holder.sex);
    let male = licence.holder.sex != Some(Sex::Female);
    let expected = |woman| encoded_birth(issuer.jurisdiction, birth, woman);
    let holds = male && written == Some(expected(false).as_str())
        || (female || licence.holder.sex == Some(Sex::Unspecified))
            && written == Some(expected(true).as_str());
    let sentences = [
        "the number encodes the birth date",
        "the number encodes another birth date or sex",
    ];
    report.judge(
        Check::NumberAndBirth,
        ids,
        holds,
        Severity::Suspicious,
        sentences,
    );
}

/// Returns birth date and sex as the number encodes them.
fn encoded_birth(jurisdiction: &str, birth: Date, woman: bool) -> String {
    let year = birth.year().rem_euclid(100);
    let (month, day) = (i16::from(birth.month()), i16::from(birth.day()));
    match jurisdiction {
        "ON" => format!("{year:02}{:02}{day:02}", month + if woman { 50 } else { 0 }),
        // Days are counted as if every month had 31 days (Illinois) or 40 (Florida, Wisconsin).
        "IL" => format!(
            "{year:02}{:03}",
            (month - 1) * 31 + day + if woman { 600 } else { 0 }
        ),
        _ => format!(
            "{year:02}{:03}",
            (month - 1) * 40 + day + if woman { 500 } else { 0 }
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iin::of_jurisdiction;

    #[test]
    fn every_form_belongs_to_an_issuer_and_parses() {
        assert!(FORMATS.windows(2).all(|w| w[0].0 < w[1].0));
        for (code, forms) in FORMATS {
            assert!(of_jurisdiction(code).is_some(), "{code}");
            for form in forms.split(' ') {
                assert!(form.starts_with(['L', 'N', 'X']), "{code}: {form}");
                let length: usize = form
                    .split(['L', 'N', 'X'])
                    .filter(|part| !part.is_empty())
                    .map(|part| part.rsplit('-').next().unwrap().parse::<usize>().unwrap())
                    .sum();
                assert!((1..=19).contains(&length), "{code}: {form}");
            }
        }
    }

    #[test]
    fn forms_are_matched() {
        let check = |number: &str, form: &str, holds: bool| {
            assert_eq!(has_format(number, form), holds, "{number} {form}");
        };
        check("F1485768", "L1N7", true);
        check("F148576", "L1N7", false);
        check("F14857689", "L1N7", false);
        check("AB12345", "L1-2N5-6", true);
        check("A123456", "L1-2N5-6", true);
        check("K1K1K", "L1N1L1N1L1", true);
        check("12", "N1-7", true);
        check("", "N1-7", false);
        check("WDLABC123456", "X12", true);
    }

    #[test]
    fn birth_dates_are_encoded() {
        let birth = Date::constant(1969, 6, 27);
        assert_eq!(encoded_birth("IL", birth, true), "69782");
        assert_eq!(encoded_birth("FL", birth, false), "69227");
        assert_eq!(encoded_birth("WI", birth, true), "69727");
        assert_eq!(encoded_birth("ON", birth, true), "695627");
    }
}

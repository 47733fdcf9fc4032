//! Checks of the postal code: its format, and the state that it lies in.

use std::ops::RangeInclusive;

use super::observation::{Check, Reason, Severity};
use super::report::Report;
use crate::iin::Country;

/// The first three digits of each state's ZIP codes, as the United States Postal Service assigns
/// them. Military addresses (`AA`, `AE`, `AP`) have ranges of their own.
const ZIPS: &[(&str, &[RangeInclusive<u16>])] = &[
    ("AA", &[340..=340]),
    ("AE", &[90..=98]),
    ("AK", &[995..=999]),
    ("AL", &[350..=369]),
    ("AP", &[962..=966]),
    ("AR", &[716..=729, 755..=755]),
    ("AS", &[967..=967]),
    ("AZ", &[850..=865]),
    ("CA", &[900..=961]),
    ("CO", &[800..=816]),
    ("CT", &[60..=69]),
    ("DC", &[200..=205, 569..=569]),
    ("DE", &[197..=199]),
    ("FL", &[320..=349]),
    ("GA", &[300..=319, 398..=399]),
    ("GU", &[969..=969]),
    ("HI", &[967..=968]),
    ("IA", &[500..=528]),
    ("ID", &[832..=838]),
    ("IL", &[600..=629]),
    ("IN", &[460..=479]),
    ("KS", &[660..=679]),
    ("KY", &[400..=427]),
    ("LA", &[700..=714]),
    ("MA", &[10..=27, 55..=55]),
    ("MD", &[206..=219]),
    ("ME", &[39..=49]),
    ("MI", &[480..=499]),
    ("MN", &[550..=567]),
    ("MO", &[630..=658]),
    ("MP", &[969..=969]),
    ("MS", &[386..=397]),
    ("MT", &[590..=599]),
    ("NC", &[270..=289]),
    ("ND", &[580..=588]),
    ("NE", &[680..=693]),
    ("NH", &[30..=38]),
    ("NJ", &[70..=89]),
    ("NM", &[870..=884]),
    ("NV", &[889..=898]),
    ("NY", &[5..=5, 63..=63, 100..=149]),
    ("OH", &[430..=459]),
    ("OK", &[730..=731, 734..=749]),
    ("OR", &[970..=979]),
    ("PA", &[150..=196]),
    ("PR", &[6..=7, 9..=9]),
    ("RI", &[28..=29]),
    ("SC", &[290..=299]),
    ("SD", &[570..=577]),
    ("TN", &[370..=385]),
    ("TX", &[733..=733, 750..=799, 885..=885]),
    ("UT", &[840..=847]),
    ("VA", &[201..=201, 220..=246]),
    ("VI", &[8..=8]),
    ("VT", &[50..=59]),
    ("WA", &[980..=994]),
    ("WI", &[530..=549]),
    ("WV", &[247..=268]),
    ("WY", &[820..=831, 834..=834]),
];

/// The first letters of the postal codes of each Canadian province.
const LETTERS: &[(&str, &str)] = &[
    ("AB", "T"),
    ("BC", "V"),
    ("MB", "R"),
    ("NB", "E"),
    ("NL", "A"),
    ("NS", "B"),
    ("NT", "X"),
    ("NU", "X"),
    ("ON", "KLMNP"),
    ("PE", "C"),
    ("QC", "GHJK"),
    ("SK", "S"),
    ("YT", "Y"),
];

pub(super) fn examine(report: &mut Report<'_>) {
    format(report);
    and_state(report);
}

fn format(report: &mut Report<'_>) {
    let address = &report.licence.address;
    let (Some(postal), Some(country)) = (&address.postal, address.country) else {
        return report.skip(Check::PostalFormat, Reason::Absent, &["DAK"]);
    };
    let holds = match country {
        Country::UnitedStates | Country::Mexico => prefix(&postal.code).is_some(),
        Country::Canada => {
            postal.code.len() == 7 && postal.code.starts_with(|c: char| c.is_ascii_alphabetic())
        }
    };
    let sentences = [
        "the postal code has the form of its country",
        "the postal code has another form than its country's",
    ];
    report.judge(
        Check::PostalFormat,
        &["DAK", "DCG"],
        holds,
        Severity::Suspicious,
        sentences,
    );
}

/// Returns the first three digits of a ZIP code in its normalised form.
fn prefix(code: &str) -> Option<u16> {
    let digits = code.split('-').next().filter(|five| five.len() == 5)?;
    digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.get(..3)?.parse().ok())?
}

fn and_state(report: &mut Report<'_>) {
    let ids = &["DAK", "DAJ"];
    let address = &report.licence.address;
    let (Some(postal), Some(state)) = (&address.postal, address.jurisdiction.as_deref()) else {
        return report.skip(Check::PostalAndState, Reason::Absent, ids);
    };
    let zips = ZIPS.iter().find(|(code, _)| *code == state);
    let letters = LETTERS.iter().find(|(code, _)| *code == state);
    let holds = match (zips, letters) {
        (Some((_, ranges)), _) => {
            prefix(&postal.code).is_some_and(|zip| ranges.iter().any(|range| range.contains(&zip)))
        }
        (None, Some((_, letters))) => postal.code.starts_with(|c| letters.contains(c)),
        (None, None) => return report.skip(Check::PostalAndState, Reason::NoRule, ids),
    };
    let sentences = [
        "the postal code lies in the state",
        "the postal code does not lie in the state",
    ];
    report.judge(
        Check::PostalAndState,
        ids,
        holds,
        Severity::Suspicious,
        sentences,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(ZIPS.windows(2).all(|w| w[0].0 < w[1].0));
        assert!(LETTERS.windows(2).all(|w| w[0].0 < w[1].0));
    }
}

//! Checks of the issuer number against the state and the country.

use super::observation::{Check, Reason, Severity};
use super::report::Report;
use crate::iin::of_jurisdiction;
use crate::raw::SubfileKind;

pub(super) fn examine(report: &mut Report<'_>) {
    known(report);
    against_state(report);
    against_country(report);
    state_and_country(report);
    jurisdiction_letter(report);
}

fn known(report: &mut Report<'_>) {
    if report.licence.header.iin.is_none() {
        return report.skip(Check::Issuer, Reason::Absent, &[]);
    }
    // A genuine card of Alberta has a number outside the list, so an unknown one is only a
    // suspicion.
    report.judge(
        Check::Issuer,
        &[],
        report.licence.issuer.is_some(),
        Severity::Suspicious,
        [
            "the issuer number is in the public list",
            "the issuer number is not in the public list",
        ],
    );
}

/// Compares the issuer with the state of the address. The address on a genuine card may lie outside
/// the issuing state, for example that of a soldier or a student.
fn against_state(report: &mut Report<'_>) {
    let ids = &["DAJ"];
    let licence = report.licence;
    match (licence.issuer, licence.address.jurisdiction.as_deref()) {
        (None, _) | (_, None) => report.skip(Check::IssuerAndState, Reason::Absent, ids),
        (Some(issuer), _) if issuer.jurisdiction == "US" => {
            report.skip(Check::IssuerAndState, Reason::NoRule, ids);
        }
        (Some(issuer), Some(state)) => report.judge(
            Check::IssuerAndState,
            ids,
            issuer.jurisdiction == state,
            Severity::Suspicious,
            [
                "the address is in the issuer's state",
                "the address is not in the issuer's state",
            ],
        ),
    }
}

/// Compares the issuer with `DCG`. Both name the country that issued the card, so they cannot
/// differ on a genuine one.
fn against_country(report: &mut Report<'_>) {
    let ids = &["DCG"];
    let (Some(issuer), Some(country)) = (report.licence.issuer, report.licence.document.country)
    else {
        return report.skip(Check::IssuerAndCountry, Reason::Absent, ids);
    };
    report.judge(
        Check::IssuerAndCountry,
        ids,
        issuer.country == country,
        Severity::Contradiction,
        [
            "the country is that of the issuer",
            "the country is not that of the issuer",
        ],
    );
}

fn state_and_country(report: &mut Report<'_>) {
    let ids = &["DAJ", "DCG"];
    let (Some(state), Some(country)) = (
        report.licence.address.jurisdiction.as_deref(),
        report.licence.document.country,
    ) else {
        return report.skip(Check::StateAndCountry, Reason::Absent, ids);
    };
    let Some(home) = of_jurisdiction(state) else {
        return report.skip(Check::StateAndCountry, Reason::NoRule, ids);
    };
    report.judge(
        Check::StateAndCountry,
        ids,
        home.country == country,
        Severity::Suspicious,
        [
            "the address is in the country of the card",
            "the address is not in the country of the card",
        ],
    );
}

fn jurisdiction_letter(report: &mut Report<'_>) {
    let letter = report.licence.subfiles.iter().find_map(|s| match s.kind {
        SubfileKind::Jurisdiction(letter) => Some(letter),
        _ => None,
    });
    let initial = report
        .licence
        .issuer
        .and_then(|i| i.jurisdiction.bytes().next());
    let (Some(letter), Some(initial)) = (letter, initial) else {
        return report.skip(Check::JurisdictionLetter, Reason::Absent, &[]);
    };
    report.judge(
        Check::JurisdictionLetter,
        &[],
        letter == initial,
        Severity::Suspicious,
        [
            "the issuer's own subfile bears its initial",
            "the issuer's own subfile bears another initial",
        ],
    );
}

//! The issuer number against the state and the country.

use super::observation::{Check, Reason, Severity};
use super::sheet::Sheet;
use crate::iin::of_jurisdiction;
use crate::raw::SubfileKind;

pub(super) fn examine(sheet: &mut Sheet<'_>) {
    known(sheet);
    against_state(sheet);
    against_country(sheet);
    state_and_country(sheet);
    jurisdiction_letter(sheet);
}

fn known(sheet: &mut Sheet<'_>) {
    if sheet.licence.header.iin.is_none() {
        return sheet.skip(Check::Issuer, Reason::Absent, &[]);
    }
    // Alberta has been seen with a number outside the list, so an unknown one is only a suspicion.
    sheet.judge(
        Check::Issuer,
        &[],
        sheet.licence.issuer.is_some(),
        Severity::Suspicious,
        [
            "the issuer number is in the public list",
            "the issuer number is not in the public list",
        ],
    );
}

/// The address on a genuine card may lie outside the issuing state: soldiers, students, mailing
/// addresses.
fn against_state(sheet: &mut Sheet<'_>) {
    let ids = &["DAJ"];
    let licence = sheet.licence;
    match (licence.issuer, licence.address.jurisdiction.as_deref()) {
        (None, _) | (_, None) => sheet.skip(Check::IssuerAndState, Reason::Absent, ids),
        (Some(issuer), _) if issuer.jurisdiction == "US" => {
            sheet.skip(Check::IssuerAndState, Reason::NoRule, ids);
        }
        (Some(issuer), Some(state)) => sheet.judge(
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

/// `DCG` is the country that issued the card, and so is that of the issuer number: they cannot
/// differ.
fn against_country(sheet: &mut Sheet<'_>) {
    let ids = &["DCG"];
    let (Some(issuer), Some(country)) = (sheet.licence.issuer, sheet.licence.document.country)
    else {
        return sheet.skip(Check::IssuerAndCountry, Reason::Absent, ids);
    };
    sheet.judge(
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

fn state_and_country(sheet: &mut Sheet<'_>) {
    let ids = &["DAJ", "DCG"];
    let (Some(state), Some(country)) = (
        sheet.licence.address.jurisdiction.as_deref(),
        sheet.licence.document.country,
    ) else {
        return sheet.skip(Check::StateAndCountry, Reason::Absent, ids);
    };
    let Some(home) = of_jurisdiction(state) else {
        return sheet.skip(Check::StateAndCountry, Reason::NoRule, ids);
    };
    sheet.judge(
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

fn jurisdiction_letter(sheet: &mut Sheet<'_>) {
    let letter = sheet.licence.subfiles.iter().find_map(|s| match s.kind {
        SubfileKind::Jurisdiction(letter) => Some(letter),
        _ => None,
    });
    let initial = sheet
        .licence
        .issuer
        .and_then(|i| i.jurisdiction.bytes().next());
    let (Some(letter), Some(initial)) = (letter, initial) else {
        return sheet.skip(Check::JurisdictionLetter, Reason::Absent, &[]);
    };
    sheet.judge(
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

//! Dates against each other, against the version and against today.

use jiff::ToSpan;
use jiff::civil::Date;

use super::observation::{Check, Outcome, Reason, Severity};
use super::sheet::Sheet;
use crate::{Kind, dates};

/// No issuer grants longer than this, Arizona aside.
const LONGEST_VALIDITY_YEARS: i16 = 12;
/// The oldest person ever documented reached 122.
const OLDEST: i16 = 123;
/// Nobody drives before this age; some states issue farm and hardship permits at 14.
const YOUNGEST_DRIVER: i16 = 14;

pub(super) fn examine(sheet: &mut Sheet<'_>) {
    readable(sheet);
    order(sheet);
    version_before_issue(sheet);
    not_in_future(sheet);
    validity_span(sheet);
    expiry_on_birthday(sheet);
    expiry(sheet);
    age(sheet);
    under(
        sheet,
        Check::Under18,
        "DDH",
        sheet.licence.dates.under_18_until,
        18,
    );
    under(
        sheet,
        Check::Under19,
        "DDI",
        sheet.licence.dates.under_19_until,
        19,
    );
    under(
        sheet,
        Check::Under21,
        "DDJ",
        sheet.licence.dates.under_21_until,
        21,
    );
}

fn readable(sheet: &mut Sheet<'_>) {
    let unreadable: Vec<&str> = ["DBA", "DBB", "DBD", "DDB", "DDC", "DDH", "DDI", "DDJ"]
        .into_iter()
        .filter(|id| {
            sheet
                .text(id)
                .is_some_and(|value| dates::read(value).is_none() && !is_filler(value))
        })
        .filter(|id| *id != "DBA" || !sheet.licence.dates.never_expires)
        .collect();
    if unreadable.is_empty() {
        return sheet.pass(
            Check::DatesReadable,
            &[],
            "every date that is written is a date",
        );
    }
    let detail = format!("no date in {}", unreadable.join(", "));
    sheet.fail(
        Check::DatesReadable,
        Severity::Suspicious,
        &unreadable,
        detail,
    );
}

/// Zeros or nines stand for "none" (Virginia's `DDC`).
fn is_filler(value: &str) -> bool {
    value.bytes().all(|b| b == b'0') || value.bytes().all(|b| b == b'9')
}

fn order(sheet: &mut Sheet<'_>) {
    let dates = &sheet.licence.dates;
    let (birth, issue, expiry, revision) = (dates.birth, dates.issue, dates.expiry, dates.revision);
    before(
        sheet,
        Check::BirthBeforeIssue,
        [("DBB", birth), ("DBD", issue)],
        Severity::Contradiction,
    );
    before(
        sheet,
        Check::IssueBeforeExpiry,
        [("DBD", issue), ("DBA", expiry)],
        Severity::Contradiction,
    );
    before(
        sheet,
        Check::BirthBeforeExpiry,
        [("DBB", birth), ("DBA", expiry)],
        Severity::Contradiction,
    );
    // A replacement may keep the first card's date of issue and still be of a newer design.
    let next_day = issue.and_then(|d| d.tomorrow().ok());
    before(
        sheet,
        Check::RevisionBeforeIssue,
        [("DDB", revision), ("DBD", next_day)],
        Severity::Suspicious,
    );
}

fn before(
    sheet: &mut Sheet<'_>,
    check: Check,
    pair: [(&str, Option<Date>); 2],
    severity: Severity,
) {
    let [(first_id, first), (second_id, second)] = pair;
    let ids = &[first_id, second_id];
    let (Some(first), Some(second)) = (first, second) else {
        return sheet.skip(check, Reason::Absent, ids);
    };
    let no = format!("{first_id} is not before {second_id}");
    sheet.judge(
        check,
        ids,
        first < second,
        severity,
        ["the dates are in order", &no],
    );
}

/// When each version was published: year and month, the first of which is the earliest possible
/// issue.
const PUBLISHED: [(i16, i8); 11] = [
    (1900, 1),
    (2000, 1),
    (2003, 9),
    (2005, 3),
    (2009, 7),
    (2010, 7),
    (2011, 7),
    (2012, 6),
    (2013, 8),
    (2016, 9),
    (2020, 1),
];

/// A card cannot have been made before its version was published. Still only a suspicion: a
/// replacement may carry the date of the card it replaces, and drafts are adopted early.
fn version_before_issue(sheet: &mut Sheet<'_>) {
    let version = sheet.licence.header.version;
    let published = version.and_then(|v| PUBLISHED.get(usize::from(v)));
    let published = published.and_then(|&(year, month)| Date::new(year, month, 1).ok());
    let (Some(published), Some(issue)) = (published, sheet.licence.dates.issue) else {
        return sheet.skip(Check::VersionBeforeIssue, Reason::Absent, &["DBD"]);
    };
    sheet.judge(
        Check::VersionBeforeIssue,
        &["DBD"],
        published <= issue,
        Severity::Suspicious,
        [
            "the version existed at issue",
            "the version did not exist at issue",
        ],
    );
}

/// One day of grace: the day begins earlier elsewhere.
fn not_in_future(sheet: &mut Sheet<'_>) {
    let dates = &sheet.licence.dates;
    let (Some(tomorrow), true) = (
        sheet.today.tomorrow().ok(),
        dates.birth.or(dates.issue).is_some(),
    ) else {
        return sheet.skip(Check::NotInFuture, Reason::Absent, &["DBB", "DBD"]);
    };
    let later = |date: Option<Date>| date.is_some_and(|d| d > tomorrow);
    let holds = !later(dates.birth) && !later(dates.issue);
    sheet.judge(
        Check::NotInFuture,
        &["DBB", "DBD"],
        holds,
        Severity::Suspicious,
        [
            "neither birth nor issue lies in the future",
            "birth or issue lies in the future",
        ],
    );
}

fn validity_span(sheet: &mut Sheet<'_>) {
    let ids = &["DBD", "DBA"];
    let dates = &sheet.licence.dates;
    let (Some(issue), Some(expiry)) = (dates.issue, dates.expiry) else {
        return sheet.skip(Check::ValiditySpan, Reason::Absent, ids);
    };
    // Arizona's licences run until the holder is 65.
    if sheet.licence.issuer.is_some_and(|i| i.jurisdiction == "AZ") {
        return sheet.skip(Check::ValiditySpan, Reason::NoRule, ids);
    }
    let holds = plus_years(issue, LONGEST_VALIDITY_YEARS).is_none_or(|latest| expiry <= latest);
    sheet.judge(
        Check::ValiditySpan,
        ids,
        holds,
        Severity::Suspicious,
        [
            "the card is valid for a usual time",
            "the card is valid for longer than issuers grant",
        ],
    );
}

/// Only told, never held against a card: issuers also count from the day of issue.
fn expiry_on_birthday(sheet: &mut Sheet<'_>) {
    let ids = &["DBB", "DBA"];
    let dates = &sheet.licence.dates;
    let (Some(birth), Some(expiry)) = (dates.birth, dates.expiry) else {
        return sheet.skip(Check::ExpiryOnBirthday, Reason::Absent, ids);
    };
    let birthday = plus_years(birth, expiry.year() - birth.year());
    if birthday.is_some_and(|day| within_a_day(day, expiry)) {
        sheet.pass(
            Check::ExpiryOnBirthday,
            ids,
            "the card expires on a birthday",
        );
    } else {
        sheet.skip(Check::ExpiryOnBirthday, Reason::NoRule, ids);
    }
}

fn expiry(sheet: &mut Sheet<'_>) {
    let dates = &sheet.licence.dates;
    if dates.never_expires {
        return sheet.pass(Check::Expiry, &["DBA"], "the card does not expire");
    }
    let Some(expiry) = dates.expiry else {
        return sheet.skip(Check::Expiry, Reason::Absent, &["DBA"]);
    };
    let told = ["the card has not expired", "the card has expired"];
    sheet.judge(
        Check::Expiry,
        &["DBA"],
        sheet.today <= expiry,
        Severity::Info,
        told,
    );
}

fn age(sheet: &mut Sheet<'_>) {
    let ids = &["DBB", "DBD"];
    let Some(birth) = sheet.licence.dates.birth else {
        return sheet.skip(Check::Age, Reason::Absent, ids);
    };
    let too_old = plus_years(birth, OLDEST).is_some_and(|day| day < sheet.today);
    if too_old {
        return sheet.fail(
            Check::Age,
            Severity::Suspicious,
            ids,
            "older than anyone has become",
        );
    }
    let drives = sheet.licence.kind != Kind::IdentificationCard;
    let drove_too_young = sheet
        .licence
        .dates
        .issue
        .filter(|issue| *issue > birth && drives)
        .is_some_and(|issue| plus_years(birth, YOUNGEST_DRIVER).is_some_and(|day| issue < day));
    if drove_too_young {
        return sheet.fail(
            Check::Age,
            Severity::Suspicious,
            ids,
            "younger at issue than any driver",
        );
    }
    sheet.note(
        Check::Age,
        Outcome::Pass,
        Severity::Info,
        ids,
        "the age fits the card".to_owned(),
    );
}

/// By definition of the element, so a difference cannot be the issuer's rule. One day of grace for
/// those born on 29 February and for issuers that name the last day instead of the first.
fn under(sheet: &mut Sheet<'_>, check: Check, id: &str, until: Option<Date>, years: i16) {
    let ids = &["DBB", id];
    let (Some(birth), Some(until)) = (sheet.licence.dates.birth, until) else {
        return sheet.skip(check, Reason::Absent, ids);
    };
    let Some(day) = plus_years(birth, years) else {
        return sheet.skip(check, Reason::Absent, ids);
    };
    let told = [
        "the date is the birthday it should be",
        "the date is not the birthday it should be",
    ];
    sheet.judge(
        check,
        ids,
        within_a_day(day, until),
        Severity::Contradiction,
        told,
    );
}

fn plus_years(date: Date, years: i16) -> Option<Date> {
    date.checked_add(years.years()).ok()
}

fn within_a_day(a: Date, b: Date) -> bool {
    a == b || a.tomorrow().is_ok_and(|d| d == b) || b.tomorrow().is_ok_and(|d| d == a)
}

//! Checks of dates: against each other, against the version, and against today.

use jiff::ToSpan;
use jiff::civil::Date;

use super::observation::{Check, Outcome, Reason, Severity};
use super::report::Report;
use crate::{Kind, dates};

/// The longest validity that any issuer except Arizona grants.
const MAX_VALIDITY_YEARS: i16 = 12;
/// An age that nobody has reached: the oldest person ever documented died at 122.
const MAX_AGE: i16 = 123;
/// The youngest age at which anybody drives; some states issue farm and hardship permits at 14.
const MIN_DRIVING_AGE: i16 = 14;

pub(super) fn examine(report: &mut Report<'_>) {
    readable(report);
    order(report);
    version_before_issue(report);
    not_in_future(report);
    validity_span(report);
    expiry_on_birthday(report);
    expiry(report);
    age(report);
    under(
        report,
        Check::Under18,
        "DDH",
        report.licence.dates.under_18_until,
        18,
    );
    under(
        report,
        Check::Under19,
        "DDI",
        report.licence.dates.under_19_until,
        19,
    );
    under(
        report,
        Check::Under21,
        "DDJ",
        report.licence.dates.under_21_until,
        21,
    );
}

fn readable(report: &mut Report<'_>) {
    let unreadable: Vec<&str> = ["DBA", "DBB", "DBD", "DDB", "DDC", "DDH", "DDI", "DDJ"]
        .into_iter()
        .filter(|id| {
            report
                .text(id)
                .is_some_and(|value| dates::read(value).is_none() && !is_filler(value))
        })
        .filter(|id| *id != "DBA" || !report.licence.dates.never_expires)
        .collect();
    if unreadable.is_empty() {
        return report.pass(
            Check::DatesReadable,
            &[],
            "every date that is written is a date",
        );
    }
    let detail = format!("no date in {}", unreadable.join(", "));
    report.fail(
        Check::DatesReadable,
        Severity::Suspicious,
        &unreadable,
        detail,
    );
}

/// Returns true if a value of zeros or nines stands for "none", as in Virginia's `DDC`.
fn is_filler(value: &str) -> bool {
    value.bytes().all(|b| b == b'0') || value.bytes().all(|b| b == b'9')
}

fn order(report: &mut Report<'_>) {
    let dates = &report.licence.dates;
    let (birth, issue, expiry, revision) = (dates.birth, dates.issue, dates.expiry, dates.revision);
    before(
        report,
        Check::BirthBeforeIssue,
        [("DBB", birth), ("DBD", issue)],
        Severity::Contradiction,
    );
    before(
        report,
        Check::IssueBeforeExpiry,
        [("DBD", issue), ("DBA", expiry)],
        Severity::Contradiction,
    );
    before(
        report,
        Check::BirthBeforeExpiry,
        [("DBB", birth), ("DBA", expiry)],
        Severity::Contradiction,
    );
    // A replacement may keep the first card's date of issue and still be of a newer design.
    let next_day = issue.and_then(|d| d.tomorrow().ok());
    before(
        report,
        Check::RevisionBeforeIssue,
        [("DDB", revision), ("DBD", next_day)],
        Severity::Suspicious,
    );
}

fn before(
    report: &mut Report<'_>,
    check: Check,
    pair: [(&str, Option<Date>); 2],
    severity: Severity,
) {
    let [(first_id, first), (second_id, second)] = pair;
    let ids = &[first_id, second_id];
    let (Some(first), Some(second)) = (first, second) else {
        return report.skip(check, Reason::Absent, ids);
    };
    let no = format!("{first_id} is not before {second_id}");
    report.judge(
        check,
        ids,
        first < second,
        severity,
        ["the dates are in order", &no],
    );
}

/// The year and month in which each version was published, which is the earliest possible date of
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

/// Checks that the card was issued after its version was published. A failure is only a suspicion,
/// because a replacement may carry the date of issue of the card that it replaces, and some issuers
/// adopt drafts early.
fn version_before_issue(report: &mut Report<'_>) {
    let version = report.licence.header.version;
    let published = version.and_then(|v| PUBLISHED.get(usize::from(v)));
    let published = published.and_then(|&(year, month)| Date::new(year, month, 1).ok());
    let (Some(published), Some(issue)) = (published, report.licence.dates.issue) else {
        return report.skip(Check::VersionBeforeIssue, Reason::Absent, &["DBD"]);
    };
    report.judge(
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

/// Checks that no date lies in the future. One day of grace allows for time zones.
fn not_in_future(report: &mut Report<'_>) {
    let dates = &report.licence.dates;
    let (Some(tomorrow), true) = (
        report.today.tomorrow().ok(),
        dates.birth.or(dates.issue).is_some(),
    ) else {
        return report.skip(Check::NotInFuture, Reason::Absent, &["DBB", "DBD"]);
    };
    let later = |date: Option<Date>| date.is_some_and(|d| d > tomorrow);
    let holds = !later(dates.birth) && !later(dates.issue);
    report.judge(
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

fn validity_span(report: &mut Report<'_>) {
    let ids = &["DBD", "DBA"];
    let dates = &report.licence.dates;
    let (Some(issue), Some(expiry)) = (dates.issue, dates.expiry) else {
        return report.skip(Check::ValiditySpan, Reason::Absent, ids);
    };
    // Arizona's licences run until the holder is 65.
    if report
        .licence
        .issuer
        .is_some_and(|i| i.jurisdiction == "AZ")
    {
        return report.skip(Check::ValiditySpan, Reason::NoRule, ids);
    }
    let holds = plus_years(issue, MAX_VALIDITY_YEARS).is_none_or(|latest| expiry <= latest);
    report.judge(
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

/// Reports whether the expiry falls on a birthday. It is never held against a card, because some
/// issuers count from the day of issue instead.
fn expiry_on_birthday(report: &mut Report<'_>) {
    let ids = &["DBB", "DBA"];
    let dates = &report.licence.dates;
    let (Some(birth), Some(expiry)) = (dates.birth, dates.expiry) else {
        return report.skip(Check::ExpiryOnBirthday, Reason::Absent, ids);
    };
    let birthday = plus_years(birth, expiry.year() - birth.year());
    if birthday.is_some_and(|day| within_a_day(day, expiry)) {
        report.pass(
            Check::ExpiryOnBirthday,
            ids,
            "the card expires on a birthday",
        );
    } else {
        report.skip(Check::ExpiryOnBirthday, Reason::NoRule, ids);
    }
}

fn expiry(report: &mut Report<'_>) {
    let dates = &report.licence.dates;
    if dates.never_expires {
        return report.pass(Check::Expiry, &["DBA"], "the card does not expire");
    }
    let Some(expiry) = dates.expiry else {
        return report.skip(Check::Expiry, Reason::Absent, &["DBA"]);
    };
    let sentences = ["the card has not expired", "the card has expired"];
    report.judge(
        Check::Expiry,
        &["DBA"],
        report.today <= expiry,
        Severity::Info,
        sentences,
    );
}

fn age(report: &mut Report<'_>) {
    let ids = &["DBB", "DBD"];
    let Some(birth) = report.licence.dates.birth else {
        return report.skip(Check::Age, Reason::Absent, ids);
    };
    let too_old = plus_years(birth, MAX_AGE).is_some_and(|day| day < report.today);
    if too_old {
        return report.fail(
            Check::Age,
            Severity::Suspicious,
            ids,
            "older than anyone has become",
        );
    }
    let drives = report.licence.kind != Kind::IdentificationCard;
    let drove_too_young = report
        .licence
        .dates
        .issue
        .filter(|issue| *issue > birth && drives)
        .is_some_and(|issue| plus_years(birth, MIN_DRIVING_AGE).is_some_and(|day| issue < day));
    if drove_too_young {
        return report.fail(
            Check::Age,
            Severity::Suspicious,
            ids,
            "younger at issue than any driver",
        );
    }
    report.note(
        Check::Age,
        Outcome::Pass,
        Severity::Info,
        ids,
        "the age fits the card".to_owned(),
    );
}

/// Checks a date that the standard defines as a birthday, so that a difference cannot be a rule of
/// the issuer. One day of grace allows for birthdays on 29 February, and for issuers that write the
/// last day instead of the first.
fn under(report: &mut Report<'_>, check: Check, id: &str, until: Option<Date>, years: i16) {
    let ids = &["DBB", id];
    let (Some(birth), Some(until)) = (report.licence.dates.birth, until) else {
        return report.skip(check, Reason::Absent, ids);
    };
    let Some(day) = plus_years(birth, years) else {
        return report.skip(check, Reason::Absent, ids);
    };
    let sentences = [
        "the date is the birthday it should be",
        "the date is not the birthday it should be",
    ];
    report.judge(
        check,
        ids,
        within_a_day(day, until),
        Severity::Contradiction,
        sentences,
    );
}

fn plus_years(date: Date, years: i16) -> Option<Date> {
    date.checked_add(years.years()).ok()
}

fn within_a_day(a: Date, b: Date) -> bool {
    a == b || a.tomorrow().is_ok_and(|d| d == b) || b.tomorrow().is_ok_and(|d| d == a)
}

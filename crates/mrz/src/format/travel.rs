//! The layouts of passports, identity cards and visas.

use super::field::{CheckDigit, Field, Layout, Span, check, span};

/// The second line has the same layout up to the optional data in every format with two lines,
/// except the French one.
const NUMBER: Span = span(1, 0, 9);
const BIRTH: Span = span(1, 13, 19);
const EXPIRY: Span = span(1, 21, 27);

pub(super) const TD3: Layout = Layout {
    widths: &[44, 44],
    fields: &[
        (Field::Code, span(0, 0, 2)),
        (Field::Issuer, span(0, 2, 5)),
        (Field::Names, span(0, 5, 44)),
        (Field::Number, NUMBER),
        (Field::NumberCheck, span(1, 9, 10)),
        (Field::Nationality, span(1, 10, 13)),
        (Field::Birth, BIRTH),
        (Field::BirthCheck, span(1, 19, 20)),
        (Field::Sex, span(1, 20, 21)),
        (Field::Expiry, EXPIRY),
        (Field::ExpiryCheck, span(1, 27, 28)),
        (Field::Optional, span(1, 28, 42)),
        (Field::OptionalCheck, span(1, 42, 43)),
        (Field::Composite, span(1, 43, 44)),
    ],
    checks: &[
        check(Field::NumberCheck, &[NUMBER]),
        check(Field::BirthCheck, &[BIRTH]),
        check(Field::ExpiryCheck, &[EXPIRY]),
        check(Field::OptionalCheck, &[span(1, 28, 42)]),
        check(
            Field::Composite,
            &[span(1, 0, 10), span(1, 13, 20), span(1, 21, 43)],
        ),
    ],
};

pub(super) const TD2: Layout = Layout {
    widths: &[36, 36],
    fields: &[
        (Field::Code, span(0, 0, 2)),
        (Field::Issuer, span(0, 2, 5)),
        (Field::Names, span(0, 5, 36)),
        (Field::Number, NUMBER),
        (Field::NumberCheck, span(1, 9, 10)),
        (Field::Nationality, span(1, 10, 13)),
        (Field::Birth, BIRTH),
        (Field::BirthCheck, span(1, 19, 20)),
        (Field::Sex, span(1, 20, 21)),
        (Field::Expiry, EXPIRY),
        (Field::ExpiryCheck, span(1, 27, 28)),
        (Field::Optional, span(1, 28, 35)),
        (Field::Composite, span(1, 35, 36)),
    ],
    checks: &[
        check(Field::NumberCheck, &[NUMBER]),
        check(Field::BirthCheck, &[BIRTH]),
        check(Field::ExpiryCheck, &[EXPIRY]),
        check(
            Field::Composite,
            &[span(1, 0, 10), span(1, 13, 20), span(1, 21, 35)],
        ),
    ],
};

pub(super) const MRV_A: Layout = Layout {
    widths: &[44, 44],
    fields: &[
        (Field::Code, span(0, 0, 2)),
        (Field::Issuer, span(0, 2, 5)),
        (Field::Names, span(0, 5, 44)),
        (Field::Number, NUMBER),
        (Field::NumberCheck, span(1, 9, 10)),
        (Field::Nationality, span(1, 10, 13)),
        (Field::Birth, BIRTH),
        (Field::BirthCheck, span(1, 19, 20)),
        (Field::Sex, span(1, 20, 21)),
        (Field::Expiry, EXPIRY),
        (Field::ExpiryCheck, span(1, 27, 28)),
        (Field::Optional, span(1, 28, 44)),
    ],
    checks: VISA_CHECKS,
};

pub(super) const MRV_B: Layout = Layout {
    widths: &[36, 36],
    fields: &[
        (Field::Code, span(0, 0, 2)),
        (Field::Issuer, span(0, 2, 5)),
        (Field::Names, span(0, 5, 36)),
        (Field::Number, NUMBER),
        (Field::NumberCheck, span(1, 9, 10)),
        (Field::Nationality, span(1, 10, 13)),
        (Field::Birth, BIRTH),
        (Field::BirthCheck, span(1, 19, 20)),
        (Field::Sex, span(1, 20, 21)),
        (Field::Expiry, EXPIRY),
        (Field::ExpiryCheck, span(1, 27, 28)),
        (Field::Optional, span(1, 28, 36)),
    ],
    checks: VISA_CHECKS,
};

/// A visa has no composite digit.
const VISA_CHECKS: &[CheckDigit] = &[
    check(Field::NumberCheck, &[NUMBER]),
    check(Field::BirthCheck, &[BIRTH]),
    check(Field::ExpiryCheck, &[EXPIRY]),
];

pub(super) const TD1: Layout = Layout {
    widths: &[30, 30, 30],
    fields: &[
        (Field::Code, span(0, 0, 2)),
        (Field::Issuer, span(0, 2, 5)),
        (Field::Number, span(0, 5, 14)),
        (Field::NumberCheck, span(0, 14, 15)),
        (Field::Optional, span(0, 15, 30)),
        (Field::Birth, span(1, 0, 6)),
        (Field::BirthCheck, span(1, 6, 7)),
        (Field::Sex, span(1, 7, 8)),
        (Field::Expiry, span(1, 8, 14)),
        (Field::ExpiryCheck, span(1, 14, 15)),
        (Field::Nationality, span(1, 15, 18)),
        (Field::Optional2, span(1, 18, 29)),
        (Field::Composite, span(1, 29, 30)),
        (Field::Names, span(2, 0, 30)),
    ],
    checks: &[
        check(Field::NumberCheck, &[span(0, 5, 14)]),
        check(Field::BirthCheck, &[span(1, 0, 6)]),
        check(Field::ExpiryCheck, &[span(1, 8, 14)]),
        check(
            Field::Composite,
            &[
                span(0, 5, 30),
                span(1, 0, 7),
                span(1, 8, 15),
                span(1, 18, 29),
            ],
        ),
    ],
};

/// The number consists of year and month of issue, the department and a running number, twelve
/// characters in all.
pub(super) const FRANCE: Layout = Layout {
    widths: &[36, 36],
    fields: &[
        (Field::Code, span(0, 0, 2)),
        (Field::Issuer, span(0, 2, 5)),
        (Field::Surname, span(0, 5, 30)),
        (Field::Office, span(0, 30, 36)),
        (Field::Issued, span(1, 0, 4)),
        (Field::Number, span(1, 0, 12)),
        (Field::NumberCheck, span(1, 12, 13)),
        (Field::GivenNames, span(1, 13, 27)),
        (Field::Birth, span(1, 27, 33)),
        (Field::BirthCheck, span(1, 33, 34)),
        (Field::Sex, span(1, 34, 35)),
        (Field::Composite, span(1, 35, 36)),
    ],
    checks: &[
        check(Field::NumberCheck, &[span(1, 0, 12)]),
        check(Field::BirthCheck, &[span(1, 27, 33)]),
        check(Field::Composite, &[span(0, 0, 36), span(1, 0, 35)]),
    ],
};

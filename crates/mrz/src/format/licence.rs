//! The layouts of driving licences.
//!
//! ISO/IEC 18013-3 defines one line of 30 for a licence with a chip: `D`, the access method of the
//! chip, 27 characters of the issuer's own, and a check digit over the preceding 29. The layouts of
//! the French and the Dutch licence are public; those of other states are not. The Swiss licence is
//! older than the standard and has no check digit.

use super::field::{Field, Layout, Span, check, span};

const ALL_BUT_LAST: Span = span(0, 0, 29);

/// The number with a check digit over everything before it, the date of expiry, and the start of
/// the family name.
pub(super) const FRENCH: Layout = Layout {
    widths: &[30],
    fields: &[
        (Field::Code, span(0, 0, 2)),
        (Field::Issuer, span(0, 2, 5)),
        (Field::Number, span(0, 5, 14)),
        (Field::NumberCheck, span(0, 14, 15)),
        (Field::Expiry, span(0, 15, 21)),
        (Field::Surname, span(0, 21, 29)),
        (Field::Composite, span(0, 29, 30)),
    ],
    checks: &[
        check(Field::NumberCheck, &[span(0, 0, 14)]),
        check(Field::Composite, &[ALL_BUT_LAST]),
    ],
};

/// A version, the number of ten digits, and the key to the chip.
pub(super) const DUTCH: Layout = Layout {
    widths: &[30],
    fields: &[
        (Field::Code, span(0, 0, 2)),
        (Field::Issuer, span(0, 2, 5)),
        (Field::Version, span(0, 5, 6)),
        (Field::Number, span(0, 6, 16)),
        (Field::Optional, span(0, 16, 29)),
        (Field::Composite, span(0, 29, 30)),
    ],
    checks: &[check(Field::Composite, &[ALL_BUT_LAST])],
};

/// Everything between the code and the digit is the issuer's own.
pub(super) const OTHER: Layout = Layout {
    widths: &[30],
    fields: &[
        (Field::Code, span(0, 0, 2)),
        (Field::Optional, span(0, 2, 29)),
        (Field::Composite, span(0, 29, 30)),
    ],
    checks: &[check(Field::Composite, &[ALL_BUT_LAST])],
};

/// The first line has the number of the blank and a letter for the language. The second has the
/// code, the issuer, the holder's number and the licence's version, which together form the printed
/// number, and the date of birth. The third has the name.
pub(super) const SWISS: Layout = Layout {
    widths: &[9, 30, 30],
    fields: &[
        (Field::Optional, span(0, 0, 9)),
        (Field::Code, span(1, 0, 2)),
        (Field::Issuer, span(1, 2, 5)),
        (Field::Number, span(1, 5, 17)),
        (Field::Empty, span(1, 17, 19)),
        (Field::Birth, span(1, 19, 25)),
        (Field::Empty, span(1, 25, 30)),
        (Field::Names, span(2, 0, 30)),
    ],
    checks: &[],
};

//! What a comparison of names comes to.

/// The outcome of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameMatch {
    /// Both can be one name, with this concession at most.
    Match {
        how: How,
    },
    Differs {
        which: Part,
    },
    /// Nothing is known, because a part is missing or too long, or the scripts differ.
    NotComparable,
}

/// The greatest concession that a match needed, in ascending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// The same letters in the same case; punctuation does not count.
    Exact,
    /// Case, marks or hyphens.
    Folded,
    /// Words written apart or together.
    Joined,
    /// A suffix on one side only.
    Suffix,
    /// A middle name as an initial.
    Initial,
    /// The reading lacks middle names of the claim.
    MiddleOmitted,
    /// The reading has middle names beyond the claim.
    MiddleExtra,
    /// A particle in another place.
    Particle,
    /// Family name and given names in another order.
    Order,
    /// The document cut the name.
    Truncated,
    /// They only match by the fuzzy rule.
    Fuzzy,
}

/// A part of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    Given,
    Middle,
    Family,
    Suffix,
    /// One or both sides have no parts.
    Full,
}

//! Characters that a text engine takes for one another, and how far apart two texts are.

/// Characters that look alike in print that is small, worn, or crossed by lines. Generous on
/// purpose: a pair in here can explain a difference, and nothing follows from one that is
/// explained.
const ALIKE: &[&str] = &[
    "0OQDCGU689",
    "1ILTJ74!|",
    "2Z7S",
    "3B8959ESJ",
    "4A19H",
    "5S638G",
    "6G085BC",
    "7TY1",
    "8B03695SRE&",
    "9G034Q8P",
    "MNHWK",
    "UVWYO",
    "EFBPRL",
    "CGOEQ",
    "KXHR",
    "AR4H",
    "NHM",
    "DOPB",
];

/// Whether one can be taken for the other.
pub(super) fn are_alike(a: char, b: char) -> bool {
    a == b
        || ALIKE
            .iter()
            .any(|group| group.contains(a) && group.contains(b))
}

/// How many characters must be inserted, left out or replaced to make one of the other.
pub(super) fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut before = row.first().copied().unwrap_or(0);
        let mut left = i + 1;
        let mut next = vec![left];
        for (to, above) in b.iter().zip(row.iter().skip(1)) {
            let replaced = before + usize::from(from != *to);
            left = replaced.min(above + 1).min(left + 1);
            next.push(left);
            before = *above;
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

/// The share of the longer text's characters that need no edit, 0 to 1.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    let longer = a.chars().count().max(b.chars().count()).max(1);
    1.0 - edits(a, b) as f64 / longer as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (a, b, count) in [
            ("", "", 0),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("ab", "ba", 2),
            ("é", "e", 1),
        ] {
            assert_eq!(edits(a, b), count, "{a} {b}");
            assert_eq!(edits(b, a), count, "{b} {a}");
        }
        assert!(likeness("STAVROS", "STAVR0S") > 0.8);
    }

    #[test]
    fn what_looks_alike() {
        for (a, b) in [
            ('0', 'O'),
            ('6', '0'),
            ('1', '7'),
            ('8', 'B'),
            ('3', '8'),
            ('M', 'N'),
        ] {
            assert!(are_alike(a, b) && are_alike(b, a), "{a} {b}");
        }
        for (a, b) in [
            ('1', '2'),
            ('0', '1'),
            ('4', '2'),
            ('5', '7'),
            ('A', 'T'),
            ('6', '1'),
        ] {
            assert!(!are_alike(a, b), "{a} {b}");
        }
    }
}

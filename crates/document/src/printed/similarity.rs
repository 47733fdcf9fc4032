//! Characters that text engines confuse, and the similarity of two texts.

/// Characters that look alike in print that is small, worn or crossed by lines. The list is
/// generous on purpose, because such a pair can only explain a difference, and an explained
/// difference has no consequences.
const LOOK_ALIKES: &[&str] = &[
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

/// Returns true if one character can be taken for the other.
pub(super) fn look_alike(a: char, b: char) -> bool {
    a == b
        || LOOK_ALIKES
            .iter()
            .any(|group| group.contains(a) && group.contains(b))
}

/// Returns the edit distance: how many characters must be inserted, removed or replaced.
pub(super) fn edit_distance(a: &str, b: &str) -> usize {
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

/// Returns the share of the longer text's characters that need no edit, from 0 to 1.
pub(super) fn similarity(a: &str, b: &str) -> f64 {
    let longer = a.chars().count().max(b.chars().count()).max(1);
    1.0 - edit_distance(a, b) as f64 / longer as f64
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
            assert_eq!(edit_distance(a, b), count, "{a} {b}");
            assert_eq!(edit_distance(b, a), count, "{b} {a}");
        }
        assert!(similarity("STAVROS", "STAVR0S") > 0.8);
    }

    #[test]
    fn look_alikes() {
        for (a, b) in [
            ('0', 'O'),
            ('6', '0'),
            ('1', '7'),
            ('8', 'B'),
            ('3', '8'),
            ('M', 'N'),
        ] {
            assert!(look_alike(a, b) && look_alike(b, a), "{a} {b}");
        }
        for (a, b) in [
            ('1', '2'),
            ('0', '1'),
            ('4', '2'),
            ('5', '7'),
            ('A', 'T'),
            ('6', '1'),
        ] {
            assert!(!look_alike(a, b), "{a} {b}");
        }
    }
}

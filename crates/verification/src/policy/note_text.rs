//! Compares what a note must say with what was read of it.
//!
//! The words must follow each other without a gap: with a gap, "I do not agree" would say
//! "I agree". More may be written before and after them, such as a date or a signature. As for
//! addresses, words that a text engine misread still agree: 1 letter from 5 letters on, 2 from 9.
//! Numbers are never corrected.

use crate::comparison::{Agreement, folded_words};

/// Compares two texts without regard to case, marks, punctuation and line breaks.
pub(super) fn compare(claim: &str, reading: &str) -> Agreement {
    // The engine reads an "I" that stands alone as a bar.
    let words = |text: &str| folded_words(&text.replace('|', "I"));
    let (claim, reading) = (words(claim), words(reading));
    if claim.is_empty() || reading.is_empty() {
        return Agreement::NotComparable;
    }
    let follows = |is_same: fn(&str, &str) -> bool| {
        reading.windows(claim.len()).any(|words| {
            let mut pairs = claim.iter().zip(words);
            pairs.all(|(claimed, read)| is_same(claimed, read))
        })
    };
    if follows(|claimed, read| claimed == read) || is_split_otherwise(&claim, &reading) {
        Agreement::Agrees
    } else if follows(is_slip) {
        Agreement::Near
    } else {
        Agreement::Differs
    }
}

/// Returns true if the texts only differ in where words end, which engines often misread. The
/// place where the claim begins and ends must be the border of a word.
fn is_split_otherwise(claim: &[String], reading: &[String]) -> bool {
    let claim = claim.concat();
    (0..reading.len()).any(|from| {
        let mut text = String::new();
        reading.iter().skip(from).any(|word| {
            text.push_str(word);
            text == claim
        })
    })
}

/// Returns true if one word can be a misreading of the other.
fn is_slip(claimed: &str, read: &str) -> bool {
    if claimed == read || (claimed == "I" && ["L", "1"].contains(&read)) {
        return true;
    }
    if claimed.chars().any(char::is_numeric) || read.chars().any(char::is_numeric) {
        return false;
    }
    let most = match claimed.chars().count() {
        0..5 => 0,
        5..9 => 1,
        _ => 2,
    };
    strsim::levenshtein(claimed, read) <= most
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Agreement::{Agrees, Differs, Near, NotComparable};
    use super::*;

    #[track_caller]
    fn check(claim: &str, reading: &str, expected: Agreement) {
        assert_eq!(compare(claim, reading), expected, "{claim} / {reading}");
    }

    #[test]
    fn notes_are_compared_by_their_words() {
        check("I agree to the terms.", "I AGREE\nTO THE TERMS", Agrees);
        check("J'accepte, Zoë", "  j’accepte Zoe ", Agrees);
        check("I agree", "4 May 2026: I agree. Jo Specimen", Agrees);
        check("I agree to the terms", "|, agree to the terms", Agrees);
        check("I agree to the terms", "l agree to the terms", Near);
        check("I agree to the terms", "lagree to the terms", Differs);
        check("I agree to the terms", "I ag ree tothe terms", Agrees);
        check("I confirm this payment", "I comfirm this payrnent", Differs);
        check("I confirm this payment", "I comfirm this payment", Near);
        check("I agree", "I do not agree", Differs);
        check("I agree", "I agree", Agrees);
        check("I agree", "I disagree", Differs);
        check("Send 500 to Acme", "Send 900 to Acme", Differs);
        check("code 12345", "code 12346", Differs);
        check("I agree", "agree I", Differs);
        check("--", "I agree", NotComparable);
        check("I agree", " . ", NotComparable);
    }

    proptest! {
        #[test]
        fn a_note_agrees_with_itself_between_other_words(text in "[a-z]{1,9}( [a-z0-9]{1,9}){0,9}", more in "[a-z ]{0,20}") {
            prop_assert_eq!(compare(&text, &text.to_uppercase()), Agrees);
            let within = format!("{more}. {text}, {more}");
            prop_assert_eq!(compare(&text, &within), Agrees);
        }

        #[test]
        fn another_number_never_agrees(number in 10_000_u32..99_999, other in 10_000_u32..99_999) {
            let same = compare(&format!("pay {number} now"), &format!("pay {other} now"));
            prop_assert_eq!(same == Agrees, number == other);
            prop_assert_ne!(same, Near);
        }
    }
}

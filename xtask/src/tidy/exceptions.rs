//! The crates that are exempt from a rule, of which there are none. A new rule may exempt those
//! that do not satisfy it yet. The lists can only shrink, because an exception that is not needed
//! fails.

use std::collections::BTreeMap;

/// Violations of a rule, by the folder of the crate.
pub(super) type ByCrate = BTreeMap<String, Vec<String>>;

/// Crates whose files may import each other in circles.
pub(super) const CIRCLES: &[&str] = &[];

/// Crates whose comments may be wider than the code.
pub(super) const COLUMNS: &[&str] = &[];

/// Returns the violations to report. For each exempt crate, their number is printed.
pub(super) fn apply(rule: &str, found: ByCrate, excused: &[&str]) -> Vec<String> {
    let mut wrong: Vec<String> = excused
        .iter()
        .filter(|name| !found.contains_key(**name))
        .map(|name| format!("{name}: the exception for {rule} is not needed any more"))
        .collect();
    for (name, findings) in found {
        if excused.contains(&name.as_str()) {
            println!("tidy: {rule} in {name}, excused: {}", findings.len());
        } else {
            wrong.extend(findings);
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found() -> ByCrate {
        ByCrate::from([
            ("crates/a".to_owned(), vec!["one".to_owned()]),
            ("crates/b".to_owned(), vec!["two".to_owned()]),
        ])
    }

    #[test]
    fn exempt_crates_are_not_reported() {
        assert_eq!(apply("circles", found(), &["crates/a"]), ["two"]);
        assert_eq!(apply("circles", found(), &[]), ["one", "two"]);
        assert!(apply("circles", found(), &["crates/a", "crates/b"]).is_empty());
    }

    #[test]
    fn an_unneeded_exception_is_reported() {
        let left = apply("circles", found(), &["crates/a", "crates/b", "crates/c"]);
        assert_eq!(
            left,
            ["crates/c: the exception for circles is not needed any more"]
        );
    }
}

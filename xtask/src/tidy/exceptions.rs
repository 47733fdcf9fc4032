//! Crates that are excused from a rule: none. A rule that is added may excuse those that do not
//! keep it yet. The lists only shrink, since an exception that is not needed fails.

use std::collections::BTreeMap;

/// What breaks a rule, by the folder of the crate that it stands in.
pub(super) type ByCrate = BTreeMap<String, Vec<String>>;

/// Crates whose files may import one another in a circle.
pub(super) const CIRCLES: &[&str] = &[];

/// Crates whose comments may be wider than the code.
pub(super) const COLUMNS: &[&str] = &[];

/// What is left to report. For each crate that is excused, the number of its findings is printed.
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
    fn who_is_excused_is_not_reported() {
        assert_eq!(apply("circles", found(), &["crates/a"]), ["two"]);
        assert_eq!(apply("circles", found(), &[]), ["one", "two"]);
        assert!(apply("circles", found(), &["crates/a", "crates/b"]).is_empty());
    }

    #[test]
    fn an_exception_that_nobody_needs_is_reported() {
        let left = apply("circles", found(), &["crates/a", "crates/b", "crates/c"]);
        assert_eq!(
            left,
            ["crates/c: the exception for circles is not needed any more"]
        );
    }
}

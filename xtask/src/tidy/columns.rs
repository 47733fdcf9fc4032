//! Checks that comments are no wider than the code, because rustfmt does not wrap them.

use super::exceptions::ByCrate;

/// The maximum width, as in `rustfmt.toml`.
const MAX_WIDTH: usize = 100;

/// Returns every comment line that is too wide, by crate.
pub(super) fn of_workspace(files: &[(String, String)]) -> ByCrate {
    let mut found = ByCrate::new();
    for (path, text) in files {
        let wide = wide(text);
        if !wide.is_empty() {
            let lines = wide
                .into_iter()
                .map(|line| format!("{path}:{line}: a comment wider than {MAX_WIDTH} columns"));
            found.entry(package(path)).or_default().extend(lines);
        }
    }
    found
}

/// Returns the folder of the crate that a file belongs to.
fn package(path: &str) -> String {
    let depth = if path.starts_with("crates/") { 2 } else { 1 };
    path.split('/').take(depth).collect::<Vec<_>>().join("/")
}

/// Returns the numbers of the lines that are too wide, except those that cannot be wrapped: a
/// single long word such as an address, a row of a table, and lines in a code block.
fn wide(text: &str) -> Vec<usize> {
    let mut wide = Vec::new();
    let mut is_fenced = false;
    for (line, number) in text.lines().zip(1..) {
        let Some(comment) = line.trim_start().strip_prefix("//") else {
            is_fenced = false;
            continue;
        };
        let said = comment.trim_start_matches(['/', '!']).trim_start();
        if said.starts_with("```") {
            is_fenced = !is_fenced;
        }
        let can_be_broken = !is_fenced && !said.starts_with('|') && said.contains(' ');
        if can_be_broken && line.chars().count() > MAX_WIDTH {
            wide.push(number);
        }
    }
    wide
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_comments_that_could_be_wrapped_are_too_wide() {
        let words = "word ".repeat(30);
        let long = "w".repeat(150);
        let text = format!(
            "//! {words}\nlet code = \"{words}\"; // {words}\n    /// {words}\n/// {long}\n//\n\
             /// | {words}|\n/// ```text\n/// {words}\n/// ```\n/// {words}\n"
        );
        assert_eq!(wide(&text), [1, 3, 10]);
        // Columns are characters, not bytes.
        let exactly = format!("/// {} x", "é".repeat(94));
        assert!(wide(&exactly).is_empty());
        assert_eq!(wide(&format!("{exactly} y")), [1]);
    }

    #[test]
    fn a_file_belongs_to_its_crate() {
        assert_eq!(package("crates/web/src/lib.rs"), "crates/web");
        assert_eq!(package("xtask/src/main.rs"), "xtask");
        assert_eq!(package("fuzz/fuzz_targets/zone.rs"), "fuzz");
    }
}

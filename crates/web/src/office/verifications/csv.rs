//! Lines of a CSV file (RFC 4180) that a spreadsheet opens without running anything in it.

/// Returns a line of cells, with its end.
pub(super) fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    format!("{}\r\n", cells.join(","))
}

/// Returns a cell. A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula,
/// even in quotes, so an apostrophe is put before it. Tabs and ends of lines are skipped before a
/// formula, so they count as well.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let needs_quotes = is_formula || text.contains([',', '"', '\r', '\n', ';', '\t']);
    if !needs_quotes {
        return text.to_owned();
    }
    let apostrophe = if is_formula { "'" } else { "" };
    format!("\"{apostrophe}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_texts() {
        for (text, expected) in [
            ("order-1", "order-1"),
            ("", ""),
            ("Doe, Zoe", "\"Doe, Zoe\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
            ("=1+1", "\"'=1+1\""),
            ("+12125550100", "\"'+12125550100\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
        ] {
            assert_eq!(cell(text), expected);
        }
        assert_eq!(line(["a", "b,c"]), "a,\"b,c\"\r\n");
    }

    proptest! {
        /// No cell begins with a sign that a spreadsheet calculates, in quotes or without.
        #[test]
        fn nothing_is_calculated(text in "[=+@\\-\t\r\n\",;a-z0-9 ]{0,12}") {
            let cell = cell(&text);
            let quoted = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            let read = quoted.map_or(cell.clone(), |inner| inner.replace("\"\"", "\""));
            prop_assert!(!read.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{}", cell);
            prop_assert_eq!(read.strip_prefix('\'').unwrap_or(&read), text);
        }
    }
}

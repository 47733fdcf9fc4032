//! Makes the messages about wrong arguments legible: what was typed may be long, and may contain
//! characters that a terminal obeys.

use bonafide::out;
use clap::Error;
use clap::error::{ContextKind, ContextValue};

/// The most characters of an argument that are repeated.
const REPEATED: usize = 80;

/// Returns the error with what was typed cut and made visible.
pub(super) fn legible(mut error: Error) -> Error {
    let typed: Vec<(ContextKind, String)> = error
        .context()
        .filter_map(|(kind, value)| match (kind, value) {
            (
                ContextKind::InvalidValue
                | ContextKind::InvalidArg
                | ContextKind::InvalidSubcommand,
                ContextValue::String(text),
            ) => Some((kind, shown(text))),
            _ => None,
        })
        .collect();
    for (kind, text) in typed {
        error.insert(kind, ContextValue::String(text));
    }
    error
}

fn shown(text: &str) -> String {
    let mut start: String = text.chars().take(REPEATED).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    // What is one line stays one.
    out::shown(&start).replace('\n', "\\n").replace('\t', "\\t")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_cut_and_visible() {
        assert_eq!(shown("banana"), "banana");
        assert_eq!(shown("a\u{1b}[31mb\n"), "a\\u001b[31mb\\n");
        let long = shown(&"ä".repeat(5_000));
        assert_eq!(long.chars().count(), REPEATED + 1);
        assert!(long.ends_with("ä…"));
    }
}

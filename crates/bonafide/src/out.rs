//! Prints to standard output and standard error on behalf of all commands.
//!
//! A reader that goes away (`bonafide read … | head`) is not an error, and nothing panics. Any
//! other failure, such as a full disk, is remembered for the exit status ([`failure`]).
//!
//! Printed text may come from documents, requests and files, and terminals obey control characters.
//! They are therefore shown as `\u001b`, in tables as in JSON, where that means the same.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};
use std::io::{ErrorKind, IsTerminal, Write, stderr, stdout};
use std::sync::OnceLock;

use comfy_table::{ContentArrangement, Table, presets};

/// The first failure to print to standard output.
static FAILURE: OnceLock<String> = OnceLock::new();

/// Prints one line to standard output and flushes it, so that scripts see it at once.
pub fn line(text: impl Display) {
    let mut out = stdout().lock();
    let text = text.to_string();
    let printed = writeln!(out, "{}", visible(&text, Colours::Stay)).and_then(|()| out.flush());
    if let Err(error) = printed
        && error.kind() != ErrorKind::BrokenPipe
    {
        let _ = FAILURE.set(error.to_string());
    }
}

/// Returns why something could not be printed to standard output, unless its reader went away.
pub fn failure() -> Option<&'static str> {
    FAILURE.get().map(String::as_str)
}

/// Makes everything in a text visible that a terminal would obey.
pub fn shown(text: &str) -> Cow<'_, str> {
    visible(text, Colours::Show)
}

/// Prints one line to standard error.
pub fn note(text: impl Display) {
    let text = text.to_string();
    let _ = writeln!(stderr().lock(), "{}", visible(&text, Colours::Show));
}

/// What to do with escape sequences that colour text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Colours {
    /// Keep them: they are this program's own.
    Stay,
    /// Show them as text, like everything else that a terminal would obey.
    Show,
}

/// Makes everything in the text visible that a terminal would obey: control characters, and marks
/// that change the direction of the text.
fn visible(text: &str, colours: Colours) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        let length = match colours {
            Colours::Stay => colour_length(rest),
            Colours::Show => 0,
        };
        let (first, after) = rest.split_at(length.max(sign.len_utf8()));
        if length == 0 && is_obeyed(sign) {
            let _ = write!(shown, "\\u{:04x}", u32::from(sign));
        } else {
            shown.push_str(first);
        }
        rest = after;
    }
    Cow::Owned(shown)
}

/// Returns the length of the colour sequence at the start of the text, or 0 if there is none.
fn colour_length(text: &str) -> usize {
    let Some(inside) = text.strip_prefix("\u{1b}[") else {
        return 0;
    };
    let digits = inside
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || *byte == b';');
    let digits = digits.count();
    if inside.as_bytes().get(digits) == Some(&b'm') {
        2 + digits + 1
    } else {
        0
    }
}

/// Returns true for characters that a terminal obeys instead of showing; line breaks and tabs stay.
fn is_obeyed(sign: char) -> bool {
    match sign {
        '\n' | '\t' => false,
        // Direction marks, embeddings, overrides and isolates; line and paragraph separators.
        '\u{061c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => true,
        _ => sign.is_control(),
    }
}

/// Returns true if standard output is a terminal and colours were not turned off.
pub fn colours_on_stdout() -> bool {
    stdout().is_terminal() && colours_are_wanted()
}

/// Returns true if standard error is a terminal and colours were not turned off.
pub fn colours_on_stderr() -> bool {
    stderr().is_terminal() && colours_are_wanted()
}

/// Any value of `NO_COLOR` but the empty one turns colours off: <https://no-color.org>.
fn colours_are_wanted() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Prints names and values to standard output, one pair per line. Empty values are left out.
pub fn facts<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) {
    let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<_> = pairs.collect();
    let widest = pairs.iter().map(|(name, _)| name.chars().count()).max();
    let widest = widest.unwrap_or_default();
    for (name, value) in pairs {
        line(format!("{name:widest$}  {}", shown(&value)));
    }
}

/// Prints a table to standard output. On a narrow terminal, each row becomes a block of lines.
pub fn table<const N: usize>(header: [&str; N], rows: impl IntoIterator<Item = [String; N]>) {
    line(arranged(header, rows, Table::new().width()));
}

/// Prints a table, or a note on standard error if it has no rows.
pub fn table_or<const N: usize>(
    nothing: &str,
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) {
    let mut rows = rows.into_iter().peekable();
    if rows.peek().is_some() {
        table(header, rows);
    } else {
        note(nothing);
    }
}

/// The fewest characters per column with which a table is still legible.
const LEGIBLE: usize = 11;

/// Arranges a table for a terminal of this width, or for none.
fn arranged<const N: usize>(
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
    width: Option<u16>,
) -> String {
    let rows = rows.into_iter();
    let rows: Vec<_> = rows
        .map(|row| row.map(|cell| shown(&cell).into_owned()))
        .collect();
    if let Some(width) = width.map(usize::from)
        && width < N * LEGIBLE
        && !fits(&header, &rows, width)
    {
        return blocks(&header, &rows);
    }
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header);
    if let Some(width) = width {
        table.set_width(width);
    }
    table.add_rows(rows);
    table.to_string()
}

/// Returns true if no cell of the table has to be wrapped.
fn fits<const N: usize>(header: &[&str; N], rows: &[[String; N]], width: usize) -> bool {
    let widest = |column: usize| {
        let cells = rows
            .iter()
            .filter_map(|row| row.get(column).map(String::as_str));
        let cells = cells.chain(header.get(column).copied());
        cells
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    // Each column has a blank on either side; the borders take two columns more.
    (0..N).map(|column| widest(column) + 2).sum::<usize>() + 2 <= width
}

/// Lists each row as lines of a name and a value, with a blank line between rows.
fn blocks<const N: usize>(header: &[&str; N], rows: &[[String; N]]) -> String {
    let widest = header.iter().map(|name| name.chars().count()).max();
    let widest = widest.unwrap_or_default();
    let block = |row: &[String; N]| {
        let pairs = header
            .iter()
            .zip(row)
            .filter(|(_, value)| !value.is_empty());
        let lines = pairs.map(|(name, value)| format!("{name:widest$}  {value}"));
        lines.collect::<Vec<_>>().join("\n")
    };
    rows.iter().map(block).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_told_nothing_by_what_is_shown() {
        for (text, expected) in [
            ("Müller, 東京", "Müller, 東京"),
            ("one\ttwo\n", "one\ttwo\n"),
            (
                "\u{1b}[2J\u{1b}]0;owned\u{7}",
                "\\u001b[2J\\u001b]0;owned\\u0007",
            ),
            ("\u{1b}[31mred", "\\u001b[31mred"),
            ("gnp.exe\u{202e}", "gnp.exe\\u202e"),
            ("\u{9b}2J\u{7f}\r\u{8}", "\\u009b2J\\u007f\\u000d\\u0008"),
            (
                "\u{2066}a\u{2069}\u{200f}\u{61c}\u{2028}",
                "\\u2066a\\u2069\\u200f\\u061c\\u2028",
            ),
        ] {
            assert_eq!(visible(text, Colours::Show), expected);
        }
    }

    #[test]
    fn a_table_is_arranged_for_its_terminal() {
        let header = ["id", "state", "to"];
        let rows = || {
            [
                ["1", "waiting", "https://shop.example/"],
                ["2", "ready", ""],
            ]
        };
        let at = |width| arranged(header, rows().map(|row| row.map(str::to_owned)), width);
        for wide in [None, Some(80)] {
            assert!(at(wide).starts_with('┌'), "{}", at(wide));
            assert_eq!(at(wide).lines().count(), 6, "{}", at(wide));
        }
        assert_eq!(
            at(Some(30)),
            "id     1\nstate  waiting\nto     https://shop.example/\n\nid     2\nstate  ready"
        );
        let narrow = arranged(
            ["a", "b", "c"],
            [["1", "2", "3"].map(str::to_owned)],
            Some(20),
        );
        assert!(narrow.starts_with('┌'), "what fits stays a table: {narrow}");
        let hostile = arranged(["a"], [["\u{1b}[2J".to_owned()]], Some(40));
        assert!(!hostile.contains('\u{1b}'));
    }

    #[test]
    fn our_own_colours_stay_and_no_other_sequence_does() {
        for text in ["\u{1b}[1;32mgood\u{1b}[0m", "\u{1b}[mplain"] {
            assert_eq!(visible(text, Colours::Stay), text);
        }
        for text in [
            "\u{1b}[2J",
            "\u{1b}",
            "\u{1b}[",
            "\u{1b}[31",
            "\u{1b}]0;x\u{7}",
        ] {
            assert!(!visible(text, Colours::Stay).contains('\u{1b}'), "{text:?}");
        }
    }

    /// What was shown in JSON is the same value.
    #[test]
    fn json_stays_what_it_is() {
        let value = serde_json::json!({"to": "a\u{202e}b\u{1b}[31mc\u{85}\u{7f}d\n"});
        let line = value.to_string();
        let shown = visible(&line, Colours::Stay);
        assert!(!shown.contains(['\u{202e}', '\u{85}', '\u{7f}']));
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&shown).unwrap(),
            value
        );
    }
}

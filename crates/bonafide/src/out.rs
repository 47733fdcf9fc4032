//! Printing: what commands say on standard output and standard error goes through here.
//!
//! A reader that went away (`bonafide read … | head`) is its own choice and no error: nothing panics.

use std::fmt::Display;
use std::io::{IsTerminal, Write, stderr, stdout};

use comfy_table::{ContentArrangement, Table, presets};

/// One line on standard output, flushed, so that whoever scripts against it sees it at once.
pub(crate) fn line(text: impl Display) {
    let mut out = stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// One line on standard error.
pub(crate) fn note(text: impl Display) {
    let _ = writeln!(stderr().lock(), "{text}");
}

/// True if what goes to standard output may be coloured: it is a terminal, and nobody asked for none.
pub(crate) fn colours_on_stdout() -> bool {
    stdout().is_terminal() && colours_are_wanted()
}

/// The same for standard error.
pub(crate) fn colours_on_stderr() -> bool {
    stderr().is_terminal() && colours_are_wanted()
}

/// <https://no-color.org>: any value but the empty one says no.
fn colours_are_wanted() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// A table for a terminal.
pub(crate) fn table<const N: usize>(
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header);
    for row in rows {
        table.add_row(row);
    }
    line(table);
}

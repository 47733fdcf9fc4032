//! Printing: what commands say on standard output and standard error goes through here.
#![expect(clippy::print_stdout, reason = "the command line prints here and nowhere else")]
#![expect(clippy::print_stderr, reason = "the command line prints here and nowhere else")]

use std::fmt::Display;
use std::io::Write;

use comfy_table::{ContentArrangement, Table, presets};

/// One line on standard output, flushed, so that whoever scripts against it sees it at once.
pub(crate) fn line(text: impl Display) {
    println!("{text}");
    // A closed pipe is the reader's choice.
    let _ = std::io::stdout().flush();
}

/// One line on standard error.
pub(crate) fn note(text: impl Display) {
    eprintln!("{text}");
}

/// A table for a terminal.
pub(crate) fn table<const N: usize>(header: [&str; N], rows: impl IntoIterator<Item = [String; N]>) {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic).set_header(header);
    for row in rows {
        table.add_row(row);
    }
    line(table);
}

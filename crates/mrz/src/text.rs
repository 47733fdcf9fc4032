//! Parses zones from text that somebody typed or pasted, or that another reader produced.

use super::format::Format;
use super::parse::{ParseError, parse};
use super::zone::Mrz;

/// Parses the text of a zone.
///
/// It undoes what commonly happens to text on its way, and nothing else: lines may end in any way,
/// blanks and tabs may occur anywhere, small letters count as capitals, `«`, `‹` and `&lt;` count
/// as fillers, and empty lines and a byte order mark are ignored. Lines that were joined into one
/// are separated if a format has this total length. No character is guessed or added: a line that
/// is too short or too long is an error, and a wrong check digit is reported as it is.
///
/// ```
/// let zone = mrz::parse_text(
///     "p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<\r\nL898902C3 6 UTO 740812 2 F 120415 9 ZE184226B<<<<< 1 0\r\n",
/// )?;
/// assert!(zone.is_valid());
/// # Ok::<(), mrz::ParseError>(())
/// ```
///
/// # Errors
/// Returns [`ParseError`] if the lines fit no format, or contain a character that zones do not
/// have. Columns are counted without blanks.
pub fn parse_text(text: &str) -> Result<Mrz, ParseError> {
    let text = text.replace("&lt;", "<").replace("&LT;", "<");
    let lines: Vec<String> = text
        .split(['\r', '\n', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}'])
        .map(cells)
        .filter(|line| !line.is_empty())
        .collect();
    let lines: Vec<&str> = match lines.as_slice() {
        [one] => split_joined(one),
        many => many.iter().map(String::as_str).collect(),
    };
    parse(&lines)
}

/// Converts a line to the characters of a zone.
fn cells(line: &str) -> String {
    let is_kept = |letter: &char| {
        !letter.is_whitespace() && !matches!(letter, '\u{feff}' | '\u{200b}'..='\u{200d}')
    };
    let cell = |letter: char| match letter {
        '«' => "<<".to_owned(),
        '‹' | '＜' => "<".to_owned(),
        other => other.to_ascii_uppercase().to_string(),
    };
    line.chars().filter(is_kept).map(cell).collect()
}

/// Splits a line that is several joined lines, if a format has this total length.
fn split_joined(line: &str) -> Vec<&str> {
    let fits = |format: &&Format| {
        format.lines() > 1 && format.widths().iter().sum::<usize>() == line.len()
    };
    let mut all = Format::ALL.iter().chain(&Format::LICENCES);
    let Some(format) = all.find(fits).filter(|_| line.is_ascii()) else {
        return vec![line];
    };
    let mut rest = line;
    let part = |&width: &usize| {
        let (line, left) = rest.split_at_checked(width).unwrap_or((rest, ""));
        rest = left;
        line
    };
    format.widths().iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
    const SECOND: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

    #[test]
    fn common_damage_to_text_is_undone() {
        let check = |text: &str| {
            let zone = parse_text(text).unwrap();
            assert_eq!(zone.lines, [FIRST, SECOND], "{text:?}");
        };
        check(&format!("{FIRST}\n{SECOND}"));
        check(&format!("\u{feff}{FIRST}\r\n\r\n{SECOND}\r\n\r\n"));
        check(&format!("{FIRST}\r{SECOND}"));
        check(&format!(
            "  {}\n\t{}  ",
            FIRST.to_lowercase(),
            SECOND.to_lowercase()
        ));
        check(&format!("{FIRST}{SECOND}"));
        check(&format!("{}\n{SECOND}", FIRST.replace('<', "&lt;")));
        check(&format!("{}\n{SECOND}", FIRST.replace("<<", "«")));
        let spaced: Vec<String> = SECOND.chars().map(String::from).collect();
        check(&format!("{FIRST}\n{}", spaced.join(" ")));
    }

    #[test]
    fn joined_lines_are_split() {
        let card = "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<";
        assert!(parse_text(card).unwrap().is_valid());
    }

    #[test]
    fn nothing_is_padded_or_guessed() {
        let short = FIRST.trim_end_matches('<');
        assert!(matches!(
            parse_text(&format!("{short}\n{SECOND}")),
            Err(ParseError::Shape {
                lines: 2,
                width: 25
            })
        ));
        assert!(matches!(
            parse_text(&format!("{FIRST}\n{}", SECOND.replace('0', "-"))),
            Err(ParseError::Character { line: 1, column: 5 })
        ));
        assert_eq!(
            parse_text(""),
            Err(ParseError::Shape { lines: 0, width: 0 })
        );
        assert_eq!(
            parse_text("ÄÖÜ"),
            Err(ParseError::Character { line: 0, column: 0 })
        );
    }
}

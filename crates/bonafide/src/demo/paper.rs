//! The look of the demo on a terminal: columns and a little colour, but nothing that moves.

use bonafide::out;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The colour of a text. Without colours all of them are plain.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ink {
    Plain,
    Bold,
    Dim,
    Green,
    Red,
    Cyan,
}

/// Standard output, for a person.
#[derive(Debug, Clone)]
pub(super) struct Paper {
    colours: bool,
    zone: TimeZone,
}

impl Paper {
    pub(super) fn new() -> Self {
        Self {
            colours: out::colours_on_stdout(),
            zone: TimeZone::system(),
        }
    }

    /// Prints the heading of a part.
    pub(super) fn heading(&self, text: &str) {
        out::line("");
        out::line(self.ink(Ink::Bold, text));
    }

    /// Prints a name and its value.
    pub(super) fn fact(&self, name: &str, value: &str) {
        let name = self.ink(Ink::Dim, &format!("{name:<14}"));
        out::line(format!("  {name}{value}"));
    }

    /// Prints an event of a case, with its time.
    pub(super) fn event(&self, at: Timestamp, case: &str, what: &str) {
        let at = self.ink(Ink::Dim, &self.time(at));
        let case = self.ink(Ink::Bold, &format!("{case:<13}"));
        out::line(format!("  {at}  {case} {what}"));
    }

    /// Prints a detail of the event above, under its text.
    pub(super) fn detail(&self, ink: Ink, text: &str) {
        out::line(format!("{:32}{}", "", self.ink(ink, text)));
    }

    /// Prints a command to copy.
    pub(super) fn command(&self, text: &str) {
        out::line(format!("    {}", self.ink(Ink::Cyan, text)));
    }

    pub(super) fn success(&self, text: &str) {
        out::line("");
        out::line(self.ink(Ink::Green, text));
    }

    pub(super) fn fault(&self, text: &str) {
        out::line(self.ink(Ink::Red, &format!("Problem: {text}")));
    }

    /// Returns the text in this colour.
    pub(super) fn ink(&self, ink: Ink, text: &str) -> String {
        let code = match ink {
            _ if !self.colours => return text.to_owned(),
            Ink::Plain => return text.to_owned(),
            Ink::Bold => 1,
            Ink::Dim => 2,
            Ink::Green => 32,
            Ink::Red => 31,
            Ink::Cyan => 36,
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// Formats a time of day in the local time zone.
    fn time(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone())
            .strftime("%H:%M:%S.%3f")
            .to_string()
    }
}

//! The decline codes to choose from, and what a form says of a decision.

use jiff::{SignedDuration, Timestamp};
use verification::decline::{self, DeclineCode};
use verification::review::Ruling;
use verification::verdict::Verdict;

use crate::office::fields::Fields;

/// A code to choose.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) code: String,
    pub(super) description: &'static str,
    /// Whether the checks gave it.
    pub(super) is_suggested: bool,
}

/// Returns every code, with those that the checks gave first.
pub(super) fn choices(suggested: &[DeclineCode]) -> Vec<Choice> {
    let mut choices: Vec<Choice> = decline::all()
        .map(|definition| Choice {
            code: definition.code.as_str().to_owned(),
            description: definition.description,
            is_suggested: suggested.contains(&definition.code),
        })
        .collect();
    choices.sort_by_key(|choice| !choice.is_suggested);
    choices
}

/// Returns what a form says, or `None` if it says no verdict or something that is no code.
pub(super) fn ruling(fields: &Fields) -> Option<Ruling> {
    let verdict = match fields.get("verdict") {
        "accepted" => Verdict::Accepted,
        "declined" => Verdict::Declined,
        _ => return None,
    };
    let codes = fields.get("code").split_whitespace();
    let codes: Result<Vec<DeclineCode>, _> = codes.map(str::parse).collect();
    let note = fields.personal("note");
    Some(Ruling {
        verdict,
        codes: match verdict {
            Verdict::Accepted => Vec::new(),
            Verdict::Declined => codes.ok()?,
        },
        note: (!note.is_blank()).then_some(note),
    })
}

/// Returns the time until which a case is put off, by hours.
pub(super) fn until(fields: &Fields, now: Timestamp) -> Option<Timestamp> {
    let hours: i64 = fields.get("hours").parse().ok()?;
    now.checked_add(SignedDuration::try_from_hours(hours)?).ok()
}

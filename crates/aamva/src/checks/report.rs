//! The report that the checks add their observations to.

use jiff::civil::Date;

use super::observation::{Check, Observation, Outcome, Reason, Severity};
use crate::licence::Licence;
use crate::raw::{ElementId, Repair};
use crate::text::clean;

/// The observations made so far, and what they are made on.
pub(super) struct Report<'a> {
    pub(super) licence: &'a Licence,
    pub(super) today: Date,
    pub(super) observations: Vec<Observation>,
}

impl Report<'_> {
    pub(super) fn note(
        &mut self,
        check: Check,
        outcome: Outcome,
        severity: Severity,
        ids: &[&str],
        detail: String,
    ) {
        let elements = ids.iter().map(|id| ElementId::of(id)).collect();
        self.observations.push(Observation {
            check,
            outcome,
            severity,
            elements,
            detail,
        });
    }

    pub(super) fn pass(&mut self, check: Check, ids: &[&str], detail: &str) {
        self.note(check, Outcome::Pass, Severity::Info, ids, detail.to_owned());
    }

    /// Adds a failure. If separators were lost, the fields were told apart by their formats, so the
    /// severity is at most a suspicion.
    pub(super) fn fail(
        &mut self,
        check: Check,
        severity: Severity,
        ids: &[&str],
        detail: impl Into<String>,
    ) {
        let guessed = self.licence.repairs.contains(&Repair::SeparatorsLost);
        let severity = if guessed {
            severity.min(Severity::Suspicious)
        } else {
            severity
        };
        self.note(check, Outcome::Fail, severity, ids, detail.into());
    }

    pub(super) fn skip(&mut self, check: Check, reason: Reason, ids: &[&str]) {
        let detail = match reason {
            Reason::Absent => "a field this needs is absent or unreadable",
            Reason::NoRule => "no public rule is known",
            Reason::Retyped => "the text was changed on its way here",
        };
        self.note(
            check,
            Outcome::NotChecked(reason),
            Severity::Info,
            ids,
            detail.to_owned(),
        );
    }

    /// Adds a pass or a failure, with the sentence for it.
    pub(super) fn judge(
        &mut self,
        check: Check,
        ids: &[&str],
        holds: bool,
        severity: Severity,
        sentences: [&str; 2],
    ) {
        let [yes, no] = sentences;
        if holds {
            self.pass(check, ids, yes);
        } else {
            self.fail(check, severity, ids, no);
        }
    }

    /// Returns true if separators or the beginning of the text were changed after the card was
    /// printed. The layout then says something about the scanner and nothing about the issuer.
    pub(super) fn is_retyped(&self) -> bool {
        self.licence.repairs.iter().any(|repair| {
            matches!(
                repair,
                Repair::LeadingJunk
                    | Repair::SeparatorsSpelled
                    | Repair::SeparatorsReplaced
                    | Repair::SeparatorsLost
                    | Repair::CaseSwapped
                    | Repair::Prologue
                    | Repair::HeaderMissing
            )
        })
    }

    /// Returns the value of an element without padding, or `None` if it is absent or has no data.
    pub(super) fn text(&self, id: &str) -> Option<&str> {
        let id = ElementId::of(id);
        self.licence
            .elements()
            .filter(|e| e.id == id)
            .find_map(|e| clean(&e.value))
    }
}

//! The ledger: which events each case must bring, which have come and which are missing.

use std::collections::HashSet;

use serde_json::Value;
use verification::ResponseEvent;

use super::cases::Case;

/// The cases that were sent.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pages: Vec<Page>,
    /// IDs of the callbacks that have come, so that repeated attempts count once.
    seen: HashSet<String>,
}

/// What is known of one case.
#[derive(Debug)]
struct Page {
    case: &'static Case,
    reference: String,
    is_answered: bool,
    /// How many of the case's events have been called back.
    told: usize,
    faults: Vec<String>,
}

impl Ledger {
    /// Expects a case to be sent under this reference.
    pub(super) fn expect(&mut self, case: &'static Case, reference: &str) {
        self.pages.push(Page {
            case,
            reference: reference.to_owned(),
            is_answered: false,
            told: 0,
            faults: Vec::new(),
        });
    }

    /// The case that a body is about.
    pub(super) fn case(&self, body: &Value) -> Option<&'static Case> {
        let reference = body.get("reference")?.as_str()?;
        self.of(reference).map(|page| page.case)
    }

    /// The references, in the order in which they were sent.
    pub(super) fn references(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().map(|page| page.reference.as_str())
    }

    /// Records the answer to a request.
    pub(super) fn answered(&mut self, reference: &str, status: u16, body: &Value) {
        let Some(page) = self.page(reference) else {
            return;
        };
        page.is_answered = true;
        let expected = page.case.events.first();
        if status != 200 || event(body) != expected.map(|event| event.name()) {
            page.faults.push(format!(
                "the answer was {status} {} instead of 200 {}",
                event(body).unwrap_or("without an event"),
                expected.map_or("anything", |event| event.name()),
            ));
        }
    }

    /// Records a callback and whether its signature is correct.
    pub(super) fn told(&mut self, id: &str, body: &Value, is_signed: bool) {
        if !self.seen.insert(id.to_owned()) {
            return;
        }
        let reference = body.get("reference").and_then(Value::as_str);
        let Some(page) = reference.and_then(|reference| self.page(reference)) else {
            return;
        };
        if !is_signed {
            page.faults
                .push("a callback's signature is wrong".to_owned());
        }
        let expected = page.case.events.get(page.told);
        page.told += 1;
        let came = event(body).unwrap_or("no event");
        match expected {
            Some(event) if event.name() == came => {}
            Some(event) => {
                let fault = format!("received {came} instead of {event}");
                page.faults.push(fault);
            }
            None => page.faults.push(format!("received an unexpected {came}")),
        }
        if page.told == page.case.events.len() {
            let codes = codes(body);
            if !page.case.codes.hold(&codes) {
                page.faults.push(format!(
                    "ended with the codes {codes:?} instead of {}",
                    page.case.codes.expected()
                ));
            }
        }
    }

    /// Returns true once the request with this reference has been answered.
    pub(super) fn is_answered(&self, reference: &str) -> bool {
        self.of(reference).is_none_or(|page| page.is_answered)
    }

    /// Returns true once it has been answered and every event has been called back.
    pub(super) fn is_complete(&self, reference: &str) -> bool {
        self.of(reference)
            .is_none_or(|page| page.is_answered && page.told >= page.case.events.len())
    }

    /// Returns sentences about everything that is missing or wrong.
    pub(super) fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        for page in &self.pages {
            let name = page.case.name;
            missing.extend(page.faults.iter().map(|fault| format!("{name}: {fault}")));
            if !page.is_answered {
                missing.push(format!("{name}: no answer"));
            }
            let due = page.case.events.get(page.told..).unwrap_or_default();
            missing.extend(
                due.iter()
                    .map(|event: &ResponseEvent| format!("{name}: {event} was not called back")),
            );
        }
        missing
    }

    fn of(&self, reference: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.reference == reference)
    }

    fn page(&mut self, reference: &str) -> Option<&mut Page> {
        self.pages
            .iter_mut()
            .find(|page| page.reference == reference)
    }
}

/// Returns the event in a body.
pub(super) fn event(body: &Value) -> Option<&str> {
    body.get("event")?.as_str()
}

/// Returns the decline codes in a body.
pub(super) fn codes(body: &Value) -> Vec<String> {
    let list = body.get("declined_codes").and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|code| code.as_str().map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::cases::CASES;
    use super::*;

    /// What is missing after the case `name` was answered and told like this.
    fn check(name: &str, answer: &str, told: &[(&str, &str, &[&str], bool)]) -> Vec<String> {
        let case = CASES.iter().find(|case| case.name == name).unwrap();
        let mut ledger = Ledger::default();
        ledger.expect(case, "ref-1");
        ledger.answered(
            "ref-1",
            200,
            &json!({ "reference": "ref-1", "event": answer }),
        );
        for (id, event, codes, is_signed) in told {
            let body = json!({ "reference": "ref-1", "event": event, "declined_codes": codes });
            ledger.told(id, &body, *is_signed);
        }
        ledger.missing()
    }

    #[test]
    fn what_is_missing_or_wrong_is_said() {
        let received = ("a", "request.received", &[][..], true);
        let declined = ("b", "verification.declined", &["SPDR55"][..], true);
        let answer = "request.received";
        let none: Vec<String> = Vec::new();
        assert_eq!(check("unreadable", answer, &[received, declined]), none);
        assert_eq!(
            check("unreadable", answer, &[received, received, declined]),
            none
        );
        assert_eq!(
            check("unreadable", answer, &[received]),
            ["unreadable: verification.declined was not called back"]
        );
        let turned = check("unreadable", answer, &[declined, received]);
        assert_eq!(
            turned.first().map(String::as_str),
            Some("unreadable: received verification.declined instead of request.received")
        );
        let unsigned = ("b", "verification.declined", &["SPDR55"][..], false);
        assert_eq!(
            check("unreadable", answer, &[received, unsigned]),
            ["unreadable: a callback's signature is wrong"]
        );
        let other = ("b", "verification.declined", &["SPDR07"][..], true);
        assert_eq!(
            check("unreadable", answer, &[received, other]),
            [
                "unreadable: ended with the codes [\"SPDR07\"] instead of only codes about the pictures"
            ]
        );
        assert_eq!(
            check(
                "on-site",
                "request.invalid",
                &[("a", "request.pending", &[], true)]
            ),
            ["on-site: the answer was 200 request.invalid instead of 200 request.pending"]
        );
    }
}

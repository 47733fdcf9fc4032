//! What the policy made of an examination, and what was decided.

use jiff::Timestamp;
use verification::verdict;

use super::words::{DeclineCode, Finding, Service, StaffId, Zone};
#[cfg(test)]
use crate::codec::form::Variants;
use crate::codec::form::{Form, Listed, Text, stored_enum, stored_struct};

stored_enum!(
    /// Accepted or declined.
    Verdict of verdict::Verdict { Accepted = "accepted", Declined = "declined" }
);
stored_struct!(
    /// Who decided in the back office.
    StaffDecision of verdict::StaffDecision {
        maker: StaffId,
        approver: Option<StaffId>,
        note: Option<Text>,
    }
);
stored_enum!(
    /// Who decided.
    Decider of verdict::Decider {
        Automatic = "automatic",
        Reviewer(name: String) = "reviewer",
        Staff(decision: Box<StaffDecision>) = "staff",
    }
);
stored_enum!(
    /// `verification_result` of one service.
    ServiceResult of verdict::ServiceResult {
        Whole(result: Option<bool>) = "whole",
        Fields(results: Vec<(String, Option<bool>)>) = "fields",
    }
);

/// A value of `verification_data`.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DataValue {
    Null,
    Text(Text),
    Number(i64),
    Words(Vec<String>),
    Name {
        first: Option<Text>,
        middle: Option<Text>,
        last: Option<Text>,
    },
}

impl Form<verdict::DataValue> for DataValue {
    fn of(core: &verdict::DataValue) -> Self {
        use verdict::DataValue as Core;
        match core {
            Core::Null => Self::Null,
            Core::Text(text) => Self::Text(Form::of(text)),
            Core::Number(number) => Self::Number(*number),
            Core::Words(words) => Self::Words(words.clone()),
            Core::Name {
                first,
                middle,
                last,
            } => Self::Name {
                first: Form::of(first),
                middle: Form::of(middle),
                last: Form::of(last),
            },
        }
    }
    fn into_core(self) -> Option<verdict::DataValue> {
        use verdict::DataValue as Core;
        Some(match self {
            Self::Null => Core::Null,
            Self::Text(text) => Core::Text(text.into_core()?),
            Self::Number(number) => Core::Number(number),
            Self::Words(words) => Core::Words(words),
            Self::Name {
                first,
                middle,
                last,
            } => Core::Name {
                first: first.into_core()?,
                middle: middle.into_core()?,
                last: last.into_core()?,
            },
        })
    }
}

impl Listed for DataValue {
    #[cfg(test)]
    fn list(all: &mut Variants) {
        all.extend(["null", "text", "number", "words", "name"].map(|word| ("DataValue", word)));
    }
    #[cfg(test)]
    fn note(&self, seen: &mut Variants) {
        let word = match self {
            Self::Null => "null",
            Self::Text(_) => "text",
            Self::Number(_) => "number",
            Self::Words(_) => "words",
            Self::Name { .. } => "name",
        };
        seen.insert(("DataValue", word));
    }
}

stored_struct!(
    /// What is told about one service.
    ServiceOutcome of verdict::ServiceOutcome {
        service: Service,
        result: ServiceResult,
        data: Vec<(String, DataValue)>,
        additional: Option<Vec<(String, Text)>>,
        codes: Vec<DeclineCode>,
    }
);
stored_struct!(
    /// What the policy made of an examination.
    Outcome of verdict::Outcome {
        verdict: Verdict,
        services: Vec<ServiceOutcome>,
        reason: Option<DeclineCode>,
        codes: Vec<DeclineCode>,
        findings: Vec<Finding>,
        #[serde(default)]
        zones: Vec<Zone>,
    }
);
stored_struct!(
    /// A verdict with who gave it, when, and the how-manieth it is.
    Decision of verdict::Decision {
        verdict: Verdict,
        outcome: Outcome,
        by: Decider,
        at: Timestamp,
        version: u32,
    }
);

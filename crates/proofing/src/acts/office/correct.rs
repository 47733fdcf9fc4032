//! Corrects what was read.

use verification::audit::{AuditAct, AuditContent};
use verification::review::{Correction, CorrectionRefused};
use verification::staff::Permission;
use verification::verdict::DataValue;
use verification::{Personal, Verification, VerificationId};

use super::change::Acted;
use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Replaces a value that was read, for this reason. The business is told
    /// `request.data.changed`; the audit trail keeps the old value and the new one, as long as the
    /// verification exists.
    pub async fn correct(
        &self,
        by: Principal,
        id: VerificationId,
        correction: Correction,
        reason: Personal,
    ) -> Result<Verification, Error> {
        let (service, field) = (correction.service, correction.field.as_str());
        let done = self.act_in_office(by, Permission::Correct, id, |_, verification, _| {
            let old = verification.data(service, field).map(written);
            let step = verification.correct_as(&correction)?;
            let new = step.next.data(service, field).map(written);
            Ok::<_, CorrectionRefused>(Acted {
                step,
                act: AuditAct::Correct,
                content: AuditContent::because(Some(reason.clone()))
                    .with("field", format!("{service}.{field}"))
                    .with("old", old.unwrap_or_default())
                    .with("new", new.unwrap_or_default()),
            })
        });
        Ok(done.await?.value)
    }
}

/// Returns a value as one text.
fn written(value: &DataValue) -> String {
    match value {
        DataValue::Null => String::new(),
        DataValue::Text(text) => text.reveal().to_owned(),
        DataValue::Number(number) => number.to_string(),
        DataValue::Words(words) => words.join(", "),
        DataValue::Name {
            first,
            middle,
            last,
        } => {
            let parts = [first, middle, last].into_iter().flatten();
            let parts: Vec<&str> = parts.map(Personal::reveal).collect();
            parts.join(" ")
        }
    }
}

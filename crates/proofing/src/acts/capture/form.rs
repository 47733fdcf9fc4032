//! The form, in which the person confirms what was read of the documents before it is judged.

use verification::Personal;
use verification::capture::Confirmed;
use verification::policy;
use verification::rules::today;
use verification::verdict::DataValue;
use verification::{Service, VerificationId};

use super::Visit;
use crate::error::Error;
use crate::{App, Principal};

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormField {
    /// The service of the document or paper.
    pub service: Service,
    /// Its key on the wire: `dob`, `document_number`, `first_name` ….
    pub field: String,
    /// The value that was read, if any.
    pub value: Option<Personal>,
}

impl App {
    /// Returns what was read of the evidence submitted so far, and keeps it. This decides nothing.
    pub async fn form(&self, by: Principal, visit: &Visit) -> Result<Vec<FormField>, Error> {
        by.must_be_applicant(visit.verification.id)?;
        let verification = &visit.verification;
        let examination = self.examined_for_good(verification).await?;
        let outcome = policy::judge(&verification.request, &examination, today(self.now()));
        let mut fields = Vec::new();
        for service in outcome.services {
            for (key, value) in service.data {
                // The person can say nothing about how similar two faces are.
                if key == policy::CONFIDENCE {
                    continue;
                }
                let mut add = |field: &str, value: Option<Personal>| {
                    fields.push(FormField {
                        service: service.service,
                        field: field.to_owned(),
                        value,
                    });
                };
                match value {
                    DataValue::Null => add(&key, None),
                    DataValue::Text(text) => add(&key, Some(text)),
                    DataValue::Number(number) => add(&key, Some(number.to_string().into())),
                    DataValue::Words(_) => {}
                    DataValue::Name {
                        first,
                        middle,
                        last,
                    } => {
                        add("first_name", first);
                        add("middle_name", middle);
                        add("last_name", last);
                    }
                }
            }
        }
        Ok(fields)
    }

    /// Records that the person confirmed or corrected the form. Values that differ from the reading
    /// are marked.
    pub async fn confirm(
        &self,
        by: Principal,
        visit: &Visit,
        told: Vec<(Service, String, Option<Personal>)>,
    ) -> Result<Visit, Error> {
        let read = self.form(by, visit).await?;
        let confirmed: Vec<Confirmed> = read
            .into_iter()
            .map(|was| {
                let value = told
                    .iter()
                    .find(|(service, field, _)| *service == was.service && *field == was.field)
                    .map_or_else(|| was.value.clone(), |(_, _, value)| value.clone());
                Confirmed {
                    is_corrected: value != was.value,
                    service: was.service,
                    field: was.field,
                    value,
                }
            })
            .collect();
        let id: VerificationId = visit.verification.id;
        let moved = self
            .change_by(by, id, Vec::new(), |verification, now| {
                verification.confirm(confirmed.clone(), now)
            })
            .await?;
        self.seen(moved).await
    }
}

//! The value of a reading with an uncertain character: it can confirm a claim, and nothing else.

use crate::comparison::{self, Agreement};
use crate::names::{NameMatch, compare};
use crate::reading::{DocumentReading, Doubt};
use crate::request::DocumentService;

/// Returns the reading without the uncertain fields that match no claim. To match a misread
/// character by chance, a false claim would have to foresee it.
pub(super) fn settled(reading: &DocumentReading, asked: &DocumentService) -> DocumentReading {
    let mut settled = reading.clone();
    for doubt in &reading.doubts {
        if is_borne_out(*doubt, reading, asked) {
            continue;
        }
        let told: &[&str] = match doubt {
            Doubt::Name => {
                settled.name = None;
                &["last_name", "first_name", "middle_name"]
            }
            Doubt::Dob => {
                settled.dob = None;
                &["dob"]
            }
            Doubt::IssueDate => {
                settled.issue_date = None;
                &["issue_date"]
            }
            Doubt::ExpiryDate => {
                settled.expiry_date = None;
                &["expiry_date"]
            }
            Doubt::DocumentNumber => {
                settled.document_number = None;
                &["document_number"]
            }
        };
        settled
            .additional
            .retain(|(key, _)| !told.contains(&key.as_str()));
    }
    settled
}

fn is_borne_out(doubt: Doubt, reading: &DocumentReading, asked: &DocumentService) -> bool {
    match doubt {
        Doubt::Name => asked.name.claim().zip(reading.name.as_ref()).is_some_and(
            // The comparison is strict, whatever was requested: two concessions at once would be
            // too many.
            |(claim, read)| matches!(compare(claim, read, false), NameMatch::Match { .. }),
        ),
        Doubt::Dob => asked.dob.claim().is_some() && asked.dob.claim() == reading.dob.as_ref(),
        Doubt::IssueDate => {
            let claim = asked.issue_date.claim();
            claim.is_some() && claim == reading.issue_date.as_ref()
        }
        Doubt::ExpiryDate => {
            let claim = asked.expiry_date.claim();
            claim.is_some() && claim == reading.expiry_date.as_ref()
        }
        Doubt::DocumentNumber => asked
            .document_number
            .claim()
            .zip(reading.document_number.as_ref())
            .is_some_and(|(claim, read)| {
                comparison::document_number(claim.reveal(), read.reveal(), false)
                    == Agreement::Agrees
            }),
    }
}

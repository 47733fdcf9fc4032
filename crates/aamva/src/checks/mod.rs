//! The checks that a careful examiner makes on a licence. They compare its fields with each other,
//! with the standard, and with public rules of its issuer.
//!
//! Nothing is decided here. Each observation says what was compared, the outcome, and what a
//! failure would mean. A check that cannot be made says why.

mod dates;
mod description;
mod issuer;
mod numbers;
mod observation;
mod postal;
mod report;
mod structure;

use jiff::civil::Date;

use self::report::Report;
use super::licence::Licence;

pub use self::observation::{Check, Observation, Outcome, Reason, Severity};

/// Examines a licence as of `today`. Every check yields at least one observation, in the order of
/// [`Check`].
///
/// ```
/// use aamva::checks::{Outcome, examine};
/// use jiff::civil::date;
///
/// let text = "@\n\u{1e}\rANSI 636000100002DL00410060ZV01010010DLDAQT11222333\nDCSDOE\nDACJANE\nDBB03041990\nDAJVA\n";
/// let licence = aamva::parse_str(text)?;
/// let seen = examine(&licence, date(2026, 6, 1));
/// let failed = seen.iter().filter(|seen| seen.outcome == Outcome::Fail);
/// for observation in failed {
///     println!("{:?}: {}", observation.check, observation.detail);
/// }
/// # Ok::<(), aamva::ParseError>(())
/// ```
pub fn examine(licence: &Licence, today: Date) -> Vec<Observation> {
    let mut report = Report {
        licence,
        today,
        observations: Vec::new(),
    };
    structure::examine(&mut report);
    issuer::examine(&mut report);
    dates::examine(&mut report);
    description::examine(&mut report);
    numbers::examine(&mut report);
    postal::examine(&mut report);
    report.observations
}

//! What the examiner says about the samples, and about cards with one thing wrong.

use std::collections::{BTreeMap, BTreeSet};

use document::aamva::checks::{Check, Observation, Outcome, Severity, examine};
use document::aamva::parse;
use jiff::civil::{Date, date};

use super::samples::strings;

const TODAY: Date = date(2018, 6, 1);

fn failed(observations: &[Observation], severity: Severity) -> BTreeSet<Check> {
    observations
        .iter()
        .filter(|o| o.outcome == Outcome::Fail && o.severity == severity)
        .map(|o| o.check)
        .collect()
}

#[test]
fn samples() {
    let Some(strings) = strings() else { return };
    let mut contradictions = BTreeMap::new();
    for (name, bytes) in &strings {
        let licence = parse(bytes).unwrap();
        let observations = examine(&licence, TODAY);
        for o in observations.iter().filter(|o| o.outcome == Outcome::Fail) {
            println!("{name}: {:?} {:?}: {}", o.severity, o.check, o.detail);
        }
        println!("{name}: {:?}", licence.repairs);
        let found = failed(&observations, Severity::Contradiction);
        if !found.is_empty() {
            contradictions.insert(name.as_str(), found);
        }
    }
    println!("{contradictions:#?}");
}

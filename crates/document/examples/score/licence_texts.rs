//! Scores the AAMVA parser on public barcode texts of the years 2000 to 2020: all five key fields
//! right, or not.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use aamva::{Licence, parse};
use anyhow::{Context, Result};
use jiff::civil::Date;

use crate::table::{OURS, Outcome, Table, timed};

/// Scores `aamva/strings` against `aamva/expected.json`. The classes are the versions of the
/// standard.
pub(crate) fn run(samples: &Path) -> Result<Vec<Table>> {
    let folder = samples.join("aamva");
    let text = fs::read_to_string(folder.join("expected.json"))?;
    let expected: BTreeMap<String, BTreeMap<String, serde_json::Value>> =
        serde_json::from_str(&text)?;
    let mut table = Table::new("AAMVA: public barcode texts, five key fields", "version");
    for (name, fields) in &expected {
        let file = folder.join("strings").join(format!("{name}.txt"));
        let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
        let wanted = |key: &str| fields.get(key).and_then(|v| v.as_str());
        let (licence, time) = timed(|| parse(&bytes));
        let told = licence
            .ok()
            .map(|licence| KEYS.iter().all(|key| is_right(&licence, key, wanted(key))));
        let class = wanted("version").unwrap_or("not said");
        table.count(OURS, class, Outcome::of(told), time);
    }
    table.note(
        "A text counts as exact when family name, first name, dates of birth and expiry and the \
         number are all as expected. Other parsers on the same texts: docs/benchmarks.md.",
    );
    Ok(vec![table])
}

/// The five key fields, by their names in the expectation.
const KEYS: [&str; 5] = ["last", "first", "dob", "expiry", "number"];

/// Returns true if a field is right. A field that the expectation does not name is not judged.
fn is_right(licence: &Licence, key: &str, wanted: Option<&str>) -> bool {
    let day = |date: Option<Date>| date.map(|d| d.to_string());
    let told = match key {
        "last" => licence.names.family.clone(),
        "first" => licence.names.given.clone(),
        "dob" => day(licence.dates.birth),
        "expiry" => day(licence.dates.expiry),
        _ => Some(
            licence
                .document
                .number
                .clone()
                .unwrap_or_else(|| "NONE".to_owned()),
        ),
    };
    wanted.is_none_or(|wanted| told.unwrap_or_default() == wanted)
}

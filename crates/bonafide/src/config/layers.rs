//! The layers of the configuration, which remember where each value was set.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

/// The embedded default file, whose comments are the reference.
pub const DEFAULT: &str = include_str!("default.toml");

/// Where a value was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The default file.
    Default,
    /// The operator's file.
    File(String),
    /// A variable of the environment.
    Environment(String),
    /// A flag of the command line.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => f.write_str(path),
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::Flag(flag) => f.write_str(flag),
        }
    }
}

/// Values by dotted key, each with its origin; later layers override earlier ones.
#[derive(Debug)]
pub struct Layers {
    values: BTreeMap<String, (Value, Origin)>,
}

impl Default for Layers {
    fn default() -> Self {
        let mut layers = Self {
            values: BTreeMap::new(),
        };
        // The default file is part of the program, and a test parses it.
        let table: Table = DEFAULT.parse().unwrap_or_default();
        for (key, value) in flatten(table) {
            layers.values.insert(key, (value, Origin::Default));
        }
        layers
    }
}

impl Layers {
    /// Adds a file as the top layer.
    pub fn add_text(&mut self, text: &str, origin: Origin) -> Result<()> {
        let table: Table = text
            .parse()
            .with_context(|| format!("{origin} is not valid TOML"))?;
        for section in table.keys() {
            if !self
                .values
                .keys()
                .any(|key| key.split('.').next() == Some(section))
            {
                let sections = self.values.keys().filter_map(|key| key.split('.').next());
                bail!(
                    "{origin}: unknown section `{section}`{}",
                    nearest(section, sections)
                );
            }
        }
        for (key, value) in flatten(table) {
            self.set(&key, value, origin.clone())?;
        }
        Ok(())
    }

    /// Adds variables of the form `BONAFIDE_SECTION_KEY` as the top layer and ignores all others.
    pub fn add_environment(
        &mut self,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<()> {
        for (name, text) in variables {
            // A name that is not UTF-8 cannot be ours.
            let Some((name, rest)) = name
                .to_str()
                .and_then(|name| Some((name, name.strip_prefix("BONAFIDE_")?)))
            else {
                continue;
            };
            // These belong to tests and to the command line.
            if matches!(rest, "SAMPLES" | "CONFIG") || rest.starts_with("TEST_") {
                continue;
            }
            let Ok(text) = text.into_string() else {
                bail!("environment {name}: the value is not UTF-8");
            };
            let lower = rest.to_ascii_lowercase();
            let key = lower.replacen('_', ".", 1);
            if !self.values.contains_key(&key) {
                let known = self.values.keys().map(|key| variable(key));
                let known: Vec<String> = known.collect();
                bail!(
                    "environment {name}: there is no such key{}",
                    nearest(name, known.iter().map(String::as_str))
                );
            }
            let value = match self.values.get(&key) {
                Some((Value::String(_), _)) => Value::String(text),
                // Numbers, booleans and lists are written as in the file.
                _ => format!("value = {text}")
                    .parse::<Table>()
                    .ok()
                    .and_then(|mut table| table.remove("value"))
                    .unwrap_or(Value::String(text)),
            };
            self.set(&key, value, Origin::Environment(name.to_owned()))?;
        }
        Ok(())
    }

    /// Sets one value.
    pub fn set(&mut self, key: &str, value: Value, origin: Origin) -> Result<()> {
        let Some((known, _)) = self.values.get(key) else {
            bail!(
                "{origin}: unknown key `{key}`{}",
                nearest(key, self.values.keys().map(String::as_str))
            );
        };
        if std::mem::discriminant(known) != std::mem::discriminant(&value) {
            bail!(
                "{key} ({origin}): expected {}, found {}",
                known.type_str(),
                value.type_str()
            );
        }
        if key == "log.format" && !matches!(value.as_str(), Some("text" | "json")) {
            bail!("{key} ({origin}): must be \"text\" or \"json\"");
        }
        self.values.insert(key.to_owned(), (value, origin));
        Ok(())
    }

    /// Returns where the value of a key was set.
    pub fn origin(&self, key: &str) -> String {
        self.values
            .get(key)
            .map_or_else(|| "unset".to_owned(), |(_, origin)| origin.to_string())
    }

    /// Returns the values that were changed from the default, by key.
    pub fn changed(&self) -> impl Iterator<Item = (&str, &Value, &Origin)> {
        self.values
            .iter()
            .filter(|(_, (_, origin))| *origin != Origin::Default)
            .map(|(key, (value, origin))| (key.as_str(), value, origin))
    }

    /// Returns every key with its value and origin, sorted. Values that may hold credentials of
    /// another service are not shown.
    pub fn rows(&self) -> impl Iterator<Item = (&str, String, String)> {
        self.values.iter().map(|(key, (value, origin))| {
            let is_empty = match value {
                Value::String(text) => text.is_empty(),
                Value::Array(items) => items.is_empty(),
                _ => false,
            };
            let shown = if may_hold_a_secret(key) && !is_empty {
                "(not shown)".to_owned()
            } else {
                value.to_string()
            };
            (key.as_str(), shown, origin.to_string())
        })
    }

    /// Returns the values as one table.
    pub fn table(&self) -> Result<Table> {
        let mut table = Table::new();
        for (key, (value, _)) in &self.values {
            let (section, name) = key.split_once('.').context("a key without a section")?;
            let section = table
                .entry(section)
                .or_insert_with(|| Value::Table(Table::new()));
            section
                .as_table_mut()
                .context("a section that is not a table")?
                .insert(name.to_owned(), value.clone());
        }
        Ok(table)
    }
}

/// Returns the name of the environment variable for a key.
fn variable(key: &str) -> String {
    format!(
        "BONAFIDE_{}",
        key.replacen('.', "_", 1).to_ascii_uppercase()
    )
}

/// Credentials of gateways belong in their secrets, but some operators write them into the request.
fn may_hold_a_secret(key: &str) -> bool {
    let calls_out = ["email.", "sms.", "whatsapp.", "device."]
        .iter()
        .any(|section| key.starts_with(section));
    calls_out
        && [".secret", ".headers", ".body", ".url"]
            .iter()
            .any(|name| key.ends_with(name))
}

fn flatten(table: Table) -> impl Iterator<Item = (String, Value)> {
    table.into_iter().flat_map(|(section, value)| match value {
        Value::Table(keys) => keys
            .into_iter()
            .map(|(key, value)| (format!("{section}.{key}"), value))
            .collect::<Vec<_>>(),
        other => vec![(section, other)],
    })
}

/// Returns ` (did you mean …?)` with the nearest candidate, or nothing if none is near.
fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> String {
    candidates
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map_or_else(String::new, |(_, candidate)| {
            format!(" (did you mean `{candidate}`?)")
        })
}

//! Stub until names are merged.
use serde::{Deserialize, Serialize};
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct PersonName { pub first: Option<String>, pub middle: Option<String>, pub last: Option<String>, pub full: Option<String> }
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct NameReading { pub name: PersonName }
pub enum NameMatch { Match { how: u8 }, Differs { which: u8 }, NotComparable }
pub fn compare(_: &PersonName, _: &NameReading, _: bool) -> NameMatch { NameMatch::NotComparable }

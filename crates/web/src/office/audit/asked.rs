//! What the trail is asked for, as it is in the address of the page.

use proofing::ports::AuditQuery;
use verification::audit::AuditAct;

use crate::office::days::{begins, ends};

/// The number of entries on a page.
const ON_A_PAGE: usize = 50;

/// The longest value of a filter, in bytes.
const LONGEST: usize = 64;

/// The keys of an address that are filters, in the order in which they are written.
const KEYS: [&str; 5] = ["act", "member", "account", "from", "until"];

/// The values of an address, without those that say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    values: Vec<(&'static str, String)>,
    before: Option<u64>,
}

impl Asked {
    /// Reads the query of an address. What is not known is left out.
    pub(super) fn parse(query: &str) -> Self {
        let mut asked = Self::default();
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.trim();
            if value.is_empty() || value.len() > LONGEST {
                continue;
            }
            let known = KEYS.into_iter().find(|known| *known == key);
            match known {
                Some(known) if asked.one(known).is_empty() => {
                    asked.values.push((known, value.to_owned()));
                }
                None if key == "before" => asked.before = value.parse().ok(),
                _ => {}
            }
        }
        asked
    }

    /// Returns the value of a key, or nothing.
    pub(super) fn one(&self, key: &str) -> &str {
        let mut values = self.values.iter();
        let found = values.find(|(known, _)| *known == key);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Returns true if this is the page of the newest entries.
    pub(super) const fn is_first(&self) -> bool {
        self.before.is_none()
    }

    /// Returns the query of the address of these filters, for the entries before a number.
    pub(super) fn address(&self, before: Option<u64>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.values.iter().map(|(key, value)| (*key, value)));
        if let Some(before) = before {
            query.append_pair("before", &before.to_string());
        }
        query.finish()
    }

    /// Returns the query of the address of this page.
    pub(super) fn own_address(&self) -> String {
        self.address(self.before)
    }

    /// Returns what the trail is asked for, and the keys of values that cannot be looked for.
    pub(super) fn query(&self) -> (AuditQuery, Vec<&'static str>) {
        let mut wrong = Vec::new();
        let query = AuditQuery {
            act: self.parsed("act", &mut wrong, AuditAct::from_word),
            member: self.parsed("member", &mut wrong, |text| text.parse().ok()),
            account: self.parsed("account", &mut wrong, |text| text.parse().ok()),
            from: self.parsed("from", &mut wrong, begins),
            until: self.parsed("until", &mut wrong, ends),
            before: self.before,
            limit: ON_A_PAGE,
            verification: None,
        };
        (query, wrong)
    }

    fn parsed<T>(
        &self,
        key: &'static str,
        wrong: &mut Vec<&'static str>,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.one(key);
        let value = parse(text);
        if value.is_none() && !text.is_empty() {
            wrong.push(key);
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_stay_in_the_address() {
        let address = "act=sign_in&from=2026-11-01&until=2026-11-30";
        let asked = Asked::parse(&format!("{address}&before=7&unknown=1&member=+&act=hold"));
        assert_eq!(asked.address(None), address);
        assert_eq!(asked.own_address(), format!("{address}&before=7"));
        let (query, wrong) = asked.query();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!((query.act, query.before), (Some(AuditAct::SignIn), Some(7)));
        assert!(query.from < query.until && !asked.is_first());
    }

    #[test]
    fn what_cannot_be_looked_for_is_named() {
        let asked = Asked::parse("act=dance&member=Ann&account=x&from=today&until=0");
        let (query, wrong) = asked.query();
        assert_eq!(wrong, KEYS);
        assert_eq!(query.act, None);
    }
}

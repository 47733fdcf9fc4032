//! The codes of issuing states and nationalities (ICAO Doc 9303 part 3, section 5). They are those
//! of ISO 3166-1 alpha-3; those that stand for no country, such as German `D`, British nationals
//! abroad, organisations and stateless people; those of former states (ISO 3166-3); and those that
//! are used without being in any standard (Kosovo's, Interpol's first).
//!
//! A code that is not in the tables is kept as it is.

use serde::Serialize;

use super::countries::COUNTRIES;

/// The meaning of a code of three cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StateKind {
    /// A country of ISO 3166-1, including Germany's `D`.
    Country,
    /// British people who are not citizens of the United Kingdom: `GBD`, `GBN`, `GBO`, `GBP`,
    /// `GBS`.
    British,
    /// The United Nations, the European Union and other organisations that issue travel documents.
    Organisation,
    /// `XXA`: a person without a nationality (1954 Convention).
    Stateless,
    /// `XXB` and `XXC`: a refugee.
    Refugee,
    /// `XXX`, or only fillers: not specified.
    Unspecified,
    /// A state that no longer exists, but whose codes still occur in old documents and
    /// nationalities: `SUN`, `YUG`, `ANT`.
    Former,
    /// `UTO`: the fictional country of the standard's own specimens.
    Specimen,
    /// A code that is in none of the tables.
    Unknown,
}

/// A code and its meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct State {
    /// The code as written, without fillers: `UTO`, `D`.
    pub code: String,
    /// The meaning.
    pub kind: StateKind,
    /// The ISO 3166-1 alpha-2 code, if the code stands for people or offices of one country.
    pub alpha2: Option<&'static str>,
    /// The ISO 3166-1 alpha-3 code of that country: `DEU` for `D`.
    pub alpha3: Option<&'static str>,
    /// The name in English.
    pub name: Option<&'static str>,
}

impl State {
    /// Parses the cells of a field.
    ///
    /// ```
    /// use mrz::{State, StateKind};
    ///
    /// let germany = State::of("D<<");
    /// assert_eq!((germany.kind, germany.alpha3), (StateKind::Country, Some("DEU")));
    /// assert_eq!(State::of("XXA").kind, StateKind::Stateless);
    /// ```
    pub fn of(cells: &str) -> Self {
        let code = cells.trim_end_matches('<');
        let known = |kind, name| Self {
            code: code.to_owned(),
            kind,
            alpha2: None,
            alpha3: None,
            name: Some(name),
        };
        let like = |kind, alpha3: &str, own: Option<&'static str>| {
            let at = COUNTRIES
                .binary_search_by_key(&alpha3, |(three, _, _)| three)
                .ok()
                .and_then(|at| COUNTRIES.get(at));
            at.map(|(alpha3, alpha2, name)| Self {
                code: code.to_owned(),
                kind,
                alpha2: Some(alpha2),
                alpha3: Some(alpha3),
                name: own.or(Some(name)),
            })
        };
        let other = SPECIAL.iter().find(|(special, _, _)| *special == code);
        let found = match (code, other) {
            ("D", _) => like(StateKind::Country, "DEU", None),
            // Romania used its own code until 2002, and passports with it remained valid.
            ("ROM", _) => like(StateKind::Country, "ROU", None),
            (_, Some((_, StateKind::British, name))) => like(StateKind::British, "GBR", Some(name)),
            (_, Some((_, kind, name))) => Some(known(*kind, *name)),
            _ => like(StateKind::Country, code, None),
        };
        found.unwrap_or_else(|| Self {
            code: code.to_owned(),
            kind: if code.is_empty() {
                StateKind::Unspecified
            } else {
                StateKind::Unknown
            },
            alpha2: None,
            alpha3: None,
            name: None,
        })
    }
}

/// Codes that are not in ISO 3166-1 (part 3, section 5, parts B to E; ISO 3166-3), sorted by code.
#[rustfmt::skip]
const SPECIAL: &[(&str, StateKind, &str)] = &[
    ("ANT", StateKind::Former, "Netherlands Antilles"),
    ("CSK", StateKind::Former, "Czechoslovakia"),
    ("DDR", StateKind::Former, "German Democratic Republic"),
    ("EUE", StateKind::Organisation, "European Union"),
    ("GBD", StateKind::British, "British Overseas Territories Citizen"),
    ("GBN", StateKind::British, "British National (Overseas)"),
    ("GBO", StateKind::British, "British Overseas Citizen"),
    ("GBP", StateKind::British, "British Protected Person"),
    ("GBS", StateKind::British, "British Subject"),
    ("INP", StateKind::Organisation, "Interpol"),
    ("NTZ", StateKind::Former, "Neutral Zone"),
    ("RKS", StateKind::Organisation, "Kosovo"),
    ("SCG", StateKind::Former, "Serbia and Montenegro"),
    ("SUN", StateKind::Former, "Union of Soviet Socialist Republics"),
    ("TMP", StateKind::Former, "East Timor"),
    ("UNA", StateKind::Organisation, "United Nations specialised agency"),
    ("UNK", StateKind::Organisation, "United Nations Interim Administration Mission in Kosovo"),
    ("UNO", StateKind::Organisation, "United Nations"),
    ("UTO", StateKind::Specimen, "Utopia"),
    ("XBA", StateKind::Organisation, "African Development Bank"),
    ("XCC", StateKind::Organisation, "Caribbean Community"),
    ("XCE", StateKind::Organisation, "Council of Europe"),
    ("XCO", StateKind::Organisation, "Common Market for Eastern and Southern Africa"),
    ("XCT", StateKind::Organisation, "Turkish Republic of Northern Cyprus"),
    ("XDC", StateKind::Organisation, "Southern African Development Community"),
    ("XEC", StateKind::Organisation, "Economic Community of West African States"),
    ("XES", StateKind::Organisation, "Organisation of Eastern Caribbean States"),
    ("XIM", StateKind::Organisation, "African Export-Import Bank"),
    ("XKK", StateKind::Organisation, "Kosovo"),
    ("XKX", StateKind::Organisation, "Kosovo"),
    ("XMP", StateKind::Organisation, "Parliamentary Assembly of the Mediterranean"),
    ("XOM", StateKind::Organisation, "Sovereign Military Order of Malta"),
    ("XPO", StateKind::Organisation, "Interpol"),
    ("XXA", StateKind::Stateless, "Stateless person"),
    ("XXB", StateKind::Refugee, "Refugee"),
    ("XXC", StateKind::Refugee, "Refugee, other than by the 1951 Convention"),
    ("XXK", StateKind::Organisation, "Kosovo"),
    ("XXX", StateKind::Unspecified, "Unspecified nationality"),
    ("YUG", StateKind::Former, "Yugoslavia"),
    ("ZAR", StateKind::Former, "Zaire"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_the_meanings_of_the_standard() {
        let check = |cells: &str, kind, alpha2: Option<&str>, alpha3: Option<&str>| {
            let state = State::of(cells);
            assert_eq!(state.kind, kind, "{cells}");
            assert_eq!((state.alpha2, state.alpha3), (alpha2, alpha3), "{cells}");
            assert_eq!(state.code, cells.trim_end_matches('<'));
        };
        check("FRA", StateKind::Country, Some("FR"), Some("FRA"));
        check("D<<", StateKind::Country, Some("DE"), Some("DEU"));
        check("DEU", StateKind::Country, Some("DE"), Some("DEU"));
        check("GBD", StateKind::British, Some("GB"), Some("GBR"));
        check("UNO", StateKind::Organisation, None, None);
        check("XXA", StateKind::Stateless, None, None);
        check("XXB", StateKind::Refugee, None, None);
        check("XXC", StateKind::Refugee, None, None);
        check("XXX", StateKind::Unspecified, None, None);
        check("<<<", StateKind::Unspecified, None, None);
        check("UTO", StateKind::Specimen, None, None);
        check("ROM", StateKind::Country, Some("RO"), Some("ROU"));
        check("SUN", StateKind::Former, None, None);
        for organisation in [
            "EUE", "INP", "RKS", "UNA", "UNK", "XBA", "XCC", "XCE", "XCO", "XCT", "XDC", "XEC",
            "XES", "XIM", "XKX", "XMP", "XOM", "XPO", "XXK",
        ] {
            check(organisation, StateKind::Organisation, None, None);
        }
        for subject in ["GBN", "GBO", "GBP", "GBS"] {
            check(subject, StateKind::British, Some("GB"), Some("GBR"));
        }
        check("ZZZ", StateKind::Unknown, None, None);
        check("F<A", StateKind::Unknown, None, None);
    }

    #[test]
    fn the_tables_are_complete_and_sorted() {
        assert_eq!(COUNTRIES.len(), 249);
        assert!(COUNTRIES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(SPECIAL.is_sorted_by(|a, b| a.0 < b.0));
        for (special, _, _) in SPECIAL {
            assert!(!COUNTRIES.iter().any(|(three, _, _)| three == special));
        }
    }
}

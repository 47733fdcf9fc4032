//! The codes of issuing states and nationalities (ICAO Doc 9303 part 3, section 5). They are those
//! of ISO 3166-1 alpha-3; those that stand for no country, such as German `D`, British nationals
//! abroad, organisations and stateless people; those of former states (ISO 3166-3); and those that
//! are used without being in any standard (Kosovo's, Interpol's first).
//!
//! A code that is not in the tables is kept as it is.

use serde::Serialize;

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

/// ISO 3166-1: alpha-3, alpha-2 and the short name in English, sorted by alpha-3.
#[rustfmt::skip]
const COUNTRIES: &[(&str, &str, &str)] = &[
    ("ABW", "AW", "Aruba"),
    ("AFG", "AF", "Afghanistan"),
    ("AGO", "AO", "Angola"),
    ("AIA", "AI", "Anguilla"),
    ("ALA", "AX", "Åland Islands"),
    ("ALB", "AL", "Albania"),
    ("AND", "AD", "Andorra"),
    ("ARE", "AE", "United Arab Emirates"),
    ("ARG", "AR", "Argentina"),
    ("ARM", "AM", "Armenia"),
    ("ASM", "AS", "American Samoa"),
    ("ATA", "AQ", "Antarctica"),
    ("ATF", "TF", "French Southern Territories"),
    ("ATG", "AG", "Antigua and Barbuda"),
    ("AUS", "AU", "Australia"),
    ("AUT", "AT", "Austria"),
    ("AZE", "AZ", "Azerbaijan"),
    ("BDI", "BI", "Burundi"),
    ("BEL", "BE", "Belgium"),
    ("BEN", "BJ", "Benin"),
    ("BES", "BQ", "Bonaire, Sint Eustatius and Saba"),
    ("BFA", "BF", "Burkina Faso"),
    ("BGD", "BD", "Bangladesh"),
    ("BGR", "BG", "Bulgaria"),
    ("BHR", "BH", "Bahrain"),
    ("BHS", "BS", "Bahamas"),
    ("BIH", "BA", "Bosnia and Herzegovina"),
    ("BLM", "BL", "Saint Barthélemy"),
    ("BLR", "BY", "Belarus"),
    ("BLZ", "BZ", "Belize"),
    ("BMU", "BM", "Bermuda"),
    ("BOL", "BO", "Bolivia"),
    ("BRA", "BR", "Brazil"),
    ("BRB", "BB", "Barbados"),
    ("BRN", "BN", "Brunei"),
    ("BTN", "BT", "Bhutan"),
    ("BVT", "BV", "Bouvet Island"),
    ("BWA", "BW", "Botswana"),
    ("CAF", "CF", "Central African Rep."),
    ("CAN", "CA", "Canada"),
    ("CCK", "CC", "Cocos (Keeling) Islands"),
    ("CHE", "CH", "Switzerland"),
    ("CHL", "CL", "Chile"),
    ("CHN", "CN", "China"),
    ("CIV", "CI", "Côte d'Ivoire"),
    ("CMR", "CM", "Cameroon"),
    ("COD", "CD", "Democratic Republic of the Congo"),
    ("COG", "CG", "Republic of the Congo"),
    ("COK", "CK", "Cook Islands"),
    ("COL", "CO", "Colombia"),
    ("COM", "KM", "Comoros"),
    ("CPV", "CV", "Cabo Verde"),
    ("CRI", "CR", "Costa Rica"),
    ("CUB", "CU", "Cuba"),
    ("CUW", "CW", "Curaçao"),
    ("CXR", "CX", "Christmas Island"),
    ("CYM", "KY", "Cayman Islands"),
    ("CYP", "CY", "Cyprus"),
    ("CZE", "CZ", "Czechia"),
    ("DEU", "DE", "Germany"),
    ("DJI", "DJ", "Djibouti"),
    ("DMA", "DM", "Dominica"),
    ("DNK", "DK", "Denmark"),
    ("DOM", "DO", "Dominican Republic"),
    ("DZA", "DZ", "Algeria"),
    ("ECU", "EC", "Ecuador"),
    ("EGY", "EG", "Egypt"),
    ("ERI", "ER", "Eritrea"),
    ("ESH", "EH", "Western Sahara"),
    ("ESP", "ES", "Spain"),
    ("EST", "EE", "Estonia"),
    ("ETH", "ET", "Ethiopia"),
    ("FIN", "FI", "Finland"),
    ("FJI", "FJ", "Fiji"),
    ("FLK", "FK", "Falkland Islands"),
    ("FRA", "FR", "France"),
    ("FRO", "FO", "Faroe Islands"),
    ("FSM", "FM", "Micronesia"),
    ("GAB", "GA", "Gabon"),
    ("GBR", "GB", "United Kingdom"),
    ("GEO", "GE", "Georgia"),
    ("GGY", "GG", "Guernsey"),
    ("GHA", "GH", "Ghana"),
    ("GIB", "GI", "Gibraltar"),
    ("GIN", "GN", "Guinea"),
    ("GLP", "GP", "Guadeloupe"),
    ("GMB", "GM", "Gambia"),
    ("GNB", "GW", "Guinea-Bissau"),
    ("GNQ", "GQ", "Equatorial Guinea"),
    ("GRC", "GR", "Greece"),
    ("GRD", "GD", "Grenada"),
    ("GRL", "GL", "Greenland"),
    ("GTM", "GT", "Guatemala"),
    ("GUF", "GF", "French Guiana"),
    ("GUM", "GU", "Guam"),
    ("GUY", "GY", "Guyana"),
    ("HKG", "HK", "Hong Kong"),
    ("HMD", "HM", "Heard Island and McDonald Islands"),
    ("HND", "HN", "Honduras"),
    ("HRV", "HR", "Croatia"),
    ("HTI", "HT", "Haiti"),
    ("HUN", "HU", "Hungary"),
    ("IDN", "ID", "Indonesia"),
    ("IMN", "IM", "Isle of Man"),
    ("IND", "IN", "India"),
    ("IOT", "IO", "British Indian Ocean Territory"),
    ("IRL", "IE", "Ireland"),
    ("IRN", "IR", "Iran"),
    ("IRQ", "IQ", "Iraq"),
    ("ISL", "IS", "Iceland"),
    ("ISR", "IL", "Israel"),
    ("ITA", "IT", "Italy"),
    ("JAM", "JM", "Jamaica"),
    ("JEY", "JE", "Jersey"),
    ("JOR", "JO", "Jordan"),
    ("JPN", "JP", "Japan"),
    ("KAZ", "KZ", "Kazakhstan"),
    ("KEN", "KE", "Kenya"),
    ("KGZ", "KG", "Kyrgyzstan"),
    ("KHM", "KH", "Cambodia"),
    ("KIR", "KI", "Kiribati"),
    ("KNA", "KN", "Saint Kitts and Nevis"),
    ("KOR", "KR", "South Korea"),
    ("KWT", "KW", "Kuwait"),
    ("LAO", "LA", "Laos"),
    ("LBN", "LB", "Lebanon"),
    ("LBR", "LR", "Liberia"),
    ("LBY", "LY", "Libya"),
    ("LCA", "LC", "Saint Lucia"),
    ("LIE", "LI", "Liechtenstein"),
    ("LKA", "LK", "Sri Lanka"),
    ("LSO", "LS", "Lesotho"),
    ("LTU", "LT", "Lithuania"),
    ("LUX", "LU", "Luxembourg"),
    ("LVA", "LV", "Latvia"),
    ("MAC", "MO", "Macao"),
    ("MAF", "MF", "Saint Martin (French part)"),
    ("MAR", "MA", "Morocco"),
    ("MCO", "MC", "Monaco"),
    ("MDA", "MD", "Moldova"),
    ("MDG", "MG", "Madagascar"),
    ("MDV", "MV", "Maldives"),
    ("MEX", "MX", "Mexico"),
    ("MHL", "MH", "Marshall Islands"),
    ("MKD", "MK", "North Macedonia"),
    ("MLI", "ML", "Mali"),
    ("MLT", "MT", "Malta"),
    ("MMR", "MM", "Myanmar"),
    ("MNE", "ME", "Montenegro"),
    ("MNG", "MN", "Mongolia"),
    ("MNP", "MP", "Northern Mariana Islands"),
    ("MOZ", "MZ", "Mozambique"),
    ("MRT", "MR", "Mauritania"),
    ("MSR", "MS", "Montserrat"),
    ("MTQ", "MQ", "Martinique"),
    ("MUS", "MU", "Mauritius"),
    ("MWI", "MW", "Malawi"),
    ("MYS", "MY", "Malaysia"),
    ("MYT", "YT", "Mayotte"),
    ("NAM", "NA", "Namibia"),
    ("NCL", "NC", "New Caledonia"),
    ("NER", "NE", "Niger"),
    ("NFK", "NF", "Norfolk Island"),
    ("NGA", "NG", "Nigeria"),
    ("NIC", "NI", "Nicaragua"),
    ("NIU", "NU", "Niue"),
    ("NLD", "NL", "Netherlands"),
    ("NOR", "NO", "Norway"),
    ("NPL", "NP", "Nepal"),
    ("NRU", "NR", "Nauru"),
    ("NZL", "NZ", "New Zealand"),
    ("OMN", "OM", "Oman"),
    ("PAK", "PK", "Pakistan"),
    ("PAN", "PA", "Panama"),
    ("PCN", "PN", "Pitcairn"),
    ("PER", "PE", "Peru"),
    ("PHL", "PH", "Philippines"),
    ("PLW", "PW", "Palau"),
    ("PNG", "PG", "Papua New Guinea"),
    ("POL", "PL", "Poland"),
    ("PRI", "PR", "Puerto Rico"),
    ("PRK", "KP", "North Korea"),
    ("PRT", "PT", "Portugal"),
    ("PRY", "PY", "Paraguay"),
    ("PSE", "PS", "Palestine"),
    ("PYF", "PF", "French Polynesia"),
    ("QAT", "QA", "Qatar"),
    ("REU", "RE", "Réunion"),
    ("ROU", "RO", "Romania"),
    ("RUS", "RU", "Russia"),
    ("RWA", "RW", "Rwanda"),
    ("SAU", "SA", "Saudi Arabia"),
    ("SDN", "SD", "Sudan"),
    ("SEN", "SN", "Senegal"),
    ("SGP", "SG", "Singapore"),
    ("SGS", "GS", "South Georgia and the South Sandwich Islands"),
    ("SHN", "SH", "Saint Helena, Ascension and Tristan da Cunha"),
    ("SJM", "SJ", "Svalbard and Jan Mayen"),
    ("SLB", "SB", "Solomon Islands"),
    ("SLE", "SL", "Sierra Leone"),
    ("SLV", "SV", "El Salvador"),
    ("SMR", "SM", "San Marino"),
    ("SOM", "SO", "Somalia"),
    ("SPM", "PM", "Saint Pierre and Miquelon"),
    ("SRB", "RS", "Serbia"),
    ("SSD", "SS", "South Sudan"),
    ("STP", "ST", "São Tomé and Príncipe"),
    ("SUR", "SR", "Suriname"),
    ("SVK", "SK", "Slovakia"),
    ("SVN", "SI", "Slovenia"),
    ("SWE", "SE", "Sweden"),
    ("SWZ", "SZ", "Eswatini"),
    ("SXM", "SX", "Sint Maarten (Dutch part)"),
    ("SYC", "SC", "Seychelles"),
    ("SYR", "SY", "Syria"),
    ("TCA", "TC", "Turks and Caicos Islands"),
    ("TCD", "TD", "Chad"),
    ("TGO", "TG", "Togo"),
    ("THA", "TH", "Thailand"),
    ("TJK", "TJ", "Tajikistan"),
    ("TKL", "TK", "Tokelau"),
    ("TKM", "TM", "Turkmenistan"),
    ("TLS", "TL", "Timor-Leste"),
    ("TON", "TO", "Tonga"),
    ("TTO", "TT", "Trinidad and Tobago"),
    ("TUN", "TN", "Tunisia"),
    ("TUR", "TR", "Türkiye"),
    ("TUV", "TV", "Tuvalu"),
    ("TWN", "TW", "Taiwan"),
    ("TZA", "TZ", "Tanzania"),
    ("UGA", "UG", "Uganda"),
    ("UKR", "UA", "Ukraine"),
    ("UMI", "UM", "United States Minor Outlying Islands"),
    ("URY", "UY", "Uruguay"),
    ("USA", "US", "United States of America"),
    ("UZB", "UZ", "Uzbekistan"),
    ("VAT", "VA", "Holy See"),
    ("VCT", "VC", "Saint Vincent and the Grenadines"),
    ("VEN", "VE", "Venezuela"),
    ("VGB", "VG", "British Virgin Islands"),
    ("VIR", "VI", "United States Virgin Islands"),
    ("VNM", "VN", "Vietnam"),
    ("VUT", "VU", "Vanuatu"),
    ("WLF", "WF", "Wallis and Futuna"),
    ("WSM", "WS", "Samoa"),
    ("YEM", "YE", "Yemen"),
    ("ZAF", "ZA", "South Africa"),
    ("ZMB", "ZM", "Zambia"),
    ("ZWE", "ZW", "Zimbabwe"),
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

//! The cases: who is verified, what is claimed and what the result must be.

use specimen::{Country, Difficulty, Head, Jurisdiction, Licence, Light, Person, Scene, Travel};
use verification::ResponseEvent;
use verification::decline::{Category, DeclineCode};

use jiff::civil::Date;

/// One verification of the demo.
#[derive(Debug)]
pub(super) struct Case {
    /// One word, with which the reference begins.
    pub(super) name: &'static str,
    /// A short description.
    pub(super) about: &'static str,
    /// The card in the pictures, or `None` if the person is asked to take them.
    pub(super) card: Option<Card>,
    /// The callbacks that must come, in order. The first is also the answer to the request.
    pub(super) events: &'static [ResponseEvent],
    /// The decline codes of the last event.
    pub(super) codes: Codes,
}

/// A card and the claims about it.
#[derive(Debug)]
pub(super) struct Card {
    seed: u64,
    given: &'static str,
    family: &'static str,
    issuer: Issuer,
    is_expired: bool,
    is_readable: bool,
    /// The claimed family name, if it is not the card's.
    claimed_family: Option<&'static str>,
    /// The drawn person on the portrait and in the selfie, if their faces are compared.
    holder: Option<u64>,
}

/// The issuer of a card, which also determines the type of document.
#[derive(Debug, Clone, Copy)]
enum Issuer {
    /// A licence of the state or province with these two letters.
    Licence(&'static str),
    /// A passport of the country with this code in the machine readable zone.
    Passport(&'static str),
}

/// The document in the pictures.
#[derive(Debug, Clone)]
pub(super) enum Document {
    /// A licence, which has two sides.
    Licence(Box<Licence>),
    /// A passport, which has one page.
    Passport(Box<Travel>),
}

/// The decline codes that a case must end with.
#[derive(Debug)]
pub(super) enum Codes {
    /// No code at all.
    None,
    /// Only this code.
    Only(DeclineCode),
    /// One or more codes, all about the quality of the pictures.
    OfPictures,
}

use ResponseEvent::{
    RequestPending, RequestReceived, VerificationAccepted as Accepted,
    VerificationDeclined as Declined,
};

/// All cases, in the order in which they are sent.
pub(super) static CASES: [Case; 7] = [
    Case {
        name: "good",
        about: "a valid licence; the claimed name, date of birth and number are correct",
        card: Some(Card {
            seed: 11,
            given: "Zoë",
            family: "O'Connell-Hayes",
            issuer: Issuer::Licence("OR"),
            is_expired: false,
            is_readable: true,
            claimed_family: None,
            holder: None,
        }),
        events: &[Accepted],
        codes: Codes::None,
    },
    Case {
        name: "passport",
        about: "a valid passport; the claimed name has umlauts, which the MRZ cannot have",
        card: Some(Card {
            seed: 15,
            given: "Jörg",
            family: "Müller-Lüdenscheidt",
            issuer: Issuer::Passport("D"),
            is_expired: false,
            is_readable: true,
            claimed_family: None,
            holder: None,
        }),
        events: &[Accepted],
        codes: Codes::None,
    },
    Case {
        name: "expired",
        about: "correct claims about a licence that has expired",
        card: Some(Card {
            seed: 12,
            given: "Tomasz",
            family: "Wieczorek",
            issuer: Issuer::Licence("NY"),
            is_expired: true,
            is_readable: true,
            claimed_family: None,
            holder: None,
        }),
        events: &[Declined],
        codes: Codes::Only(DeclineCode::DOCUMENT_EXPIRED),
    },
    Case {
        name: "contradicted",
        about: "a valid licence; the claimed family name is a different one",
        card: Some(Card {
            seed: 13,
            given: "Amara",
            family: "Okonkwo",
            issuer: Issuer::Licence("ON"),
            is_expired: false,
            is_readable: true,
            claimed_family: Some("Lindqvist"),
            holder: None,
        }),
        events: &[Declined],
        codes: Codes::Only(DeclineCode::NAME_DIFFERS),
    },
    Case {
        name: "unreadable",
        about: "dark, blurred pictures; the verdict only comes as a callback (show_results: 0)",
        card: Some(Card {
            seed: 14,
            given: "Joaquín",
            family: "Peñalver",
            issuer: Issuer::Licence("AZ"),
            is_expired: false,
            is_readable: false,
            claimed_family: None,
            holder: None,
        }),
        events: &[RequestReceived, Declined],
        codes: Codes::OfPictures,
    },
    Case {
        name: "on-site",
        about: "no pictures; the person gets a link to take them",
        card: None,
        events: &[RequestPending],
        codes: Codes::None,
    },
    Case {
        name: "selfie",
        about: "a valid licence and a selfie; the portrait is of the same drawn person",
        card: Some(Card {
            seed: 16,
            given: "Ingrid",
            family: "Solberg",
            issuer: Issuer::Licence("WA"),
            is_expired: false,
            is_readable: true,
            claimed_family: None,
            holder: Some(Head::CAST[1]),
        }),
        events: &[Accepted],
        codes: Codes::None,
    },
];

impl Case {
    /// Returns true if the server needs the networks for faces.
    pub(super) fn compares_faces(&self) -> bool {
        self.card.as_ref().is_some_and(|card| card.holder.is_some())
    }

    /// Returns true if the request waits for the verdict.
    pub(super) fn waits(&self) -> bool {
        !self.events.contains(&RequestReceived)
    }
}

impl Card {
    /// Returns the document as it is on this day.
    pub(super) fn document(&self, on: Date) -> Document {
        match self.issuer {
            Issuer::Licence(state) => {
                let mut licence =
                    Licence::from_seed(self.seed, on).with_name(self.given, self.family);
                if let Some(jurisdiction) = Jurisdiction::of(state) {
                    licence = licence.issued_by(jurisdiction);
                }
                if self.is_expired {
                    licence = licence.expired();
                }
                Document::Licence(Box::new(licence))
            }
            Issuer::Passport(state) => {
                let mut passport = Travel::passport(self.seed, on)
                    .with_name(self.given, self.family)
                    .issued_by(state);
                if self.is_expired {
                    passport = passport.expired();
                }
                Document::Passport(Box::new(passport))
            }
        }
    }

    /// Returns how the sides are photographed: on one table, but each from its own angle.
    pub(super) fn scenes(&self) -> [Scene; 2] {
        let scene = |seed| {
            if self.is_readable {
                Scene::from_seed(seed, Difficulty::Good)
            } else {
                Scene::unreadable(seed)
            }
        };
        let front = scene(self.seed);
        let back = Scene {
            table: front.table,
            ..scene(self.seed + 1000)
        };
        [front, back]
    }

    /// The head on the portrait, if faces are compared.
    pub(super) fn portrait(&self) -> Option<Head> {
        self.holder.map(Head::caricature)
    }

    /// The same head, as it looks into a telephone in another light.
    pub(super) fn selfie(&self) -> Option<Head> {
        let ahead = self.portrait()?;
        Some(ahead.turned(8.0, 3.0).lit(Light::from_seed(3)))
    }

    /// The name that is claimed.
    pub(super) fn claimed_name(&self) -> (&'static str, &'static str) {
        (self.given, self.claimed_family.unwrap_or(self.family))
    }
}

impl Document {
    /// Its holder.
    pub(super) fn person(&self) -> &Person {
        match self {
            Self::Licence(licence) => &licence.person,
            Self::Passport(passport) => &passport.person,
        }
    }

    /// Its number.
    pub(super) fn number(&self) -> &str {
        match self {
            Self::Licence(licence) => &licence.number,
            Self::Passport(passport) => &passport.number,
        }
    }

    /// Its last day.
    pub(super) fn expires(&self) -> Date {
        match self {
            Self::Licence(licence) => licence.expires,
            Self::Passport(passport) => passport.expires,
        }
    }

    /// The issuing country, ISO 3166-1 alpha-2.
    pub(super) fn country(&self) -> &'static str {
        match self {
            Self::Licence(licence) => match licence.jurisdiction.country {
                Country::UnitedStates => "US",
                Country::Canada => "CA",
            },
            Self::Passport(passport) => passport.state.alpha2,
        }
    }

    /// Its type in requests.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Licence(_) => "driving_license",
            Self::Passport(_) => "passport",
        }
    }

    /// Where it is from, in a few letters.
    pub(super) fn place(&self) -> &str {
        match self {
            Self::Licence(licence) => licence.person.address.region,
            Self::Passport(passport) => passport.state.alpha2,
        }
    }
}

impl Codes {
    /// Returns true if these codes are the expected ones.
    pub(super) fn hold(&self, codes: &[String]) -> bool {
        match self {
            Self::None => codes.is_empty(),
            Self::Only(code) => codes == [code.as_str()],
            Self::OfPictures => !codes.is_empty() && codes.iter().all(|code| is_of_pictures(code)),
        }
    }

    /// Returns the expected codes in words.
    pub(super) fn expected(&self) -> String {
        match self {
            Self::None => "no decline code".to_owned(),
            Self::Only(code) => format!("only {}", code.as_str()),
            Self::OfPictures => "only codes about the pictures".to_owned(),
        }
    }
}

fn is_of_pictures(code: &str) -> bool {
    let category = code
        .parse::<DeclineCode>()
        .ok()
        .and_then(|code| code.definition())
        .map(|definition| definition.category);
    matches!(
        category,
        Some(Category::ImageQuality | Category::DocumentUnreadable)
    )
}

#[cfg(test)]
mod tests {
    use aamva::checks::{Outcome, Severity, examine};
    use jiff::ToSpan;
    use jiff::civil::date;
    use specimen::Specimen;

    use super::*;

    /// The demo runs on the day it is run, so no day may make a good card contradict itself.
    #[test]
    fn every_card_is_what_it_is_said_to_be_on_every_day() {
        let first = date(2026, 1, 1);
        for on in first.series(1.day()).take(4 * 366) {
            for card in CASES.iter().filter_map(|case| case.card.as_ref()) {
                let document = card.document(on);
                assert_eq!(document.expires() < on, card.is_expired, "{on} {card:?}");
                let licence = match document {
                    Document::Licence(licence) => *licence,
                    Document::Passport(passport) => {
                        let lines = passport.lines();
                        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
                        let zone = mrz::parse(&lines).unwrap();
                        assert!(zone.is_valid(), "{on} {card:?}");
                        assert_eq!(zone.born(on), Some(passport.person.born));
                        assert_eq!(zone.expires(on), Some(passport.expires));
                        continue;
                    }
                };
                let barcode: Vec<u8> = Specimen::new(licence)
                    .barcode()
                    .chars()
                    .map(|c| c as u8)
                    .collect();
                let read = aamva::parse(&barcode).unwrap();
                for seen in examine(&read, on) {
                    let lies =
                        seen.outcome == Outcome::Fail && seen.severity == Severity::Contradiction;
                    assert!(!lies, "{on} {card:?}: {seen:?}");
                }
            }
        }
    }

    #[test]
    fn codes_are_held_to_what_is_expected() {
        let codes = |list: &[&str]| {
            list.iter()
                .map(|code| (*code).to_owned())
                .collect::<Vec<_>>()
        };
        let cases = [
            (Codes::None, &[][..], true),
            (Codes::None, &["SPDR17"], false),
            (
                Codes::Only(DeclineCode::DOCUMENT_EXPIRED),
                &["SPDR17"],
                true,
            ),
            (
                Codes::Only(DeclineCode::DOCUMENT_EXPIRED),
                &["SPDR17", "SPDR07"],
                false,
            ),
            (Codes::OfPictures, &["SPDR18", "SPDR55"], true),
            (Codes::OfPictures, &["SPDR17"], false),
            (Codes::OfPictures, &["nonsense"], false),
            (Codes::OfPictures, &[], false),
        ];
        for (expected, given, holds) in cases {
            assert_eq!(
                expected.hold(&codes(given)),
                holds,
                "{expected:?} {given:?}"
            );
        }
    }
}

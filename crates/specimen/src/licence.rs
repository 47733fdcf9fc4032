//! A driving licence as data, before it is encoded or drawn.

use crate::jurisdiction::{Country, JURISDICTIONS, Jurisdiction};
use crate::person::{Address, Person};
use crate::rng::Rng;
use crate::words;
use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// A licence of a person who does not exist. Every field can be changed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Licence {
    /// The person to whom the licence was issued.
    pub person: Person,
    /// The issuer.
    pub jurisdiction: &'static Jurisdiction,
    /// The customer number (DAQ) in the issuer's public format, including dashes and blanks.
    pub number: String,
    /// The date of issue (DBD).
    pub issued: Date,
    /// The date of expiry (DBA).
    pub expires: Date,
    /// The vehicle class (DCA).
    pub class: String,
    /// The restrictions (DCB), or `NONE`.
    pub restrictions: String,
    /// The endorsements (DCD), or `NONE`.
    pub endorsements: String,
    /// The document discriminator (DCF).
    pub discriminator: String,
    /// The inventory control number (DCK), which is also in the thin barcode on the back.
    pub inventory: String,
    /// The AAMVA version of the barcode, 8 to 10.
    pub version: u8,
    /// Whether the card complies with the REAL ID Act (DDA `F`), which no Canadian card does.
    pub real_id: bool,
    /// Whether the holder is an organ donor (DDK).
    pub donor: bool,
    /// Whether the holder is a veteran (DDL).
    pub veteran: bool,
    /// The seed of everything except the data: drawing, shape of the symbol, signature.
    pub(crate) seed: u64,
    /// The day for which the licence was made.
    pub(crate) on: Date,
}

impl Licence {
    /// Returns the licence of `seed`, which is valid on the day `on`.
    ///
    /// ```
    /// let on = jiff::civil::date(2026, 6, 1);
    /// let licence = specimen::Licence::from_seed(7, on);
    /// assert!(licence.issued <= on && on < licence.expires);
    /// ```
    pub fn from_seed(seed: u64, on: Date) -> Self {
        let person = Person::from_seed(seed, on);
        let jurisdiction = Jurisdiction::of(person.address.region)
            .or(JURISDICTIONS.first())
            .unwrap_or(&UNKNOWN_JURISDICTION);
        let mut rng = Rng::new(seed, "licence");
        // It is up to a year less than the validity, and not before the holder was sixteen.
        let oldest = i32::from(jurisdiction.years - 1) * 365 - 1;
        let earliest = person.born.saturating_add(16.years());
        let issued = on
            .saturating_sub(rng.within(3, oldest).days())
            .max(earliest);
        let expires = birthday(person.born, issued.year() + i16::from(jurisdiction.years));
        let restrictions = if rng.chance(0.35) {
            rng.word(&["B", "A", "01", "BF"])
        } else {
            "NONE"
        };
        let endorsements = if rng.chance(0.12) {
            rng.word(&["M", "T", "MP"])
        } else {
            "NONE"
        };
        let initial = words::plain(&person.family).chars().next().unwrap_or('X');
        Self {
            number: rng.fill(jurisdiction.number, initial),
            issued,
            expires,
            class: rng.word(&["C", "D", "C", "D", "M", "B"]).to_owned(),
            restrictions: restrictions.to_owned(),
            endorsements: endorsements.to_owned(),
            discriminator: rng
                .fill("899999999999A9999999", 'X')
                .split_off(rng.below(6) as usize),
            inventory: rng.fill("8999999999999999", 'X'),
            version: rng.within(8, 10) as u8,
            real_id: jurisdiction.country == Country::UnitedStates && rng.chance(0.7),
            donor: rng.chance(0.45),
            veteran: rng.chance(0.08),
            seed,
            on,
            person,
            jurisdiction,
        }
    }

    /// Returns the licence with an expiry between a month and three years before its reference
    /// date.
    pub fn expired(mut self) -> Self {
        let ago = Rng::new(self.seed, "expired").within(30, 3 * 365);
        self.expires = self.on.saturating_sub(ago.days());
        let years = i16::from(self.jurisdiction.years);
        self.issued = self.expires.saturating_sub(Span::new().years(years));
        self
    }

    /// Returns the licence with another name, without middle names and suffix, and with the same
    /// number.
    pub fn with_name(mut self, given: &str, family: &str) -> Self {
        given.clone_into(&mut self.person.given);
        family.clone_into(&mut self.person.family);
        self.person.middle.clear();
        self.person.suffix = None;
        self
    }

    /// Returns the licence of somebody born on `date`. It expires on that birthday, stays valid or
    /// expired, and was not issued before the holder was sixteen.
    pub fn born(mut self, date: Date) -> Self {
        let valid = self.on < self.expires;
        let year = self.expires.year();
        self.expires = [year, year + 1, year - 1]
            .into_iter()
            .map(|year| birthday(date, year))
            .find(|expires| (self.on < *expires) == valid)
            .unwrap_or(self.expires);
        self.issued = self.issued.max(date.saturating_add(16.years()));
        self.person.born = date;
        self
    }

    /// Returns the licence with another number.
    pub fn numbered(mut self, number: &str) -> Self {
        number.clone_into(&mut self.number);
        self
    }

    /// Returns the licence of the same person in another jurisdiction.
    pub fn issued_by(mut self, jurisdiction: &'static Jurisdiction) -> Self {
        let initial = words::plain(&self.person.family)
            .chars()
            .next()
            .unwrap_or('X');
        self.number = Rng::new(self.seed, "number").fill(jurisdiction.number, initial);
        self.person.address = Address::from_seed(self.seed, Some(jurisdiction));
        self.real_id &= jurisdiction.country == Country::UnitedStates;
        self.jurisdiction = jurisdiction;
        self
    }

    /// Returns the licence with another address in the same jurisdiction.
    pub fn living_at(mut self, street: &str, city: &str, postal: &str) -> Self {
        street.clone_into(&mut self.person.address.street);
        city.clone_into(&mut self.person.address.city);
        postal.clone_into(&mut self.person.address.postal);
        self.person.address.unit = None;
        self
    }

    /// Returns a name in the capitals that this issuer uses: with diacritics in Canada, without
    /// them elsewhere.
    pub(crate) fn capitals(&self, name: &str) -> String {
        match self.jurisdiction.country {
            Country::UnitedStates => words::plain(name),
            Country::Canada => words::latin1(name),
        }
    }

    /// Returns the height as on the card and in the barcode: in inches, or in centimetres in
    /// Canada.
    pub(crate) fn height(&self) -> (u16, &'static str) {
        match self.jurisdiction.country {
            Country::UnitedStates => ((f32::from(self.person.height_cm) / 2.54) as u16, "in"),
            Country::Canada => (self.person.height_cm, "cm"),
        }
    }

    /// Returns the weight in the unit of the country.
    pub(crate) fn weight(&self) -> (u16, &'static str) {
        match self.jurisdiction.country {
            Country::UnitedStates => ((f32::from(self.person.weight_kg) * 2.2046) as u16, "lb"),
            Country::Canada => (self.person.weight_kg, "kg"),
        }
    }
}

/// Replaces a missing jurisdiction if the list is empty, which a test rules out.
static UNKNOWN_JURISDICTION: Jurisdiction = Jurisdiction {
    code: "ZZ",
    title: "NOWHERE",
    iin: "000000",
    country: Country::UnitedStates,
    number: "899999999",
    cities: &[],
    years: 5,
};

/// Returns the birthday in `year`. For those born on 29 February that is the 28th in a common year.
fn birthday(born: Date, year: i16) -> Date {
    born.saturating_add(i64::from(year - born.year()).years())
}

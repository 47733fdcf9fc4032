//! A driving licence as data: what an issuer would know, before it is encoded or drawn.

use crate::dice::Dice;
use crate::jurisdiction::{Country, JURISDICTIONS, Jurisdiction};
use crate::person::{Address, Person};
use crate::words;
use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// A licence of a person who does not exist. Every field may be overridden.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Licence {
    /// Its holder.
    pub person: Person,
    /// Its issuer.
    pub jurisdiction: &'static Jurisdiction,
    /// Customer number (DAQ) in the issuer's public shape, dashes and blanks included.
    pub number: String,
    /// Issue date (DBD).
    pub issued: Date,
    /// Expiry date (DBA).
    pub expires: Date,
    /// Vehicle class (DCA).
    pub class: String,
    /// Restrictions (DCB), `NONE` when there are none.
    pub restrictions: String,
    /// Endorsements (DCD), `NONE` when there are none.
    pub endorsements: String,
    /// Document discriminator (DCF).
    pub discriminator: String,
    /// Inventory control number (DCK), also in the thin barcode on the back.
    pub inventory: String,
    /// AAMVA version of the barcode, 8 to 10.
    pub version: u8,
    /// Whether the card says it complies with the REAL ID act (DDA `F`); never in Canada.
    pub real_id: bool,
    /// Organ donor (DDK).
    pub donor: bool,
    /// Veteran (DDL).
    pub veteran: bool,
    /// Seed of everything that is not data: drawing, symbol shape, signature.
    pub(crate) seed: u64,
    /// The day the licence was invented for.
    pub(crate) on: Date,
}

impl Licence {
    /// The licence of `seed`, valid on the day `on`.
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
            .unwrap_or(&NOWHERE);
        let mut dice = Dice::new(seed, "licence");
        // At most a year less than the licence lasts, and not before the holder was sixteen.
        let oldest = i32::from(jurisdiction.years - 1) * 365 - 1;
        let earliest = person.born.saturating_add(16.years());
        let issued = on
            .saturating_sub(dice.within(3, oldest).days())
            .max(earliest);
        let expires = birthday(person.born, issued.year() + i16::from(jurisdiction.years));
        let restrictions = if dice.chance(0.35) {
            dice.word(&["B", "A", "01", "BF"])
        } else {
            "NONE"
        };
        let endorsements = if dice.chance(0.12) {
            dice.word(&["M", "T", "MP"])
        } else {
            "NONE"
        };
        let initial = words::plain(&person.family).chars().next().unwrap_or('X');
        Self {
            number: dice.fill(jurisdiction.number, initial),
            issued,
            expires,
            class: dice.word(&["C", "D", "C", "D", "M", "B"]).to_owned(),
            restrictions: restrictions.to_owned(),
            endorsements: endorsements.to_owned(),
            discriminator: dice
                .fill("899999999999A9999999", 'X')
                .split_off(dice.below(6) as usize),
            inventory: dice.fill("8999999999999999", 'X'),
            version: dice.within(8, 10) as u8,
            real_id: jurisdiction.country == Country::UnitedStates && dice.chance(0.7),
            donor: dice.chance(0.45),
            veteran: dice.chance(0.08),
            seed,
            on,
            person,
            jurisdiction,
        }
    }

    /// The same licence, run out between a month and three years before its reference date.
    pub fn expired(mut self) -> Self {
        let ago = Dice::new(self.seed, "expired").within(30, 3 * 365);
        self.expires = self.on.saturating_sub(ago.days());
        let years = i16::from(self.jurisdiction.years);
        self.issued = self.expires.saturating_sub(Span::new().years(years));
        self
    }

    /// The same licence under another name, middle names and suffix taken off.
    pub fn with_name(mut self, given: &str, family: &str) -> Self {
        given.clone_into(&mut self.person.given);
        family.clone_into(&mut self.person.family);
        self.person.middle.clear();
        self.person.suffix = None;
        self
    }

    /// The same licence for someone born on `date`; it then expires on that birthday.
    pub fn born(mut self, date: Date) -> Self {
        self.person.born = date;
        self.expires = birthday(date, self.expires.year());
        self
    }

    /// The same licence under another number.
    pub fn numbered(mut self, number: &str) -> Self {
        number.clone_into(&mut self.number);
        self
    }

    /// The same person living in, and licensed by, another jurisdiction.
    pub fn issued_by(mut self, jurisdiction: &'static Jurisdiction) -> Self {
        let initial = words::plain(&self.person.family)
            .chars()
            .next()
            .unwrap_or('X');
        self.number = Dice::new(self.seed, "number").fill(jurisdiction.number, initial);
        self.person.address = Address::from_seed(self.seed, Some(jurisdiction));
        self.real_id &= jurisdiction.country == Country::UnitedStates;
        self.jurisdiction = jurisdiction;
        self
    }

    /// The same licence for someone living elsewhere in the same jurisdiction.
    pub fn living_at(mut self, street: &str, city: &str, postal: &str) -> Self {
        street.clone_into(&mut self.person.address.street);
        city.clone_into(&mut self.person.address.city);
        postal.clone_into(&mut self.person.address.postal);
        self.person.address.unit = None;
        self
    }

    /// A name in the capitals this issuer uses: with its marks in Canada, plain elsewhere.
    pub(crate) fn capitals(&self, name: &str) -> String {
        match self.jurisdiction.country {
            Country::UnitedStates => words::plain(name),
            Country::Canada => words::latin1(name),
        }
    }

    /// Height as the card and the barcode say it: whole inches, or centimetres in Canada.
    pub(crate) fn height(&self) -> (u16, &'static str) {
        match self.jurisdiction.country {
            Country::UnitedStates => ((f32::from(self.person.height_cm) / 2.54) as u16, "in"),
            Country::Canada => (self.person.height_cm, "cm"),
        }
    }

    /// Weight in the unit of the country.
    pub(crate) fn weight(&self) -> (u16, &'static str) {
        match self.jurisdiction.country {
            Country::UnitedStates => ((f32::from(self.person.weight_kg) * 2.2046) as u16, "lb"),
            Country::Canada => (self.person.weight_kg, "kg"),
        }
    }
}

/// Stands in when the list of jurisdictions is empty, which a test forbids.
static NOWHERE: Jurisdiction = Jurisdiction {
    code: "ZZ",
    title: "NOWHERE",
    iin: "000000",
    country: Country::UnitedStates,
    number: "899999999",
    cities: &[],
    years: 5,
};

/// The birthday in `year`; 28 February for those born on the 29th where there is none.
fn birthday(born: Date, year: i16) -> Date {
    born.saturating_add(i64::from(year - born.year()).years())
}

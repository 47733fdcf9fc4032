//! Writes the text of a card from typed fields, in the layout of its version.
//!
//! It is made for specimens and tests. What a version cannot contain is left out by
//! [`Fields::representable_in`], which tells in advance what will be read back.

mod fields;
mod representable;

use jiff::civil::Date;

use super::address::Address;
use super::dates::Dates;
use super::iin::Country;
use super::licence::{Compliance, Document, Kind};
use super::names::{Names, Truncated};
use super::physical::{Eyes, Hair, Height, Holder, Sex};
use super::raw::{Element, SubfileKind};

pub use self::fields::Fields;
use self::fields::postal_field;

/// Writes the text of a card: ISO 8859-1 bytes with header, designators and offsets as in versions
/// 1 to 10. An older or newer version number counts as 1 or 10.
///
/// The fields are first reduced to [`Fields::representable_in`], so reading the text returns
/// exactly those.
///
/// ```
/// use aamva::{Fields, Iin, Kind, encode, parse};
///
/// let virginia = Iin::new(636_000).unwrap();
/// let mut fields = Fields::new(virginia, Kind::DrivingLicence);
/// fields.document.number = Some("T11222333".to_owned());
/// fields.names.family = Some("DOE".to_owned());
/// let licence = parse(&encode(&fields, 10))?;
/// assert!(licence.number_is("T11222333"));
/// # Ok::<(), aamva::ParseError>(())
/// ```
pub fn encode(fields: &Fields, version: u8) -> Vec<u8> {
    let version = version.clamp(1, NEWEST);
    let fields = fields.representable_in(version);
    let mut subfiles = vec![standard(&fields, version)];
    subfiles.extend(own(&fields.own));
    assemble(&fields, version, &subfiles)
        .chars()
        .map(|c| u8::try_from(c).unwrap_or(b'?'))
        .collect()
}

/// The newest version.
const NEWEST: u8 = 10;

/// The type of a subfile and its text, from the type letters to the closing CR.
type Written = (SubfileKind, String);

fn assemble(fields: &Fields, version: u8, subfiles: &[Written]) -> String {
    let own_version = if version >= 2 {
        format!("{:02}", fields.jurisdiction_version)
    } else {
        String::new()
    };
    let header = format!(
        "@\n\u{1e}\rANSI {}{version:02}{own_version}{:02}",
        fields.iin,
        subfiles.len()
    );
    let mut offset = header.len() + 10 * subfiles.len();
    let mut parts = vec![header];
    for (kind, text) in subfiles {
        let length = text.chars().count();
        parts.push(format!("{kind}{offset:04}{length:04}"));
        offset += length;
    }
    parts.extend(subfiles.iter().map(|(_, text)| text.clone()));
    parts.concat()
}

/// Collects elements in the order in which they are added.
struct Writer {
    text: String,
}

impl Writer {
    /// Adds a mandatory element, with the word for "no data" if there is no value.
    fn mandatory(&mut self, id: &str, value: Option<&str>) {
        self.line(id, value.unwrap_or("NONE"));
    }

    /// Adds an optional element, unless there is no value.
    fn optional(&mut self, id: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.line(id, value);
        }
    }

    fn line(&mut self, id: &str, value: &str) {
        self.text.push_str(id);
        self.text.push_str(value);
        self.text.push('\n');
    }
}

fn standard(fields: &Fields, version: u8) -> Written {
    let kind = match fields.kind {
        Kind::DrivingLicence | Kind::Permit => SubfileKind::Licence,
        Kind::IdentificationCard => SubfileKind::Identification,
        Kind::EnhancedLicence => SubfileKind::Enhanced,
    };
    let mut writer = Writer {
        text: kind.to_string(),
    };
    if version == 1 {
        first_version(&mut writer, fields);
    } else {
        later_versions(&mut writer, fields, version);
    }
    writer.text.push('\r');
    (kind, writer.text)
}

fn first_version(writer: &mut Writer, fields: &Fields) {
    let (names, document, holder) = (&fields.names, &fields.document, &fields.holder);
    let part = |name: &Option<String>| name.clone().unwrap_or_default();
    let whole = [
        part(&names.family),
        part(&names.given),
        names.middle_joined(),
        part(&names.suffix),
    ]
    .join(",");
    writer.mandatory("DAQ", document.number.as_deref());
    writer.mandatory(
        "DAA",
        Some(&whole).filter(|w| w.len() > 3).map(String::as_str),
    );
    address(writer, &fields.address);
    let classes = match fields.kind {
        Kind::Permit => Some(["PAA", "PAE", "PAF"]),
        Kind::IdentificationCard => None,
        _ => Some(["DAR", "DAS", "DAT"]),
    };
    for (id, value) in classes.into_iter().flatten().zip(classes_of(document)) {
        writer.mandatory(id, value);
    }
    dates_of_every_card(writer, &fields.dates, year_first);
    writer.mandatory("DBC", holder.sex.map(sex));
    match &holder.height {
        Some(Height {
            inches: None,
            original,
            ..
        }) => writer.line("DAV", original),
        height => writer.optional("DAU", height.as_ref().map(|h| h.original.as_str())),
    }
    colours_and_weight(writer, holder);
    writer.optional(
        "DBH",
        holder
            .organ_donor
            .map(|donor| if donor { "Y" } else { "N" }),
    );
}

fn later_versions(writer: &mut Writer, fields: &Fields, version: u8) {
    let (names, document, holder) = (&fields.names, &fields.document, &fields.holder);
    let country = document
        .country
        .or_else(|| fields.iin.issuer().map(|issuer| issuer.country));
    let date = if country == Some(Country::Canada) {
        year_first
    } else {
        month_first
    };
    writer.mandatory("DAQ", document.number.as_deref());
    let licence = fields.kind != Kind::IdentificationCard;
    for (id, value) in ["DCA", "DCB", "DCD"].into_iter().zip(classes_of(document)) {
        if licence {
            writer.mandatory(id, value);
        } else {
            writer.optional(id, value);
        }
    }
    written_names(writer, names, version);
    address(writer, &fields.address);
    dates_of_every_card(writer, &fields.dates, date);
    writer.mandatory("DBC", holder.sex.map(sex));
    writer.mandatory("DAU", holder.height.as_ref().map(|h| h.original.as_str()));
    writer.mandatory("DAY", holder.eyes.map(Eyes::code));
    writer.mandatory("DCF", document.discriminator.as_deref());
    writer.mandatory("DCG", country.map(Country::code));
    if version <= 3 {
        writer.mandatory("DCH", None);
    }
    let range = holder.weight_range.map(|r| r.to_string());
    if version == 2 {
        writer.mandatory("DCE", range.as_deref());
    } else {
        writer.optional("DCE", range.as_deref());
    }
    writer.optional("DCI", holder.place_of_birth.as_deref());
    writer.optional("DCJ", document.audit.as_deref());
    writer.optional("DCK", document.inventory.as_deref());
    writer.optional("DAZ", holder.hair.map(Hair::code));
    weight(writer, holder);
    let flag = |yes| if yes { "1" } else { "0" };
    writer.optional("DDA", document.compliance.map(Compliance::letter));
    writer.optional("DDD", document.limited_duration.map(flag));
    let dates = &fields.dates;
    for (id, day) in [
        ("DDB", dates.revision),
        ("DDC", dates.hazmat_expiry),
        ("DDH", dates.under_18_until),
        ("DDI", dates.under_19_until),
        ("DDJ", dates.under_21_until),
    ] {
        writer.optional(id, day.map(date).as_deref());
    }
    writer.optional("DDK", holder.organ_donor.map(flag));
    writer.optional("DDL", holder.veteran.map(flag));
}

fn written_names(writer: &mut Writer, names: &Names, version: u8) {
    writer.mandatory("DCS", names.family.as_deref());
    if version <= 3 {
        let given: Vec<&str> = names
            .given
            .iter()
            .chain(&names.middle)
            .map(String::as_str)
            .collect();
        writer.mandatory(
            "DCT",
            Some(given.join(",")).filter(|g| !g.is_empty()).as_deref(),
        );
    } else {
        writer.mandatory("DAC", names.given.as_deref());
        writer.mandatory(
            "DAD",
            Some(names.middle.join(","))
                .filter(|m| !m.is_empty())
                .as_deref(),
        );
        let flags = &names.truncation;
        for (id, flag) in [
            ("DDE", flags.family),
            ("DDF", flags.given),
            ("DDG", flags.middle),
        ] {
            writer.line(id, flag.unwrap_or(Truncated::Unknown).letter());
        }
    }
    if version == 2 {
        writer.mandatory("DCU", names.suffix.as_deref());
    } else {
        writer.optional("DCU", names.suffix.as_deref());
    }
    if let Some(alias) = &names.alias {
        writer.optional("DBN", alias.family.as_deref());
        writer.optional("DBG", alias.given.as_deref());
        writer.optional("DBS", alias.suffix.as_deref());
    }
}

fn address(writer: &mut Writer, address: &Address) {
    writer.mandatory("DAG", address.street1.as_deref());
    writer.optional("DAH", address.street2.as_deref());
    writer.mandatory("DAI", address.city.as_deref());
    writer.mandatory("DAJ", address.jurisdiction.as_deref());
    let postal = address.postal.as_ref().map(postal_field);
    writer.mandatory("DAK", postal.as_deref());
}

fn dates_of_every_card(writer: &mut Writer, dates: &Dates, date: fn(Date) -> String) {
    writer.mandatory("DBB", dates.birth.map(date).as_deref());
    writer.mandatory("DBD", dates.issue.map(date).as_deref());
    let never = dates.never_expires.then(|| "99999999".to_owned());
    writer.mandatory("DBA", dates.expiry.map(date).or(never).as_deref());
}

fn colours_and_weight(writer: &mut Writer, holder: &Holder) {
    writer.optional("DAY", holder.eyes.map(Eyes::code));
    writer.optional("DAZ", holder.hair.map(Hair::code));
    weight(writer, holder);
}

fn weight(writer: &mut Writer, holder: &Holder) {
    if let Some(weight) = &holder.weight {
        writer.line(
            if weight.pounds.is_some() {
                "DAW"
            } else {
                "DAX"
            },
            &weight.original,
        );
    }
}

fn classes_of(document: &Document) -> [Option<&str>; 3] {
    [
        document.class.as_deref(),
        document.restrictions.as_deref(),
        document.endorsements.as_deref(),
    ]
}

fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "1",
        Sex::Female => "2",
        Sex::Unspecified => "9",
    }
}

fn year_first(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

fn month_first(date: Date) -> String {
    format!("{:02}{:02}{:04}", date.month(), date.day(), date.year())
}

/// Returns the jurisdiction's own subfile, if it has elements.
fn own(elements: &[Element]) -> Option<Written> {
    let kind = SubfileKind::at_start(elements.first()?.id.as_str())?;
    let mut text = kind.to_string();
    for element in elements {
        text.push_str(element.id.as_str());
        text.push_str(&element.value);
        text.push('\n');
    }
    text.push('\r');
    Some((kind, text))
}

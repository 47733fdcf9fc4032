//! Arbitrary fields for property tests.

use aamva::{
    Address, Alias, Compliance, Dates, Document, Element, ElementId, Eyes, Fields, Hair, Height,
    Holder, Iin, Kind, Names, Postal, Sex, Truncated, Truncation, Weight, iin,
};
use jiff::civil::{Date, date};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

fn word() -> BoxedStrategy<Option<String>> {
    prop_oneof![
        4 => option::of("[A-Z][A-Z' -]{0,24}"),
        1 => option::of("[A-Za-z0-9À-ÿ ,.'-]{0,90}"),
        1 => option::of("\\PC{0,30}"),
    ]
    .boxed()
}

fn day() -> BoxedStrategy<Option<Date>> {
    option::of((1890i16..2110, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| date(y, m, d))).boxed()
}

fn truncated() -> BoxedStrategy<Option<Truncated>> {
    option::of(select(vec![
        Truncated::Yes,
        Truncated::No,
        Truncated::Unknown,
    ]))
    .boxed()
}

fn names() -> BoxedStrategy<Names> {
    let alias = (word(), word(), word()).prop_map(|(family, given, suffix)| Alias {
        family,
        given,
        suffix,
    });
    let truncation =
        (truncated(), truncated(), truncated()).prop_map(|(family, given, middle)| Truncation {
            family,
            given,
            middle,
        });
    let middle = proptest::collection::vec("[A-Z][A-Z ,-]{0,14}", 0..4);
    (
        word(),
        word(),
        middle,
        word(),
        option::of(alias),
        truncation,
    )
        .prop_map(|(family, given, middle, suffix, alias, truncation)| Names {
            family,
            given,
            middle,
            suffix,
            full: None,
            alias,
            truncation,
        })
        .boxed()
}

fn dates() -> BoxedStrategy<Dates> {
    (
        day(),
        day(),
        day(),
        any::<bool>(),
        day(),
        day(),
        (day(), day(), day()),
    )
        .prop_map(
            |(birth, issue, expiry, never_expires, revision, hazmat_expiry, under)| Dates {
                birth,
                issue,
                expiry,
                never_expires,
                revision,
                hazmat_expiry,
                under_18_until: under.0,
                under_19_until: under.1,
                under_21_until: under.2,
            },
        )
        .boxed()
}

fn holder() -> BoxedStrategy<Holder> {
    let height = prop_oneof![
        (0u16..400).prop_map(Height::from_inches),
        (0u16..400).prop_map(Height::from_cm),
    ];
    let weight = prop_oneof![
        (0u16..1200).prop_map(Weight::from_pounds),
        (0u16..1200).prop_map(|kg| Weight {
            kg,
            pounds: None,
            original: String::new()
        }),
    ];
    (
        option::of(select(vec![Sex::Male, Sex::Female, Sex::Unspecified])),
        option::of(select(vec![
            Eyes::Black,
            Eyes::Brown,
            Eyes::Hazel,
            Eyes::Unknown,
            Eyes::Dichromatic,
        ])),
        option::of(select(vec![
            Hair::Bald,
            Hair::Black,
            Hair::Sandy,
            Hair::Unknown,
        ])),
        option::of(height),
        option::of(weight),
        option::of(0u8..12),
        word(),
        any::<Option<bool>>(),
        any::<Option<bool>>(),
    )
        .prop_map(
            |(
                sex,
                eyes,
                hair,
                height,
                weight,
                weight_range,
                place_of_birth,
                organ_donor,
                veteran,
            )| {
                Holder {
                    sex,
                    eyes,
                    hair,
                    height,
                    weight,
                    weight_range,
                    place_of_birth,
                    organ_donor,
                    veteran,
                }
            },
        )
        .boxed()
}

fn address() -> BoxedStrategy<Address> {
    let code = prop_oneof![
        "[0-9]{5}",
        "[0-9]{5}-[0-9]{4}",
        "[A-Z][0-9][A-Z] [0-9][A-Z][0-9]",
        "\\PC{0,14}"
    ];
    let postal = code.prop_map(|code| Postal {
        raw: String::new(),
        code,
    });
    (
        word(),
        word(),
        word(),
        option::of("[A-Za-z]{2}"),
        option::of(postal),
    )
        .prop_map(|(street1, street2, city, jurisdiction, postal)| Address {
            street1,
            street2,
            city,
            jurisdiction,
            postal,
            country: None,
        })
        .boxed()
}

fn document() -> BoxedStrategy<Document> {
    let compliance = option::of(select(vec![
        Compliance::Full,
        Compliance::Material,
        Compliance::NotCompliant,
    ]));
    (
        word(),
        word(),
        word(),
        word(),
        word(),
        compliance,
        any::<Option<bool>>(),
        word(),
        word(),
    )
        .prop_map(
            |(
                number,
                discriminator,
                class,
                restrictions,
                endorsements,
                compliance,
                limited,
                inventory,
                audit,
            )| {
                Document {
                    number,
                    discriminator,
                    country: None,
                    class,
                    restrictions,
                    endorsements,
                    compliance,
                    limited_duration: limited,
                    inventory,
                    audit,
                }
            },
        )
        .boxed()
}

fn own() -> BoxedStrategy<Vec<Element>> {
    let element = ("Z[VX][A-Z0-9]", "\\PC{0,40}").prop_map(|(id, value)| Element {
        id: ElementId::of(&id),
        value,
    });
    proptest::collection::vec(element, 0..5).boxed()
}

/// Generates the fields of a card, with mostly sensible and sometimes hostile values.
pub(crate) fn fields() -> BoxedStrategy<Fields> {
    let issuers: Vec<Iin> = iin::ISSUERS.iter().map(|issuer| issuer.iin).collect();
    let kinds = vec![
        Kind::DrivingLicence,
        Kind::IdentificationCard,
        Kind::EnhancedLicence,
        Kind::Permit,
    ];
    (
        select(issuers),
        select(kinds),
        0u8..=120,
        names(),
        dates(),
        holder(),
        address(),
        document(),
        own(),
    )
        .prop_map(
            |(iin, kind, jurisdiction_version, names, dates, holder, address, document, own)| {
                Fields {
                    iin,
                    kind,
                    jurisdiction_version,
                    names,
                    dates,
                    holder,
                    address,
                    document,
                    own,
                }
            },
        )
        .boxed()
}

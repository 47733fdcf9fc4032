//! Measures how long parsing and examining the text of one barcode takes.

use aamva::{Fields, Height, Iin, Kind, Postal, checks, encode, parse};
use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;

fn card(iin: Iin) -> Vec<u8> {
    let some = |text: &str| Some(text.to_owned());
    let mut fields = Fields::new(iin, Kind::DrivingLicence);
    fields.names.family = some("SPECIMEN");
    fields.names.given = some("JANE");
    fields.names.middle = vec!["ANN".to_owned()];
    fields.dates.birth = Some(date(1990, 3, 4));
    fields.dates.issue = Some(date(2024, 6, 1));
    fields.dates.expiry = Some(date(2032, 3, 4));
    fields.dates.under_21_until = Some(date(2011, 3, 4));
    fields.holder.height = Some(Height::from_inches(63));
    fields.address.street1 = some("1 ELM ST");
    fields.address.city = some("SPRINGVALE");
    fields.address.jurisdiction = some("VA");
    fields.address.postal = Some(Postal {
        code: "22001".to_owned(),
        raw: String::new(),
    });
    fields.document.number = some("T11222333");
    fields.document.discriminator = some("0123456789");
    encode(&fields, 10)
}

fn bench(c: &mut Criterion) {
    let Some(whole) = Iin::new(636_000).map(card) else {
        return;
    };
    let lost: Vec<u8> = whole.iter().copied().filter(|b| *b >= b' ').collect();
    let Ok(licence) = parse(&whole) else { return };
    c.bench_function("aamva_parse", |b| b.iter(|| parse(&whole)));
    c.bench_function("aamva_parse/separators_lost", |b| b.iter(|| parse(&lost)));
    c.bench_function("aamva_examine", |b| {
        b.iter(|| checks::examine(&licence, date(2026, 6, 1)));
    });
}

criterion_group!(benches, bench);
criterion_main!(benches);

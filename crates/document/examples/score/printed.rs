//! Scores the printed side of drawn licences, passports and identity cards: fields read right,
//! wrong or not at all, and the outcome of comparing them with what machines read. The words come
//! from the text engine that is installed.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use document::printed::{Agreement, Kind, Printed, Word, Written, compare, is_confirmed, value_of};
use imaging::{Limits, Luma, decode};
use jiff::civil::{Date, date};
use ocr::{Engine, Place, Settings, SideText};
use specimen::{Card, Difficulty, Licence, Scene, Specimen, Travel, photograph};

use crate::table::{OURS, Outcome, Table};

/// The day for which everything is drawn.
const ON: Date = date(2026, 6, 1);
/// The number of documents of each kind and difficulty.
const COUNT: u64 = 12;
/// The time limit for one pass over a side.
const PASS_LIMIT: Duration = Duration::from_secs(5);

/// A field that was read with less confidence counts as unread.
const MIN_CONFIDENCE: f64 = 0.6;

/// The contents of a document, as it was drawn.
struct Truth {
    family: String,
    given: String,
    birth: Date,
    issue: Date,
    expiry: Date,
    number: String,
}

impl Truth {
    fn written(&self) -> Written<'_> {
        Written {
            family: Some(&self.family),
            given: Some(&self.given),
            birth: Some(self.birth),
            issue: Some(self.issue),
            expiry: Some(self.expiry),
            number: Some(&self.number),
            other_numbers: Vec::new(),
        }
    }
}

/// The tables that this kind prints.
struct Tables {
    fields: Table,
    genuine: Table,
    forged: Table,
}

/// Draws, photographs, reads and compares all documents.
pub(crate) fn run(_: &Path) -> Result<Vec<Table>> {
    let mut tables = Tables {
        fields: Table::new("Printed fields of drawn documents (six each)", "taken by"),
        genuine: Table::new(
            "Genuine documents: exact is agreement of number, birth, expiry and name; wrong is a contradiction",
            "taken by",
        ),
        forged: Table::new(
            "Documents that contradict themselves: exact is a contradiction that was found",
            "what differs",
        ),
    };
    let engine = match Engine::open(&Settings::default()) {
        Ok(engine) => engine,
        Err(why) => {
            tables.fields.note(format!("Not measured: {why}."));
            return Ok(vec![tables.fields]);
        }
    };
    engine.check()?;
    for (difficulty, word) in [
        (Difficulty::Good, "good"),
        (Difficulty::Fair, "fair"),
        (Difficulty::Hard, "hard"),
    ] {
        for at in 0..COUNT {
            let seed = 61_000 + at;
            licences(&engine, &mut tables, seed, (difficulty, word))?;
            for (kind, travel) in [
                ("passport", Travel::passport(seed, ON)),
                ("identity card", Travel::identity_card(seed, ON)),
            ] {
                let truth = of_travel(&travel);
                let class = format!("{kind}, {word}");
                let photo = taken(&travel.page()?, seed, difficulty)?;
                genuine(&engine, &mut tables, &class, &photo, &truth, seed);
            }
        }
    }
    tables.fields.note(format!(
        "Words by tesseract {} with {}. Times are of the clock, decoding left out, since the engine has its own thread.",
        engine.version(),
        engine.languages().first().map_or("", String::as_str)
    ));
    Ok(vec![tables.fields, tables.genuine, tables.forged])
}

fn licences(
    engine: &Engine,
    tables: &mut Tables,
    seed: u64,
    (difficulty, word): (Difficulty, &str),
) -> Result<()> {
    let licence = Licence::from_seed(seed, ON);
    let truth = of_licence(&licence);
    let photo = taken(&Specimen::new(licence.clone()).front()?, seed, difficulty)?;
    genuine(
        engine,
        tables,
        &format!("licence, {word}"),
        &photo,
        &truth,
        seed,
    );
    let other = Licence::from_seed(seed + 500, ON).issued_by(licence.jurisdiction);
    let lies: [(&str, Kind, Licence); 4] = [
        (
            "birth",
            Kind::Birth,
            licence.clone().born(other.person.born),
        ),
        (
            "number",
            Kind::Number,
            licence.clone().numbered(&other.number),
        ),
        (
            "name",
            Kind::Family,
            licence
                .clone()
                .with_name(&other.person.given, &other.person.family),
        ),
        (
            "one figure of the birth",
            Kind::Birth,
            licence.clone().born(moved_by_years(licence.person.born)),
        ),
    ];
    for (what, kind, printed) in lies {
        let photo = taken(&Specimen::new(printed).front()?, seed, difficulty)?;
        let begun = Instant::now();
        let found = read_side(engine, &photo, &truth).map(|seen| seen.contradicts(kind));
        let outcome = if found == Some(true) {
            Outcome::Exact
        } else {
            Outcome::Unread
        };
        let class = format!("{what}, {word}");
        if outcome != Outcome::Exact && std::env::var_os("BONAFIDE_SHOW").is_some() {
            println!("{class} {seed}: not found");
        }
        tables.forged.count(OURS, &class, outcome, begun.elapsed());
    }
    Ok(())
}

/// Moves a day by some years, so that one or two of its printed digits differ.
fn moved_by_years(day: Date) -> Date {
    Date::new(day.year() - 5, day.month(), day.day().min(28)).unwrap_or(day)
}

fn of_licence(licence: &Licence) -> Truth {
    let person = &licence.person;
    Truth {
        family: person.family.clone(),
        given: person.given_names(),
        birth: person.born,
        issue: licence.issued,
        expiry: licence.expires,
        number: licence.number.clone(),
    }
}

fn of_travel(travel: &Travel) -> Truth {
    let person = &travel.person;
    Truth {
        family: person.family.clone(),
        given: person.given_names(),
        birth: person.born,
        issue: travel.issued,
        expiry: travel.expires,
        number: travel.number.clone(),
    }
}

fn taken(card: &Card, seed: u64, difficulty: Difficulty) -> Result<Luma> {
    let photo = photograph(card, &Scene::from_seed(seed, difficulty))?;
    Ok(decode(&photo.jpeg, &Limits::default())?.luma().clone())
}

/// What was read on a side.
struct SideReading {
    printed: Printed,
    compared: Vec<(Kind, Agreement)>,
}

impl SideReading {
    fn contradicts(&self, kind: Kind) -> bool {
        self.compared.contains(&(kind, Agreement::Contradicts))
    }
}

/// Reads a side like the examination does: once, then the rest if not everything agrees, then the
/// fields that contradict again.
fn read_side(engine: &Engine, photo: &Luma, truth: &Truth) -> Option<SideReading> {
    let begun = Instant::now();
    let left = || PASS_LIMIT.saturating_sub(begun.elapsed());
    let mut side = engine
        .side(photo, Place::Unknown, engine.language_for(None), &left)
        .ok()?;
    let written = truth.written();
    let mut printed = Printed::read(&words(&side));
    let mut compared = compare(&printed, &written);
    // The examination makes a second pass only if a date or the whole print was asked for.
    if std::env::var_os("BONAFIDE_SECOND_PASS").is_some() {
        engine.rest(&mut side, PASS_LIMIT).ok()?;
        printed = Printed::read(&words(&side));
        compared = compare(&printed, &written);
    }
    let compared = compared
        .into_iter()
        .map(|one| {
            let is_sure = one.agreement != Agreement::Contradicts
                || confirmed(engine, &side, one.printed.as_ref());
            let agreement = if is_sure {
                one.agreement
            } else {
                Agreement::NotCompared(document::printed::Why::NotSure)
            };
            (one.kind, agreement)
        })
        .collect();
    Some(SideReading { printed, compared })
}

fn confirmed(engine: &Engine, side: &SideText, field: Option<&document::printed::Field>) -> bool {
    let Some(field) = field else { return false };
    let again = engine
        .again(side, field.area, PASS_LIMIT)
        .unwrap_or_default();
    let again: Vec<Word> = again.into_iter().map(of_engine).collect();
    value_of(field.kind, &again).is_some_and(|second| is_confirmed(field, &second))
}

fn genuine(
    engine: &Engine,
    tables: &mut Tables,
    class: &str,
    photo: &Luma,
    truth: &Truth,
    seed: u64,
) {
    let begun = Instant::now();
    let seen = read_side(engine, photo, truth);
    let time = begun.elapsed();
    let show = std::env::var_os("BONAFIDE_SHOW").is_some();
    // The examination does not report anything that was read with less confidence either.
    let read = |kind| {
        let field = seen.as_ref().and_then(|seen| seen.printed.field(kind));
        field.filter(|field| field.confidence >= MIN_CONFIDENCE)
    };
    let text = |kind, expected: &str| {
        // A suffix follows the family name.
        read(kind).map(|field| plain(&field.text).starts_with(&plain(expected)))
    };
    let day = |kind, expected: Date| read(kind).map(|field| field.days.contains(&expected));
    let fields = [
        (Kind::Family, text(Kind::Family, &truth.family)),
        (Kind::Given, text(Kind::Given, &truth.given)),
        (Kind::Birth, day(Kind::Birth, truth.birth)),
        (Kind::Issue, day(Kind::Issue, truth.issue)),
        (Kind::Expiry, day(Kind::Expiry, truth.expiry)),
        (Kind::Number, text(Kind::Number, &truth.number)),
    ];
    for (kind, told) in fields {
        tables.fields.count(OURS, class, Outcome::of(told), time);
        if show && told == Some(false) {
            println!(
                "{class} {seed} {kind:?}: {:?}",
                read(kind).map(|field| (&field.text, field.confidence))
            );
        }
    }
    let agreements: Vec<(Kind, Agreement)> = seen.map(|seen| seen.compared).unwrap_or_default();
    let contradiction = agreements
        .iter()
        .any(|(_, agreement)| *agreement == Agreement::Contradicts);
    let all = !agreements.is_empty()
        && agreements
            .iter()
            .all(|(kind, agreement)| *kind == Kind::Issue || *agreement == Agreement::Agrees);
    let outcome = match (contradiction, all) {
        (true, _) => Outcome::Wrong,
        (false, true) => Outcome::Exact,
        (false, false) => Outcome::Unread,
    };
    if contradiction {
        println!("FALSE CONTRADICTION: {class}, seed {seed}: {agreements:?}");
    }
    if show && outcome != Outcome::Exact {
        println!("{class} {seed}: {agreements:?}");
    }
    tables.genuine.count(OURS, class, outcome, time);
}

fn words(side: &SideText) -> Vec<Word> {
    side.words.iter().cloned().map(of_engine).collect()
}

fn of_engine(word: ocr::Word) -> Word {
    let area = word.area;
    Word {
        text: word.text,
        confidence: word.confidence,
        area: [area.left, area.top, area.right, area.bottom],
    }
}

/// Reduces a text to letters and digits without marks, because blanks and marks may differ in
/// print.
fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let kept = text.nfkd().filter(char::is_ascii_alphanumeric);
    kept.map(|c| c.to_ascii_uppercase()).collect()
}

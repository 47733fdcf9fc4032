//! Tests with the engine that is installed, or of the error if there is none.

#![expect(
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on has to stop, and one that is skipped says so"
)]

use imaging::{Limits, Luma, Quad, decode};
use ocr::{Engine, Failed, Place, Settings, Unavailable, lines};
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::Duration;

fn samples() -> Option<PathBuf> {
    let folder = std::env::var_os("BONAFIDE_SAMPLES").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples"),
        PathBuf::from,
    );
    let there = folder.is_dir().then_some(folder);
    if there.is_none() {
        println!("skipped: no samples");
    }
    there
}

/// Returns the engine, or `None` if it is not installed. Any other error fails the test.
fn engine(settings: &Settings) -> Option<Engine> {
    match Engine::open(settings) {
        Ok(engine) => Some(engine),
        Err(error @ (Unavailable::NoLibrary { .. } | Unavailable::NoLanguages)) => {
            println!("skipped: {error}");
            None
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_missing_or_wrong_library_is_an_error() {
    let with = |library: &Path| Settings {
        library: Some(library.to_owned()),
        ..Settings::default()
    };
    let absent = Engine::open(&with(Path::new("/nowhere/libtesseract.so.5"))).unwrap_err();
    assert!(matches!(absent, Unavailable::NoLibrary { .. }), "{absent}");
    let no_library = std::env::current_exe().unwrap().with_extension("d");
    let broken = Engine::open(&with(&no_library)).unwrap_err();
    assert!(matches!(broken, Unavailable::NoLibrary { .. }), "{broken}");
}

#[test]
fn missing_languages_are_an_error() {
    let settings = Settings {
        data: Some("/nowhere".into()),
        ..Settings::default()
    };
    let error = Engine::open(&settings).unwrap_err();
    assert!(
        matches!(
            error,
            Unavailable::NoLanguages | Unavailable::NoLibrary { .. }
        ),
        "{error}"
    );
}

#[test]
fn a_blank_page_has_no_words_and_a_scan_has_its_lines() {
    let Some(engine) = engine(&Settings {
        threads: 2,
        ..Settings::default()
    }) else {
        return;
    };
    assert!(
        engine.version().starts_with(['4', '5']),
        "{}",
        engine.version()
    );
    assert!(!engine.languages().is_empty());
    assert_eq!(engine.check(), Ok(()));
    assert_eq!(
        engine.words(&Luma::filled(400, 300, 255), 200),
        Ok(Vec::new())
    );
    // A picture without pixels cannot be read, and the engine keeps working.
    assert_eq!(
        engine.words(&Luma::filled(0, 0, 255), 200),
        Err(Failed::GaveUp)
    );
    let Some(samples) = samples() else { return };
    let bytes = std::fs::read(samples.join("address/bills/bill00_scan.jpg")).unwrap();
    let page = decode(&bytes, &Limits::default()).unwrap();
    let begun = std::time::Instant::now();
    let words = engine.words(page.luma(), 200).unwrap();
    println!(
        "{} words in {} ms",
        words.len(),
        begun.elapsed().as_millis()
    );
    let texts: Vec<String> = lines(&words).into_iter().map(|line| line.text).collect();
    assert!(
        texts.iter().any(|text| text.contains("1610 Elm Avenue")),
        "{texts:?}"
    );
    for word in &words {
        assert!(word.area.right <= f64::from(page.width()) && word.area.left < word.area.right);
    }
}

#[test]
fn the_time_for_a_page_is_limited() {
    let hurry = Settings {
        page_time: Duration::from_millis(1),
        ..Settings::default()
    };
    let (Some(engine), Some(samples)) = (engine(&hurry), samples()) else {
        return;
    };
    let bytes = std::fs::read(samples.join("address/bills/bill00_scan.jpg")).unwrap();
    let page = decode(&bytes, &Limits::default()).unwrap();
    assert_eq!(engine.words(page.luma(), 200), Err(Failed::GaveUp));
}

#[test]
fn a_side_is_read_twice_within_the_time_allowed() {
    let (Some(engine), Some(samples)) = (engine(&Settings::default()), samples()) else {
        return;
    };
    let bytes = std::fs::read(samples.join("address/bills/bill00_scan.jpg")).unwrap();
    let page = decode(&bytes, &Limits::default()).unwrap();
    let whole = Quad::of_size(page.width(), page.height());
    let (long, place) = (Duration::from_secs(20), Place::Upright(whole, 0.5));
    let language = engine.language_for(None).to_owned();
    assert_eq!(engine.languages().first(), Some(&language));
    let mut side = engine
        .side(page.luma(), place, &language, &|| long)
        .unwrap();
    let before = side.words.len();
    let word = side
        .words
        .iter()
        .find(|word| word.text == "1610")
        .unwrap()
        .clone();
    engine.rest(&mut side, long).unwrap();
    assert!(
        side.words.len() + 8 >= before,
        "{} of {before}",
        side.words.len()
    );
    let area = word.area;
    let place = [area.left, area.top, area.right, area.bottom];
    let again = engine.again(&side, place, long).unwrap();
    assert!(
        again.iter().any(|word| word.text.contains("1610")),
        "{again:?}"
    );
    let gone = [area.right, area.top, area.left, area.bottom];
    assert_eq!(
        engine.again(&side, gone.map(|at| at + 1e6), long),
        Ok(Vec::new())
    );
    let short = Duration::from_millis(1);
    let gave_up = engine.side(page.luma(), Place::Unknown, &language, &|| short);
    assert_eq!(gave_up.map(drop), Err(Failed::GaveUp));
    // Reads in one language after another, more than a thread keeps loaded.
    for language in engine.languages().to_vec() {
        let side = engine.side(page.luma(), Place::Upright(whole, 0.2), &language, &|| long);
        assert!(side.is_ok_and(|side| !side.words.is_empty()), "{language}");
    }
    // A language that cannot be loaded is an error, and the engine keeps working.
    let unknown = engine.side(page.luma(), Place::Upright(whole, 0.2), "nowhere", &|| long);
    assert_eq!(unknown.map(drop), Err(Failed::GaveUp));
    // A blank side is not an error.
    let blank = Luma::filled(200, 140, 255);
    assert!(
        engine
            .side(&blank, Place::Unknown, &language, &|| long)
            .is_ok()
    );
}

#[test]
fn the_caller_says_how_much_time_is_left() {
    let Some(engine) = engine(&Settings::default()) else {
        return;
    };
    let blank = Luma::filled(200, 140, 255);
    let language = engine.language_for(None);
    // A blank side makes no sense in any orientation, so every allowed attempt is made.
    let tries = |enough: usize| {
        let asked = Cell::new(0);
        let time_left = || {
            asked.set(asked.get() + 1);
            if asked.get() > enough {
                Duration::ZERO
            } else {
                Duration::from_secs(20)
            }
        };
        let read = engine.side(&blank, Place::Unknown, language, &time_left);
        (asked.get(), read.map(|side| side.words.len()))
    };
    assert_eq!(tries(0), (1, Err(Failed::GaveUp)));
    assert_eq!(tries(1), (2, Ok(0)));
    assert_eq!(tries(2), (3, Ok(0)));
}

//! Driving licences with a line of thirty characters, drawn and photographed. They must be read
//! correctly or not at all.

use imaging::Limits;
use mrz::{Field, Format, Options, check_digit, parse, read};
use specimen::{Difficulty, Letters, Scene, photograph, zone_sheet};

fn digit(text: &str) -> char {
    char::from(check_digit(text.bytes()).unwrap())
}

/// Returns a French line, a Dutch one, or one of another state.
fn line(seed: u64) -> String {
    let number = 10_000 + seed * 7_919 % 90_000;
    let body = match seed % 3 {
        0 => {
            let head = format!("D1FRA{:02}AB{number:05}", seed % 90 + 10);
            let names = ["MARTIN<<", "DUBOIS<<", "LEFEBVRE", "ROUX<<<<"];
            format!(
                "{head}{}2{}1231{}",
                digit(&head),
                seed % 10,
                names[seed as usize % 4]
            )
        }
        1 => format!("D1NLD1{number:05}{:05}659VW87Z78NB8", number / 3 + 10_000),
        _ => format!("DPPRT{number:05}KX{number:05}<<AB7<<<<<<<<"),
    };
    let body: String = body.chars().take(29).collect();
    format!("{body}{}", digit(&body))
}

#[test]
fn lines_of_licences_are_read() {
    let (mut exact, mut wrong) = (0, Vec::new());
    for seed in 0..DRAWN {
        let printed = line(seed);
        assert_eq!(printed.len(), 30, "{printed}");
        let sheet = zone_sheet(std::slice::from_ref(&printed), Letters::Strokes, seed).unwrap();
        let difficulty = if seed % 4 == 3 {
            Difficulty::Fair
        } else {
            Difficulty::Good
        };
        let photo = photograph(&sheet, &Scene::from_seed(7_100 + seed, difficulty)).unwrap();
        let picture = imaging::decode(&photo.jpeg, &Limits::default()).unwrap();
        let Some(read) = read(&picture, &Options::default()) else {
            println!("{seed}: not read");
            continue;
        };
        let lines: Vec<&str> = read.mrz.lines.iter().map(String::as_str).collect();
        let zone = parse(&lines).unwrap();
        let form = [Format::FrenchLicence, Format::DutchLicence, Format::Licence];
        assert_eq!(zone.format, form[seed as usize % 3], "{lines:?}");
        exact += u64::from(lines == [printed.as_str()]);
        if lines != [printed.as_str()] && read.unsure.is_empty() {
            wrong.push((printed, read.mrz.lines));
        }
        assert!(zone.digit(Field::Composite).is_some());
    }
    println!("{exact} of {DRAWN} lines of licences exact");
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(exact >= EXACT, "{exact}");
}

const DRAWN: u64 = 18;
const EXACT: u64 = 15;

//! Films are complete JPEGs one after the other, of the requested length.

use jiff::civil::{Date, date};
use specimen::{Footage, Specimen};

const ON: Date = date(2026, 6, 1);

fn film() -> Footage {
    let licence = Specimen::from_seed(5, ON);
    Footage::new(5, 320, 180)
        .table(4)
        .and_then(|film| film.card(&licence.front()?, 6))
        .and_then(|film| film.card(&licence.back()?, 6))
        .and_then(|film| film.face(licence.licence(), 4))
        .unwrap()
}

#[test]
fn a_film_consists_of_complete_jpegs() {
    let frames = film().frames();
    let bytes = film().mjpeg();
    let mut rest = bytes.as_slice();
    let mut seen = 0;
    while let Some(end) = rest.windows(2).position(|pair| pair == [0xff, 0xd9]) {
        let (frame, others) = rest.split_at(end + 2);
        assert!(frame.starts_with(&[0xff, 0xd8, 0xff]), "frame {seen}");
        rest = others;
        seen += 1;
    }
    assert!(rest.is_empty());
    assert_eq!(seen, frames);
    assert_eq!(frames, 4 + (15 + 6) * 2 + 4);
}

#[test]
fn the_same_seed_gives_the_same_film() {
    assert_eq!(film().mjpeg(), film().mjpeg());
}

#[test]
fn a_steady_hand_still_moves() {
    let licence = Specimen::from_seed(5, ON).front().unwrap();
    let held = Footage::new(5, 320, 180).card(&licence, 3).unwrap();
    let bytes = held.mjpeg();
    let starts: Vec<usize> = bytes
        .windows(3)
        .enumerate()
        .filter(|(_, head)| *head == [0xff, 0xd8, 0xff])
        .map(|(at, _)| at)
        .collect();
    let [.., one, two, three] = starts.as_slice() else {
        panic!("no three frames")
    };
    assert_ne!(&bytes[*one..*two], &bytes[*two..*three]);
}

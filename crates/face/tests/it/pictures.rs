//! What is found in pictures without a face, and what cannot be thresholds.

use face::{FindOptions, Thresholds};
use imaging::{Luma, Picture};

use crate::networks::detector;

#[test]
fn nothing_is_found_where_there_is_nothing() {
    let Some(detector) = detector() else {
        return;
    };
    for (width, height) in [(1, 1), (1, 900), (640, 480), (33, 31)] {
        let grey = Picture::from_luma(Luma::filled(width, height, 128));
        let found = detector.find(&grey, &FindOptions::default()).unwrap();
        assert_eq!(found, [], "{width} × {height}");
    }
    let none = Picture::from_luma(Luma::filled(0, 0, 0));
    assert_eq!(detector.find(&none, &FindOptions::default()), Ok(vec![]));
}

#[test]
fn thresholds_are_ordered() {
    assert!(Thresholds::new(0.42, f32::NAN).is_err());
    assert!(Thresholds::new(1.2, 0.3).is_err());
    assert!(Thresholds::new(0.42, 0.42).is_ok());
}

//! The camera of a browser: a file that Chromium plays in a circle, and that is rewritten while it
//! is played.
//!
//! Chromium maps the file into memory once, when a page asks for the camera, and reads frame after
//! frame from it. A page that keeps its camera from step to step would go on seeing the first film.
//! The file therefore has places of one size, each with one frame: to show something else, the
//! frames are overwritten where they are. The rest of a place is filled with comments, which every
//! reader of JPEG skips.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::Path;

/// The bytes of one place. The largest frame of a film has less than 200 kB.
const PLACE: usize = 256 * 1024;

/// How many frames are played in a circle: two seconds of a steady hand.
const PLACES: usize = 60;

/// The most bytes of a comment's text.
const MOST_COMMENT: usize = 65_533;

/// What is held to the camera, for a page that has it open and for every page that opens it later.
#[derive(Debug)]
pub(crate) struct Camera {
    file: File,
}

impl Camera {
    /// A camera whose file is here, and which sees this film.
    pub(crate) fn at(path: &Path, film: &Path) -> Self {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .open(path)
            .unwrap();
        let camera = Self { file };
        camera.show(film);
        camera
    }

    /// Shows the last frames of a film, where what was brought in is held still.
    pub(crate) fn show(&self, film: &Path) {
        let bytes = std::fs::read(film).unwrap();
        // No more of a long film is looked through than can hold the last frames.
        let frames = frames(&bytes[bytes.len().saturating_sub(PLACES * PLACE)..]);
        let held = &frames[frames.len().saturating_sub(PLACES)..];
        for (place, frame) in held.iter().cycle().take(PLACES).enumerate() {
            let at = (place * PLACE) as u64;
            self.file.write_all_at(&padded(frame), at).unwrap();
        }
    }
}

/// The frames of a film, each a whole JPEG. A drawn frame has no picture within the picture.
fn frames(film: &[u8]) -> Vec<&[u8]> {
    let starts: Vec<usize> = (0..film.len().saturating_sub(2))
        .filter(|&at| film[at..at + 3] == [0xff, 0xd8, 0xff])
        .collect();
    let ends = starts.iter().skip(1).copied().chain([film.len()]);
    let frames = starts.iter().zip(ends);
    frames.map(|(&start, end)| &film[start..end]).collect()
}

/// A frame of exactly the size of a place.
fn padded(frame: &[u8]) -> Vec<u8> {
    let (start, rest) = frame.split_at(2);
    let mut place = Vec::with_capacity(PLACE);
    place.extend_from_slice(start);
    let mut missing = PLACE
        .checked_sub(frame.len())
        .expect("a frame fits its place");
    while missing > 0 {
        // What is left over has to be enough for one more comment: its marker and its length.
        let mut text = missing.saturating_sub(4).min(MOST_COMMENT);
        let left = missing - 4 - text;
        if left > 0 && left < 4 {
            text -= 4;
        }
        place.extend_from_slice(&[0xff, 0xfe]);
        place.extend_from_slice(&u16::try_from(text + 2).unwrap().to_be_bytes());
        place.resize(place.len() + text, b' ');
        missing -= 4 + text;
    }
    place.extend_from_slice(rest);
    place
}

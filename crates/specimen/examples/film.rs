//! Draws a film for a browser's fake camera: `cargo run -p specimen --example film -- camera.mjpeg
//! [SEED]`.
//!
//! It shows an empty table, the front of a licence, its back, and somebody's face, for four seconds
//! each, at 1280 × 720. Try it with `chromium --use-fake-device-for-media-stream
//! --use-file-for-fake-video-capture=camera.mjpeg`.

use specimen::{Footage, Specimen};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let out = words.next().ok_or("say where to: film FILE [SEED]")?;
    let seed = words.next().map_or(Ok(7), |seed| seed.parse())?;
    let licence = Specimen::from_seed(seed, jiff::civil::date(2026, 6, 1));
    let film = Footage::new(seed, 1280, 720)
        .table(60)?
        .card(&licence.front()?, 120)?
        .card(&licence.back()?, 120)?
        .face(licence.licence(), 120)?;
    std::fs::write(out, film.mjpeg())?;
    Ok(())
}

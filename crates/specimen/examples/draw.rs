//! Draws a document and photographs it: `cargo run -p specimen --example draw -- --seed 7 --out
//! DIR`.
//!
//! Writes `front.jpg` and `back.jpg` (photographs), `front.png` and `back.png` (flat scans) and
//! `truth.json`. `--difficulty good|fair|hard|unreadable` says how the photographs are taken, `--on
//! YYYY-MM-DD` for which day the document is made, and `--kind licence|passport|card` which
//! document it is. A passport has one page, which is also its back.

use jiff::civil::Date;
use specimen::{Difficulty, Scene, Specimen, Travel, photograph};
use std::error::Error;
use std::fs;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut seed = 1_u64;
    let mut out = PathBuf::from(".");
    let (mut difficulty, mut kind) = ("good".to_owned(), "licence".to_owned());
    let mut on: Date = "2026-06-01".parse()?;
    let mut words = std::env::args().skip(1);
    while let Some(flag) = words.next() {
        let value = words
            .next()
            .ok_or_else(|| format!("{flag} wants a value"))?;
        match flag.as_str() {
            "--seed" => seed = value.parse()?,
            "--out" => out = value.into(),
            "--difficulty" => difficulty = value,
            "--on" => on = value.parse()?,
            "--kind" => kind = value,
            _ => return Err(format!("unknown flag {flag}").into()),
        }
    }
    let scene = |seed: u64| match difficulty.as_str() {
        "good" => Ok(Scene::from_seed(seed, Difficulty::Good)),
        "fair" => Ok(Scene::from_seed(seed, Difficulty::Fair)),
        "hard" => Ok(Scene::from_seed(seed, Difficulty::Hard)),
        "unreadable" => Ok(Scene::unreadable(seed)),
        other => Err(format!("no such difficulty: {other}")),
    };
    fs::create_dir_all(&out)?;
    let (front, back, data) = match kind.as_str() {
        "licence" => {
            let specimen = Specimen::from_seed(seed, on);
            (
                specimen.front()?,
                specimen.back()?,
                serde_json::to_value(specimen.licence())?,
            )
        }
        "passport" | "card" => {
            let travel = match kind.as_str() {
                "card" => Travel::identity_card(seed, on),
                _ => Travel::passport(seed, on),
            };
            (
                travel.page()?,
                travel.back()?,
                serde_json::to_value(&travel)?,
            )
        }
        other => return Err(format!("no such kind: {other}").into()),
    };
    front.scan().save(out.join("front.png"))?;
    back.scan().save(out.join("back.png"))?;
    let front = photograph(&front, &scene(seed)?)?;
    // Two pictures of a card are never taken in exactly the same way.
    let back = photograph(&back, &scene(seed.wrapping_add(1))?)?;
    fs::write(out.join("front.jpg"), &front.jpeg)?;
    fs::write(out.join("back.jpg"), &back.jpeg)?;
    let truth = serde_json::json!({
        "document": data,
        "front": front.truth,
        "back": back.truth,
    });
    fs::write(out.join("truth.json"), serde_json::to_vec_pretty(&truth)?)?;
    Ok(())
}

//! Draws heads beside each other: `cargo run -p specimen --example heads -- --seed 1 --count 12
//! --out heads.png`. Each row is one person: in even light, turned to both sides, and in another
//! light.

use image::RgbImage;
use image::imageops;
use specimen::{Head, Light};
use std::error::Error;
use std::path::PathBuf;

const SIDE: u32 = 160;

fn main() -> Result<(), Box<dyn Error>> {
    let (mut seed, mut count, mut out) = (1_u64, 8_u64, PathBuf::from("heads.png"));
    let mut words = std::env::args().skip(1);
    while let Some(flag) = words.next() {
        let value = words
            .next()
            .ok_or_else(|| format!("{flag} wants a value"))?;
        match flag.as_str() {
            "--seed" => seed = value.parse()?,
            "--count" => count = value.parse()?,
            "--out" => out = value.into(),
            _ => return Err(format!("unknown flag {flag}").into()),
        }
    }
    let mut sheet = RgbImage::new(SIDE * 4, SIDE * count as u32);
    for row in 0..count {
        let head = Head::from_seed(seed + row);
        let takes = [
            head.clone(),
            head.clone().turned(-35.0, 0.0),
            head.clone().turned(25.0, 8.0),
            head.turned(6.0, -4.0).lit(Light::from_seed(seed + row)),
        ];
        for (column, take) in takes.iter().enumerate() {
            let drawn = take.draw(SIDE, SIDE)?;
            let left = i64::from(SIDE) * column as i64;
            imageops::replace(&mut sheet, &drawn, left, i64::from(SIDE) * row as i64);
        }
    }
    sheet.save(out)?;
    Ok(())
}

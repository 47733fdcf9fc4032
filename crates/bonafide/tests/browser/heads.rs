//! Films for the selfie, of people who do not exist: a head from any side, a sheet with a head on
//! it, two faces, and darkness.

use std::path::{Path, PathBuf};

use specimen::{Footage, Head, Light};

use crate::driver::Film;

const WIDTH: usize = 1280;
const HEIGHT: usize = 720;

/// Who looks into the camera, and somebody whom the network tells from them on either side: drawn
/// people resemble each other more than real ones do.
pub(crate) const ONE: u64 = 7;
pub(crate) const OTHER: u64 = 24;

/// The networks for faces; without them a line says what was skipped.
pub(crate) fn networks() -> Option<PathBuf> {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = [
        std::env::var_os("BONAFIDE_TEST_MODELS").map(PathBuf::from),
        std::env::var_os("CARGO_TARGET_DIR").map(|target| PathBuf::from(target).join("models")),
        Some(checkout.join("target/models")),
    ];
    let needed = [face::models::YUNET, face::models::SFACE];
    let has_all = |folder: &PathBuf| needed.iter().all(|model| folder.join(model.file).is_file());
    let found = folders.into_iter().flatten().find(has_all);
    if found.is_none() {
        eprintln!("skipped: no networks for faces (`cargo xtask models`)");
    }
    found
}

/// The head of `seed`, turned by so many degrees towards its own left.
pub(crate) fn head(seed: u64, degrees: i16) -> Film {
    let head = Head::from_seed(seed).lit(Light::EVEN);
    let drawn = head.turned(f32::from(degrees), 0.0);
    let drawn = drawn.draw(WIDTH as u32, HEIGHT as u32).unwrap();
    film(&drawn.into_raw())
}

/// A sheet of paper with the head of `seed` on it, which looks straight ahead; the sheet is turned.
pub(crate) fn sheet(seed: u64, degrees: i16) -> Film {
    let side = HEIGHT;
    let drawn = Head::from_seed(seed).draw(side as u32, side as u32);
    let drawn = drawn.unwrap().into_raw();
    // The camera is three times as far away as the sheet is wide.
    let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
    let mut rgb = vec![110; WIDTH * HEIGHT * 3];
    for (at, pixel) in rgb.chunks_exact_mut(3).enumerate() {
        let middle = |place: usize, size: usize| {
            place as f64 / side as f64 - size as f64 / side as f64 / 2.0
        };
        let (u, v) = (middle(at % WIDTH, WIDTH), middle(at / WIDTH, HEIGHT));
        let depth = 3.0 * cos / (cos - u / 3.0 * sin);
        let (x, y) = (u / 3.0 * depth / cos + 0.5, v / 3.0 * depth + 0.5);
        if (0.0..1.0).contains(&x) && (0.0..1.0).contains(&y) {
            let from = ((y * side as f64) as usize * side + (x * side as f64) as usize) * 3;
            pixel.copy_from_slice(&drawn[from..from + 3]);
        }
    }
    film(&rgb)
}

/// Two people beside each other.
pub(crate) fn two() -> Film {
    let half = |seed| {
        let drawn = Head::from_seed(seed).draw(WIDTH as u32 / 2, HEIGHT as u32);
        drawn.unwrap().into_raw()
    };
    let (left, right) = (half(ONE), half(OTHER));
    let rows = left.chunks_exact(WIDTH / 2 * 3);
    let rows = rows.zip(right.chunks_exact(WIDTH / 2 * 3));
    let rgb: Vec<u8> = rows
        .flat_map(|(one, other)| [one, other].concat())
        .collect();
    film(&rgb)
}

/// A head in the dark.
pub(crate) fn dark() -> Film {
    let drawn = Head::from_seed(ONE).draw(WIDTH as u32, HEIGHT as u32);
    let rgb: Vec<u8> = drawn
        .unwrap()
        .into_raw()
        .iter()
        .map(|level| level / 16)
        .collect();
    film(&rgb)
}

fn film(rgb: &[u8]) -> Film {
    let film = Footage::new(1, WIDTH as u32, HEIGHT as u32).picture(rgb, 1);
    Film::of(&film.unwrap().mjpeg())
}

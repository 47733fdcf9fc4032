//! Golden numbers by `onnxruntime` on the same files, of pictures that are formulas: what the
//! networks answer, number by number.

use crate::chip::Chip;
use crate::detector::Detector;
use crate::embedder::{Embedder, Kind};
use crate::models::{Model, SFACE, YUNET, identify};

/// The most that a number may differ from the reference.
const TOLERANCE: f32 = 1e-4;

/// A network from `BONAFIDE_TEST_MODELS` or the target folder; `None` and a line if it is not
/// there.
fn network(model: Model) -> Option<Vec<u8>> {
    use std::path::{Path, PathBuf};
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = [
        std::env::var_os("BONAFIDE_TEST_MODELS").map(PathBuf::from),
        std::env::var_os("CARGO_TARGET_DIR").map(|target| PathBuf::from(target).join("models")),
        Some(checkout.join("target/models")),
    ];
    let mut files = folders
        .iter()
        .flatten()
        .map(|folder| folder.join(model.file));
    let Some(file) = files.find_map(|file| std::fs::read(file).ok()) else {
        println!("skipped: no {} (`cargo xtask models`)", model.file);
        return None;
    };
    // A file of this name with other contents is a fault and no reason to skip.
    assert_eq!(identify(&file), Some(model));
    Some(file)
}

/// A level of a picture without a face: waves of colour.
fn level(x: u32, y: u32, channel: u32) -> u32 {
    (x * x + 3 * y * y + x * y * (channel + 1) + 40 * channel) / 16 % 256
}

/// What SFace answers to 112 × 112 of them.
#[rustfmt::skip]
const FACEPRINT: [f32; 128] = [
    0.30852, 0.20209, 0.33429, 0.09758, -0.41273, 0.10651, -0.1223, -0.10697, -0.07349, -0.26845,
    -0.07276, -0.10745, 0.21756, 0.2224, 0.17299, -0.52409, -0.31287, -0.14641, -0.11862, 0.21031,
    -0.45862, -0.44511, -0.1261, -0.03701, -0.06893, 0.79789, 0.33765, 0.35521, -0.27144, 0.12702,
    0.08494, 0.00869, -0.29817, -0.05794, 0.14722, -0.18267, 0.24387, 0.32123, -0.24996, -0.00256,
    -0.39297, -0.27982, 0.58693, -0.05977, -0.07603, 0.01881, -0.27582, 0.40009, -0.08415, -1.05098,
    -0.1318, 0.02643, 0.62308, -0.02081, -0.04561, 0.08298, -0.11583, 0.63257, -0.29819, -0.03159,
    -0.42633, 0.07525, -0.02345, 0.11969, 0.01638, -0.05619, 0.05563, 0.55065, -0.42115, -0.32047,
    -0.21768, -0.04367, -0.14739, 0.55143, 0.18689, -0.1998, 0.51727, 0.37345, 0.54476, 0.25553,
    0.03143, -0.30255, -0.60216, 0.20756, -0.2159, 0.31178, -0.14787, 0.10229, 0.40039, -0.1608,
    0.2987, -0.24686, 0.025, 0.51946, 0.35279, 0.06978, -0.24309, -0.29436, -0.14314, 0.00182,
    -0.06514, 0.31659, 0.43168, -0.04077, -0.36392, 0.25668, -0.11254, -0.20324, 0.37763, 0.63838,
    0.12469, 0.14269, 0.56189, -0.13478, -0.1315, 0.172, 0.45463, -0.62632, -0.32039, 0.2862,
    0.44271, 0.37661, -0.80271, 0.21264, 0.5458, 0.16414, 0.20103, -0.09697,
];

#[test]
fn the_embedder_answers_what_the_reference_does() {
    let Some(file) = network(SFACE) else { return };
    let embedder = Embedder::load(&file, Kind::SFace).unwrap();
    let pixels = (0..112).flat_map(|y| (0..112).map(move |x| (x, y)));
    let rgb = pixels.flat_map(|(x, y)| [0, 1, 2].map(|channel| level(x, y, channel) as u8));
    let chip = Chip::from_rgb(rgb.collect()).unwrap();
    let numbers = embedder.numbers(&chip).unwrap();
    assert_eq!(numbers.len(), FACEPRINT.len());
    for (number, expected) in numbers.iter().zip(FACEPRINT) {
        assert!((number - expected).abs() < TOLERANCE, "{number} {expected}");
    }
    let print = embedder.embed(&chip).unwrap();
    let shown = format!("{print:?} {chip:?}");
    assert_eq!(shown, "Faceprint(128 numbers) Chip(112 × 112)");
}

/// Outputs of YuNet for 160 × 128 of them: name, length, every so many-th number, mean size.
#[rustfmt::skip]
const GRIDS: [(&str, usize, &[f32], f32); 12] = [
    ("cls_8", 320, &[0.64387, 0.73309, 0.68281, 0.69469, 0.65998], 0.670508),
    ("cls_16", 80, &[0.53149, 0.5378, 0.48619, 0.45804, 0.4641], 0.499982),
    ("cls_32", 20, &[0.64281, 0.64281, 0.62868, 0.60429], 0.613942),
    ("obj_8", 320, &[0.0, 0.0, 0.0, 0.0, 0.0], 0.000107),
    ("obj_16", 80, &[0.0, 0.0, 0.0, 0.0, 0.0], 5e-06),
    ("obj_32", 20, &[0.00104, 0.0044, 0.00095, 0.00195], 0.001211),
    ("bbox_8", 1280, &[0.61591, 1.08298, 2.28674, 2.11223, 0.13879], 1.107767),
    ("bbox_16", 320, &[0.6154, 0.37997, 0.21592, 0.31858, 0.4956], 0.340296),
    ("bbox_32", 80, &[1.42201, 1.47746, 1.32907, 1.56444, 0.3627], 1.058791),
    ("kps_8", 3200, &[0.52746, 0.67217, 1.86966, -0.8643, 1.29552], 1.100819),
    ("kps_16", 800, &[0.2826, 0.24893, 0.62485, 0.3437, 0.39625], 0.419368),
    ("kps_32", 200, &[-0.32578, 0.65348, -0.01472, -0.13313, -0.2563], 1.049228),
];

#[test]
fn the_detector_answers_what_the_reference_does() {
    let Some(file) = network(YUNET) else { return };
    let detector = Detector::load(&file).unwrap();
    let planes = (0..3).flat_map(|channel| {
        let places = (0..128).flat_map(|y| (0..160).map(move |x| (x, y)));
        places.map(move |(x, y)| level(x, y, channel) as f32)
    });
    let outputs = detector.answer(planes.collect(), [128, 160]).unwrap();
    assert_eq!(outputs.len(), GRIDS.len());
    for (name, length, expected, mean) in GRIDS {
        let (_, output) = outputs.iter().find(|(own, _)| own == name).unwrap();
        let numbers = output.data();
        assert_eq!(numbers.len(), length, "{name}");
        let some = numbers.iter().step_by(length / 5 + 1);
        assert_eq!(some.clone().count(), expected.len());
        for (number, expected) in some.zip(expected) {
            assert!(
                (number - expected).abs() < TOLERANCE,
                "{name}: {number} {expected}"
            );
        }
        let size = numbers.iter().map(|number| number.abs()).sum::<f32>() / length as f32;
        assert!((size - mean).abs() < TOLERANCE, "{name}: {size} {mean}");
    }
}

//! Whole files: what a reference computes of one with every operator, and what becomes of damaged
//! ones.

#![expect(
    clippy::unwrap_used,
    clippy::excessive_precision,
    reason = "helpers of tests fail by panicking; the numbers are the reference's, digit by digit"
)]

use nets::{Limits, LoadError, Network, RunError, Tensor};
use proptest::prelude::*;

/// A network with every operator, two inputs that are none, and random weights, made with `onnx`.
const FILE: &[u8] = include_bytes!("every_operator.onnx");

fn input(rows: usize, columns: usize) -> Tensor {
    let numbers = (0..3 * rows * columns).map(|i| (i * 37 % 251) as f32);
    Tensor::new(&[1, 3, rows, columns], numbers.collect()).unwrap()
}

#[test]
fn every_operator_computes_what_onnxruntime_does() {
    let network = Network::load(FILE, Limits::default()).unwrap();
    assert_eq!(network.inputs().collect::<Vec<_>>(), ["x"]);
    assert_eq!(network.outputs().collect::<Vec<_>>(), ["map", "vector"]);
    let outputs = network.run(vec![input(24, 32)]).unwrap();
    // onnxruntime 1.23 on the same file and input.
    let vector = [
        0.827_715_87,
        0.508_321_3,
        0.730_007_2,
        -0.047_974_99,
        -0.264_183_13,
    ];
    let map = [
        0.669_163_7,
        0.259_058_2,
        0.524_193_5,
        0.537_744_16,
        0.804_559_5,
        0.073_149_26,
        0.536_915_66,
        0.489_264_5,
        0.574_528_04,
        0.489_085_3,
        0.616_157_77,
        0.361_155_45,
        0.590_890_47,
        0.399_590_37,
        0.402_000_5,
        0.549_600_5,
        0.757_280_7,
        0.110_806_14,
        0.461_972_98,
        0.453_880_85,
        0.566_100_6,
        0.444_546_82,
        0.545_515_36,
        0.247_490_23,
    ];
    assert_eq!(outputs[0].shape(), [1, 192, 12]);
    let seen = outputs[0].data().iter().step_by(97);
    for (seen, expected) in seen.chain(outputs[1].data()).zip(map.iter().chain(&vector)) {
        assert!((seen - expected).abs() < 1e-5, "{seen} {expected}");
    }
    let sum: f32 = outputs[0].data().iter().sum();
    assert!((sum - 1_160.523_4).abs() < 1e-2);
}

#[test]
fn planes_of_other_sizes_are_taken_and_other_inputs_refused() {
    let network = Network::load(FILE, Limits::default()).unwrap();
    let outputs = network.run(vec![input(48, 16)]).unwrap();
    assert_eq!(outputs[0].shape(), [1, 192, 12]);
    // Rows that the halving and doubling of the network do not return to.
    assert!(network.run(vec![input(25, 33)]).is_err());
    let flat = Tensor::new(&[1, 3], vec![0.0; 3]).unwrap();
    assert!(matches!(
        network.run(vec![flat]),
        Err(RunError::Shape { .. })
    ));
    assert!(network.run(Vec::new()).is_err());
    let empty = Tensor::new(&[1, 3, 0, 0], Vec::new()).unwrap();
    assert!(network.run(vec![empty]).is_err());
}

#[test]
fn limits_hold() {
    for (limits, why) in [
        (
            Limits {
                file_bytes: 100,
                ..Limits::default()
            },
            "bytes of the file",
        ),
        (
            Limits {
                nodes: 3,
                ..Limits::default()
            },
            "operators",
        ),
        (
            Limits {
                weights: 500,
                ..Limits::default()
            },
            "numbers of the weights",
        ),
    ] {
        assert_eq!(
            Network::load(FILE, limits).unwrap_err(),
            LoadError::TooLarge(why)
        );
    }
    let run = |limits| {
        Network::load(FILE, limits)
            .unwrap()
            .run(vec![input(24, 32)])
    };
    let little_memory = Limits {
        live_numbers: 5_000,
        ..Limits::default()
    };
    assert_eq!(run(little_memory), Err(RunError::Limit("memory")));
    let little_time = Limits {
        multiplications: 10_000,
        ..Limits::default()
    };
    assert_eq!(run(little_time), Err(RunError::Limit("multiplications")));
}

#[test]
fn what_is_not_implemented_is_named() {
    let renamed = String::from_utf8_lossy(FILE).contains("Sigmoid");
    assert!(renamed);
    let mut file = FILE.to_vec();
    let at = file.windows(7).position(|seen| seen == b"Sigmoid").unwrap();
    file[at..at + 7].copy_from_slice(b"Sinusod");
    let error = Network::load(&file, Limits::default()).unwrap_err();
    assert!(error.to_string().contains("Sinusod"), "{error}");
}

/// Room for little, so that a damaged file cannot make the test slow either.
const SMALL: Limits = Limits {
    file_bytes: 1 << 20,
    nodes: 200,
    weights: 1 << 18,
    live_numbers: 1 << 18,
    multiplications: 20_000_000,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_damaged_file_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        is_cut in prop::bool::weighted(0.2),
    ) {
        let mut file = FILE.to_vec();
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if is_cut {
            file.truncate(cut.index(FILE.len()));
        }
        if let Ok(network) = Network::load(&file, SMALL) {
            let inputs = network.inputs().map(|_| input(24, 32)).collect();
            let _ = network.run(inputs);
        }
    }

    #[test]
    fn no_bytes_panic(file in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Network::load(&file, SMALL);
    }
}

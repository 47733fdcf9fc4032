//! Runs the fuzz targets without libFuzzer, on drawn inputs and many mutations of them.
//!
//! The mutations follow from fixed seeds, so that a run can be repeated. `BONAFIDE_FUZZ_TIMES`
//! multiplies their number. An input that causes a panic is written to the folder for temporary
//! files.

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use aamva::encode;
use imaging::{Limits, Luma, decode, resize};
use jiff::civil::date;
use rxing::{BarcodeFormat, Writer, pdf417::PDF417Writer};
use specimen::{Difficulty, Scene, Specimen, Travel, photograph};

/// A random number generator (xorshift64*), good enough for choosing places.
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// Returns a number below `limit`, which must not be 0.
    fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 11) as usize % limit
    }
}

/// Returns a seed with one to eight changes.
fn mutated(seeds: &[Vec<u8>], rng: &mut Rng) -> Vec<u8> {
    const TELLING: [u8; 12] = [0, 1, 0x7f, 0x80, 0xff, b'\n', b'\r', 0x1e, b'%', b'\"', b'<', b' '];
    let mut bytes = seeds[rng.below(seeds.len())].clone();
    for _ in 0..=rng.below(8) {
        let length = bytes.len();
        if length == 0 {
            bytes.push(rng.next() as u8);
            continue;
        }
        let (at, to) = (rng.below(length), rng.below(length));
        let (from, end) = (at.min(to), at.max(to));
        match rng.below(9) {
            0 => bytes[at] ^= 1 << rng.below(8),
            1 => bytes[at] = rng.next() as u8,
            2 => bytes[at] = TELLING[rng.below(TELLING.len())],
            3 => bytes.insert(at, TELLING[rng.below(TELLING.len())]),
            4 => _ = bytes.drain(from..end.min(from + 64)),
            5 => {
                let again = bytes[from..end.min(from + 4_096)].to_vec();
                bytes.splice(at..at, again);
            }
            6 if rng.below(4) == 0 => bytes.truncate(at),
            6 => bytes[from..end.min(from + 300)].fill(rng.next() as u8),
            7 => {
                let other = &seeds[rng.below(seeds.len())];
                let cut = rng.below(other.len().max(1)).min(other.len());
                bytes.splice(at.., other[cut..].iter().copied());
            }
            _ => {
                for byte in &mut bytes[from..end.min(from + 2_000)] {
                    *byte = byte.wrapping_add((rng.next() % 32) as u8);
                }
            }
        }
    }
    bytes
}

/// Runs a target on its seeds and on `count` mutations of them.
fn check(name: &str, count: u64, seeds: Vec<Vec<u8>>, target: impl Fn(&[u8])) {
    let times = std::env::var("BONAFIDE_FUZZ_TIMES").ok();
    let times: u64 = times.map_or(1, |times| times.parse().unwrap());
    let mut rng = Rng(0x9E37_79B9_7F4A_7C15 ^ name.len() as u64);
    let mutations = (0..count * times).map(|_| mutated(&seeds, &mut rng));
    let mut tried = 0_u64;
    for input in seeds.iter().cloned().chain(mutations) {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| target(&input))) {
            let file = std::env::temp_dir().join(format!("bonafide-fuzz-{name}"));
            std::fs::write(&file, &input).unwrap();
            println!("{name}: input {tried} is in {}", file.display());
            resume_unwind(panic);
        }
        tried += 1;
    }
    println!("{name}: {tried} inputs");
}

fn licences() -> impl Iterator<Item = Specimen> {
    (1..6).map(|seed| Specimen::from_seed(seed, date(2026, 6, 1)))
}

fn photo(card: &specimen::Card, width: u32, height: u32) -> Luma {
    let scene = Scene {
        width,
        height,
        fill: 0.95,
        ..Scene::from_seed(3, Difficulty::Good)
    };
    let jpeg = photograph(card, &scene).unwrap().jpeg;
    decode(&jpeg, &Limits::default()).unwrap().luma().clone()
}

/// Encodes a grey picture for the targets. Its width must be a multiple of `unit`, up to 256 of
/// them.
fn grey(luma: &Luma, unit: u32) -> Vec<u8> {
    let width = (luma.width() / unit).clamp(1, 256) * unit;
    let luma = resize(luma, width, luma.height());
    let mut bytes = vec![(width / unit - 1) as u8];
    bytes.extend(luma.data());
    bytes
}

#[test]
fn aamva() {
    let mut seeds: Vec<Vec<u8>> = licences()
        .map(|licence| licence.barcode().chars().map(|c| c as u8).collect())
        .collect();
    for (version, seed) in (1..=10).zip(seeds.clone().into_iter().cycle()) {
        let licence = aamva::parse(&seed).unwrap();
        if let Some(fields) = aamva::Fields::of(&licence) {
            seeds.push(encode(&fields, version));
        }
    }
    check("aamva", 4_000, seeds, fuzz::aamva);
}

#[test]
fn barcode() {
    let symbol = |text: &str, scale: u32| {
        let code = PDF417Writer
            .encode(text, &BarcodeFormat::PDF_417, 0, 0)
            .unwrap();
        let (width, height) = (code.getWidth() + 8, code.getHeight() + 8);
        let pixel = |i: u32| {
            let (x, y) = (i % width, i / width);
            let inside = (4..width - 4).contains(&x) && (4..height - 4).contains(&y);
            if inside && code.get(x - 4, y - 4) { 40 } else { 220 }
        };
        let luma = Luma::new(width, height, (0..width * height).map(pixel).collect()).unwrap();
        grey(&resize(&luma, width * scale, height * scale), 1)
    };
    let mut seeds = vec![symbol("A", 1), symbol("A", 2), symbol("Bonafide 123456789", 1)];
    seeds.extend(licences().take(2).map(|licence| {
        let back = photo(&licence.back().unwrap(), 800, 600);
        let (left, middle) = (back.width() / 5, back.height() / 2);
        let rows = (middle - 60..middle + 60).flat_map(|y| &back.row(y)[left as usize..][..256]);
        grey(&Luma::new(256, 120, rows.copied().collect()).unwrap(), 1)
    }));
    check("barcode", 24, seeds, fuzz::barcode);
}

#[test]
fn mrz_picture() {
    let page = Travel::passport(5, date(2026, 6, 1)).page().unwrap();
    let seeds = [640, 320].map(|width| grey(&photo(&page, width, width * 3 / 4), 4));
    check("mrz_picture", 12, seeds.into(), fuzz::mrz_picture);
}

#[test]
fn mrz_text() {
    let on = date(2026, 6, 1);
    let zones = (1..5).flat_map(|seed| [Travel::passport(seed, on), Travel::identity_card(seed, on)]);
    let seeds = zones.map(|zone| zone.lines().join("\n").into_bytes()).collect();
    check("mrz_text", 20_000, seeds, |bytes| {
        fuzz::mrz_text(&String::from_utf8_lossy(bytes));
    });
}

/// Returns a PDF of one page with this content.
fn pdf(content: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 210 298] /Contents 4 0 R /Resources << /Font \
         << /F0 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
    ];
    let mut out = "%PDF-1.7\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (i, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", out.len()).unwrap();
        write!(out, "{} 0 obj\n{object}\nendobj\n", i + 1).unwrap();
    }
    let start = out.len();
    write!(out, "xref\n0 5\n{table}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").unwrap();
    out.into_bytes()
}

const LETTER: &str = "BT /F0 9 Tf 20 250 Td (Riverside Water Company) Tj 0 -20 Td (Account number 4711-0815) Tj \
                      0 -12 Td (Ann Example) Tj 0 -12 Td (12 Elm Street) Tj 0 -12 Td (Springfield, IL 62701) Tj \
                      0 -20 Td (May 3, 2026) Tj ET";

#[test]
fn network() {
    let file = include_bytes!("../../crates/nets/tests/it/every_operator.onnx");
    check("network", 4_000, vec![file.to_vec()], fuzz::network);
}

#[test]
fn paper() {
    let lines = ["Riverside Water", "Account number 4711", "Ann Example", "12 Elm Street", "Springfield, IL 62701"];
    let page: Vec<u8> = (0_u8..).zip(lines).flat_map(|(n, line)| {
        line.split(' ').zip(0_u8..).flat_map(move |(word, at)| {
            let mut bytes = vec![20 + at * 30, 20 + n * 12, 100, 11, 250];
            bytes.extend(word.bytes());
            bytes.push(b'\n');
            bytes
        }).collect::<Vec<u8>>()
    }).collect();
    check("paper", 3_000, vec![pdf(LETTER), page], fuzz::paper);
}

#[test]
fn picture() {
    let card = Specimen::from_seed(1, date(2026, 6, 1)).back().unwrap();
    let scene = Scene { width: 160, height: 120, ..Scene::from_seed(1, Difficulty::Good) };
    let photo = photograph(&card, &scene).unwrap();
    let grey = imaging::Picture::from_luma(Luma::filled(24, 16, 90));
    let png = imaging::annotate(&grey, &[]).unwrap();
    check("picture", 1_500, vec![photo.jpeg, png, pdf(LETTER)], fuzz::picture);
}

#[test]
fn request() {
    let json = br#"1{"reference":"a-1","callback_url":"https://example.org/x","country":"US","language":"EN",
        "verification_mode":"any","document":{"proof":"","supported_types":["driving_license"],"name":{"first_name":"Ann",
        "last_name":"Example"},"dob":"1990-02-03","expiry_date":""},"address":{"proof":"","full_address":"12 Elm Street",
        "name":{"full_name":"Ann Example"},"supported_types":["utility_bill"]},"consent":{"text":"I agree"}}"#;
    let form = b"2reference=a-1&country=US&document[proof]=&document[name][first_name]=Ann&document[dob]=1990-02-03";
    check("request", 6_000, vec![json.to_vec(), form.to_vec()], fuzz::request);
}

#[test]
fn capture() {
    let seeds = [
        &br#"{"public_data":{"redirect_url":"https://example.org/a","qr_breakpoint_px":600},
            "private_data":{"document_type":"na_dl","signals":["front","back"],"reference":"r","front":"/9j/4AAQSkZJRg=="}}"#[..],
        br#"{"private_data":{"transaction_id":"0190a1b2c3d4e5f60718293a4b5c6d7e","front":"data:image/jpeg;base64,/9j/","barcode":"@\n",
            "start_date":"2026-01-01","end_date":"2026-02-01","page_size":20,"cursor":null,"user_defined":{"a":1},"location":"x"}}"#,
        b"keyId=\"a\",algorithm=\"hmac-sha256\",headers=\"date digest\",signature=\"AAAA\"",
        b"a=1&b=2",
    ];
    check("capture", 6_000, seeds.map(<[u8]>::to_vec).into(), fuzz::capture);
}

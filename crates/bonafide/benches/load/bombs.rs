//! Files that are small to send and large to decode: how soon each is refused, and what it costs.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::percentiles;
use crate::support::receiver::{Receiver, Reply};
use crate::support::requests::Drawn;
use crate::support::server::Home;

/// How many of each kind come at the same time.
const AT_ONCE: usize = 16;

/// Sends every kind of bomb to a fresh server, sixteen at a time.
pub(crate) async fn all() {
    let photo = STANDARD.decode(Drawn::photographed(1).back).unwrap();
    let bombs = [
        (
            "a PNG that declares 100,000 x 100,000",
            png(100_000, 100_000, &[]),
        ),
        ("a PNG of 7,000 x 7,000, all of it zeros", zeros(7_000)),
        ("a PNG of 30,000 x 30,000, all of it zeros", zeros(30_000)),
        ("a JPEG that declares 65,500 x 65,500", jpeg(&photo, 65_500)),
        (
            "a JPEG that ends after half",
            photo[..photo.len() / 2].to_vec(),
        ),
        (
            "a JPEG with a PDF behind it",
            [&photo, &b"%PDF-1.7\n1 0 obj"[..]].concat(),
        ),
        ("a PDF of nothing", b"%PDF-1.7\n%%EOF\n".to_vec()),
        (
            "noise",
            (0..100_000_u32)
                .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
                .collect(),
        ),
    ];
    for (name, bytes) in bombs {
        one(name, &bytes).await;
    }
}

async fn one(name: &str, bytes: &[u8]) {
    let home = Home::new();
    let keys = home.account("bench");
    let receiver = Receiver::start(None, |_| Reply::Status(200)).await;
    let server = home.start().await;
    let request = |number: usize| {
        let request = json!({
            "reference": format!("bomb-number-{number}"),
            "callback_url": receiver.url("/"),
            "document": { "proof": STANDARD.encode(bytes), "document_number": "" },
        });
        request.to_string()
    };
    let mut client = server.client(&keys);
    let alone = Instant::now();
    let answer = client.post("/", &request(0)).await.unwrap();
    let alone = alone.elapsed();
    let (before, _) = server.memory();
    let sent = (1..=AT_ONCE).map(|number| {
        let mut client = server.client(&keys);
        let request = request(number);
        tokio::spawn(async move {
            let asked = Instant::now();
            client.post("/", &request).await.unwrap();
            asked.elapsed()
        })
    });
    let times = futures::future::join_all(sent).await;
    let mut times: Vec<Duration> = times.into_iter().map(|time| time.unwrap()).collect();
    let (_, peak) = server.memory();
    let said = match &answer.body["error"]["message"] {
        Value::String(said) => said.as_str(),
        _ => answer.event(),
    };
    println!(
        "bombs, {name}, {} bytes: {} in {alone:.1?}; {AT_ONCE} at once: {}, {} MB more ({said})",
        bytes.len(),
        answer.status,
        percentiles(&mut times),
        peak.saturating_sub(before) / 1024
    );
}

/// A PNG with this header and these compressed data.
fn png(width: u32, height: u32, data: &[u8]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let size = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[8, 0, 0, 0, 0],
    ]
    .concat();
    for (kind, data) in [(b"IHDR", &size[..]), (b"IDAT", data), (b"IEND", &[])] {
        file.extend((data.len() as u32).to_be_bytes());
        file.extend(kind);
        file.extend(data);
        file.extend(crc(&[kind, data].concat()).to_be_bytes());
    }
    file
}

/// A square grey PNG, black: a thousand times smaller than its pixels.
fn zeros(side: u32) -> Vec<u8> {
    let mut deflate = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let row = vec![0; side as usize + 1];
    for _ in 0..side {
        std::io::Write::write_all(&mut deflate, &row).unwrap();
    }
    png(side, side, &deflate.finish().unwrap())
}

/// The photograph with another size in its frame header.
fn jpeg(photo: &[u8], side: u16) -> Vec<u8> {
    let mut file = photo.to_vec();
    let frame = file.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    file[frame + 5..frame + 7].copy_from_slice(&side.to_be_bytes());
    file[frame + 7..frame + 9].copy_from_slice(&side.to_be_bytes());
    file
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}

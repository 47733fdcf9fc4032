//! Parsing requests: a small one, the largest that is taken, and bodies that repeat one thing.
//!
//! Each hostile body comes in two lengths, the second sixteen times the first: so should the time.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::{Date, date};
use wire::verify::parse::parse;

const TODAY: Date = date(2026, 1, 15);

const SMALL: &str = r#"{"reference":"17374217","country":"GB","document":{"supported_types":["id_card"],
"name":{"first_name":"John","last_name":"Doe"},"dob":"1978-03-13","document_number":""}}"#;

/// A request of 30 MB, nearly all of it two proofs.
fn large() -> String {
    let proof = format!("iVBORw0KGgo{}", "A".repeat(15_000_000 - 11));
    format!(
        r#"{{"reference":"17374217","document":{{"proof":"{proof}","additional_proof":"{proof}"}}}}"#
    )
}

fn requests(c: &mut Criterion) {
    let mut group = c.benchmark_group("request");
    group.bench_function("small", |b| {
        b.iter(|| parse(black_box(SMALL.as_bytes()), None, TODAY));
    });
    let large = large();
    group.sample_size(20);
    group.throughput(Throughput::Bytes(large.len() as u64));
    group.bench_function("30 MB", |b| {
        b.iter(|| parse(black_box(large.as_bytes()), None, TODAY));
    });
    group.finish();
}

fn repetition(c: &mut Criterion) {
    type Body = fn(usize) -> String;
    let bodies: [(&str, Body); 7] = [
        ("escapes", |n| {
            format!(r#"{{"a":"{}"}}"#, "\\u00e9".repeat(n))
        }),
        ("wrapped proof", |n| {
            format!(r#"{{"document":{{"proof":"{}"}}}}"#, "A B\\n".repeat(n))
        }),
        ("many members", |n| {
            format!(r"{{{}}}", r#""proof":"AAAA","#.repeat(n))
        }),
        ("deep lists", |n| "[".repeat(n)),
        ("open brackets", |n| format!("{}=1", "a[".repeat(n))),
        ("form fields", |n| "document[a][b][]=x&".repeat(n)),
        ("percent signs", |n| "%".repeat(n)),
    ];
    let mut group = c.benchmark_group("repetition");
    group.sample_size(20);
    for (name, body) in bodies {
        for length in [20_000, 320_000] {
            let body = body(length);
            group.throughput(Throughput::Bytes(body.len() as u64));
            group.bench_with_input(BenchmarkId::new(name, length), &body, |b, body| {
                b.iter(|| parse(black_box(body.as_bytes()), None, TODAY));
            });
        }
    }
    group.finish();
}

criterion_group!(all, requests, repetition);
criterion_main!(all);

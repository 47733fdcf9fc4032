//! Damage that scanners and issuers cause, made from the samples. The five key fields must survive
//! it; each kind of damage has a floor in thousandths of key fields.

use aamva::{Licence, parse};

use super::samples::strings;

/// Returns the five key fields of a reading as text.
fn key_fields(licence: &Licence) -> [String; 5] {
    let date = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string()).unwrap_or_default();
    [
        licence.names.family.clone().unwrap_or_default(),
        licence.names.given.clone().unwrap_or_default(),
        date(licence.dates.birth),
        date(licence.dates.expiry),
        licence.document.number.clone().unwrap_or_default(),
    ]
}

/// Returns the position of the first subfile, which follows the last designator.
fn body(text: &str) -> usize {
    let digits = text
        .find("360")
        .or_else(|| text.find("604"))
        .or_else(|| text.find("990"))
        .unwrap();
    let header = text[digits..]
        .find("DL")
        .or_else(|| text[digits..].find("ID"))
        .unwrap()
        + digits;
    let mut at = header;
    while text[at + 2..]
        .bytes()
        .take(8)
        .filter(u8::is_ascii_digit)
        .count()
        == 8
    {
        at += 10;
    }
    at
}

fn each_line(text: &str, change: impl Fn(&str) -> String) -> String {
    text.split('\n').map(change).collect::<Vec<_>>().join("\n")
}

/// Applies a change to what follows the header.
fn in_body(text: &str, change: impl Fn(&str) -> String) -> String {
    let at = body(text);
    format!("{}{}", &text[..at], change(&text[at..]))
}

fn without_type(body: &str) -> String {
    let rest = body.trim_start_matches(['\n', '\r']);
    let typed = rest.starts_with("DLD") || rest.starts_with("IDD");
    if typed {
        rest[2..].to_owned()
    } else {
        rest.to_owned()
    }
}

fn check(kind: &str, floor: usize, damage: impl Fn(&str) -> Vec<u8>) {
    let Some(strings) = strings() else { return };
    let (mut fields, mut right) = (0, 0);
    let mut lost = Vec::new();
    for (name, bytes) in &strings {
        let whole = key_fields(&parse(bytes).unwrap());
        let damaged = damage(&String::from_utf8_lossy(bytes));
        let told = parse(&damaged).map(|l| key_fields(&l)).unwrap_or_default();
        fields += whole.len();
        for (told, whole) in told.iter().zip(&whole) {
            if told == whole {
                right += 1;
            } else {
                lost.push(format!("{name} ({told:?} for {whole:?})"));
            }
        }
    }
    println!("{kind}: {right} of {fields}; lost: {}", lost.join(", "));
    assert!(
        right * 1000 >= fields * floor,
        "{kind}: {right} of {fields} is under {floor}/1000"
    );
}

fn check_text(kind: &str, floor: usize, damage: impl Fn(&str) -> String) {
    check(kind, floor, |text| damage(text).into_bytes());
}

#[test]
fn separators_replaced() {
    for separator in [
        "|", "~", "^^", "a", "ac", "6M", " ", "\t", "\r", "\u{1e}", "\u{1d}", "\r\n", "\n\n", "^J",
        "Ü",
    ] {
        check_text(&format!("LF is {separator:?}"), 1000, |t| {
            t.replace('\n', separator)
        });
    }
    check_text("stray 0x90", 1000, |t| t.replace('\n', "\u{90}\n\u{90}"));
    check("stray 0x90 as a byte", 1000, |t| {
        t.chars()
            .flat_map(|c| {
                if c == '\n' {
                    vec![0x90, b'\n', 0x90]
                } else {
                    vec![c as u32 as u8]
                }
            })
            .collect()
    });
}

#[test]
fn separators_spelled_out() {
    let spelled = |t: &str, lf: &str, cr: &str, rs: &str| {
        t.replace('\n', lf).replace('\r', cr).replace('\u{1e}', rs)
    };
    check_text("<LF>", 1000, |t| spelled(t, "<LF>", "<CR>", "<RS>"));
    check_text("\\n", 1000, |t| spelled(t, "\\n", "\\r", "\\u001e"));
    check_text("&#10;", 1000, |t| spelled(t, "&#10;", "&#13;", "&#30;"));
}

#[test]
fn separators_lost() {
    check_text("no separators", 1000, |t| {
        t.replace(['\n', '\r', '\u{1e}'], "")
    });
    for nth in 0..24 {
        check_text(&format!("separator {nth} of the body lost"), 990, |t| {
            in_body(t, |b| {
                let at = b.match_indices('\n').nth(nth).map(|(at, _)| at);
                at.map_or_else(
                    || b.to_owned(),
                    |at| format!("{}{}", &b[..at], &b[at + 1..]),
                )
            })
        });
    }
}

#[test]
fn text_before_the_header() {
    check_text("BOM", 1000, |t| format!("\u{feff}{t}"));
    check("BOM and Latin", 1000, |t| {
        [b"\xef\xbb\xbf\xff".as_slice(), t.as_bytes()].concat()
    });
    check_text("blanks", 1000, |t| format!("  \n\n {t}"));
    check_text("prologue lost", 1000, |t| {
        let at = t.find("ANSI").or_else(|| t.find("AAMVA")).unwrap();
        t[at..].to_owned()
    });
    check_text("another symbology's prefix", 1000, |t| format!("]L2{t}"));
}

#[test]
fn header_damaged() {
    let magic = |t: &str, word: &str| t.replacen("ANSI ", word, 1).replacen("AAMVA", word, 1);
    for word in ["AAMVA", "ANSI", "ANSI  ", "ANSl ", "XXXX ", "     ", ""] {
        check_text(&format!("magic {word:?}"), 1000, |t| magic(t, word));
    }
    check_text("no header", 1000, |t| t[body(t)..].to_owned());
    check_text("designators gone", 1000, |t| {
        let at = body(t);
        let header = t[..at].find("DL").or_else(|| t[..at].find("ID"));
        header.map_or_else(|| t.to_owned(), |h| format!("{}{}", &t[..h], &t[at..]))
    });
    for offset in ["0000", "9999", "0007", "00", "abac"] {
        check_text(&format!("offset {offset}"), 1000, |t| {
            let at = body(t);
            format!("{}{offset}{offset}{}", &t[..at - 8], &t[at..])
        });
    }
    check_text("type missing", 1000, |t| in_body(t, without_type));
    check_text("type on a line of its own", 1000, |t| {
        in_body(t, |b| format!("DL\n{}", without_type(b)))
    });
    check_text("separator behind the header", 1000, |t| {
        in_body(t, |b| format!("\n\r\n{b}"))
    });
}

#[test]
fn text_after_or_between_elements() {
    let eights = "8".repeat(107);
    check_text("trailing digits", 1000, |t| format!("{t}\n{eights}"));
    check_text("trailing garbage", 1000, |t| {
        format!("{t}\r\u{0}\u{1}~~~\nDAQ\nhello, world\nXYZ")
    });
    check_text("the whole text twice", 1000, |t| format!("{t}\r{t}"));
    check_text("unknown elements", 1000, |t| {
        t.replace("\nDAI", "\nDXYsomething\nQ\nDAI")
    });
    check_text("values padded", 1000, |t| {
        in_body(t, |b| {
            each_line(b, |l| {
                if l.starts_with('D') {
                    format!("{l:<43}")
                } else {
                    l.to_owned()
                }
            })
        })
    });
    check_text("elements backwards", 1000, |t| {
        in_body(t, |b| {
            let mut lines: Vec<&str> = b.trim_start_matches("DL").split('\n').collect();
            lines.reverse();
            format!("DL{}", lines.join("\n"))
        })
    });
    check_text("case swapped", 1000, |t| {
        t.chars()
            .map(|c| {
                if c.is_lowercase() {
                    c.to_ascii_uppercase()
                } else {
                    c.to_ascii_lowercase()
                }
            })
            .collect()
    });
}

/// A truncated text must yield what precedes the cut, or an error. A date or number that is cut may
/// be shorter, but never a different one.
#[test]
fn truncation_at_every_byte() {
    let Some(strings) = strings() else { return };
    let (mut read, mut cuts) = (0, 0);
    for (name, bytes) in &strings {
        let whole = key_fields(&parse(bytes).unwrap());
        for to in 0..bytes.len() {
            cuts += 1;
            let Ok(licence) = parse(&bytes[..to]) else {
                continue;
            };
            read += 1;
            let [family, given, birth, expiry, number] = key_fields(&licence);
            assert!(
                birth.is_empty() || birth == whole[2],
                "{name} cut at {to}: birth {birth}"
            );
            assert!(
                expiry.is_empty() || expiry == whole[3],
                "{name} cut at {to}: expiry {expiry}"
            );
            assert!(
                whole[4].is_empty() || whole[4].starts_with(&number),
                "{name} cut at {to}: number {number:?}"
            );
            let _ = (family, given);
        }
    }
    println!("{read} of {cuts} cut texts gave a licence");
    assert!(read * 100 >= cuts * 80);
}

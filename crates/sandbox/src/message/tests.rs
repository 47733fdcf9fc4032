//! What arrives is what was sent, and nothing that was not allowed.

use proptest::prelude::*;

use super::*;

fn limits() -> Limits {
    Limits {
        pixels: 10_000,
        page_pixels: 10_000,
        side: 500,
        ..Limits::default()
    }
}

fn grey(width: u32, height: u32) -> Picture {
    let data = (0..width * height).map(|i| i as u8).collect();
    Picture::from_luma(Luma::new(width, height, data).unwrap())
}

fn coloured(width: u32, height: u32) -> Picture {
    let data = (0..width * height * 3).map(|i| i as u8).collect();
    Picture::from_rgb(width, height, data).unwrap()
}

fn written(reply: &Reply) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_reply(&mut bytes, reply).unwrap();
    bytes
}

#[test]
fn a_reply_arrives_as_it_was_sent() {
    let word = imaging::TextWord {
        text: "Straße 1/3".to_owned(),
        left: 0.1,
        top: 1.0 / 3.0,
        right: 1e9,
        bottom: -0.0,
    };
    let page = TextPage {
        width: 595.276,
        height: 841.89,
        words: vec![word],
    };
    let replies = [
        Reply::Pictures(vec![grey(3, 5), grey(1, 1)]),
        Reply::Pictures(vec![coloured(7, 2)]),
        Reply::Text(None),
        Reply::Text(Some(vec![page])),
        Reply::Refused(DecodeError::Encrypted),
        Reply::Refused(DecodeError::TooMuchWork {
            format: imaging::Format::Pdf,
            what: "too many marks on its pages".into(),
        }),
        Reply::Confined(Confinement::default()),
    ];
    for reply in replies {
        let read = read_reply(&mut &written(&reply)[..], &limits()).unwrap();
        assert_eq!(read, reply);
    }
}

#[test]
fn a_request_arrives_as_it_was_sent() {
    let mut bytes = Vec::new();
    write_request(&mut bytes, Task::Colour, limits(), b"a file").unwrap();
    let (request, file) = read_request(&mut &bytes[..]).unwrap();
    assert_eq!((request.task, request.limits), (Task::Colour, limits()));
    assert_eq!(file, b"a file");
    let nothing = read_request(&mut &b""[..]).unwrap_err();
    assert_eq!(nothing.kind(), io::ErrorKind::UnexpectedEof);
}

#[test]
fn pictures_beyond_the_limits_are_no_reply() {
    let five = Limits {
        pages: 1,
        ..limits()
    };
    for (reply, limits) in [
        (Reply::Pictures(vec![grey(101, 100)]), limits()),
        (Reply::Pictures(vec![grey(501, 1)]), limits()),
        (Reply::Pictures(vec![grey(1, 1), grey(1, 1)]), five),
        (Reply::Pictures(Vec::new()), limits()),
    ] {
        let error = read_reply(&mut &written(&reply)[..], &limits).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{reply:?}");
    }
}

/// A child that promises much and sends little makes nobody reserve what it promised.
#[test]
fn a_promise_of_pixels_reserves_nothing() {
    let header = br#"{"pictures":[{"width":9000,"height":5000,"colour":true}]}"#;
    let length = (header.len() as u32).to_le_bytes();
    let bytes = [&length[..], header, &[0; 100]].concat();
    let error = read_reply(&mut &bytes[..], &Limits::default()).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    let long = [&u32::MAX.to_le_bytes()[..], &[b' '; 100]].concat();
    let error = read_reply(&mut &long[..], &Limits::default()).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidData);
}

proptest! {
    #[test]
    fn any_bytes_are_a_reply_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_reply(&mut &bytes[..], &limits());
        let framed = [&(bytes.len() as u32).to_le_bytes()[..], &bytes].concat();
        let _ = read_reply(&mut &framed[..], &limits());
        let _ = read_request(&mut &framed[..]);
    }

    #[test]
    fn a_reply_that_was_changed_stays_within_the_limits(
        at in any::<proptest::sample::Index>(), value in any::<u8>(), cut in any::<proptest::sample::Index>(),
    ) {
        let mut bytes = written(&Reply::Pictures(vec![coloured(20, 20), grey(9, 9)]));
        let length = bytes.len();
        bytes[at.index(length)] = value;
        bytes.truncate(cut.index(length) + 1);
        if let Ok(Reply::Pictures(pages)) = read_reply(&mut &bytes[..], &limits()) {
            for page in pages {
                prop_assert!(page.width() <= 500 && page.height() <= 500);
            }
        }
    }
}

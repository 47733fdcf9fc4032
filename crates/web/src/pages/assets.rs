//! The pages' static files, which are embedded, named after their contents, and therefore cached
//! for ever.
//!
//! There is no bundler: comments and indentation are left out, and nothing else is changed. A
//! module imports others by their names in the folder; these are replaced by the hashed names when
//! the server starts, so that cached files always fit together.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use sha2::{Digest, Sha256};

use super::branding::Palette;
use crate::AppState;

/// A file as it is served.
#[derive(Debug)]
pub(crate) struct Asset {
    /// Its name in the folder.
    plain: &'static str,
    /// Its name on the wire, with the beginning of its hash.
    name: String,
    media: &'static str,
    /// Shared by all answers, so a caller that requests it a hundred times and reads nothing takes
    /// no memory.
    content: Bytes,
}

/// A sheet, behind the colours that all sheets share.
macro_rules! sheet {
    ($path:literal) => {
        concat!(
            include_str!("../../assets/palette.css"),
            include_str!($path)
        )
    };
}

/// All files. A module comes after those that it imports.
const FILES: [(&str, &str); 23] = [
    ("style.css", sheet!("../../assets/style.css")),
    ("office.css", sheet!("../../assets/office/office.css")),
    ("menus.js", include_str!("../../assets/office/menus.js")),
    ("keys.js", include_str!("../../assets/office/keys.js")),
    ("viewer.js", include_str!("../../assets/office/viewer.js")),
    ("early.js", include_str!("../../assets/early.js")),
    ("core.js", include_str!("../../assets/core.js")),
    ("events.js", include_str!("../../assets/events.js")),
    ("walk.js", include_str!("../../assets/walk.js")),
    ("measure.js", include_str!("../../assets/measure.js")),
    ("stream.js", include_str!("../../assets/stream.js")),
    ("lens.js", include_str!("../../assets/lens.js")),
    ("files.js", include_str!("../../assets/files.js")),
    ("preview.js", include_str!("../../assets/preview.js")),
    ("link.js", include_str!("../../assets/link.js")),
    ("aiming.js", include_str!("../../assets/aiming.js")),
    ("upload.js", include_str!("../../assets/upload.js")),
    ("turning.js", include_str!("../../assets/turning.js")),
    ("elsewhere.js", include_str!("../../assets/elsewhere.js")),
    ("camera.js", include_str!("../../assets/camera.js")),
    ("hand_off.js", include_str!("../../assets/hand_off.js")),
    ("phone.js", include_str!("../../assets/phone.js")),
    ("steps.js", include_str!("../../assets/steps.js")),
];

/// The name of this set of files. A page does not put a step of another set in its own place.
static SET: LazyLock<String> = LazyLock::new(|| {
    let names: Vec<&str> = ASSETS.iter().map(|asset| asset.name.as_str()).collect();
    let hash = hex::encode(Sha256::digest(names.join(" ")));
    hash.get(..16).unwrap_or(&hash).to_owned()
});

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let mut assets: Vec<Asset> = Vec::new();
    for (plain, text) in FILES {
        let mut content = slim(text);
        for earlier in &assets {
            let (from, to) = (
                format!("\"./{}\"", earlier.plain),
                format!("\"./{}\"", earlier.name),
            );
            content = content.replace(&from, &to);
        }
        let hash = hex::encode(Sha256::digest(content.as_bytes()));
        let (stem, ending) = plain.rsplit_once('.').unwrap_or((plain, ""));
        let short = hash.get(..16).unwrap_or(&hash);
        assets.push(Asset {
            plain,
            name: format!("{stem}-{short}.{ending}"),
            media: match ending {
                "css" => "text/css; charset=utf-8",
                _ => "text/javascript; charset=utf-8",
            },
            content: content.into(),
        });
    }
    assets
});

/// Returns a file as it is sent: without its comments, which are lines of their own, and without
/// indentation. They are a quarter of what a telephone would load.
fn slim(text: &str) -> String {
    let mut sent = String::with_capacity(text.len());
    let mut is_comment = false;
    for line in text.lines().map(str::trim) {
        let begins = line.starts_with("/*");
        let ends = line.ends_with("*/");
        if is_comment || begins || line.starts_with("//") || line.is_empty() {
            is_comment = (is_comment || begins) && !ends;
            continue;
        }
        sent.push_str(line);
        sent.push('\n');
    }
    sent
}

/// Returns the name on the wire for a file in the folder.
pub(crate) fn name(plain: &str) -> &'static str {
    ASSETS
        .iter()
        .find(|asset| asset.plain == plain)
        .map_or("", |asset| asset.name.as_str())
}

/// Returns the name of the set of all files, which changes with each of them.
pub(crate) fn set() -> &'static str {
    &SET
}

/// Returns the route of the files.
pub(crate) fn routes() -> Router<AppState> {
    Router::new().route("/assets/{name}", get(serve))
}

/// `GET /assets/{name}`.
async fn serve(Path(name): Path<String>) -> Response {
    if let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) {
        return kept(asset.media, asset.content.clone());
    }
    match Palette::named(&name) {
        Some(skin) => kept("text/css; charset=utf-8", skin.css().into()),
        None => (StatusCode::NOT_FOUND, "There is no such file.").into_response(),
    }
}

fn kept(media: &'static str, content: Bytes) -> Response {
    let mut response = content.into_response();
    for (name, value) in [
        (header::CONTENT_TYPE, media),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_are_not_sent() {
        let text = "// What it is.\na {\n  b: \"// c\"; // d\n\n  /* e\n     f */\n}\n/* g */\n";
        assert_eq!(slim(text), "a {\nb: \"// c\"; // d\n}\n");
        for (name, text) in FILES {
            // A text over several lines would lose its indentation, and code behind a comment
            // itself.
            let is_open = |line: &&str| line.matches('`').count() % 2 == 1;
            assert_eq!(text.lines().find(is_open), None, "{name}");
            let mut lines = text.lines().map(str::trim);
            let hidden = lines.find(|line| {
                line.starts_with("/*") && !line.ends_with("*/") && line.contains("*/")
            });
            assert_eq!(hidden, None, "{name}");
        }
    }

    #[test]
    fn modules_import_one_another_by_their_hashed_names() {
        for asset in ASSETS.iter() {
            assert!(name(asset.plain).starts_with(asset.plain.split('.').next().unwrap()));
            let content = std::str::from_utf8(&asset.content).unwrap();
            for line in content.lines().filter(|line| line.contains(" from \"")) {
                let imported = line.split('"').nth(1).unwrap();
                let found = ASSETS
                    .iter()
                    .any(|other| format!("./{}", other.name) == imported);
                assert!(found, "{}: {line}", asset.plain);
            }
        }
        assert_eq!(name("no-such-file"), "");
    }

    #[test]
    fn nothing_is_fetched_from_elsewhere() {
        for asset in ASSETS.iter() {
            for word in [
                "http://",
                "https://",
                "eval(",
                "innerHTML",
                "document.write",
            ] {
                // The only name that is not loaded: the namespace of SVG.
                let content = std::str::from_utf8(&asset.content).unwrap();
                let text = content.replace("http://www.w3.org/2000/svg", "");
                assert!(!text.contains(word), "{} has {word}", asset.plain);
            }
        }
    }
}

//! Reads a skin file, which describes how an account's hosted pages look.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bonafide::files;
use serde::Deserialize;
use verification::account::{Logo, Skin};

/// The maximum size of a logo in bytes; it is sent with every page.
const LOGO: u64 = 100_000;

/// The maximum size of a skin file in bytes; it holds texts in a few languages.
const SKIN: u64 = 1_000_000;

/// The contents of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: Option<String>,
    /// An SVG, PNG or JPEG, relative to the file.
    logo: Option<PathBuf>,
    accent: Option<String>,
    background: Option<String>,
    #[serde(default)]
    texts: BTreeMap<String, String>,
}

/// Reads a skin and its logo.
pub(super) fn read(path: &Path) -> Result<Skin> {
    let shown = path.display();
    let text = files::read_text(path, SKIN).with_context(|| format!("cannot read {shown}"))?;
    let file: File =
        toml::from_str(&text).with_context(|| format!("{shown} is not a skin file"))?;
    let logo = file
        .logo
        .map(|logo| path.parent().unwrap_or_else(|| Path::new("")).join(logo));
    Ok(Skin {
        name: file.name,
        logo: logo.map(|path| read_logo(&path)).transpose()?,
        accent: file.accent.map(colour).transpose()?,
        background: file.background.map(colour).transpose()?,
        texts: file.texts,
    })
}

fn read_logo(path: &Path) -> Result<Logo> {
    let shown = path.display();
    let bytes = files::read_regular(path, LOGO).with_context(|| format!("cannot read {shown}"))?;
    let media = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        "image/png"
    } else if bytes.starts_with(b"\xFF\xD8\xFF") {
        "image/jpeg"
    } else if std::str::from_utf8(&bytes).is_ok_and(|text| text.contains("<svg")) {
        "image/svg+xml"
    } else {
        bail!("{shown} is not an SVG, PNG or JPEG");
    };
    Ok(Logo {
        media: media.to_owned(),
        base64: STANDARD.encode(bytes),
    })
}

/// Accepts `#rrggbb` only, because the text goes into a style sheet.
fn colour(text: String) -> Result<String> {
    let is_colour = text.len() == 7
        && text
            .strip_prefix('#')
            .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if !is_colour {
        bail!("{text:?} is not a colour; write it like #1a2b3c");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_skin_is_read_with_its_logo() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("skin.toml");
        fs::write(dir.path().join("logo.png"), b"\x89PNG\r\n\x1a\n").unwrap();
        fs::write(&file, "name = \"Acme\"\nlogo = \"logo.png\"\naccent = \"#1A2b3c\"\n[texts]\n\"en/landing.title\" = \"Hello\"\n").unwrap();
        let skin = read(&file).unwrap();
        assert_eq!(skin.logo.unwrap().media, "image/png");
        assert_eq!(skin.texts.len(), 1);
        for wrong in [
            "accent = \"red\"",
            "logo = \"absent.png\"",
            "logo = \"/dev/zero\"",
            "logo = \"/dev/stdin\"",
            "logo = \"/tmp\"",
            "colour = \"#000000\"",
            "name = 1",
        ] {
            fs::write(&file, wrong).unwrap();
            assert!(read(&file).is_err(), "{wrong}");
        }
    }
}

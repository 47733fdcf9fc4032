//! Branding: an account's colours, checked for contrast, as a style sheet named after them.
//!
//! Pages contain no styles of their own, so the colours are in a file like everything else. An
//! unreadable colour is replaced by the default one. In dark mode the background is the default
//! one, and the accent is lightened until it is readable.

use std::fmt::Write as _;

/// The minimum contrast of text by WCAG 2.2 (1.4.3).
const LEAST: f64 = 4.5;

/// The default colours.
const ACCENT: Colour = Colour(0x0b, 0x5c, 0x62);
const BACKGROUND: Colour = Colour(0xf4, 0xf6, 0xf5);
/// The text on a background and on an accent, depending on whether they are light or dark.
const INK: Colour = Colour(0x16, 0x21, 0x26);
const PAPER: Colour = Colour(0xff, 0xff, 0xff);
/// In dark mode: the background, the paper on it, and the text on an accent, as in `style.css`.
const DARK_BACKGROUND: Colour = Colour(0x10, 0x17, 0x1a);
const DARK_PAPER: Colour = Colour(0x19, 0x22, 0x26);
const DARK_ON_ACCENT: Colour = Colour(0x0b, 0x13, 0x15);

/// A colour as red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Colour(u8, u8, u8);

impl Colour {
    /// Parses `#0b5c62`, `0b5c62` or `#abc`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches('#');
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        let byte = |shift: u32| (number >> shift & 0xff) as u8;
        let half = |shift: u32| (number >> shift & 0xf) as u8 * 17;
        match digits.len() {
            6 => Some(Self(byte(16), byte(8), byte(0))),
            3 => Some(Self(half(8), half(4), half(0))),
            _ => None,
        }
    }

    fn hex(self) -> String {
        format!("{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// Returns the relative luminance by WCAG 2.2.
    fn luminance(self) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(self.0) + 0.7152 * part(self.1) + 0.0722 * part(self.2)
    }

    /// Returns the nearest colour that is readable in dark mode, by adding as much white as
    /// necessary.
    fn in_the_dark(self) -> Self {
        const STEPS: u16 = 32;
        let around = [DARK_BACKGROUND, DARK_PAPER, DARK_ON_ACCENT];
        let mixed = |step: u16| {
            let part = |value: u8| {
                let value = u16::from(value);
                (value + (255 - value) * step / STEPS) as u8
            };
            Self(part(self.0), part(self.1), part(self.2))
        };
        (0..STEPS)
            .map(mixed)
            .find(|colour| around.iter().all(|dark| colour.contrast(*dark) >= LEAST))
            .unwrap_or(PAPER)
    }

    /// Returns the contrast of two colours: 1 to 21.
    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }
}

/// Colours that are readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Palette {
    accent: Colour,
    background: Colour,
}

impl Palette {
    /// Returns the account's colours as far as they are readable, or `None` if all are the default
    /// ones.
    ///
    /// The background has dark text on it. The accent is text on it and on white, and has white
    /// text on it.
    pub(crate) fn of(accent: Option<&str>, background: Option<&str>) -> Option<Self> {
        let background = background
            .and_then(Colour::parse)
            .filter(|colour| colour.contrast(INK) >= LEAST)
            .unwrap_or(BACKGROUND);
        let accent = accent
            .and_then(Colour::parse)
            .filter(|colour| {
                colour.contrast(PAPER) >= LEAST && colour.contrast(background) >= LEAST
            })
            // The default accent may be unreadable on the account's background.
            .or_else(|| (ACCENT.contrast(background) >= LEAST).then_some(ACCENT))
            .unwrap_or(INK);
        let skin = Self { accent, background };
        (skin.accent != ACCENT || skin.background != BACKGROUND).then_some(skin)
    }

    /// Returns the name of its style sheet.
    pub(crate) fn file(self) -> String {
        format!("skin-{}-{}.css", self.accent.hex(), self.background.hex())
    }

    /// Returns the palette for a style sheet with this name. Only names that [`Palette::of`]
    /// creates are answered.
    pub(crate) fn named(file: &str) -> Option<Self> {
        let (accent, background) = file
            .strip_prefix("skin-")?
            .strip_suffix(".css")?
            .split_once('-')?;
        Self::of(Some(accent), Some(background)).filter(|skin| skin.file() == file)
    }

    /// Returns the style sheet.
    pub(crate) fn css(self) -> String {
        let mut css = String::new();
        let _ = write!(
            css,
            ":root{{--accent:#{};--ground:#{}}}\
             @media (prefers-color-scheme:dark){{:root{{--accent:#{};--ground:#{}}}}}",
            self.accent.hex(),
            self.background.hex(),
            self.accent.in_the_dark().hex(),
            DARK_BACKGROUND.hex(),
        );
        css
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_colours_that_can_be_read_are_used() {
        for (accent, background, expected) in [
            (None, None, None),
            (Some("#0b5c62"), None, None),
            (Some("#0a4fc4"), None, Some("skin-0a4fc4-f4f6f5.css")),
            (Some("0A4FC4"), Some("#fff"), Some("skin-0a4fc4-ffffff.css")),
            // Yellow on white is not readable.
            (Some("#ffee00"), None, None),
            (
                Some("#ffee00"),
                Some("#fff"),
                Some("skin-0b5c62-ffffff.css"),
            ),
            // Dark text is not readable on black.
            (None, Some("#000"), None),
            // Where the house's accent is not readable, text is as dark as the rest.
            (None, Some("#a9a9a9"), Some("skin-162126-a9a9a9.css")),
            (Some("red; } body {"), Some("url(x)"), None),
            (Some(""), Some("#12345"), None),
            (Some("+12345"), None, None),
        ] {
            let skin = Palette::of(accent, background);
            let file = skin.map(Palette::file);
            assert_eq!(file.as_deref(), expected, "{accent:?} {background:?}");
            if let Some(skin) = skin {
                assert_eq!(Palette::named(&skin.file()), Some(skin));
                assert!(skin.accent.contrast(skin.background) >= LEAST);
                assert!(skin.accent.contrast(PAPER) >= LEAST);
                let light = skin.accent.in_the_dark();
                assert!(light.contrast(DARK_BACKGROUND) >= LEAST);
                assert!(light.contrast(DARK_PAPER) >= LEAST);
                assert!(light.contrast(DARK_ON_ACCENT) >= LEAST);
            }
        }
    }

    #[test]
    fn every_colour_can_be_read_in_the_dark() {
        for colour in [Colour(0, 0, 0), ACCENT, Colour(0xff, 0, 0), INK, PAPER] {
            let light = colour.in_the_dark();
            assert!(light.contrast(DARK_PAPER) >= LEAST, "{colour:?} {light:?}");
        }
        // The house's own colours are those of the style sheet.
        let sheet = include_str!("../../assets/palette.css");
        for colour in [
            DARK_BACKGROUND,
            DARK_PAPER,
            DARK_ON_ACCENT,
            ACCENT,
            BACKGROUND,
            INK,
        ] {
            assert!(sheet.contains(&format!("#{};", colour.hex())), "{colour:?}");
        }
    }

    #[test]
    fn a_style_sheet_is_named_after_what_is_in_it() {
        let skin = Palette::named("skin-0a4fc4-ffffff.css").unwrap();
        let css = skin.css();
        assert!(css.starts_with(":root{--accent:#0a4fc4;--ground:#ffffff}@media"));
        assert!(css.ends_with(";--ground:#10171a}}"), "{css}");
        for name in [
            "skin-0b5c62-f4f6f5.css",
            "skin-ffee00-ffffff.css",
            "skin-0a4fc4.css",
            "skin-0A4FC4-ffffff.css",
            "skin-0a4fc4-ffffff.js",
            "style.css",
        ] {
            assert_eq!(Palette::named(name), None, "{name}");
        }
    }
}

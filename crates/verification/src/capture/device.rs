//! What the browser reveals about its device, received at `/submit/ipqs-trackerid` (event 1180).
//!
//! The person's browser supplied everything in it and may have made it up, so it is kept and shown,
//! but nobody is judged by it. The vocabulary is closed and every value has a limit, which keeps
//! the stored data small. Because the values can identify a person, they are sealed with the
//! verification and never printed.

use std::fmt;

use crate::personal::Personal;

/// The maximum size of a body in bytes; larger ones are not parsed.
pub const MOST_BYTES: usize = 4096;

/// The maximum length of a text in characters.
const MOST_CHARS: usize = 64;

/// The maximum number of languages, and of brands of a browser.
const MOST_ENTRIES: usize = 16;

/// The maximum side of a screen in pixels.
const MOST_PIXELS: u32 = 32_768;

/// What one browser reveals. Values that it does not know are omitted.
#[derive(Clone, PartialEq, Default)]
pub struct DeviceSignal {
    /// A random name that the pages keep in the browser's local storage. The same browser has the
    /// same name until its data are cleared. It has 16 to 64 characters of `A-Z a-z 0-9 - _`.
    pub device_id: Option<String>,
    /// The screen.
    pub screen: Option<Screen>,
    /// The window's inner size.
    pub viewport: Option<Viewport>,
    /// `navigator.languages`: BCP 47 tags with the preferred one first.
    pub languages: Vec<String>,
    /// The IANA name of the time zone.
    pub timezone: Option<String>,
    /// The offset from UTC at this moment in minutes, positive east: -840 to 840.
    pub utc_offset_minutes: Option<i16>,
    /// `navigator.maxTouchPoints`.
    pub touch_points: Option<u8>,
    /// `navigator.hardwareConcurrency`: 1 to 1024.
    pub hardware_concurrency: Option<u16>,
    /// `navigator.deviceMemory` in GiB: 0 to 1024.
    pub device_memory_gib: Option<f32>,
    /// `navigator.platform`.
    pub platform: Option<String>,
    /// `navigator.webdriver`, which is true if a program controls the browser and says so.
    pub webdriver: Option<bool>,
    /// `navigator.cookieEnabled`.
    pub cookies: Option<bool>,
    /// `navigator.userAgentData` with its platform version and model, if the browser has it.
    pub user_agent_data: Option<UserAgentData>,
}

/// A screen.
#[derive(Clone, Copy, PartialEq)]
pub struct Screen {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Device pixels per CSS pixel.
    pub pixel_ratio: Option<f32>,
    /// Bits per pixel.
    pub color_depth: Option<u8>,
}

/// A window's inner size in CSS pixels.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Viewport {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// User-Agent Client Hints as JavaScript sees them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct UserAgentData {
    /// Whether it is a phone or a tablet.
    pub mobile: bool,
    /// The operating system.
    pub platform: String,
    /// The version of the operating system.
    pub platform_version: String,
    /// The model of the device.
    pub model: String,
    /// The brands that the browser claims.
    pub brands: Vec<Brand>,
}

/// A brand that a browser claims.
#[derive(Clone, PartialEq, Eq)]
pub struct Brand {
    /// The name.
    pub brand: String,
    /// Its version.
    pub version: String,
}

/// These values together identify people, so none of them is shown.
impl fmt::Debug for DeviceSignal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceSignal(…)")
    }
}

macro_rules! unprinted {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
unprinted!(Screen, Viewport, UserAgentData, Brand);

/// What is wrong with a signal: the key and its rule, but never the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{key} {rule}")]
pub struct BadDevice {
    /// The key.
    pub key: &'static str,
    /// The rule that it breaks.
    pub rule: &'static str,
}

impl DeviceSignal {
    /// Returns the signal if all values are within their limits.
    ///
    /// # Errors
    /// Returns the first value that is not, with its rule.
    pub fn within_limits(self) -> Result<Self, BadDevice> {
        let told = &self;
        const TEXT: &str = "must be text of at most 64 characters without control characters";
        let texts = [("timezone", &told.timezone), ("platform", &told.platform)];
        let data = told.user_agent_data.iter();
        let of_data = data.clone().flat_map(|data| {
            [&data.platform, &data.platform_version, &data.model]
                .into_iter()
                .chain(data.brands.iter().flat_map(|it| [&it.brand, &it.version]))
        });
        for (key, text) in texts
            .into_iter()
            .filter_map(|(key, text)| Some((key, text.as_ref()?)))
            .chain(told.languages.iter().map(|tag| ("languages", tag)))
            .chain(of_data.map(|text| ("user_agent_data", text)))
        {
            require(key, TEXT, is_short(text))?;
        }
        require(
            "device_id",
            "must be 16 to 64 of A-Z a-z 0-9 - _",
            told.device_id.as_deref().is_none_or(is_device_id),
        )?;
        let entries = [told.languages.len()]
            .into_iter()
            .chain(data.map(|data| data.brands.len()));
        require(
            "languages or brands",
            "must be at most 16",
            entries.max().unwrap_or(0) <= MOST_ENTRIES,
        )?;
        let sides = told.screen.iter().map(|it| (it.width, it.height));
        let sides = sides.chain(told.viewport.iter().map(|it| (it.width, it.height)));
        require(
            "screen or viewport",
            "must be at most 32768 pixels on each side",
            sides
                .map(|(width, height)| width.max(height))
                .all(|side| side <= MOST_PIXELS),
        )?;
        require(
            "screen.pixel_ratio",
            "must be more than 0 and at most 32",
            told.screen
                .and_then(|screen| screen.pixel_ratio)
                .is_none_or(|ratio| ratio > 0.0 && ratio <= 32.0),
        )?;
        require(
            "utc_offset_minutes",
            "must be -840 to 840",
            told.utc_offset_minutes
                .is_none_or(|minutes| (-840..=840).contains(&minutes)),
        )?;
        require(
            "hardware_concurrency",
            "must be 1 to 1024",
            told.hardware_concurrency
                .is_none_or(|count| (1..=1024).contains(&count)),
        )?;
        require(
            "device_memory_gib",
            "must be 0 to 1024",
            told.device_memory_gib
                .is_none_or(|memory| (0.0..=1024.0).contains(&memory)),
        )?;
        Ok(self)
    }
}

fn require(key: &'static str, rule: &'static str, holds: bool) -> Result<(), BadDevice> {
    if holds {
        Ok(())
    } else {
        Err(BadDevice { key, rule })
    }
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= MOST_CHARS && !text.chars().any(char::is_control)
}

fn is_device_id(text: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (16..=64).contains(&text.len()) && text.bytes().all(good)
}

/// What is known about a device: what its browser revealed, and what an outside service said about
/// it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeviceRecord {
    /// What the browser revealed.
    pub signal: DeviceSignal,
    /// The outside service's answer as unchanged JSON text, if one was asked and answered.
    pub outside: Option<Personal>,
}

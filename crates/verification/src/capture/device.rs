//! What the browser itself tells of its device, taken at `/submit/ipqs-trackerid` (event 1180).
//!
//! Everything in it was said by the person's browser and can be made up: it is kept and shown, and
//! judges nobody. The vocabulary is closed and every value has a limit, so that what is stored for
//! a person stays small; it tells people apart, so it is sealed with the verification and not
//! printed.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::personal::Personal;

/// The largest body that is looked at, in bytes.
pub const MOST_BYTES: usize = 4096;

/// The longest of the texts, in characters.
const MOST_CHARS: usize = 64;

/// How many languages, and how many brands of a browser, are taken.
const MOST_ENTRIES: usize = 16;

/// Pixels of a screen's side.
const MOST_PIXELS: u32 = 32_768;

/// What one browser tells. A member that it does not know is left out.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(try_from = "Told")]
pub struct DeviceSignal {
    /// A random name that the pages keep in the browser's local storage: the same browser has the
    /// same one until its data are cleared. 16 to 64 of `A-Z a-z 0-9 - _`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// The screen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screen: Option<Screen>,
    /// The window's inner size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub viewport: Option<Viewport>,
    /// `navigator.languages`, BCP 47 tags, the preferred one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// The time zone's IANA name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Minutes east of UTC at this moment: -840 to 840.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub utc_offset_minutes: Option<i16>,
    /// `navigator.maxTouchPoints`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub touch_points: Option<u8>,
    /// `navigator.hardwareConcurrency`: 1 to 1024.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hardware_concurrency: Option<u16>,
    /// `navigator.deviceMemory` in GiB: 0 to 1024.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_memory_gib: Option<f32>,
    /// `navigator.platform`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// `navigator.webdriver`: a program steers the browser and says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webdriver: Option<bool>,
    /// `navigator.cookieEnabled`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cookies: Option<bool>,
    /// `navigator.userAgentData` with its platform version and model, where the browser has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent_data: Option<UserAgentData>,
}

/// A screen.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Screen {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Device pixels to a CSS pixel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixel_ratio: Option<f32>,
    /// Bits to a pixel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color_depth: Option<u8>,
}

/// A window's inner size in CSS pixels.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Viewport {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// User-Agent Client Hints as JavaScript sees them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct UserAgentData {
    /// A telephone or a tablet.
    pub mobile: bool,
    /// The operating system.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub platform: String,
    /// Its version.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub platform_version: String,
    /// The device's model.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub model: String,
    /// The names that the browser goes by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub brands: Vec<Brand>,
}

/// A name that a browser goes by.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brand {
    /// The name.
    pub brand: String,
    /// Its version.
    pub version: String,
}

/// Together they tell people apart: nothing of them is shown.
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

/// What is wrong with a signal: a key and its rule, never the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{key} {rule}")]
pub struct BadDevice {
    /// The member.
    pub key: &'static str,
    /// What it has to be.
    pub rule: &'static str,
}

/// The same members before they are judged.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Told {
    device_id: Option<String>,
    screen: Option<Screen>,
    viewport: Option<Viewport>,
    languages: Vec<String>,
    timezone: Option<String>,
    utc_offset_minutes: Option<i16>,
    touch_points: Option<u8>,
    hardware_concurrency: Option<u16>,
    device_memory_gib: Option<f32>,
    platform: Option<String>,
    webdriver: Option<bool>,
    cookies: Option<bool>,
    user_agent_data: Option<UserAgentData>,
}

impl TryFrom<Told> for DeviceSignal {
    type Error = BadDevice;

    fn try_from(told: Told) -> Result<Self, BadDevice> {
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
        Ok(Self {
            device_id: told.device_id,
            screen: told.screen,
            viewport: told.viewport,
            languages: told.languages,
            timezone: told.timezone,
            utc_offset_minutes: told.utc_offset_minutes,
            touch_points: told.touch_points,
            hardware_concurrency: told.hardware_concurrency,
            device_memory_gib: told.device_memory_gib,
            platform: told.platform,
            webdriver: told.webdriver,
            cookies: told.cookies,
            user_agent_data: told.user_agent_data,
        })
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

/// What is known of a device: what its browser told, and what an outside service said of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct DeviceRecord {
    /// What the browser told.
    #[serde(default)]
    pub signal: DeviceSignal,
    /// The outside service's answer as JSON text, as it came, if one is asked and answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside: Option<Personal>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(json: &str) -> Result<DeviceSignal, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn what_a_browser_tells_is_taken_and_given_back() {
        let json = r#"{"device_id":"5b1c2d3e4f5061728394","screen":{"width":390,"height":844,"pixel_ratio":3.0,"color_depth":24},"viewport":{"width":390,"height":664},"languages":["en-US","en"],"timezone":"America/New_York","utc_offset_minutes":-300,"touch_points":5,"hardware_concurrency":6,"device_memory_gib":0.25,"platform":"iPhone","webdriver":false,"cookies":true,"user_agent_data":{"mobile":true,"platform":"Android","platform_version":"15","model":"Pixel 9","brands":[{"brand":"Chromium","version":"140"}]}}"#;
        let signal = check(json).unwrap();
        assert_eq!(serde_json::to_string(&signal).unwrap(), json);
        assert_eq!(check("{}").unwrap(), DeviceSignal::default());
        assert_eq!(
            format!("{signal:?} {:?}", signal.user_agent_data),
            "DeviceSignal(…) Some(UserAgentData(…))"
        );
    }

    #[test]
    fn what_is_too_much_or_unknown_is_refused() {
        let long = "x".repeat(65);
        for (json, expected) in [
            (r#"{"fonts":[]}"#.to_owned(), "unknown field"),
            (r#"{"device_id":"short"}"#.to_owned(), "device_id"),
            (
                r#"{"device_id":"<script>alert(1)</script>"}"#.to_owned(),
                "device_id",
            ),
            (format!(r#"{{"platform":"{long}"}}"#), "platform"),
            (r#"{"timezone":"a\nb"}"#.to_owned(), "timezone"),
            (format!(r#"{{"languages":["{long}"]}}"#), "languages"),
            (
                format!(r#"{{"languages":[{}]}}"#, ["\"en\""; 17].join(",")),
                "languages",
            ),
            (
                r#"{"screen":{"width":40000,"height":1}}"#.to_owned(),
                "screen",
            ),
            (
                r#"{"screen":{"width":1,"height":1,"pixel_ratio":0}}"#.to_owned(),
                "pixel_ratio",
            ),
            (
                r#"{"viewport":{"width":-1,"height":1}}"#.to_owned(),
                "invalid value",
            ),
            (
                r#"{"utc_offset_minutes":841}"#.to_owned(),
                "utc_offset_minutes",
            ),
            (
                r#"{"hardware_concurrency":0}"#.to_owned(),
                "hardware_concurrency",
            ),
            (r#"{"device_memory_gib":-1}"#.to_owned(), "device_memory"),
            (
                format!(r#"{{"user_agent_data":{{"model":"{long}"}}}}"#),
                "user_agent_data",
            ),
            (
                r#"{"user_agent_data":{"wow64":true}}"#.to_owned(),
                "unknown field",
            ),
        ] {
            let said = check(&json).expect_err(&json);
            assert!(said.contains(expected), "{json}: {said}");
            assert!(!said.contains(&long) && !said.contains("alert"), "{said}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered_and_what_is_taken_is_small(text in "\\PC{0,200}") {
            let json = serde_json::json!({"platform": text, "timezone": text, "languages": [text]});
            if let Ok(signal) = check(&json.to_string()) {
                let stored = serde_json::to_string(&signal).unwrap();
                prop_assert!(stored.len() < MOST_BYTES);
                prop_assert_eq!(check(&stored).unwrap(), signal);
            }
        }

        #[test]
        fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..256)) {
            let _ = serde_json::from_slice::<DeviceSignal>(&bytes);
        }
    }
}

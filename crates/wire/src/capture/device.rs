//! What a browser reveals about its device, as JSON: received at `/submit/ipqs-trackerid` and shown
//! in results.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use verification::capture::{Brand, DeviceSignal, Screen, UserAgentData, Viewport};

/// Parses what a browser reveals. An unknown key is refused.
///
/// # Errors
/// Returns a sentence that names a key and its rule, but never what was sent.
pub fn parse(members: Map<String, Value>) -> Result<DeviceSignal, String> {
    let members: Members =
        serde_json::from_value(Value::Object(members)).map_err(|error| error.to_string())?;
    let signal = DeviceSignal::from(members).within_limits();
    signal.map_err(|error| error.to_string())
}

/// Renders the same keys again. Values that the browser did not reveal are omitted.
pub fn members(signal: &DeviceSignal) -> Map<String, Value> {
    match serde_json::to_value(Members::from(signal)) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

/// The keys by their names on the wire.
#[derive(Serialize, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Members {
    #[serde(skip_serializing_if = "Option::is_none")]
    device_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    screen: Option<ScreenMembers>,
    #[serde(skip_serializing_if = "Option::is_none")]
    viewport: Option<ViewportMembers>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    languages: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timezone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    utc_offset_minutes: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    touch_points: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hardware_concurrency: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device_memory_gib: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    webdriver: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cookies: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent_data: Option<HintMembers>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScreenMembers {
    width: u32,
    height: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pixel_ratio: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    color_depth: Option<u8>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ViewportMembers {
    width: u32,
    height: u32,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct HintMembers {
    mobile: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    platform: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    platform_version: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    model: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    brands: Vec<BrandMembers>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BrandMembers {
    brand: String,
    version: String,
}

impl From<Members> for DeviceSignal {
    fn from(told: Members) -> Self {
        Self {
            device_id: told.device_id,
            screen: told.screen.map(|screen| Screen {
                width: screen.width,
                height: screen.height,
                pixel_ratio: screen.pixel_ratio,
                color_depth: screen.color_depth,
            }),
            viewport: told.viewport.map(|viewport| Viewport {
                width: viewport.width,
                height: viewport.height,
            }),
            languages: told.languages,
            timezone: told.timezone,
            utc_offset_minutes: told.utc_offset_minutes,
            touch_points: told.touch_points,
            hardware_concurrency: told.hardware_concurrency,
            device_memory_gib: told.device_memory_gib,
            platform: told.platform,
            webdriver: told.webdriver,
            cookies: told.cookies,
            user_agent_data: told.user_agent_data.map(|hints| UserAgentData {
                mobile: hints.mobile,
                platform: hints.platform,
                platform_version: hints.platform_version,
                model: hints.model,
                brands: hints
                    .brands
                    .into_iter()
                    .map(|BrandMembers { brand, version }| Brand { brand, version })
                    .collect(),
            }),
        }
    }
}

impl From<&DeviceSignal> for Members {
    fn from(signal: &DeviceSignal) -> Self {
        let signal = signal.clone();
        Self {
            device_id: signal.device_id,
            screen: signal.screen.map(|screen| ScreenMembers {
                width: screen.width,
                height: screen.height,
                pixel_ratio: screen.pixel_ratio,
                color_depth: screen.color_depth,
            }),
            viewport: signal.viewport.map(|viewport| ViewportMembers {
                width: viewport.width,
                height: viewport.height,
            }),
            languages: signal.languages,
            timezone: signal.timezone,
            utc_offset_minutes: signal.utc_offset_minutes,
            touch_points: signal.touch_points,
            hardware_concurrency: signal.hardware_concurrency,
            device_memory_gib: signal.device_memory_gib,
            platform: signal.platform,
            webdriver: signal.webdriver,
            cookies: signal.cookies,
            user_agent_data: signal.user_agent_data.map(|hints| HintMembers {
                mobile: hints.mobile,
                platform: hints.platform,
                platform_version: hints.platform_version,
                model: hints.model,
                brands: hints
                    .brands
                    .into_iter()
                    .map(|Brand { brand, version }| BrandMembers { brand, version })
                    .collect(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use verification::capture::MOST_BYTES;

    use super::*;

    fn check(json: &str) -> Result<DeviceSignal, String> {
        let members = serde_json::from_str(json).map_err(|error| error.to_string())?;
        parse(members)
    }

    #[test]
    fn what_a_browser_tells_is_taken_and_given_back() {
        let json = r#"{"device_id":"5b1c2d3e4f5061728394","screen":{"width":390,"height":844,"pixel_ratio":3.0,"color_depth":24},"viewport":{"width":390,"height":664},"languages":["en-US","en"],"timezone":"America/New_York","utc_offset_minutes":-300,"touch_points":5,"hardware_concurrency":6,"device_memory_gib":0.25,"platform":"iPhone","webdriver":false,"cookies":true,"user_agent_data":{"mobile":true,"platform":"Android","platform_version":"15","model":"Pixel 9","brands":[{"brand":"Chromium","version":"140"}]}}"#;
        let signal = check(json).unwrap();
        assert_eq!(Value::Object(members(&signal)).to_string(), json);
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
                let stored = Value::Object(members(&signal)).to_string();
                prop_assert!(stored.len() < MOST_BYTES);
                prop_assert_eq!(check(&stored).unwrap(), signal);
            }
        }

        #[test]
        fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..256)) {
            let _ = serde_json::from_slice(&bytes).map(parse);
        }
    }
}

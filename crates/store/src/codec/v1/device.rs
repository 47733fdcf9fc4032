//! What is known of a device.

use verification::capture;

use crate::codec::form::{Form, Text, plain, stored_struct};

stored_struct!(
    /// A screen.
    Screen of capture::Screen {
        width: u32,
        height: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pixel_ratio: Option<f32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        color_depth: Option<u8>,
    }
);
stored_struct!(
    /// A window's inner size.
    Viewport of capture::Viewport { width: u32, height: u32 }
);
stored_struct!(
    /// A name that a browser goes by.
    Brand of capture::Brand { brand: String, version: String }
);
stored_struct!(
    /// User-Agent Client Hints.
    #[derive(Default)]
    #[serde(default)]
    UserAgentData of capture::UserAgentData {
        mobile: bool,
        #[serde(skip_serializing_if = "String::is_empty")]
        platform: String,
        #[serde(skip_serializing_if = "String::is_empty")]
        platform_version: String,
        #[serde(skip_serializing_if = "String::is_empty")]
        model: String,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        brands: Vec<Brand>,
    }
);
stored_struct!(
    /// What one browser told.
    #[derive(Default)]
    #[serde(default)]
    Signal of capture::DeviceSignal {
        #[serde(skip_serializing_if = "Option::is_none")]
        device_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        screen: Option<Screen>,
        #[serde(skip_serializing_if = "Option::is_none")]
        viewport: Option<Viewport>,
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
        user_agent_data: Option<UserAgentData>,
    }
);

/// The same, which was within its limits when it was taken and still has to be.
#[derive(Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct DeviceSignal(Signal);

impl Form<capture::DeviceSignal> for DeviceSignal {
    fn of(core: &capture::DeviceSignal) -> Self {
        Self(Signal::of(core))
    }
    fn into_core(self) -> Option<capture::DeviceSignal> {
        self.0.into_core()?.within_limits().ok()
    }
}
plain!(DeviceSignal);

stored_struct!(
    /// What a browser told of its device, and what an outside service said of it.
    DeviceRecord of capture::DeviceRecord {
        #[serde(default)]
        signal: DeviceSignal,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outside: Option<Text>,
    }
);

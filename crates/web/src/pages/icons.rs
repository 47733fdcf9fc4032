//! The few icons of the pages, drawn as lines on a field of 24 by 24.

pub(crate) const CARD: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><rect x="2.5" y="5" width="19" height="14" rx="2.5"/><circle cx="8" cy="11" r="2"/><path d="M5 16c.6-1.6 1.7-2.3 3-2.3s2.4.7 3 2.3M14 10h5M14 14h4"/></svg>"#;
pub(crate) const PASSPORT: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><rect x="5" y="2.5" width="14" height="19" rx="2"/><circle cx="12" cy="10" r="3.4"/><path d="M8.6 10h6.8M9 17.5h6"/></svg>"#;
pub(crate) const BANK: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><rect x="2.5" y="5" width="19" height="14" rx="2.5"/><path d="M2.5 9.5h19M6 15h4"/></svg>"#;
pub(crate) const PAPER: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M6 2.5h8l4 4v15H6zM14 2.5v4h4M9 11h6M9 14.5h6M9 18h4"/></svg>"#;
pub(crate) const NOTE: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M4 20l1-4L16 5l3 3L8 19zM14 7l3 3"/></svg>"#;
pub(crate) const FACE: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M3 8V5a2 2 0 0 1 2-2h3M16 3h3a2 2 0 0 1 2 2v3M21 16v3a2 2 0 0 1-2 2h-3M8 21H5a2 2 0 0 1-2-2v-3M9 9.5v.5M15 9.5v.5M9 15c1.8 1.6 4.2 1.6 6 0"/></svg>"#;
pub(crate) const PHONE: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><rect x="6.5" y="2.5" width="11" height="19" rx="2.5"/><path d="M10.5 18.5h3M9.5 8.5h5M9.5 11.5h3"/></svg>"#;
pub(crate) const LIGHT: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M18.4 5.6L17 7M7 17l-1.4 1.4"/></svg>"#;
pub(crate) const TICK: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M5 12.5l4.5 4.5L19 7.5"/></svg>"#;
pub(crate) const CROSS: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M6.5 6.5l11 11M17.5 6.5l-11 11"/></svg>"#;
pub(crate) const CLOCK: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.3 2"/></svg>"#;
pub(crate) const CAMERA_OFF: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M3 3l18 18M8 5.5l1-1.5h6l1.5 2.5H20a1.5 1.5 0 0 1 1.5 1.5v9M18 19.5H4A1.5 1.5 0 0 1 2.5 18V8A1.5 1.5 0 0 1 4 6.5h1M10 10.3a3.5 3.5 0 0 0 4.9 4.9"/></svg>"#;
pub(crate) const LOST: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><circle cx="11" cy="11" r="7"/><path d="M16.2 16.2L21 21M11 8v3.5M11 14v.1"/></svg>"#;
pub(crate) const EYE: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="3"/></svg>"#;
pub(crate) const LENS: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M4.5 10a8 8 0 0 1 14.2-3M19.5 14a8 8 0 0 1-14.2 3M18.9 3v4.2h-4.2M5.1 21v-4.2h4.2"/></svg>"#;
pub(crate) const TORCH: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M13 2.5L5.5 13.5H11l-1 8 7.5-11H12z"/></svg>"#;
pub(crate) const LOCK: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><rect x="4.5" y="10.5" width="15" height="10" rx="2"/><path d="M8 10.5V7.5a4 4 0 0 1 8 0v3M12 14.5v2"/></svg>"#;
pub(crate) const MAGNIFIER: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21M10.5 7.5v6M7.5 10.5h6"/></svg>"#;
pub(crate) const AGAIN: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M4.5 12a7.5 7.5 0 1 0 2.3-5.4M4.5 4v4.5H9"/></svg>"#;
pub(crate) const TURN: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M20 12H4.5M11 5l-7 7 7 7"/></svg>"#;

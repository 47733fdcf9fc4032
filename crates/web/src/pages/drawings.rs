//! The drawings of the pages: what to do at each step, and what a good picture looks like. They are
//! our own, as lines that take the colours of the page.

/// The front of a card, whole and flat within the frame.
pub(crate) const FRONT: &str = r#"<svg class="drawing" viewBox="0 0 96 64" aria-hidden="true" focusable="false"><rect x="14" y="11" width="68" height="42" rx="5"/><circle cx="31" cy="28" r="6"/><path d="M21 44c1.5-6 5.5-8.5 10-8.5s8.5 2.5 10 8.5M50 24h24M50 32h24M50 40h15"/><path class="d-mark" d="M6 16V4h12M78 4h12v12M90 48v12H78M18 60H6V48"/></svg>"#;
/// A card that is turned over: the barcode is on its back.
pub(crate) const BACK: &str = r#"<svg class="drawing" viewBox="0 0 96 64" aria-hidden="true" focusable="false"><g class="d-soft"><rect x="4" y="26" width="34" height="22" rx="3"/><circle cx="12" cy="34" r="3"/><path d="M7.5 43c.8-3 2.5-4.2 4.5-4.2s3.7 1.2 4.5 4.2M21 33h12M21 39h8"/></g><path class="d-mark" d="M22 19c6-11 30-14 42-3M65 8l-.5 8.5-8.5-.5"/><rect x="46" y="24" width="46" height="30" rx="4"/><path d="M52 31h34"/><path class="d-code" d="M52 38v10M55 38v10M59 38v10M61 38v10M65 38v10M68 38v10M72 38v10M74 38v10M78 38v10M82 38v10M84 38v10"/></svg>"#;
/// An open passport: the page with the portrait and the two lines below.
pub(crate) const PASSPORT: &str = r#"<svg class="drawing" viewBox="0 0 96 64" aria-hidden="true" focusable="false"><path class="d-soft" d="M25 4h46a4 4 0 0 1 4 4v21H21V8a4 4 0 0 1 4-4z"/><path d="M21 29h54v27a4 4 0 0 1-4 4H25a4 4 0 0 1-4-4z"/><circle cx="33" cy="37" r="3.5"/><path d="M27.5 47c.8-3.6 2.8-5 5.5-5s4.7 1.4 5.5 5M45 36h24M45 42h16"/><path class="d-mark" d="M27 52h42M27 56h42"/></svg>"#;
/// The wide barcode on the back of a card, within the frame.
pub(crate) const BARCODE: &str = r#"<svg class="drawing" viewBox="0 0 96 64" aria-hidden="true" focusable="false"><rect x="12" y="6" width="72" height="52" rx="5"/><path class="d-soft" d="M12 15h72"/><path class="d-code" d="M28 29v18M31 29v18M35 29v18M37 29v18M41 29v18M44 29v18M48 29v18M50 29v18M54 29v18M58 29v18M60 29v18M64 29v18M67 29v18"/><path class="d-mark" d="M20 30v-8h9M67 22h9v8M76 46v8h-9M29 54h-9v-8"/></svg>"#;
/// A face that looks straight ahead, within the oval.
pub(crate) const SELFIE: &str = r#"<svg class="drawing" viewBox="0 0 96 64" aria-hidden="true" focusable="false"><path class="d-soft" d="M18 62c3-9 12-12 30-12s27 3 30 12"/><ellipse class="d-mark" cx="48" cy="30" rx="20" ry="26"/><circle cx="48" cy="28" r="13"/><path d="M43 26v.1M53 26v.1M43 33c3 2.4 7 2.4 10 0"/></svg>"#;
/// A letter: name, address and date are marked.
pub(crate) const ADDRESS: &str = r#"<svg class="drawing" viewBox="0 0 96 64" aria-hidden="true" focusable="false"><path d="M28 3h28l12 12v46H28zM56 3v12h12"/><path class="d-mark" d="M34 19h14M34 25h18M54 31h8"/><path class="d-soft" d="M34 40h28M34 46h28M34 52h18"/></svg>"#;
/// A sheet of paper that is written on.
pub(crate) const NOTE: &str = r#"<svg class="drawing" viewBox="0 0 96 64" aria-hidden="true" focusable="false"><rect x="16" y="6" width="56" height="50" rx="3"/><path d="M24 17h40M24 26h36M24 35h20"/><path class="d-mark" d="M52 50l3.5-11L80 14.5l7.5 7.5L63 46.5z"/></svg>"#;

/// A card that is whole, one that is cut off, and one with a reflection on it.
pub(crate) const EXAMPLES: [&str; 3] = [
    r#"<svg class="example" viewBox="0 0 60 42" aria-hidden="true" focusable="false"><rect x="9" y="8" width="38" height="24" rx="3"/><circle cx="18" cy="18" r="3.5"/><path d="M12.5 27c.8-3 2.800-4.5 5.5-4.5s4.700 1.5 5.5 4.5M29 16h13M29 22h10"/><path class="d-good" d="M44 34l4.5 4.5L57 29"/></svg>"#,
    r#"<svg class="example" viewBox="0 0 60 42" aria-hidden="true" focusable="false"><path d="M0 13h30a3 3 0 0 1 3 3v18a3 3 0 0 1-3 3H0M8 21h17M8 27h12"/><path class="d-bad" d="M46 29l9 9M55 29l-9 9"/></svg>"#,
    r#"<svg class="example" viewBox="0 0 60 42" aria-hidden="true" focusable="false"><rect x="9" y="8" width="38" height="24" rx="3"/><path d="M14 26h10M14 14h8"/><path class="d-glare" d="M32 11v14M25 18h14M27.5 13.5l9 9M36.5 13.5l-9 9"/><path class="d-bad" d="M46 29l9 9M55 29l-9 9"/></svg>"#,
];

//! Stub until the catalogue is merged.
use serde::{Deserialize, Serialize};
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DeclineCode(String);
pub enum Category { DocumentAuthenticity, ImageQuality, DocumentUnreadable, Barcode, DocumentUnsupported, DataMismatch, DocumentExpired }
pub struct Definition { pub category: Category }
impl DeclineCode {
    pub fn definition(&self) -> Option<Definition> { None }
}
impl DeclineCode { pub const ALTERED: Self = Self(String::new()); }
impl DeclineCode { pub const WRONG_TYPE: Self = Self(String::new()); }
impl DeclineCode { pub const NAME_DIFFERS: Self = Self(String::new()); }
impl DeclineCode { pub const DOB_DIFFERS: Self = Self(String::new()); }
impl DeclineCode { pub const ISSUE_DATE_DIFFERS: Self = Self(String::new()); }
impl DeclineCode { pub const EXPIRY_DATE_DIFFERS: Self = Self(String::new()); }
impl DeclineCode { pub const NUMBER_DIFFERS: Self = Self(String::new()); }
impl DeclineCode { pub const GENDER: Self = Self(String::new()); }
impl DeclineCode { pub const PLACE_OF_ISSUE: Self = Self(String::new()); }
impl DeclineCode { pub const AGE: Self = Self(String::new()); }
impl DeclineCode { pub const EXPIRED: Self = Self(String::new()); }
impl DeclineCode { pub const COUNTRY_DIFFERS: Self = Self(String::new()); }
impl DeclineCode { pub const ORIGINALITY: Self = Self(String::new()); }
impl DeclineCode { pub const BLURRED: Self = Self(String::new()); }
impl DeclineCode { pub const NOT_VISIBLE: Self = Self(String::new()); }
impl DeclineCode { pub const NOT_FULLY_DISPLAYED: Self = Self(String::new()); }
impl DeclineCode { pub const SIDE_MISSING: Self = Self(String::new()); }
impl DeclineCode { pub const TYPE_NOT_SUPPORTED: Self = Self(String::new()); }

//! Synthetic identity documents of people who do not exist: licences, passports and identity cards,
//! as data, as flat cards and as photographs.
//!
//! Everything follows from a seed and a reference date. The same arguments give the same bytes on
//! one platform; on another, the last digit of a sine may differ. The crate uses no clock, no
//! randomness of the system, no real people, and imitates no real card's design. Places and issuer
//! numbers are real, so that the rules of a reader can be tested with them. Nothing else is, and
//! every card says SPECIMEN.
//!
//! ```
//! use specimen::{Difficulty, Licence, Scene, Specimen, photograph};
//!
//! let on = jiff::civil::date(2026, 6, 1);
//! let licence = Licence::from_seed(42, on).with_name("Zoë", "O'Connell-Hayes").expired();
//! let specimen = Specimen::new(licence).printed_differently(|print| print.numbered("X 1"));
//! let photo = photograph(&specimen.back()?, &Scene::from_seed(42, Difficulty::Fair))?;
//! assert!(photo.jpeg.starts_with(&[0xff, 0xd8]));
//! # Ok::<(), specimen::SpecimenError>(())
//! ```

mod aamva;
mod alteration;
mod back;
mod backdrop;
mod camera;
mod card;
mod error;
mod footage;
mod front;
mod head;
mod jurisdiction;
mod licence;
mod likeness;
mod ocr_b;
mod page;
mod person;
mod photo;
mod portrait;
mod reproduction;
mod rng;
mod scene;
mod sensor;
mod shape;
mod sheet;
mod specimen;
mod symbol;
mod table;
mod travel;
mod wear;
mod words;
mod zone;
mod zone_text;

pub use alteration::Alteration;
pub use card::{CARD_HEIGHT, CARD_WIDTH, Card, PAGE_HEIGHT, PAGE_WIDTH, Quad};
pub use error::SpecimenError;
pub use footage::{FRAMES_A_SECOND, Footage};
pub use head::{Head, Light};
pub use jurisdiction::{Country, JURISDICTIONS, Jurisdiction};
pub use licence::Licence;
pub use person::{Address, Person, Sex};
pub use photo::{Photo, Truth, photograph};
pub use reproduction::{Reproduction, reproduce};
pub use scene::{Difficulty, Glare, Scene, Table};
pub use specimen::Specimen;
pub use travel::{STATES, State, Travel, TravelKind};
pub use zone::{Letters, zone_sheet};
pub use zone_text::{Edit, EditedZone, Form};

//! THE STORE'S OWN PORTS: what lies below the sealing. A database, or storage for pictures, is an
//! implementation of them.
//!
//! Sealed bytes and plain columns pass through here; neither a key nor a readable personal value
//! does. Whoever implements these traits needs no cipher, and cannot reveal what it stores.

mod keys;
mod objects;
mod records;
mod rows;
mod search;
mod staff_rows;
mod upkeep;

pub(crate) use self::keys::{KeyId, KeyObserver, WrappedKey, WrappedKeys};
pub(crate) use self::objects::Objects;
pub(crate) use self::records::{
    AccountQuery, AccountRecord, AttemptRecord, AuditRecord, Body, DecisionColumns,
    EnrolmentRecord, EntryRecord, EvidenceRecord, ExaminationRecord, FingerprintRecord, Head,
    LeasedDelivery, LivingRecord, NewDelivery, Opening, OpeningKey, ReviewColumns, SealedChange,
    SealedFor, SealedNext, SelfieQuery, SelfieRecord, Standing, StoredAudit, Unsearchable,
    VerificationKey, VerificationRecord,
};
pub(crate) use self::rows::{Applied, Finished, Rows};
pub(crate) use self::search::{BlindQuery, BlindTerm, LateRecord, SearchRecord};
pub(crate) use self::staff_rows::{MemberQuery, MemberRecord, SealedMemberChange, StaffRows};
pub use self::upkeep::State;
pub(crate) use self::upkeep::{Quarantined, Upkeep};

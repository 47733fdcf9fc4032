//! The audit trail in memory.

use proofing::ports::{AuditQuery, Audited};
use verification::VerificationId;
use verification::audit::{AuditContent, AuditEntry};

/// The entries, oldest first.
#[derive(Clone, Default)]
pub(super) struct Trail(Vec<Audited>);

impl Trail {
    pub(super) fn append(&mut self, entry: AuditEntry) {
        let number = self.len() + 1;
        let before = self.head();
        let link = link(before, number, &entry);
        self.0.push(Audited {
            number,
            sealed_for: (!entry.content.is_empty()).then_some("verification"),
            digest: (!entry.content.is_empty()).then_some(link),
            entry,
            is_erased: false,
            link,
        });
    }

    /// Appends the entry of a change, if it has one.
    pub(super) fn extend(&mut self, entry: Option<AuditEntry>) {
        if let Some(entry) = entry {
            self.append(entry);
        }
    }

    /// Erases what the entries about a verification say in words.
    pub(super) fn forget(&mut self, id: VerificationId) {
        for audited in &mut self.0 {
            if audited.entry.verification == Some(id) && !audited.entry.content.is_empty() {
                audited.entry.content = AuditContent::default();
                audited.is_erased = true;
            }
        }
    }

    pub(super) fn len(&self) -> u64 {
        self.0.len() as u64
    }

    pub(super) fn head(&self) -> [u8; 32] {
        self.0.last().map_or([0; 32], |last| last.link)
    }

    pub(super) fn list(&self, query: &AuditQuery) -> Vec<Audited> {
        let is_asked = |audited: &&Audited| {
            let entry = &audited.entry;
            query.before.is_none_or(|before| audited.number < before)
                && query.account.is_none_or(|id| entry.account == Some(id))
                && query
                    .verification
                    .is_none_or(|id| entry.verification == Some(id))
                && query.member.is_none_or(|id| entry.by.member() == Some(id))
                && query.act.is_none_or(|act| entry.act == act)
                && query.from.is_none_or(|from| entry.at >= from)
                && query.until.is_none_or(|until| entry.at < until)
        };
        let newest_first = self.0.iter().rev();
        newest_first
            .filter(is_asked)
            .take(query.limit)
            .cloned()
            .collect()
    }
}

/// Returns a number that differs for every place and predecessor. It proves nothing.
fn link(before: [u8; 32], number: u64, entry: &AuditEntry) -> [u8; 32] {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut link = [0; 32];
    for (part, bytes) in link.chunks_mut(8).enumerate() {
        let mut hasher = DefaultHasher::new();
        (part, before, number, entry.id).hash(&mut hasher);
        bytes.copy_from_slice(&hasher.finish().to_le_bytes());
    }
    link
}

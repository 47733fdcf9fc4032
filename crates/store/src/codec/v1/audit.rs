//! What an entry of the audit trail says in words: `audit.sealed`.

use verification::audit;

use crate::codec::form::{Text, stored_struct};

stored_struct!(
    /// What an entry says.
    AuditContent of audit::AuditContent { reason: Option<Text>, details: Vec<(String, Text)> }
);

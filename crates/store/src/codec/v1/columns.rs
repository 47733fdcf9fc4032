//! Words that stand in columns of their own, unsealed, so that they can be searched for.

use proofing::ports::Job;
use verification::account::Environment;
use verification::audit::AuditAct;
use verification::notification::{DeliveryState, NotificationKind};
use verification::stage::StageName;
use verification::{ResponseEvent as Event, VerificationId};

/// Words for the values of a type, in both directions. A value that has none does not compile.
macro_rules! stored_words {
    ($(#[$meta:meta])* $to:ident, $from:ident, $all:ident of $core:ty { $([$($value:tt)+] = $word:literal),* $(,)? }) => {
        $(#[$meta])*
        pub(crate) const fn $to(value: $core) -> &'static str {
            match value { $($($value)+ => $word),* }
        }

        /// The value of a stored word.
        pub(crate) fn $from(word: &str) -> Option<$core> {
            match word { $($word => Some($($value)+),)* _ => None }
        }

        /// All of the words.
        #[cfg(test)]
        pub(super) const $all: &[&str] = &[$($word),*];
    };
}

stored_words!(
    /// `verifications.stage`.
    stage_word, stage, STAGES of StageName {
        [StageName::Created] = "created",
        [StageName::Opened] = "opened",
        [StageName::Capturing] = "capturing",
        [StageName::Processing] = "processing",
        [StageName::Received] = "received",
        [StageName::InReview] = "in_review",
        [StageName::Accepted] = "accepted",
        [StageName::Declined] = "declined",
        [StageName::Cancelled] = "cancelled",
        [StageName::TimedOut] = "timed_out",
        [StageName::Deleted] = "deleted",
    }
);
stored_words!(
    /// `accounts.environment`.
    environment_word, environment, ENVIRONMENTS of Environment {
        [Environment::Production] = "production",
        [Environment::Trial] = "trial",
    }
);
stored_words!(
    /// `deliveries.state`.
    delivery_state_word, delivery_state, DELIVERY_STATES of DeliveryState {
        [DeliveryState::Waiting] = "waiting",
        [DeliveryState::Ready] = "ready",
        [DeliveryState::Delivered] = "delivered",
        [DeliveryState::Failed] = "failed",
        [DeliveryState::Forgotten] = "forgotten",
    }
);
stored_words!(
    /// `deliveries.told`.
    told_word, told, TOLD of NotificationKind {
        [NotificationKind::Journal] = "journal",
        [NotificationKind::Results] = "results",
        [NotificationKind::Event(Event::RequestPending)] = "request.pending",
        [NotificationKind::Event(Event::RequestInvalid)] = "request.invalid",
        [NotificationKind::Event(Event::RequestUnauthorized)] = "request.unauthorized",
        [NotificationKind::Event(Event::RequestReceived)] = "request.received",
        [NotificationKind::Event(Event::RequestTimeout)] = "request.timeout",
        [NotificationKind::Event(Event::RequestDeleted)] = "request.deleted",
        [NotificationKind::Event(Event::RequestDataChanged)] = "request.data.changed",
        [NotificationKind::Event(Event::VerificationCancelled)] = "verification.cancelled",
        [NotificationKind::Event(Event::VerificationAccepted)] = "verification.accepted",
        [NotificationKind::Event(Event::VerificationDeclined)] = "verification.declined",
        [NotificationKind::Event(Event::VerificationStatusChanged)] = "verification.status.changed",
        [NotificationKind::Event(Event::ReviewPending)] = "review.pending",
    }
);
stored_words!(
    /// `audit.act`.
    audit_act_word, audit_act, AUDIT_ACTS of AuditAct {
        [AuditAct::OpenData] = "open_data",
        [AuditAct::ViewData] = "view_data",
        [AuditAct::ViewPictures] = "view_pictures",
        [AuditAct::ListPersonalData] = "list_personal_data",
        [AuditAct::ExportList] = "export_list",
        [AuditAct::ReadAudit] = "read_audit",
        [AuditAct::TakeCase] = "take_case",
        [AuditAct::GiveBackCase] = "give_back_case",
        [AuditAct::SnoozeCase] = "snooze_case",
        [AuditAct::HandOverCase] = "hand_over_case",
        [AuditAct::EscalateCase] = "escalate_case",
        [AuditAct::AskAgain] = "ask_again",
        [AuditAct::Decide] = "decide",
        [AuditAct::Propose] = "propose",
        [AuditAct::Approve] = "approve",
        [AuditAct::SendBack] = "send_back",
        [AuditAct::Overturn] = "overturn",
        [AuditAct::Correct] = "correct",
        [AuditAct::Delete] = "delete",
        [AuditAct::Hold] = "hold",
        [AuditAct::Release] = "release",
        [AuditAct::InviteMember] = "invite_member",
        [AuditAct::InviteMemberAgain] = "invite_member_again",
        [AuditAct::AcceptInvitation] = "accept_invitation",
        [AuditAct::SignIn] = "sign_in",
        [AuditAct::UseRecoveryCode] = "use_recovery_code",
        [AuditAct::RefusePassword] = "refuse_password",
        [AuditAct::RefuseSecondFactor] = "refuse_second_factor",
        [AuditAct::EndSessions] = "end_sessions",
        [AuditAct::Appoint] = "appoint",
        [AuditAct::DisableMember] = "disable_member",
        [AuditAct::EnableMember] = "enable_member",
        [AuditAct::ChangePassword] = "change_password",
        [AuditAct::ChangeSecondFactor] = "change_second_factor",
        [AuditAct::RenewRecoveryCodes] = "renew_recovery_codes",
    }
);

/// `jobs.kind`.
pub(crate) const fn job_word(job: Job) -> &'static str {
    match job {
        Job::Examine(_) => "examine",
        Job::Expire(_) => "expire",
        Job::Erase(_) => "erase",
        Job::Retain(_) => "retain",
        Job::SendLink(_) => "send_link",
        Job::SendCode(_) => "send_code",
        Job::Enrol(_) => "enrol",
    }
}

/// The job of a stored word, about a verification.
pub(crate) fn job(word: &str, about: VerificationId) -> Option<Job> {
    Some(match word {
        "examine" => Job::Examine(about),
        "expire" => Job::Expire(about),
        "erase" => Job::Erase(about),
        "retain" => Job::Retain(about),
        "send_link" => Job::SendLink(about),
        "send_code" => Job::SendCode(about),
        "enrol" => Job::Enrol(about),
        _ => return None,
    })
}

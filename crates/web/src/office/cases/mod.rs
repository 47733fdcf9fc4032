//! The pages about cases: the review queue, and one case.

mod acts;
mod case;
mod codes;
mod facts;
mod picture;
mod queue;

use verification::staff::Permission;

use super::routes::{Needs, Routes};

const DECIDE: Needs = Needs::Permission(Permission::Decide);
const VIEW: Needs = Needs::Permission(Permission::ViewVerifications);
const SEE: Needs = Needs::Permission(Permission::SeePersonalData);

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/office/queue", DECIDE, queue::show)
        .post("/office/queue/next", DECIDE, queue::next)
        .get("/office/verifications/{id}", VIEW, case::show)
        .post("/office/verifications/{id}/open", SEE, acts::open)
        .get(
            "/office/verifications/{id}/pictures/{slot}",
            SEE,
            picture::show,
        )
        .post("/office/verifications/{id}/take", DECIDE, acts::take)
        .post(
            "/office/verifications/{id}/give-back",
            DECIDE,
            acts::give_back,
        )
        .post("/office/verifications/{id}/snooze", DECIDE, acts::snooze)
        .post(
            "/office/verifications/{id}/escalate",
            DECIDE,
            acts::escalate,
        )
        .post(
            "/office/verifications/{id}/hand-over",
            DECIDE,
            acts::hand_over,
        )
        .post("/office/verifications/{id}/decide", DECIDE, acts::decide)
        .post(
            "/office/verifications/{id}/ask-again",
            DECIDE,
            acts::ask_again,
        )
        .post(
            "/office/verifications/{id}/approve",
            Needs::Permission(Permission::Approve),
            acts::approve,
        )
        .post(
            "/office/verifications/{id}/send-back",
            Needs::Permission(Permission::Approve),
            acts::send_back,
        )
        .post(
            "/office/verifications/{id}/overturn",
            Needs::Permission(Permission::Overturn),
            acts::overturn,
        )
        .post(
            "/office/verifications/{id}/correct",
            Needs::Permission(Permission::Correct),
            acts::correct,
        )
        .post(
            "/office/verifications/{id}/hold",
            Needs::Permission(Permission::Delete),
            acts::hold,
        )
        .post(
            "/office/verifications/{id}/release",
            Needs::Permission(Permission::Delete),
            acts::release,
        )
        .post(
            "/office/verifications/{id}/delete",
            Needs::Permission(Permission::Delete),
            acts::delete,
        )
}

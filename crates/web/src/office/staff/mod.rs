//! The pages about staff: the list, an invitation, one member.

mod forms;
mod invite;
mod list;
mod member;

use verification::staff::Permission;

use super::routes::{Needs, Routes};

const NEEDS: Needs = Needs::Permission(Permission::ManageStaff);

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/office/staff", NEEDS, list::show)
        .get("/office/staff/invite", NEEDS, invite::show)
        .post("/office/staff/invite", NEEDS, invite::invite)
        .get("/office/staff/{id}", NEEDS, member::show)
        .post("/office/staff/{id}/appoint", NEEDS, member::appoint)
        .post("/office/staff/{id}/disable", NEEDS, member::disable)
        .post("/office/staff/{id}/enable", NEEDS, member::enable)
        .post(
            "/office/staff/{id}/end-sessions",
            NEEDS,
            member::end_sessions,
        )
        .post(
            "/office/staff/{id}/invite-again",
            NEEDS,
            member::invite_again,
        )
}

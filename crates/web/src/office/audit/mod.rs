//! The page of the audit trail. What entries say in words is masked until somebody gives a reason,
//! which is an entry itself.

mod asked;
mod page;

use verification::staff::Permission;

use super::routes::{Needs, Routes};

const READ: Needs = Needs::Permission(Permission::ReadAudit);

/// Adds the routes of the page.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/office/audit", READ, page::show)
        .post("/office/audit", READ, page::open)
}

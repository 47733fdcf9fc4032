//! The list of verifications: filters and columns in the address, pages that stay while new
//! verifications arrive, and the list as a file.

mod asked;
mod columns;
mod csv;
mod export;
mod page;

use verification::staff::Permission;

use super::routes::{Needs, Routes};

/// Adds the routes of the list.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get(
            "/office/verifications",
            Needs::Permission(Permission::ViewVerifications),
            page::show,
        )
        .get(
            "/office/verifications.csv",
            Needs::Permission(Permission::ExportLists),
            export::send,
        )
}

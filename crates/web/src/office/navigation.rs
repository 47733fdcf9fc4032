//! The navigation: the pages that somebody in a role may use.

use verification::staff::{Permission, Role};

use super::i18n::FrameTexts;

/// A link of the navigation.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) text: &'static str,
    /// Whether it leads to the page that is shown, or to the list that the page belongs to.
    pub(crate) current: bool,
}

/// A page of the navigation: its path, the permission that it needs, and its name.
type Page = (&'static str, Permission, fn(&FrameTexts) -> &'static str);

/// The pages, in the order of the navigation.
const PAGES: &[Page] = &[
    ("/office/staff", Permission::ManageStaff, |w| w.staff),
    (
        "/office/verifications",
        Permission::ViewVerifications,
        |w| w.verifications,
    ),
    ("/office/queue", Permission::Decide, |w| w.queue),
    ("/office/audit", Permission::ReadAudit, |w| w.audit),
];

/// Returns the links for a role.
pub(super) fn of(role: Role, root: &str, path: &str, w: &FrameTexts) -> Vec<Link> {
    let pages = PAGES.iter().filter(|(_, needs, _)| role.may(*needs));
    let links = pages.map(|(to, _, text)| Link {
        href: format!("{root}{to}"),
        text: text(w),
        current: path == *to
            || path
                .strip_prefix(to)
                .is_some_and(|rest| rest.starts_with('/')),
    });
    links.collect()
}

/// Returns the path of the first page that somebody in a role may use: where they begin.
pub(super) fn first(role: Role) -> &'static str {
    let mut pages = PAGES.iter();
    let first = pages.find(|(_, needs, _)| role.may(*needs));
    first.map_or("/office/account", |(path, ..)| path)
}

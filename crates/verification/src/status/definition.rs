//! What is known about a status event.

use super::code::StatusCode;
use super::page::Page;

/// What is known about a [`StatusCode`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    pub code: StatusCode,
    /// The name of the constant on [`StatusCode`], for logs and the back office.
    pub name: &'static str,
    /// The page in the table of the protocol; codes shared by two pages have
    /// [`Page::CaptureFrontOrBack`].
    pub page: Page,
    /// Further pages whose label the message may carry, when the event was raised there.
    pub also_on: &'static [Page],
    /// The wording of the table without its final full stop.
    pub text: &'static str,
    /// For a text with a placeholder: the fixed beginning that the value follows.
    pub template: Option<&'static str>,
    /// The wording that version 3.5.8 sent, where it differed.
    pub sample_text: Option<&'static str>,
    pub raised_by: RaisedBy,
    /// Codes of which at least one must precede; empty when nothing must.
    pub before: &'static [StatusCode],
    /// Superseded: `url` and `user_agent` now travel in every event.
    pub deprecated: bool,
    pub origin: Origin,
    /// When it is raised and what follows from it.
    pub doc: &'static str,
}

/// Who raises an event. What the server raises carries `N/A` in place of an address and a user
/// agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RaisedBy {
    Browser,
    Server,
}

/// Whose number a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The capture protocol's own table.
    Protocol,
    /// Ours, from 3000 on. A strictly compatible account does not send these.
    Ours,
}

//! The columns of a list, which are chosen in the address of the page.

use proofing::acts::office::search::{PersonalColumns, SearchRow};
use verification::stage::StageName;
use verification::{AccountId, Personal};

use super::asked::Asked;
use crate::office::i18n::VerificationsTexts;

/// A column besides the reference, which is always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    BirthDate,
    Email,
    Stage,
    Opened,
    Completed,
    Country,
    DocumentTypes,
    Services,
    Kind,
    ByHand,
    Account,
}

use Column as C;

impl Column {
    /// All columns, in the order in which they are shown.
    pub(super) const ALL: [Self; 12] = [
        C::Name,
        C::BirthDate,
        C::Email,
        C::Stage,
        C::Opened,
        C::Completed,
        C::Country,
        C::DocumentTypes,
        C::Services,
        C::Kind,
        C::ByHand,
        C::Account,
    ];

    /// The columns that are shown if none was chosen.
    const USUAL: [Self; 5] = [
        C::Stage,
        C::Opened,
        C::Country,
        C::DocumentTypes,
        C::Services,
    ];

    /// Returns the value of the column in an address.
    pub(super) const fn word(self) -> &'static str {
        match self {
            C::Name => "name",
            C::BirthDate => "born",
            C::Email => "email",
            C::Stage => "stage",
            C::Opened => "opened",
            C::Completed => "completed",
            C::Country => "country",
            C::DocumentTypes => "document_type",
            C::Services => "service",
            C::Kind => "kind",
            C::ByHand => "by_hand",
            C::Account => "account",
        }
    }

    /// Returns true if the column shows who a person is.
    pub(super) const fn is_personal(self) -> bool {
        matches!(self, C::Name | C::BirthDate | C::Email)
    }

    /// Returns the heading.
    pub(super) const fn heading(self, t: &VerificationsTexts) -> &'static str {
        match self {
            C::Name => t.name,
            C::BirthDate => t.born,
            C::Email => t.email,
            C::Stage => t.stage,
            C::Opened => t.opened,
            C::Completed => t.completed,
            C::Country => t.country,
            C::DocumentTypes => t.document_type,
            C::Services => t.service,
            C::Kind => t.kind,
            C::ByHand => t.by_hand,
            C::Account => t.account,
        }
    }

    /// Returns the text of a cell.
    pub(super) fn cell(
        self,
        row: &SearchRow,
        t: &VerificationsTexts,
        accounts: &[(AccountId, String)],
    ) -> String {
        match self {
            C::Name => personal(row, t, |personal| &personal.name),
            C::BirthDate => personal(row, t, |personal| &personal.birth_date),
            C::Email => personal(row, t, |personal| &personal.email),
            C::Stage => t.stage_name(row.stage).to_owned(),
            C::Opened => moment(Some(row.created_at)),
            C::Completed => moment(row.completed_at),
            C::Country => row.country.clone().unwrap_or_default(),
            C::DocumentTypes => {
                let types = row.document_types.iter();
                listed(types.map(|one| t.type_name(*one)))
            }
            C::Services => listed(row.services.iter().map(|one| t.service_name(*one))),
            C::Kind => row.kind.map_or("", |kind| t.kind_name(kind)).to_owned(),
            C::ByHand => match row.verdict {
                Some((_, true)) => t.yes.to_owned(),
                Some((_, false)) => t.no.to_owned(),
                None => String::new(),
            },
            C::Account => {
                let known = accounts.iter().find(|(id, _)| *id == row.account);
                known.map_or_else(|| row.account.to_string(), |(_, name)| name.clone())
            }
        }
    }
}

/// Returns the columns that an address asks for. Where people are shown and no column was chosen,
/// their names are among them.
pub(super) fn chosen(asked: &Asked) -> Vec<Column> {
    let is_chosen = |column: &Column| asked.has("column", column.word());
    let chosen: Vec<Column> = Column::ALL.into_iter().filter(is_chosen).collect();
    if !chosen.is_empty() {
        return chosen;
    }
    let name = asked.is_personal.then_some(C::Name);
    name.into_iter().chain(Column::USUAL).collect()
}

/// Returns a personal cell, which is masked where the list does not show who is in it.
fn personal(
    row: &SearchRow,
    t: &VerificationsTexts,
    of: impl Fn(&PersonalColumns) -> &Option<Personal>,
) -> String {
    match &row.personal {
        Some(personal) => {
            let value = of(personal).as_ref();
            value.map_or_else(String::new, |value| value.reveal().to_owned())
        }
        None if row.stage == StageName::Deleted => String::new(),
        None => t.masked.to_owned(),
    }
}

fn moment(at: Option<jiff::Timestamp>) -> String {
    at.map_or_else(String::new, |at| at.strftime("%Y-%m-%d %H:%M").to_string())
}

fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

//! How a table of status events is written.

/// Writes one table: a constant on [`StatusCode`] and a [`Definition`] per row, so that neither can
/// be added without the other.
macro_rules! codes {
    (
        $(#[$attr:meta])* $table:ident, $origin:ident;
        $( $name:ident = $code:literal, $page:ident, $by:ident, $text:literal, after [$($before:literal),*], $doc:literal
           $(, sample $sample:literal)? $(, template $template:literal)? $(, also_on [$($also:ident),+])? $(, deprecated $deprecated:literal)?; )+
    ) => {
        impl crate::status::code::StatusCode {
            $( #[doc = $doc] pub const $name: Self = Self($code); )+
        }

        $(#[$attr])*
        pub static $table: &[crate::status::definition::Definition] = &[
            $( crate::status::definition::Definition {
                code: crate::status::code::StatusCode($code),
                name: stringify!($name),
                page: crate::status::page::Page::$page,
                also_on: &[$($(crate::status::page::Page::$also),+)?],
                text: $text,
                template: codes!(@option $($template)?),
                sample_text: codes!(@option $($sample)?),
                raised_by: crate::status::definition::RaisedBy::$by,
                before: &[$(crate::status::code::StatusCode($before)),*],
                deprecated: codes!(@flag $($deprecated)?),
                origin: crate::status::definition::Origin::$origin,
                doc: $doc,
            }, )+
        ];
    };
    (@option) => { None };
    (@option $value:literal) => { Some($value) };
    (@flag) => { false };
    (@flag $value:literal) => { $value };
}
pub(super) use codes;
